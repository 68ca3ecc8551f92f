import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContentKind, PartialContent } from '../../mirror/ops.js';
import { digestOf } from '../../model/digest.js';
import { isMissing } from '../system-error.js';
import { onDisk, replaceFile, writeAll } from './disk.js';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Files under their digests: `<kind>/sha256/<2 digits>/<64 digits>`, and under way in `tmp/<kind>-<64 digits>`. They are brought to the
 * disk together. Until then the file `unsettled` is there: after a loss of power, what has the right name and size may hold anything.
 */
export class ContentStore {
  /** Files and folders that are written, and perhaps not on the disk. */
  private readonly unsettled = new Set<string>();
  private readonly mark: string;
  /** Whether a process before this one was ended before its content was on the disk; null where nobody has looked. */
  private doubtful: boolean | null = null;

  constructor(private readonly root: string) {
    this.mark = join(root, 'unsettled');
  }

  has(kind: ContentKind, digest: string, size: number): boolean {
    const path = this.path(kind, digest);
    if (onDisk('read', path, () => statSync(path, { throwIfNoEntry: false })?.size) !== size) return false;
    if (!this.isDoubtful() || this.unsettled.has(path)) return true;
    const bytes = this.read(kind, digest);
    if (bytes === null || digestOf(bytes) !== digest) return false;
    this.keeps(path);
    return true;
  }

  read(kind: ContentKind, digest: string): Buffer | null {
    return readIfThere(this.path(kind, digest));
  }

  contents(kind: ContentKind): { sizes: Map<string, number>; strangers: string[] } {
    const sizes = new Map<string, number>();
    const strangers: string[] = [];
    const top = join(this.root, kind);
    const entries = onDisk('read', top, () =>
      existsSync(top) ? readdirSync(top, { recursive: true, withFileTypes: true }) : [],
    );
    for (const entry of entries) {
      if (entry.isDirectory()) continue;
      const path = join(entry.parentPath, entry.name);
      const digest = `sha256:${entry.name}`;
      if (!entry.isFile() || !DIGEST.test(digest) || path !== this.path(kind, digest))
        strangers.push(path.slice(this.root.length + 1));
      else
        sizes.set(
          digest,
          onDisk('read', path, () => statSync(path).size),
        );
    }
    return { sizes, strangers };
  }

  remove(kind: ContentKind, digest: string): void {
    const path = this.path(kind, digest);
    onDisk('removed', path, () => rmSync(path, { force: true }));
  }

  partial(kind: ContentKind, digest: string): PartialContent {
    const target = this.path(kind, digest);
    const path = join(this.root, 'tmp', `${kind}-${digest.slice(7)}`);
    return new PartialFile(path, target, () => this.keep(path, target));
  }

  dropPartials(but: ReadonlySet<string>): void {
    const folder = join(this.root, 'tmp');
    onDisk('removed', folder, () => {
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder)) {
        if (!but.has(`sha256:${name.replace(/^.*-/, '')}`)) rmSync(join(folder, name), { recursive: true, force: true });
      }
    });
  }

  /** The folders that hold content, where there is any: each may be a disk of its own. */
  folders(): string[] {
    return ['targets', 'blobs'].map((kind) => join(this.root, kind)).filter((folder) => existsSync(folder));
  }

  /** Files and folders that `settled` may be called for once they are on the disk. */
  pending(): readonly string[] {
    return [...this.unsettled];
  }

  settled(): void {
    this.unsettled.clear();
    this.doubtful = false;
    // Where this is lost, content is read once more.
    onDisk('removed', this.mark, () => rmSync(this.mark, { force: true }));
  }

  /** Nothing but a digest becomes a path. */
  path(kind: ContentKind, digest: string): string {
    return join(this.root, contentPath(kind, digest));
  }

  private isDoubtful(): boolean {
    this.doubtful ??= onDisk('read', this.mark, () => existsSync(this.mark));
    return this.doubtful;
  }

  /** Puts a file that is whole in its place. The mark is on the disk before the first of them. */
  private keep(path: string, target: string): void {
    const marked = this.isDoubtful() || this.unsettled.size > 0;
    onDisk('written', target, () => {
      if (!marked) replaceFile(this.mark, '');
      mkdirSync(dirname(target), { recursive: true });
      renameSync(path, target);
    });
    this.keeps(target);
  }

  /** A folder that is new is a name in the one above it. */
  private keeps(path: string): void {
    for (let at = path; at !== this.root; at = dirname(at)) this.unsettled.add(at);
    this.unsettled.add(this.root);
  }
}

/** Where content is, relative to the folder of the mirror and with `/` between the parts. */
export function contentPath(kind: ContentKind, digest: string): string {
  if (!DIGEST.test(digest)) throw new Error(`not a digest: ${JSON.stringify(digest)}`);
  const hex = digest.slice(7);
  return `${kind}/sha256/${hex.slice(0, 2)}/${hex}`;
}

/** A file that grows until it is whole. */
class PartialFile implements PartialContent {
  private file: number | null = null;
  private length: number;

  constructor(
    private readonly path: string,
    private readonly target: string,
    private readonly place: () => void,
  ) {
    this.length = onDisk('read', path, () => statSync(path, { throwIfNoEntry: false })?.size) ?? 0;
  }

  get size(): number {
    return this.length;
  }

  read(): Buffer {
    return readIfThere(this.path) ?? Buffer.alloc(0);
  }

  /** On a disk that is full, what there is of the file goes: it would keep the disk full. */
  append(bytes: Uint8Array): void {
    try {
      onDisk('written', this.target, () => {
        this.file ??= this.open();
        writeAll(this.file, bytes);
      });
    } catch (error) {
      this.reset();
      throw error;
    }
    this.length += bytes.length;
  }

  reset(): void {
    this.close();
    onDisk('removed', this.path, () => rmSync(this.path, { force: true }));
    this.length = 0;
  }

  close(): void {
    if (this.file !== null) closeSync(this.file);
    this.file = null;
  }

  keep(): void {
    onDisk('written', this.target, () => {
      // Content of no bytes at all was never opened.
      this.file ??= this.open();
      this.close();
    });
    this.place();
  }

  private open(): number {
    mkdirSync(dirname(this.path), { recursive: true });
    return openSync(this.path, 'a');
  }
}

export function readIfThere(path: string): Buffer | null {
  return onDisk('read', path, () => {
    try {
      return readFileSync(path);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  });
}
