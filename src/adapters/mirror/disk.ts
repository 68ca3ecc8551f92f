import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ChoraError } from '../../model/errors.js';
import { flush } from '../disk/flush.js';
import { isSystemError, systemCode } from '../system-error.js';

/** Does something with the disk; what the disk refuses becomes an error with a hint. */
export function onDisk<T>(what: 'read' | 'written' | 'removed', path: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw diskError(what, path, error);
  }
}

/** What a failure of the disk is told as; any other is given back as it is. */
export function diskError(what: 'read' | 'written' | 'removed', path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const code = systemCode(error);
  const reason = REASONS[code ?? ''] ?? code;
  return new ChoraError(
    'io',
    what === 'read' ? 'io/read' : 'io/write',
    `${path} cannot be ${what}: ${reason}.`,
    what === 'read'
      ? 'Check the permissions and the disk.'
      : 'The served release is as it was. Check the free space and the permissions; then run again.',
    { cause: error },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full (ENOSPC)',
  EDQUOT: 'the quota is used up (EDQUOT)',
  EROFS: 'the disk is read-only (EROFS)',
  EACCES: 'permission is missing (EACCES)',
  EPERM: 'permission is missing (EPERM)',
};

/** Replaces a file in one step that a loss of power cannot undo by half. */
export function replaceFile(path: string, bytes: string | Uint8Array): void {
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    const file = openSync(temporary, 'w');
    try {
      writeAll(file, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flush(dirname(path));
}

export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
