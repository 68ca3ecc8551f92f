import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decompressSnappy, SnappyError } from '../../src/adapters/github/snappy.js';

const LIMIT = 1 << 20;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const block = (length: number, ...parts: (string | number)[]) =>
  Buffer.concat([
    Buffer.from(varint(length)),
    ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))),
  ]);

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** What a block may be made of. */
type Piece = { literal: Uint8Array } | { offset: number; size: number; width: 1 | 2 | 4 };

/** Writes pieces as the format describes them, and what they decompress to. */
function compress(pieces: readonly Piece[]): { compressed: Buffer; plain: Buffer } {
  const plain: number[] = [];
  const out: number[] = [];
  for (const piece of pieces) {
    if ('literal' in piece) {
      const { length } = piece.literal;
      if (length === 0) continue;
      if (length <= 60) out.push((length - 1) << 2);
      else if (length <= 256) out.push(60 << 2, length - 1);
      else out.push(61 << 2, (length - 1) & 0xff, (length - 1) >> 8);
      out.push(...piece.literal);
      plain.push(...piece.literal);
      continue;
    }
    if (plain.length === 0) continue;
    const offset = 1 + (piece.offset % Math.min(plain.length, piece.width === 1 ? 2047 : 65_535));
    const size = piece.width === 1 ? 4 + (piece.size % 8) : 1 + (piece.size % 64);
    if (piece.width === 1) out.push(((offset >> 8) << 5) | ((size - 4) << 2) | 1, offset & 0xff);
    else if (piece.width === 2) out.push(((size - 1) << 2) | 2, offset & 0xff, offset >> 8);
    else out.push(((size - 1) << 2) | 3, offset & 0xff, offset >> 8, 0, 0);
    for (let index = 0; index < size; index += 1) plain.push(plain[plain.length - offset] ?? 0);
  }
  return { compressed: Buffer.from([...varint(plain.length), ...out]), plain: Buffer.from(plain) };
}

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ literal: fc.uint8Array({ maxLength: 400 }) }),
  fc.record({ offset: fc.nat(70_000), size: fc.nat(64), width: fc.constantFrom(1 as const, 2 as const, 4 as const) }),
);

describe('a block that snappy compressed', () => {
  test('is a literal where nothing repeats', () => {
    expect(text(decompressSnappy(block(5, 4 << 2, 'hello'), LIMIT))).toBe('hello');
  });

  test('repeats what came before, also what the copy itself writes', () => {
    // "ab" and a copy of 8 bytes from 2 back.
    expect(text(decompressSnappy(block(10, 1 << 2, 'ab', (4 << 2) | 1, 2), LIMIT))).toBe('ababababab');
  });

  test('may be empty', () => {
    expect(decompressSnappy(Buffer.from([0]), LIMIT)).toHaveLength(0);
  });

  test('gives back what any literals and copies make', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { compressed, plain } = compress(pieces);
        expect(Buffer.from(decompressSnappy(compressed, LIMIT)).equals(plain)).toBe(true);
      }),
    );
  });

  test('is refused, and never more than the limit allocated, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decompressSnappy(bytes, 4096).length).toBeLessThanOrEqual(4096);
        } catch (error) {
          expect(error).toBeInstanceOf(SnappyError);
        }
      }),
    );
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'it ends in the middle'],
    ['a length without end', Buffer.from([255, 255, 255, 255, 255, 255]), 'its length is not valid'],
    ['a length beyond 32 bits', Buffer.from([255, 255, 255, 255, 127]), 'its length is not valid'],
    ['more than the limit', block(LIMIT + 1), `it holds ${LIMIT + 1} bytes, more than ${LIMIT}`],
    ['a literal that is cut', block(5, 4 << 2, 'hel'), 'it ends in the middle'],
    ['a copy that is cut', block(6, 0, 'a', (1 << 2) | 1), 'it ends in the middle'],
    ['a copy from before the beginning', block(6, 0, 'a', (1 << 2) | 1, 2), 'it copies from before its beginning'],
    ['a copy from nowhere', block(6, 0, 'a', (1 << 2) | 1, 0), 'it copies from before its beginning'],
    ['more than it says', block(2, 4 << 2, 'hello'), 'it holds more than it says'],
    ['less than it says', block(9, 4 << 2, 'hello'), 'it holds less than it says'],
  ])('with %s is refused', (_, bytes, message) => {
    expect(() => decompressSnappy(bytes, LIMIT)).toThrow(new SnappyError(message));
  });
});
