import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Origin, OriginFile } from '../../mirror/ops.js';
import { OriginFailure } from '../../mirror/ops.js';
import { isMissing, systemCode } from '../system-error.js';

/** A published tree in a folder. */
export class FolderOrigin implements Origin {
  /** @param name absolute path */
  constructor(readonly name: string) {}

  async open(path: string, from: number): Promise<OriginFile | null> {
    try {
      const root = await realpath(this.name);
      const file = await realpath(join(root, path));
      if (!file.startsWith(root.endsWith(sep) ? root : root + sep))
        throw new OriginFailure('its path leads out of the folder', false);
      // A pipe that nobody writes to would be waited for.
      const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
      const stats = await handle.stat();
      if (!stats.isFile()) {
        await handle.close();
        throw new OriginFailure('it is no regular file', false);
      }
      return { from, chunks: handle.createReadStream({ start: from }) };
    } catch (error) {
      if (isMissing(error)) return null;
      const code = systemCode(error);
      throw code === null ? error : new OriginFailure(code, false, null, { cause: error });
    }
  }
}
