import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isMissing, systemCode } from '../system-error.js';
import { endlessData, unreachable, unsafeName } from './refusal.js';

/** One file of a folder, symbolic links within it followed. As {@link TufTransport.get}. */
export async function getFromFolder(base: string, path: string, limit: number): Promise<Uint8Array | null> {
  const shown = `${base}/${path}`;
  const names = namesOf(path);
  try {
    const root = await realpath(base);
    const file = await realpath(join(root, ...names));
    if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) throw unsafeName(path);
    // A pipe that nobody writes to would be waited for.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    try {
      const { size } = await handle.stat().then((stats) => (stats.isFile() ? stats : { size: null }));
      if (size === null) throw unreachable(shown, 'it is no regular file');
      if (size > limit) throw endlessData(shown, limit);
      const bytes = Buffer.alloc(size);
      let length = 0;
      for (let read = -1; length < size && read !== 0; length += read) {
        ({ bytesRead: read } = await handle.read(bytes, length, size - length, length));
      }
      return bytes.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return null;
    const code = systemCode(error);
    if (code === null) throw error;
    throw unreachable(shown, code, error);
  }
}

/** @throws ChoraError `tuf/unsafe-name` */
function namesOf(path: string): string[] {
  return path.split('/').map((part) => {
    const name = unescaped(part);
    if (name === null || name === '' || name === '.' || name === '..' || /[/\\\p{Cc}]/u.test(name)) throw unsafeName(path);
    return name;
  });
}

function unescaped(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    // No characters are escaped by these digits.
    return null;
  }
}
