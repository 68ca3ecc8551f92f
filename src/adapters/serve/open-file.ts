import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../system-error.js';

/** A file that is open: whatever takes its place from now on, these are the bytes. Whoever gets it closes it. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
  /** In whole seconds, as HTTP has it. */
  readonly modified: Date;
  /** What tells these bytes from those of another file or time on this machine. */
  readonly identity: string;
}

/** What the system says of a path at which there is no file to be had. A link in a circle and a name too long are two of them. */
const NO_FILE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENAMETOOLONG', 'EACCES', 'EPERM', 'ENXIO']);
/** A link is not followed, and opening a pipe waits for nobody. Windows has neither of the two. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens the file `path` (relative, checked by `requestPath`) below `root`, or null where there is none. Neither the file nor a folder
 * on the way may be a link: a link could lead out of the folder. `root` itself may be one.
 * @throws the system's error when the disk fails
 */
export async function openBelow(root: string, path: string): Promise<OpenFile | null> {
  let handle: FileHandle | undefined;
  try {
    const folder = await realpath(root);
    const place = join(folder, path);
    handle = await open(place, FLAGS);
    const stats = await handle.stat({ bigint: true });
    if (stats.isFile() && (await realpath(place)) === place) return opened(handle, stats);
  } catch (error) {
    await handle?.close();
    if (NO_FILE.has(systemCode(error) ?? '')) return null;
    throw error;
  }
  await handle.close();
  return null;
}

function opened(handle: FileHandle, stats: BigIntStats): OpenFile {
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  return {
    handle,
    size: Number(size),
    modified: new Date(Number(mtimeNs / 1_000_000_000n) * 1000),
    identity: [dev, ino, size, mtimeNs, ctimeNs].join('-'),
  };
}

/** Files whose digest is remembered. */
const MOST_KNOWN = 20_000;

/** Entity tags made of what files hold: two servers with the same catalog give the same ones, and so does one that was started again. */
export class EntityTags {
  private readonly known = new Map<string, string>();

  async of(file: OpenFile): Promise<string> {
    const known = this.known.get(file.identity);
    const tag = known ?? `"${await digest(file.handle)}"`;
    this.known.delete(file.identity);
    this.known.set(file.identity, tag);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    return tag;
  }
}

async function digest(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) hash.update(chunk as Buffer);
  return hash.digest('base64url').slice(0, 27);
}
