// Snappy's block format (github.com/google/snappy, format_description.txt), in which GitHub's storage keeps bundles: the length
// as a varint, then literals and copies of what came before.

const BLOCK = 65_536;
const SHORTEST = 4;
const LONGEST = 64;

export function snappy(input: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [varint(input.length)];
  for (let start = 0; start < input.length; start += BLOCK) compress(input.subarray(start, start + BLOCK), parts);
  return Buffer.concat(parts);
}

/** Greedy: at each place the last one with the same four bytes. Offsets stay below 65,536 within a block. */
function compress(block: Uint8Array, parts: Uint8Array[]): void {
  const view = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const seen = new Map<number, number>();
  let literal = 0;
  let at = 0;
  while (at + SHORTEST <= view.length) {
    const word = view.readUInt32LE(at);
    const before = seen.get(word);
    seen.set(word, at);
    if (before === undefined) {
      at += 1;
      continue;
    }
    let length = SHORTEST;
    while (length < LONGEST && at + length < view.length && view[before + length] === view[at + length]) length += 1;
    if (at > literal) parts.push(...literalOf(view.subarray(literal, at)));
    parts.push(copyOf(at - before, length));
    at += length;
    literal = at;
  }
  if (literal < view.length) parts.push(...literalOf(view.subarray(literal)));
}

function literalOf(bytes: Uint8Array): Uint8Array[] {
  const length = bytes.length - 1;
  if (length < 60) return [Uint8Array.of(length << 2), bytes];
  if (length < 256) return [Uint8Array.of(60 << 2, length), bytes];
  return [Uint8Array.of(61 << 2, length & 0xff, length >> 8), bytes];
}

/** The short form where it fits, so that readers meet both. */
function copyOf(offset: number, length: number): Uint8Array {
  if (length <= 11 && offset < 2048) return Uint8Array.of(((offset >> 8) << 5) | ((length - 4) << 2) | 1, offset & 0xff);
  return Uint8Array.of(((length - 1) << 2) | 2, offset & 0xff, offset >> 8);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Uint8Array.of(...bytes, rest);
}
