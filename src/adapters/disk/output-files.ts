import { appendFileSync, statSync } from 'node:fs';
import { ChoraError } from '../../model/errors.js';
import { systemCode } from '../system-error.js';

/**
 * Adds text to the end of a file that the user named. `text` is told the bytes that the file has.
 * @throws ChoraError `io/write`
 */
export function appendText(path: string, text: (bytes: number) => string): void {
  try {
    appendFileSync(path, text(statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw new ChoraError('io', 'io/write', `${path} cannot be written: ${code}.`, 'Check the path and the permissions.', {
      cause: error,
    });
  }
}
