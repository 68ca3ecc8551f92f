import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChoraError } from '../../model/errors.js';
import { SourceError, type SourceSpec } from '../../model/source.js';
import { systemCode } from '../system-error.js';

/** Packs after which a cache repository is made anew: each fetch adds one, and nothing here repacks. */
const MAX_PACKS = 64;

/** Says all that a fetch could want to know, so that no user's template, hook or maintenance takes part. */
const CONFIG = `[core]
\tbare = true
\thooksPath = /dev/null
\tlogAllRefUpdates = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[fetch]
\tunpackLimit = 1
\trecurseSubmodules = false
\twriteCommitGraph = false
[submodule]
\trecurse = false
`;

/** Where the cache repository of a source is. `idDigits`: how long its object ids are, 40 or 64. */
export function cacheFolder(root: string, { id, location }: SourceSpec, idDigits: number): string {
  return join(root, createHash('sha256').update(`${id}\n${location}\n${idDigits}`).digest('hex').slice(0, 32));
}

/**
 * The bare repository that keeps what was fetched of one source, made where it is not there. One for each source: a store shared by several breaks on
 * git's lock of its `shallow` file. Only for who holds its lock.
 */
export function cacheRepository(root: string, spec: SourceSpec, idDigits: number): string {
  const folder = cacheFolder(root, spec, idDigits);
  if (existsSync(join(folder, 'HEAD'))) {
    if (packs(folder).length <= MAX_PACKS) return folder;
    discard(folder);
  }
  const fresh = `${folder}.new-${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(join(fresh, 'objects', 'pack'), { recursive: true });
  mkdirSync(join(fresh, 'refs'));
  const sha256 = idDigits === 64;
  writeFileSync(
    join(fresh, 'config'),
    `${CONFIG}[core]\n\trepositoryFormatVersion = ${sha256 ? 1 : 0}\n${sha256 ? '[extensions]\n\tobjectFormat = sha256\n' : ''}`,
  );
  writeFileSync(join(fresh, 'HEAD'), 'ref: refs/heads/none\n');
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return folder;
}

/** The commit that a ref of a cache repository names. Nothing here packs refs. */
export function keptCommit(folder: string, ref: string): string {
  return readFileSync(join(folder, ref), 'utf8').trim();
}

/** Name of the file that says what was fetched last, in full. */
const FETCHED = 'chora-fetched';

/** Notes that all of these commits are here. */
export function noteFetched(folder: string, commits: readonly string[]): void {
  writeFileSync(join(folder, FETCHED), `${commits.join(' ')}\n${packSizes(folder)}`);
}

/** Whether anything was ever fetched in full. */
export function hasFetched(folder: string): boolean {
  return existsSync(join(folder, FETCHED));
}

/** Whether all of these commits are here, and the packs are as they were when they came. */
export function holds(folder: string, commits: readonly string[]): boolean {
  try {
    const [here = '', then] = readFileSync(join(folder, FETCHED), 'utf8').split('\n');
    const known = new Set(here.split(' '));
    return then === packSizes(folder) && commits.every((commit) => known.has(commit));
  } catch {
    // Not there, or damaged: then it is fetched.
    return false;
  }
}

function packSizes(folder: string): string {
  return packs(folder)
    .filter((name) => name.endsWith('.pack'))
    .sort()
    .map((name) => `${name}:${statSync(join(folder, 'objects', 'pack', name)).size}`)
    .join(' ');
}

/** What a refusal of the system becomes. The cache may be deleted at any time; when its disk is full, no source can be read. */
export function cacheTrouble(error: unknown): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  if (DISK_FULL.has(code)) return cacheFull(code, error);
  const transient = code === 'ENOENT' || code === 'ENOTEMPTY' || code === 'EEXIST';
  return new SourceError(
    { code: 'source/unreachable', state: 'unreachable', transient, args: { detail: `the cache of repositories: ${code}` } },
    { cause: error },
  );
}

const DISK_FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

export function cacheFull(code: string, cause: unknown): ChoraError {
  return new ChoraError(
    'io',
    'io/cache',
    `The cache of repositories cannot be written: ${code}.`,
    'Free space there, or name another folder with --cache; then run again. What was fetched is kept, and so is the catalog.',
    { cause },
  );
}

/** Bytes that any fetch needs. */
const SOME = 256 * 1024;

/** The system's code when the disk below a folder refuses to take even a little, else null. */
export function fullDisk(folder: string): string | null {
  const path = join(folder, `room-${process.pid}`);
  try {
    writeFileSync(path, Buffer.alloc(SOME));
    return null;
  } catch (error) {
    const code = systemCode(error);
    return code !== null && DISK_FULL.has(code) ? code : null;
  } finally {
    rmSync(path, { force: true });
  }
}

export function discard(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Bytes in the packs of a repository, those under way included. */
export function packedBytes(folder: string): number {
  let bytes = 0;
  for (const name of packs(folder)) {
    bytes += statSync(join(folder, 'objects', 'pack', name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/** None where the folder is damaged or was deleted meanwhile: what uses it next says so. */
function packs(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'objects', 'pack')).filter((name) => name.endsWith('.pack') || name.startsWith('tmp_pack'));
  } catch {
    return [];
  }
}
