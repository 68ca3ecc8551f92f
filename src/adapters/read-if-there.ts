import { readFileSync } from 'node:fs';
import { ChoraError } from '../model/errors.js';
import { isMissing, systemCode } from './system-error.js';

/** A file's bytes, or null when there is no such file. @throws ChoraError `io/read` */
export function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw new ChoraError(
      'io',
      'io/read',
      `${path} cannot be read: ${systemCode(error)}.`,
      'Check the permissions and the disk.',
      {
        cause: error,
      },
    );
  }
}
