import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentKind, MirrorFile, MirrorStore, PartialContent } from '../../mirror/ops.js';
import { ContentStore, readIfThere } from './content.js';
import { onDisk, replaceFile } from './disk.js';
import { type FlushAll, flushAll } from './flush-all.js';
import { lockMirror } from './lock.js';
import { DiskReleases } from './releases.js';

/** The folder of a mirror. */
export class DiskMirror implements MirrorStore {
  readonly releases: DiskReleases;
  private readonly content: ContentStore;

  /** @param folder absolute path */
  constructor(
    readonly folder: string,
    flush: FlushAll = flushAll,
  ) {
    this.content = new ContentStore(folder);
    this.releases = new DiskReleases(folder, this.content, flush);
  }

  topLevel(): readonly string[] {
    return onDisk('read', this.folder, () => (existsSync(this.folder) ? readdirSync(this.folder) : []));
  }

  readFile(name: MirrorFile): Buffer | null {
    return readIfThere(join(this.folder, name));
  }

  writeFile(name: MirrorFile, bytes: string | Uint8Array): void {
    const path = join(this.folder, name);
    onDisk('written', path, () => replaceFile(path, bytes));
  }

  appendJournal(line: string): void {
    const path = join(this.folder, 'journal.ndjson');
    onDisk('written', path, () => {
      const file = openSync(path, 'a');
      try {
        appendFileSync(file, line);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    });
  }

  has(kind: ContentKind, digest: string, size: number): boolean {
    return this.content.has(kind, digest, size);
  }

  read(kind: ContentKind, digest: string): Buffer | null {
    return this.content.read(kind, digest);
  }

  contents(kind: ContentKind): { sizes: Map<string, number>; strangers: string[] } {
    return this.content.contents(kind);
  }

  removeContent(kind: ContentKind, digest: string): void {
    this.content.remove(kind, digest);
  }

  partial(kind: ContentKind, digest: string): PartialContent {
    return this.content.partial(kind, digest);
  }

  dropPartials(but: ReadonlySet<string>): void {
    this.content.dropPartials(but);
  }

  lock(lost: () => void): () => void {
    onDisk('written', this.folder, () => mkdirSync(this.folder, { recursive: true }));
    return lockMirror(join(this.folder, 'lock'), lost);
  }
}
