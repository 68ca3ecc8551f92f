import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { CatalogStore } from '../model/catalog-store.js';
import type { UnfinishedDocument } from '../model/generated/types.js';

export interface WriteSummary {
  /** Files of the catalog. */
  readonly files: number;
  /** Of them, those whose bytes changed. */
  readonly written: number;
  readonly removed: number;
}

/**
 * Brings a folder to hold just the files that it is told of. All are written beside their places before the first takes its own, so
 * that a full disk leaves what was there.
 */
export class FileWriter {
  /** Files that are there from before. */
  readonly there: ReadonlySet<string>;
  private readonly kept = new Set<string>();
  private written = 0;

  constructor(readonly store: CatalogStore) {
    this.there = store.list();
  }

  /** Gives whether it was there, byte for byte. */
  put(path: string, content: string | Uint8Array): boolean {
    this.kept.add(path);
    if (this.there.has(path) && this.store.readSync(path)?.equals(Buffer.from(content)) === true) return true;
    this.store.stage(path, content);
    this.written += 1;
    return false;
  }

  /** A file that is there, and right as it is. */
  keep(path: string): void {
    this.kept.add(path);
  }

  /** Of the files so far. */
  paths(): string[] {
    return [...this.kept];
  }

  /**
   * Puts all in place and removes what nobody told of, as far as it `isOurs`. `unfinished`: a mark to lie in the folder from the first
   * change to the last.
   */
  finish(unfinished: UnfinishedDocument | null, isOurs: (path: string) => boolean): WriteSummary {
    const obsolete = [...this.there].filter((path) => !this.kept.has(path) && isOurs(path));
    const changed = this.written + obsolete.length > 0;
    if (unfinished !== null && changed) this.store.write(LAYOUT.unfinished, serialize(unfinished));
    this.store.publish();
    for (const path of obsolete) this.store.remove(path);
    if ((unfinished !== null && changed) || this.there.has(LAYOUT.unfinished)) this.store.remove(LAYOUT.unfinished);
    return { files: this.kept.size, written: this.written, removed: obsolete.length };
  }
}
