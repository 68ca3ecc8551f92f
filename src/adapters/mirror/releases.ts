import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReleaseStore, StagedRelease } from '../../mirror/ops.js';
import { flush } from '../disk/flush.js';
import { DiskStore } from '../disk/store.js';
import { isMissing, systemCode } from '../system-error.js';
import { type ContentStore, readIfThere } from './content.js';
import { onDisk, replaceFile } from './disk.js';
import type { FlushAll } from './flush-all.js';

const FOLDER = /^[1-9]\d{0,15}(\.[1-9]\d{0,5})?$/;
const STAGED = /\.partial$|\.tmp-\d+$/;
/** Folders of a release that hold links to content, which are made anew. */
const LINKED = new Set(['targets', 'blobs']);

/** `releases/<folder>/`, its record and list beside it, and the link `current` that says which one is served. */
export class DiskReleases implements ReleaseStore {
  private readonly top: string;

  constructor(
    private readonly root: string,
    private readonly content: ContentStore,
    private readonly flushAll: FlushAll,
  ) {
    this.top = join(root, 'releases');
  }

  list(): string[] {
    return this.names().filter((name) => FOLDER.test(name));
  }

  current(): string | null {
    const link = join(this.root, 'current');
    return onDisk('read', link, () => {
      try {
        const [top, folder, ...more] = readlinkSync(link).split('/');
        return top === 'releases' && folder !== undefined && FOLDER.test(folder) && more.length === 0 ? folder : null;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    });
  }

  switchTo(folder: string): void {
    const link = join(this.root, 'current');
    const temporary = `${link}.tmp-${process.pid}`;
    onDisk('written', link, () => {
      rmSync(temporary, { force: true });
      symlinkSync(`releases/${checked(folder)}`, temporary);
      renameSync(temporary, link);
      flush(this.root);
    });
  }

  readRecord(folder: string): Buffer | null {
    return readIfThere(this.place(folder, '.json'));
  }

  writeRecord(folder: string, text: string): void {
    const path = this.place(folder, '.json');
    onDisk('written', path, () => replaceFile(path, text));
  }

  readList(folder: string): Buffer | null {
    return readIfThere(this.place(folder, '.sha256'));
  }

  begin(folder: string, from: string | null): StagedRelease {
    const place = this.place(folder);
    const staged = `${place}.partial`;
    onDisk('written', staged, () => {
      rmSync(staged, { recursive: true, force: true });
      mkdirSync(staged, { recursive: true });
      if (from !== null) linkFiles(this.place(from), staged, LINKED);
    });
    return {
      store: new DiskStore(staged),
      link: (path, kind, digest) =>
        onDisk('written', join(staged, path), () => {
          mkdirSync(dirname(join(staged, path)), { recursive: true });
          linkOrCopy(this.content.path(kind, digest), join(staged, path));
        }),
      finish: async (list, record) => {
        await this.settle(staged);
        onDisk('written', place, () => {
          replaceFile(this.place(folder, '.sha256'), list);
          replaceFile(this.place(folder, '.json'), record);
          renameSync(staged, place);
          flush(this.top);
        });
      },
    };
  }

  dropStaged(): void {
    const names = this.names();
    const whole = new Set(names.filter((name) => FOLDER.test(name)));
    // A record or a list without its folder is what is left of a release that never became whole, or that was being removed.
    const left = names.filter(
      (name) => STAGED.test(name) || (/\.(json|sha256)$/.test(name) && !whole.has(name.replace(/\.\w+$/, ''))),
    );
    for (const name of left)
      onDisk('removed', join(this.top, name), () => rmSync(join(this.top, name), { recursive: true, force: true }));
  }

  readFile(folder: string, path: string): Buffer | null {
    return readIfThere(join(this.place(folder), path));
  }

  paths(folder: string): string[] {
    const place = this.place(folder);
    const entries = onDisk('read', place, () => readdirSync(place, { recursive: true, withFileTypes: true }));
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1));
  }

  writeFile(folder: string, path: string, text: string): void {
    const place = join(this.place(folder), path);
    onDisk('written', place, () => replaceFile(place, text));
  }

  /** First the folder goes: what is left then is no release. */
  remove(folder: string): void {
    const place = this.place(folder);
    onDisk('removed', place, () => {
      renameSync(place, `${place}.partial`);
      for (const path of [`${place}.partial`, this.place(folder, '.json'), this.place(folder, '.sha256')])
        rmSync(path, { recursive: true, force: true });
    });
  }

  /** Brings to the disk what a release under way is made of, and all content. */
  private async settle(staged: string): Promise<void> {
    const folders = [this.root, this.top, ...this.content.folders()];
    await this.flushAll(folders, () =>
      onDisk('read', staged, () => [...this.content.pending(), ...newIn(staged), this.top, this.root]),
    );
    this.content.settled();
  }

  private names(): string[] {
    return onDisk('read', this.top, () => (existsSync(this.top) ? readdirSync(this.top) : []));
  }

  private place(folder: string, ending = ''): string {
    return join(this.top, `${checked(folder)}${ending}`);
  }
}

function checked(folder: string): string {
  if (!FOLDER.test(folder)) throw new Error(`not a release’s folder: ${JSON.stringify(folder)}`);
  return folder;
}

/** Makes links to all files of a folder, but for those in some folders at its top. */
function linkFiles(from: string, to: string, but: ReadonlySet<string>): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (but.has(entry.name)) continue;
    if (entry.isDirectory()) {
      mkdirSync(join(to, entry.name));
      linkFiles(join(from, entry.name), join(to, entry.name), new Set());
    } else if (entry.isFile()) linkOrCopy(join(from, entry.name), join(to, entry.name));
  }
}

/** Some disks, such as those for carrying, know no links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}
const NO_LINKS = new Set(['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Folders, and the files that a folder has alone. What it shares with others is on the disk already. */
function newIn(folder: string): string[] {
  const paths = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return newIn(path);
    return statSync(path).nlink === 1 ? [path] : [];
  });
  return [...paths, folder];
}
