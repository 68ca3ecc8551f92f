import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { systemCode } from '../system-error.js';

const WINDOWS = process.platform === 'win32';

/** Brings a file, or the names in a folder, from memory to the disk. */
export function flush(path: string): void {
  // Windows opens no folders, where what was renamed lasts without it, and brings only files to the disk that are open for writing.
  if (WINDOWS && statSync(path).isDirectory()) return;
  const file = openSync(path, WINDOWS ? 'r+' : 'r');
  try {
    fsyncSync(file);
  } catch (error) {
    // Some file systems have nothing to bring to the disk for a folder, and say so.
    if (systemCode(error) !== 'EINVAL') throw error;
  } finally {
    closeSync(file);
  }
}
