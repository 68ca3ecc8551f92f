import { hash } from 'node:crypto';
import { gunzipSync, inflateSync } from 'node:zlib';
import { LAYOUT } from '../catalog/layout.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { compareText } from '../model/compare-text.js';
import { digestOf } from '../model/digest.js';
import type { EarlierList } from './earlier-list.js';

/** Of all files of a site: `digest` of the list of their digests, which is `site.sha256`. */
export interface SiteDigest {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly files: number;
}

/**
 * Files that do not follow from the targets: what changes with the clock and with what a run cost, the targets and blobs themselves,
 * which have digests of their own, and the list.
 */
const NOT_LISTED: ReadonlySet<string> = new Set([LAYOUT.freshness, LAYOUT.sources, LAYOUT.unfinished, LAYOUT.siteList]);
const NOT_LISTED_FOLDERS = ['targets/', 'blobs/'] as const;

/**
 * The list of a site's files with their digests, in the form of sha256sum, in the order of the paths. Whoever makes the same site
 * from the same targets gets the same list. Files that are compressed (gzip, PNG) count by what is in them: other versions of
 * zlib compress the same bytes to others.
 */
export class SiteList {
  /** Of files that are not as `earlier` has them. */
  private readonly digests = new Map<string, string>();

  /** `earlier`: a list that can be relied on. */
  constructor(private readonly earlier: EarlierList) {}

  /** A file with its content. */
  add(path: string, content: string | Uint8Array): void {
    if (NOT_LISTED.has(path) || NOT_LISTED_FOLDERS.some((folder) => path.startsWith(folder))) return;
    this.digests.set(path, contentDigest(content));
  }

  addDigest(path: string, digest: string): void {
    this.digests.set(path, digest);
  }

  /** A file that is as the earlier list has it; it is read when that has not. */
  keep(path: string, store: Pick<CatalogStore, 'readSync'>): void {
    if (this.earlier.keep(path)) return;
    const content = store.readSync(path);
    if (content !== null) this.add(path, content);
  }

  /** site.sha256, and what stands for it. */
  finish(): { readonly bytes: Uint8Array; readonly site: SiteDigest } {
    const lines: Uint8Array[] = [];
    const added = [...this.digests.keys()].sort(compareText);
    let next = 0;
    const addUpTo = (path: string | null) => {
      let text = '';
      for (; next < added.length; next += 1) {
        const each = added[next] ?? '';
        if (path !== null && compareText(each, path) >= 0) break;
        text += `${this.digests.get(each)}  ${each}\n`;
      }
      if (text !== '') lines.push(Buffer.from(text));
    };
    let kept = 0;
    for (const [path, line] of this.earlier.kept()) {
      if (this.digests.has(path)) continue;
      addUpTo(path);
      lines.push(line);
      kept += 1;
    }
    addUpTo(null);
    const bytes = Buffer.concat(lines);
    return { bytes, site: { digest: digestOf(bytes), files: kept + added.length } };
  }
}

/** The digest of a file as the list has it, without what it is compressed by: 64 hexadecimal digits. */
function contentDigest(content: string | Uint8Array): string {
  return hash('sha256', uncompressed(content), 'hex');
}

function uncompressed(content: string | Uint8Array): string | Uint8Array {
  if (typeof content === 'string') return content;
  if (content[0] === 0x1f && content[1] === 0x8b) return gunzipSync(content);
  return content[0] === 0x89 && content[1] === 0x50 ? pixelsOf(Buffer.from(content)) : content;
}

/** A PNG with what its IDAT chunk unpacks to in the place of that chunk. */
function pixelsOf(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const [type, data] = [png.subarray(at + 4, at + 8), png.subarray(at + 8, at + 8 + length)];
    parts.push(type, type.toString('latin1') === 'IDAT' ? inflateSync(data) : data);
    at += length + 12;
  }
  return Buffer.concat(parts);
}
