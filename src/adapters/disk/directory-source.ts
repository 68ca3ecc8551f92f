import { createHash } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceRequest } from '../../indexer/ops.js';
import { compareText } from '../../model/compare-text.js';
import type { ManifestFile } from '../../model/manifest.js';
import { type SkippedFile, type Snapshot, SourceError, type SourceFailure, type SourceReading } from '../../model/source.js';
import { bundlePathsOf } from '../../sources/bundle-paths.js';
import { compileGlobs, isUnsafePath } from '../../sources/paths.js';
import { isMissing, systemCode } from '../system-error.js';

/** Folders that hold other people's files or git's own. */
const NOT_ENTERED = new Set(['.git', '.hg', '.svn', 'node_modules']);

/** Names of the folders in a folder, in their order; hidden ones, files and links are left out. */
export async function listFolders(path: string): Promise<string[] | SourceFailure> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort(compareText);
  } catch (error) {
    return failureOf(error);
  }
}

/** Reads a folder. It has no commits: its head is the digest of its matching files. @throws SourceError */
export function readDirectory(request: SourceRequest): SourceReading {
  const snapshot = readFolder(request);
  const hash = createHash('sha256');
  for (const { path, bytes } of snapshot.files.flatMap((file) => [file, ...(file.bundles ?? [])]))
    hash.update(`${path}\0${createHash('sha256').update(bytes).digest('hex')}\n`);
  for (const { path, code } of snapshot.skipped) hash.update(`${path}\0${code}\n`);
  return {
    head: { commit: `sha256:${hash.update(`${snapshot.matched}`).digest('hex')}`, tags: {}, tagsFound: 0 },
    snapshots: [snapshot],
  };
}

/** Reads the matching files of a folder. Links are reported, never followed. @throws SourceError */
export function readFolder(request: SourceRequest): Snapshot {
  const { spec, limits } = request;
  const matches = compileGlobs(request.globs);
  const snapshot = { commit: null, ref: null, files: [] as ManifestFile[], skipped: [] as SkippedFile[], matched: 0 };
  let bytesRead = 0;
  for (const file of walk(spec.location, '', request.signal)) {
    if (!matches(file.path)) continue;
    snapshot.matched += 1;
    if (snapshot.matched > limits.files) continue;
    const skip = (code: SkippedFile['code'], args: SkippedFile['args'] = {}) =>
      snapshot.skipped.push({ path: file.path, code, args });
    const size = file.link ? 0 : sizeOf(join(spec.location, file.path));
    bytesRead += size > limits.manifestBytes ? 0 : size;
    if (bytesRead > limits.bytes)
      throw new SourceError({ code: 'source/too-large', state: 'unreachable', transient: false, args: { limit: limits.bytes } });
    if (isUnsafePath(file.path)) skip('source/unsafe-path', { path: file.path });
    else if (file.link) skip('source/symlink');
    else if (size > limits.manifestBytes) skip('manifest/too-large', { size, limit: limits.manifestBytes });
    else {
      try {
        const bundles = readBundles(spec.location, file.path, limits.manifestBytes);
        const bytes = readFileSync(join(spec.location, file.path));
        snapshot.files.push({ source: spec.id, path: file.path, bytes, ...(bundles.length === 0 ? {} : { bundles }) });
      } catch (error) {
        skip('source/unreadable-file', { detail: reasonOf(error) });
      }
    }
  }
  return snapshot;
}

/** The bundles of a manifest. Links and what is too large are no bundles. */
function readBundles(root: string, manifest: string, limit: number): { path: string; bytes: Buffer }[] {
  return bundlePathsOf(manifest).flatMap((path) => {
    const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
    return stats?.isFile() && stats.size <= limit ? [{ path, bytes: readFileSync(join(root, path)) }] : [];
  });
}

/** Files and links below a folder, in the order of their paths. */
function* walk(root: string, below: string, signal: AbortSignal): Generator<{ path: string; link: boolean }> {
  signal.throwIfAborted();
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, below), { withFileTypes: true });
  } catch (error) {
    throw new SourceError(failureOf(error), { cause: error });
  }
  for (const entry of entries.sort((a, b) => compareText(nameInPath(a), nameInPath(b)))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!NOT_ENTERED.has(entry.name)) yield* walk(root, path, signal);
    } else if (entry.isFile() || entry.isSymbolicLink()) yield { path, link: entry.isSymbolicLink() };
  }
}

/** As it stands in the paths below it, so that `a.yaml` comes before `a/b.yaml`, as it does in git. */
function nameInPath(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

/** Bytes of a file. What cannot be looked at cannot be read either, and reading it tells why. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function failureOf(error: unknown): SourceFailure {
  return isMissing(error)
    ? { code: 'source/missing', state: 'missing', transient: false, args: { detail: 'no such folder' } }
    : { code: 'source/unreachable', state: 'unreachable', transient: false, args: { detail: reasonOf(error), attempts: 1 } };
}

/** The system's reason without the path in it: messages end up in the catalog, and absolute paths do not belong there. */
function reasonOf(error: unknown): string {
  return systemCode(error) ?? 'unknown reason';
}
