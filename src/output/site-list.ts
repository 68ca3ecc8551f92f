import { hash } from 'node:crypto';
import { gunzipSync, inflateSync } from 'node:zlib';
import { LAYOUT } from '../catalog/layout.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { compareText } from '../model/compare-text.js';
import { digestOf } from '../model/digest.js';

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
  private readonly digests = new Map<string, string>();

  /** A file with its content. */
  add(path: string, content: string | Uint8Array): void {
    if (NOT_LISTED.has(path) || NOT_LISTED_FOLDERS.some((folder) => path.startsWith(folder))) return;
    this.digests.set(path, contentDigest(content));
  }

  addDigest(path: string, digest: string): void {
    this.digests.set(path, digest);
  }

  /** A file that an earlier list, which can be relied on, has; it is read when it has not. */
  keep(path: string, earlier: ReadonlyMap<string, string>, store: Pick<CatalogStore, 'readSync'>): void {
    const digest = earlier.get(path);
    if (digest !== undefined) this.digests.set(path, digest);
    else {
      const content = store.readSync(path);
      if (content !== null) this.add(path, content);
    }
  }

  /** site.sha256 */
  text(): string {
    const lines: string[] = [];
    for (const path of [...this.digests.keys()].sort(compareText)) lines.push(`${this.digests.get(path)}  ${path}\n`);
    return lines.join('');
  }

  /** What stands for the whole list. */
  static digestOf(text: string): SiteDigest {
    return { digest: digestOf(text), files: text.split('\n').length - 1 };
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

/** Path → digest, of a list that is there. Lines that are none are left out: their files are read again. */
export function readSiteList(store: Pick<CatalogStore, 'readSync'>): Map<string, string> {
  const digests = new Map<string, string>();
  for (const line of store.readSync(LAYOUT.siteList)?.toString('utf8').split('\n') ?? []) {
    if (/^[0-9a-f]{64} {2}./.test(line)) digests.set(line.slice(66), line.slice(0, 64));
  }
  return digests;
}
