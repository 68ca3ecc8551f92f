import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { ChoraError } from '../model/errors.js';
import type { LockHolder } from '../schedule/ops.js';
import { isAlive } from './is-alive.js';
import { isMissing, systemCode } from './system-error.js';

export interface LockTimes {
  readonly touch: number;
  readonly stale: number;
}

/** The holder touches its lock this often; one that was not touched for longer than `stale` has no holder any more. Milliseconds. */
const TIMES: LockTimes = { touch: 10_000, stale: 60_000 };

interface Holder extends LockHolder {
  readonly token: string;
  /** When it took the lock, ISO 8601. */
  readonly since?: string;
}

/** The error for whoever finds a lock taken. */
export type Refuse = (holder: LockHolder & { readonly since?: string }, path: string) => ChoraError;

/**
 * Makes this process the holder of a lock file, until what it gives is called. A lock whose holder ended without giving it back is
 * taken over: at once where it ended on this machine, else when it was not touched for a minute. `lost`: somebody else took this one
 * over, as this process slept for so long.
 * @throws ChoraError what `refuse` makes for a lock that another holds, `io/write`
 */
export function lockFile(path: string, lost: () => void, refuse: Refuse, times = TIMES): () => void {
  const own: Holder = { pid: process.pid, host: hostname(), token: randomUUID(), since: new Date().toISOString() };
  try {
    mkdirSync(dirname(path), { recursive: true });
    takeLock(path, own, times.stale, refuse);
  } catch (error) {
    if (error instanceof ChoraError) throw error;
    throw new ChoraError('io', 'io/write', `${path} cannot be written: ${systemCode(error)}`, 'Check the permissions.', {
      cause: error,
    });
  }
  const touching = setInterval(() => {
    if (touch(path, own)) return;
    clearInterval(touching);
    lost();
  }, times.touch);
  touching.unref();
  return () => {
    clearInterval(touching);
    if (isOwn(path, own)) rmSync(path, { force: true });
  };
}

/** Who holds a lock file; null where nobody does any more. */
export function lockHolder(path: string, stale = TIMES.stale): (LockHolder & { readonly since?: string }) | null {
  const holder = readHolder(path);
  if (holder === null) return null;
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const gone = age > stale || (holder.host === hostname() && !isAlive(holder.pid));
  if (gone) return null;
  const { pid, host, since } = holder;
  return { pid, host, ...(since === undefined ? {} : { since }) };
}

/** Where the system refuses a second name for a file. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Fails where there is a file already, also when two try at the same time. Neither a full disk nor the end of the process leaves an
 * empty lock, which nobody would hold: the file gets its name when all is in it.
 */
function writeNew(path: string, text: string): void {
  const draft = `${path}.tmp-${process.pid}`;
  try {
    writeFileSync(draft, text);
    linkSync(draft, path);
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
    writeFileSync(path, text, { flag: 'wx' });
  } finally {
    rmSync(draft, { force: true });
  }
}

function takeLock(path: string, own: Holder, stale: number, refuse: Refuse): void {
  try {
    writeNew(path, JSON.stringify(own));
    return;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  const holder = lockHolder(path, stale);
  if (holder !== null) throw refuse(holder, path);
  // Where two take over at once, the first finds out when it next touches its lock.
  const draft = `${path}.tmp-${own.token}`;
  writeFileSync(draft, JSON.stringify(own));
  renameSync(draft, path);
}

/** Whether the lock is still ours. One that cannot be touched will be taken for left behind. */
function touch(path: string, own: Holder): boolean {
  try {
    if (!isOwn(path, own)) return false;
    utimesSync(path, new Date(), new Date());
    return true;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return false;
  }
}

function isOwn(path: string, own: Holder): boolean {
  return readHolder(path)?.token === own.token;
}

function readHolder(path: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('host' in holder) || !('token' in holder))
      return { pid: 0, host: 'unknown', token: '' };
    const since = 'since' in holder ? { since: String(holder.since) } : {};
    return { pid: Number(holder.pid), host: String(holder.host), token: String(holder.token), ...since };
  } catch (error) {
    if (isMissing(error)) return null;
    if (error instanceof SyntaxError) return { pid: 0, host: 'unknown', token: '' };
    throw error;
  }
}
