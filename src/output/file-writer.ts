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
  /** Of them, those that nobody told of yet. */
  private readonly left: Set<string>;
  private readonly html: string[] = [];
  private files = 0;
  private written = 0;

  constructor(readonly store: CatalogStore) {
    this.there = store.list();
    this.left = new Set(this.there);
  }

  /** Gives whether it was there, byte for byte. */
  put(path: string, content: string | Uint8Array): boolean {
    this.count(path);
    if (this.left.delete(path) && this.store.readSync(path)?.equals(Buffer.from(content)) === true) return true;
    this.store.stage(path, content);
    this.written += 1;
    return false;
  }

  /** A file that is there, and right as it is. */
  keep(path: string): void {
    this.count(path);
    this.left.delete(path);
  }

  /** Pages so far, in the order of their paths. */
  pages(): string[] {
    return this.html.toSorted();
  }

  /**
   * Puts all in place and removes what nobody told of, as far as it `isOurs`. `unfinished`: a mark to lie in the folder from the first
   * change to the last.
   */
  finish(unfinished: UnfinishedDocument | null, isOurs: (path: string) => boolean): WriteSummary {
    const obsolete = [...this.left].filter(isOurs);
    const changed = this.written + obsolete.length > 0;
    if (unfinished !== null && changed) this.store.write(LAYOUT.unfinished, serialize(unfinished));
    this.store.publish();
    for (const path of obsolete) this.store.remove(path);
    if ((unfinished !== null && changed) || this.there.has(LAYOUT.unfinished)) this.store.remove(LAYOUT.unfinished);
    return { files: this.files, written: this.written, removed: obsolete.length };
  }

  private count(path: string): void {
    this.files += 1;
    if (path.endsWith('.html')) this.html.push(path);
  }
}
