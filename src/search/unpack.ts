import { ChoraError } from '../model/errors.js';

/** Bytes that one file may come to. */
const LONGEST = 32 * 1024 * 1024;

/**
 * Content of a file that is compressed with gzip, here or in a browser. One that a host has unpacked on the way is taken as it is.
 * @throws ChoraError `search/damaged`
 */
export async function unpack(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // What goes wrong there goes wrong on the reading side too, and is reported from there.
  const written = writer.write(bytes as BufferSource).then(() => writer.close());
  written.catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = stream.readable.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length > LONGEST) {
        await reader.cancel();
        throw new Error(`more than ${LONGEST} bytes`);
      }
    }
    await written;
  } catch (error) {
    throw new ChoraError('io', 'search/damaged', `${path} cannot be unpacked.`, 'Index again, or fetch the catalog again.', {
      cause: error,
    });
  }
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
