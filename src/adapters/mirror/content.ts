import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContentKind, PartialContent } from '../../mirror/ops.js';
import { flush } from '../disk/flush.js';
import { isMissing } from '../system-error.js';
import { onDisk, writeAll } from './disk.js';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Files under their digests: `<kind>/sha256/<2 digits>/<64 digits>`, and under way in `tmp/<kind>-<64 digits>`. */
export class ContentStore {
  /** Files and folders that are written and not yet brought to the disk. */
  private readonly unsettled = new Set<string>();

  constructor(private readonly root: string) {}

  has(kind: ContentKind, digest: string, size: number): boolean {
    const path = this.path(kind, digest);
    return onDisk('read', path, () => statSync(path, { throwIfNoEntry: false })?.size) === size;
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
    return new PartialFile(path, target, () => this.unsettled.add(target).add(dirname(target)));
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

  settle(): void {
    for (const path of this.unsettled) onDisk('written', path, () => flush(path));
    this.unsettled.clear();
  }

  /** Nothing but a digest becomes a path. */
  path(kind: ContentKind, digest: string): string {
    return join(this.root, contentPath(kind, digest));
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
    private readonly kept: () => void,
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
      mkdirSync(dirname(this.target), { recursive: true });
      renameSync(this.path, this.target);
    });
    this.kept();
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
