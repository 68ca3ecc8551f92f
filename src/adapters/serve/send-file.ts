import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { systemCode } from '../system-error.js';
import { askedRange, isNotModified, takesGzip } from './conditions.js';
import { packs } from './media-types.js';
import { type EntityTags, type OpenFile, openBelow } from './open-file.js';

/** Below this, gzip saves less than a packet. */
const WORTH_PACKING = 1_024;

interface Wanted {
  readonly folder: string;
  readonly path: string;
  readonly type: string;
  /** They replace those that are made here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: EntityTags;
}

/** Answers with a file, with a part of it or with word that it is the same as before; null then, else the status of a refusal. */
export async function sendFile(
  { folder, path, type, headers, tags }: Wanted,
  request: FastifyRequest,
  reply: FastifyReply,
  onError: (error: unknown) => void,
): Promise<404 | 416 | null> {
  const file = await openBelow(folder, path);
  if (file === null) return 404;
  let sent = false;
  try {
    const zips = packs(type) && file.size >= WORTH_PACKING;
    const gzip = zips && request.headers.range === undefined && takesGzip(request.headers);
    const digest = await tags.of(file);
    // Packed bytes are other bytes, and have a tag of their own.
    const tag = gzip ? digest.replace(/"$/, '-gzip"') : digest;
    reply.headers({ etag: tag, 'last-modified': file.modified.toUTCString(), ...headers });
    if (zips) reply.header('vary', 'Accept-Encoding');
    if (isNotModified(request.headers, tag, file.modified)) {
      reply.code(304).send();
      return null;
    }
    const range = request.method === 'GET' ? askedRange(request.headers, file.size, tag) : null;
    if (range === 'unsatisfiable') {
      reply.header('content-range', `bytes */${file.size}`);
      return 416;
    }
    const { start, end } = range ?? { start: 0, end: file.size - 1 };
    reply.headers({ 'content-type': type, 'accept-ranges': 'bytes' });
    if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.size}`);
    if (gzip) reply.header('content-encoding', 'gzip');
    else reply.header('content-length', end - start + 1);
    if (request.method === 'HEAD' || file.size === 0) reply.send();
    else {
      reply.send(bytesOf(file, start, end, gzip, onError));
      sent = true;
    }
    return null;
  } finally {
    // A stream closes what it reads from.
    if (!sent) await file.handle.close();
  }
}

function bytesOf({ handle }: OpenFile, start: number, end: number, gzip: boolean, onError: (error: unknown) => void): Readable {
  const bytes = handle.createReadStream({ start, end });
  bytes.on('error', (error) => {
    // Who asked may go away at any time.
    if (systemCode(error) !== null) onError(error);
  });
  return gzip ? pipeline(bytes, createGzip({ level: 6 }), () => undefined) : bytes;
}
