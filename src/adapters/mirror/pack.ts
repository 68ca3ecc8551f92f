import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack as packTar } from 'tar-stream';
import type { CarriedFile, CarriedMember } from '../../mirror/ops.js';
import { flush } from '../disk/flush.js';
import { isSystemError } from '../system-error.js';
import { onDisk } from './disk.js';

/** Writes members to a tar, compressed with gzip: every program for checking media at a border can look into it. */
export async function packFile(path: string, members: Iterable<CarriedMember>, signal: AbortSignal): Promise<CarriedFile> {
  const temporary = join(dirname(path), `.${basename(path)}.tmp-${process.pid}`);
  const hash = createHash('sha256');
  let size = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(Readable.from(tarOf(members)), createGzip({ level: 6 }), counting, createWriteStream(temporary), { signal });
    onDisk('written', path, () => flush(temporary));
    await rename(temporary, path);
    onDisk('written', path, () => flush(dirname(path)));
  } catch (error) {
    await rm(temporary, { force: true });
    signal.throwIfAborted();
    if (isSystemError(error))
      onDisk('written', path, () => {
        throw error;
      });
    throw error;
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

/** One member is read when the one before it is written. */
async function* tarOf(members: Iterable<CarriedMember>): AsyncGenerator<Buffer, void> {
  const tar = packTar();
  const chunks = tar[Symbol.asyncIterator]();
  for (const { name, size, read } of members) {
    const bytes = Buffer.from(read());
    if (bytes.length !== size) throw new Error(`${name} is of ${bytes.length} bytes and not of ${size}`);
    tar.entry({ name, size, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'file' }, bytes);
    const length = 512 + Math.ceil(size / 512) * 512;
    for (let given = 0; given < length; ) {
      const value = (await chunks.next()).value as Buffer;
      given += value.length;
      yield value;
    }
  }
  tar.finalize();
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value as Buffer;
}
