import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ChoraError } from '../../model/errors.js';
import { MANIFEST_LIMITS, SOURCE_LIMITS } from '../../model/limits.js';
import type { Snapshot } from '../../model/source.js';
import { isMissing, systemCode } from '../system-error.js';
import { readFolder } from './directory-source.js';

/** Where fetched repositories are kept unless told otherwise. */
export function defaultCacheFolder(): string {
  return process.env.CHORA_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'chora-catalog');
}

/** Whether there is a file or a folder. */
export function isInputPath(path: string): boolean {
  return existsSync(path);
}

/** A file's bytes, or null when there is no such file. @throws ChoraError as `readBytes` */
export function readBytesIfThere(path: string, limit: number): Buffer | null {
  return existsSync(path) ? readBytes(path, limit) : null;
}

/** A text file that the user named. @throws ChoraError `usage/no-such-file`, `usage/file-too-large` */
export function readTextFile(path: string, limit = 16 * 1024 * 1024): string {
  return readBytes(path, limit).toString('utf8');
}

/** A file that the user named. @throws ChoraError `usage/no-such-file`, `usage/file-too-large` */
export function readBytes(path: string, limit: number): Buffer {
  try {
    if (statSync(path).size > limit)
      throw new ChoraError('usage', 'usage/file-too-large', `${path} is larger than ${limit} bytes.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof ChoraError) throw error;
    throw noSuchFile(path, error);
  }
}

/**
 * The manifests that a user named: a file whatever it is called, a folder by the globs.
 * @throws ChoraError `usage/no-such-file`
 */
export function readInputFiles(path: string, globs: readonly string[]): Snapshot {
  let folder: boolean;
  let size: number;
  try {
    const stats = statSync(path);
    folder = stats.isDirectory();
    size = stats.size;
  } catch (error) {
    throw noSuchFile(path, error);
  }
  if (folder) {
    const spec = { id: path, kind: 'directory' as const, location: resolve(path) };
    const limits = { bytes: SOURCE_LIMITS.bytes, files: Number.POSITIVE_INFINITY, tags: 0, manifestBytes: MANIFEST_LIMITS.bytes };
    return readFolder({ spec, globs, limits, signal: new AbortController().signal });
  }
  const none = { commit: null, ref: null, files: [], skipped: [], matched: 1 };
  if (size > MANIFEST_LIMITS.bytes)
    return { ...none, skipped: [{ path, code: 'manifest/too-large', args: { size, limit: MANIFEST_LIMITS.bytes } }] };
  return { ...none, files: [{ source: '.', path, bytes: readFileSync(path) }] };
}

function noSuchFile(path: string, error: unknown): ChoraError {
  const message = isMissing(error)
    ? `There is no file or folder ${path}.`
    : `${path} cannot be read: ${systemCode(error) ?? String(error)}.`;
  return new ChoraError('usage', 'usage/no-such-file', message, 'Check the path.', { cause: error });
}
