import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/**
 * The bare repository that keeps what was fetched of one source. One for each source: a store shared by several breaks on
 * git's lock of its `shallow` file. `idDigits`: how long its object ids are, 40 or 64.
 */
export function cacheRepository(root: string, spec: SourceSpec, idDigits: number): string {
  const folder = join(root, createHash('sha256').update(`${spec.id}\n${spec.location}\n${idDigits}`).digest('hex').slice(0, 32));
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

/** The failure that a refusal of the system becomes: the cache may be deleted at any time, and its disk may be full. */
export function cacheTrouble(error: unknown): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  const transient = code === 'ENOENT' || code === 'ENOTEMPTY' || code === 'EEXIST';
  return new SourceError(
    { code: 'source/unreachable', state: 'unreachable', transient, args: { detail: `the cache of repositories: ${code}` } },
    { cause: error },
  );
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
