import { LAYOUT } from '../catalog/layout.js';
import type { CatalogStore } from '../model/catalog-store.js';

/** Where the path begins in a line: after 64 hexadecimal digits and two spaces. */
const PATH = 66;
const [LINE_END, SPACE] = [0x0a, 0x20];

/**
 * The list of files that an earlier run left, as the bytes that it is: what is kept of it is copied, not taken apart. Of a large
 * catalog it has nearly a million lines.
 */
export class EarlierList {
  /** Offset of each line, and of the end. */
  private readonly starts: Uint32Array;
  private readonly isKept: Uint8Array;

  private constructor(
    private readonly bytes: Buffer,
    starts: readonly number[],
  ) {
    this.starts = Uint32Array.from([...starts, bytes.length]);
    this.isKept = new Uint8Array(starts.length);
  }

  static none(): EarlierList {
    return new EarlierList(Buffer.alloc(0), []);
  }

  /** The list that is there. One that is not whole or not in order is as none: its files are read again. */
  static read(store: Pick<CatalogStore, 'readSync'>): EarlierList {
    const bytes = store.readSync(LAYOUT.siteList);
    const starts = bytes === null ? null : linesOf(bytes);
    return bytes === null || starts === null ? EarlierList.none() : new EarlierList(bytes, starts);
  }

  /** 64 hexadecimal digits; null for a path that it does not have. */
  digest(path: string): string | null {
    const line = this.find(path);
    if (line === null) return null;
    const start = this.starts[line] ?? 0;
    return this.bytes.toString('latin1', start, start + PATH - 2);
  }

  /** Keeps the line of a path; false where there is none. */
  keep(path: string): boolean {
    const line = this.find(path);
    if (line !== null) this.isKept[line] = 1;
    return line !== null;
  }

  /** The lines that are kept, each path with its line. */
  *kept(): Generator<readonly [path: string, line: Buffer]> {
    for (let line = 0; line < this.isKept.length; line += 1) {
      if (this.isKept[line] === 0) continue;
      const [start = 0, end = 0] = this.starts.subarray(line, line + 2);
      yield [this.bytes.toString('utf8', start + PATH, end - 1), this.bytes.subarray(start, end)];
    }
  }

  private find(path: string): number | null {
    const wanted = Buffer.from(path);
    let [low, high] = [0, this.isKept.length - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.bytes.compare(
        wanted,
        0,
        wanted.length,
        (this.starts[middle] ?? 0) + PATH,
        (this.starts[middle + 1] ?? 0) - 1,
      );
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }
}

/** Offsets of the lines; null where one of them is none, or does not come after the one before. */
function linesOf(bytes: Buffer): number[] | null {
  const starts: number[] = [];
  let before: readonly [from: number, to: number] | null = null;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_END, start);
    const path: readonly [from: number, to: number] = [start + PATH, end];
    if (end <= path[0] || bytes[path[0] - 1] !== SPACE || bytes[path[0] - 2] !== SPACE || !isHex(bytes, start)) return null;
    if (before !== null && bytes.compare(bytes, path[0], path[1], before[0], before[1]) >= 0) return null;
    starts.push(start);
    before = path;
    start = end + 1;
  }
  return starts;
}

function isHex(bytes: Buffer, start: number): boolean {
  for (let at = start; at < start + PATH - 2; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66))) return false;
  }
  return true;
}
