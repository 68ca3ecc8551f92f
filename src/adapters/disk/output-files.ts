import { appendFileSync, rmSync, statSync } from 'node:fs';
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

/** Removes a folder with all that is in it; nothing where there is none. Links are not followed. @throws ChoraError `io/write` */
export function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw new ChoraError('io', 'io/write', `${path} cannot be removed: ${code}.`, 'Check the permissions.', { cause: error });
  }
}
