/** Why a block cannot be decompressed. A stranger sent it: this is no error of the program. */
export class SnappyError extends Error {
  override readonly name = 'SnappyError';
}

/**
 * Decompresses a block in snappy's raw format (https://github.com/google/snappy/blob/main/format_description.txt): the length as a
 * varint, then literals and copies of what came before.
 * @param limit bytes that the block may have when decompressed; checked before anything is allocated
 * @throws SnappyError
 */
export function decompressSnappy(block: Uint8Array, limit: number): Uint8Array {
  const { length, next } = readLength(block);
  if (length > limit) throw new SnappyError(`it holds ${length} bytes, more than ${limit}`);
  const output = new Uint8Array(length);
  let at = next;
  let written = 0;
  while (at < block.length) {
    const tag = byteAt(block, at);
    const kind = tag & 0b11;
    const { size, offset, skip } = kind === LITERAL ? literal(block, at, tag >> 2) : copy(block, at, tag, kind);
    at += skip;
    if (written + size > length) throw new SnappyError('it holds more than it says');
    if (offset === null) {
      if (at + size > block.length) throw new SnappyError('it ends in the middle');
      output.set(block.subarray(at, at + size), written);
      at += size;
    } else {
      if (offset === 0 || offset > written) throw new SnappyError('it copies from before its beginning');
      // Byte by byte where source and target overlap: what was just written is copied again.
      if (offset >= size) output.copyWithin(written, written - offset, written - offset + size);
      else for (let index = written; index < written + size; index += 1) output[index] = output[index - offset] ?? 0;
    }
    written += size;
  }
  if (written !== length) throw new SnappyError('it holds less than it says');
  return output;
}

const LITERAL = 0;

/** What a tag asks for: `size` bytes, from `offset` bytes back or, where that is null, from the block; its own length is `skip`. */
interface Element {
  readonly size: number;
  readonly offset: number | null;
  readonly skip: number;
}

/** Up to 60 bytes are counted in the tag; beyond that, 61 to 64 say how many bytes of length follow it. */
function literal(block: Uint8Array, at: number, inTag: number): Element {
  const extra = Math.max(0, inTag - 59);
  const size = (extra === 0 ? inTag : littleEndian(block, at + 1, extra)) + 1;
  return { size, offset: null, skip: 1 + extra };
}

function copy(block: Uint8Array, at: number, tag: number, kind: number): Element {
  if (kind === 1) {
    return { size: ((tag >> 2) & 0b111) + 4, offset: ((tag >> 5) << 8) | byteAt(block, at + 1), skip: 2 };
  }
  const width = kind === 2 ? 2 : 4;
  return { size: (tag >> 2) + 1, offset: littleEndian(block, at + 1, width), skip: 1 + width };
}

function readLength(block: Uint8Array): { length: number; next: number } {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = byteAt(block, index);
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) {
      if (length > 0xffffffff) break;
      return { length, next: index + 1 };
    }
  }
  throw new SnappyError('its length is not valid');
}

function littleEndian(block: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let index = width - 1; index >= 0; index -= 1) value = value * 256 + byteAt(block, at + index);
  return value;
}

function byteAt(block: Uint8Array, at: number): number {
  const byte = block[at];
  if (byte === undefined) throw new SnappyError('it ends in the middle');
  return byte;
}
