import type { ManifestFile } from '../model/manifest.js';
import type { SkippedFile, Snapshot, SourceFailure } from '../model/source.js';
import { bundlePathsOf, looksLikeBundle } from './bundle-paths.js';
import { SUBMODULE_MODE, SYMLINK_MODE, type TreeFile } from './git-output.js';
import { compileGlobs, isUnsafePath } from './paths.js';

/** What one source may give of its files. */
export interface FileLimits {
  readonly bytes: number;
  readonly files: number;
  readonly manifestBytes: number;
}

/** The files of a commit that may be manifests, and what may be bundles of them. */
export interface SelectedFiles {
  readonly commit: string;
  /** `refs/tags/…`, or null for the source's head. */
  readonly ref: string | null;
  readonly files: readonly TreeFile[];
  /** By path. */
  readonly bundles: ReadonlyMap<string, TreeFile>;
  readonly skipped: readonly SkippedFile[];
  readonly matched: number;
}

/** Selects from the files of a commit, given in git's order: by the bytes of their paths. */
export function selectFiles(
  commit: string,
  ref: string | null,
  tree: Iterable<TreeFile>,
  globs: readonly string[],
  limits: FileLimits,
): SelectedFiles {
  const matches = compileGlobs(globs);
  const files: TreeFile[] = [];
  const bundles = new Map<string, TreeFile>();
  const skipped: SkippedFile[] = [];
  let matched = 0;
  for (const file of tree) {
    if (looksLikeBundle(file.path) && !isUnsafePath(file.path) && isFile(file)) {
      bundles.set(file.path, file);
      continue;
    }
    if (!matches(file.path)) continue;
    matched += 1;
    if (matched > limits.files) continue;
    const reason = whyNot(file, limits);
    if (reason === null) files.push(file);
    else skipped.push({ path: file.path, ...reason });
  }
  return { commit, ref, files, bundles, skipped, matched };
}

/** No files: a tag from before the sub-path existed, or one of a single file, has no manifests and is no failure of the source. */
export function noFiles(commit: string, ref: string | null): SelectedFiles {
  return { commit, ref, files: [], bundles: new Map(), skipped: [], matched: 0 };
}

/** The objects to fetch for these files and their bundles: id → bytes. */
export function wantedObjects(trees: readonly SelectedFiles[], limits: FileLimits): Map<string, number> {
  const wanted = trees.flatMap((tree) => tree.files.flatMap((file) => [file, ...bundlesFor(tree, file.path, limits)]));
  return new Map(wanted.map(({ object, size }) => [object, size ?? 0]));
}

/**
 * Joins the files of a commit with their contents. `bytesOf`: what was fetched, by object id; for an object that could not be had,
 * nothing.
 */
export function snapshotOf(
  source: string,
  tree: SelectedFiles,
  bytesOf: ReadonlyMap<string, Uint8Array | null>,
  limits: FileLimits,
): Snapshot {
  const skipped = [...tree.skipped];
  const files = tree.files.flatMap(({ path, object }): ManifestFile[] => {
    const bytes = bytesOf.get(object);
    if (!bytes) {
      skipped.push({ path, code: 'source/unreadable-file', args: { detail: `object ${object} is missing` } });
      return [];
    }
    const pointer = lfsPointer(bytes);
    if (pointer !== null) {
      skipped.push({ path, code: 'source/lfs-pointer', args: pointer });
      return [];
    }
    const bundles = bundlesFor(tree, path, limits).flatMap((bundle) => {
      const content = bytesOf.get(bundle.object);
      return content ? [{ path: bundle.path, bytes: content }] : [];
    });
    return [{ source, path, bytes, ...(bundles.length === 0 ? {} : { bundles }) }];
  });
  return { commit: tree.commit, ref: tree.ref, files, skipped, matched: tree.matched };
}

export function refMissing(ref: string): SourceFailure {
  return { code: 'source/ref-missing', state: 'missing', transient: false, args: { ref } };
}

export function pathMissing(path: string): SourceFailure {
  return { code: 'source/path-missing', state: 'missing', transient: false, args: { path } };
}

function whyNot({ path, mode, size }: TreeFile, limits: FileLimits): Omit<SkippedFile, 'path'> | null {
  if (isUnsafePath(path)) return { code: 'source/unsafe-path', args: { path } };
  if (mode === SYMLINK_MODE) return { code: 'source/symlink', args: {} };
  if (mode === SUBMODULE_MODE || size === null) return { code: 'source/submodule', args: {} };
  return size > limits.manifestBytes ? { code: 'manifest/too-large', args: { size, limit: limits.manifestBytes } } : null;
}

function bundlesFor({ bundles }: SelectedFiles, manifest: string, limits: FileLimits): TreeFile[] {
  return bundlePathsOf(manifest).flatMap((path) => {
    const file = bundles.get(path);
    return file && (file.size ?? 0) <= limits.manifestBytes ? [file] : [];
  });
}

function isFile({ mode, size }: TreeFile): boolean {
  return size !== null && mode !== SYMLINK_MODE && mode !== SUBMODULE_MODE;
}

/** Bytes that a pointer of Git LFS may have, by its specification. */
const LONGEST_POINTER = 1024;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v\d+\n(?:[a-z0-9.-]+ [^\n]*\n)*?oid sha256:[0-9a-f]{64}\n/;

/** What a Git LFS pointer says of its file, or null for any other content. */
function lfsPointer(bytes: Uint8Array): SkippedFile['args'] | null {
  if (bytes.length >= LONGEST_POINTER || bytes[0] !== 0x76) return null;
  const text = Buffer.from(bytes).toString('latin1');
  if (!POINTER.test(text)) return null;
  const size = /^size (\d{1,15})$/m.exec(text)?.[1];
  return size === undefined ? {} : { size: Number(size) };
}
