import { execFile } from 'node:child_process';
import { statfsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { release } from 'node:os';
import { systemCode } from '../system-error.js';
import { diskError } from './disk.js';

/**
 * Brings much to the disk: all of it is there when this ends. `folders`: absolute paths of folders that hold all of it. `paths`: each
 * file and folder; asked for only where whole file systems cannot be told to write.
 * @throws ChoraError `io/write`
 */
export type FlushAll = (folders: readonly string[], paths: () => Iterable<string>) => Promise<void>;

export const flushAll: FlushAll = async (folders, paths) => {
  if (!(await flushFileSystems(folders))) await flushEach(paths());
};

/** Linux file systems, by their type in statfs, whose syncfs waits for the disk as their fsync does. FUSE, for one, is not among them. */
const SYNCED: ReadonlySet<number> = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x01021994]);
/** Since then syncfs tells of what could not be written. */
const TELLS_OF_ERRORS = { major: 5, minor: 8 } as const;
/** Milliseconds: a slow disk may have much to write for others. */
const LONGEST = 120_000;

/**
 * Thousands of small files are on the disk much sooner when the file system is told once. Node has no such call; `sync -f` makes it.
 * False where that is not as good as one call for each file, or did not work.
 */
async function flushFileSystems(folders: readonly string[]): Promise<boolean> {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  const told = major > TELLS_OF_ERRORS.major || (major === TELLS_OF_ERRORS.major && minor >= TELLS_OF_ERRORS.minor);
  if (process.platform !== 'linux' || !told) return false;
  const byDevice = new Map(folders.map((folder) => [statSync(folder).dev, folder]));
  if (![...byDevice.values()].every((folder) => SYNCED.has(statfsSync(folder).type))) return false;
  return await new Promise((resolve) => {
    execFile('sync', ['-f', '--', ...byDevice.values()], { timeout: LONGEST }, (error) => resolve(error === null));
  });
}

/** How many at once: file systems bring to the disk together what they are asked for together. */
const AT_ONCE = 16;

export async function flushEach(paths: Iterable<string>): Promise<void> {
  const left = paths[Symbol.iterator]();
  const work = async () => {
    for (let next = left.next(); !next.done; next = left.next()) await flushOne(next.value);
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

const WINDOWS = process.platform === 'win32';

/** As `flush` does it, while other work goes on. */
async function flushOne(path: string): Promise<void> {
  try {
    if (WINDOWS && statSync(path).isDirectory()) return;
    const file = await open(path, WINDOWS ? 'r+' : 'r');
    try {
      await file.sync();
    } catch (error) {
      if (systemCode(error) !== 'EINVAL') throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw diskError('written', path, error);
  }
}
