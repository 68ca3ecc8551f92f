import { hash } from 'node:crypto';
import { EarlierList } from './earlier-list.js';
import type { FileWriter } from './file-writer.js';
import { SiteList } from './site-list.js';

/** Files of a site as they are written, and the list of them. */
export class ListedFiles {
  readonly list: SiteList;
  private readonly earlier: EarlierList;

  /** `undisturbed`: whether the files that are there are as the list there says. */
  constructor(
    private readonly writer: FileWriter,
    undisturbed: boolean,
  ) {
    this.earlier = undisturbed ? EarlierList.read(writer.store) : EarlierList.none();
    this.list = new SiteList(this.earlier);
  }

  put(path: string, content: string | Uint8Array): void {
    this.list.add(path, content);
    this.writer.put(path, content);
  }

  /** Puts one of very many: where the earlier list has it as it is, that is believed. Gives whether it was there. */
  putOneOfMany(path: string, text: string): boolean {
    const digest = hash('sha256', text, 'hex');
    this.list.addDigest(path, digest);
    if (this.earlier.digest(path) !== digest || !this.writer.there.has(path)) return this.writer.put(path, text);
    this.writer.keep(path);
    return true;
  }

  /** Leaves files as they are; false, and nothing done, where one of them is lost. */
  leave(...paths: readonly string[]): boolean {
    if (!paths.every((path) => this.writer.there.has(path))) return false;
    for (const path of paths) {
      this.list.keep(path, this.writer.store);
      this.writer.keep(path);
    }
    return true;
  }
}
