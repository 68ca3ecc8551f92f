import { isReleasePath } from './names.js';

/**
 * The list of a release's files with their digests, in the form that sha256sum reads: `<64 hex digits>  <path>`, in the order of
 * the paths. freshness.json is not in it: each sync writes it anew.
 */
export type FileList = ReadonlyMap<string, string>;

export function formatList(files: FileList): string {
  const lines = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, digest]) => `${digest.slice(7)}  ${path}\n`);
  return lines.join('');
}

/** Null for what is no such list. */
export function parseList(bytes: Buffer | null): FileList | null {
  if (bytes === null) return null;
  const files = new Map<string, string>();
  for (const line of bytes.toString('utf8').split('\n').slice(0, -1)) {
    const path = line.slice(DIGITS + 2);
    if (!LINE.test(line) || !isReleasePath(path)) return null;
    files.set(path, `sha256:${line.slice(0, DIGITS)}`);
  }
  return files;
}
const DIGITS = 64;
const LINE = /^[0-9a-f]{64} {2}./;

/** Digests of the blobs that are among the files. */
export function blobsIn(files: FileList): string[] {
  return [...files].flatMap(([path, digest]) => (path.startsWith('blobs/') ? [digest] : []));
}
