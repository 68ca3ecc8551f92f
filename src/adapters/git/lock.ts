import { mkdirSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemCode } from '../system-error.js';

/** Milliseconds between two looks at a lock that another holds. */
const LOOK = 50;
/** Milliseconds between two signs of life of the holder, and without one after which the lock is free. */
const BEAT = 5_000;
const STALE = 30_000;

/**
 * Holds a folder of the cache, which several runs may share; gives what lets go of it. A holder that was killed does not keep
 * others out: where its process can be seen it is gone, and elsewhere it gives no sign of life. Taking over from it can, in a moment
 * of bad luck, let two in; they then disturb each other as without a lock, which is tried again.
 * @throws the signal's reason, or what the system says when it refuses
 */
export async function lockFolder(folder: string, signal: AbortSignal): Promise<() => void> {
  const path = `${folder}.lock`;
  taken += 1;
  const mine = `${process.pid} ${taken} ${place()}`;
  while (!take(path, mine)) {
    if (isStale(path)) rmSync(path, { force: true });
    else
      await pause(LOOK, undefined, { signal }).catch(() => {
        throw signal.reason;
      });
  }
  const beat = setInterval(() => signOfLife(path), BEAT);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (holderOf(path) === mine) rmSync(path, { force: true });
  };
}
let taken = 0;

function take(path: string, mine: string): boolean {
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    if (systemCode(error) !== 'ENOENT') {
      // A full disk takes the file but not what is in it.
      rmSync(path, { force: true });
      throw error;
    }
    mkdirSync(dirname(path), { recursive: true });
    return false;
  }
}

function isStale(path: string): boolean {
  const [pid = '', , ...where] = (holderOf(path) ?? '').split(' ');
  if (where.join(' ') === place() && !isRunning(Number(pid))) return true;
  const stats = statSync(path, { throwIfNoEntry: false });
  // The system's clock and that of a disk shared over the network may differ: hence the wide margin.
  return stats !== undefined && Date.now() - stats.mtimeMs > STALE;
}

function holderOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It was let go of meanwhile, which the next attempt to take it finds out.
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Where a process id means the same process: the machine, and on Linux the container. */
function place(): string {
  where ??= `${hostname()} ${processNamespace()}`;
  return where;
}
let where: string | undefined;

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has it.
    return '';
  }
}

function signOfLife(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The cache was deleted, which the next use of it reports.
  }
}
