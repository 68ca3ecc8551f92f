import { ChoraError } from '../model/errors.js';

/** Bytes that the terms of one list may come to: a short file may stand for very long terms that share their beginnings. */
const LONGEST_LIST = 16 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Writes whole numbers, texts and lists of them, one after the other. */
export class Writer {
  private bytes = new Uint8Array(1024);
  length = 0;

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** A whole number from 0 to 2^32 - 1: seven bits in a byte, the lowest first, the high bit set in all but the last. */
  number(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  text(text: string): void {
    const bytes = encoder.encode(text);
    this.number(bytes.length);
    this.raw(bytes);
  }

  /** A list in which neighbours begin alike: of each, the number of bytes shared with the one before, and the rest. */
  list(texts: readonly string[]): void {
    this.number(texts.length);
    let before = new Uint8Array(0);
    for (const text of texts) {
      const bytes = encoder.encode(text);
      let shared = 0;
      while (shared < bytes.length && shared < before.length && bytes[shared] === before[shared]) shared += 1;
      this.number(shared);
      this.number(bytes.length - shared);
      this.raw(bytes.subarray(shared));
      before = bytes;
    }
  }

  /** What was written so far. */
  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/**
 * Reads what a Writer wrote. The bytes may come from anywhere: nothing is allocated before it is known to be there.
 * Every method throws ChoraError `search/damaged` where the bytes do not fit.
 */
export class Reader {
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    /** How messages call the file. */
    private readonly path: string,
  ) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw this.damaged('it ends too early');
    this.at += 1;
    return value;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (let digits = 0; digits < 5; digits += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > 0xffffffff) break;
        return value;
      }
      scale *= 128;
    }
    throw this.damaged('a number in it is too long');
  }

  /** A number of things that take at least one byte each. */
  count(): number {
    const count = this.number();
    if (count > this.left) throw this.damaged('it ends too early');
    return count;
  }

  /** `count` numbers. */
  numbers(count: number): Uint32Array {
    if (count > this.left) throw this.damaged('it ends too early');
    const numbers = new Uint32Array(count);
    for (let i = 0; i < count; i += 1) numbers[i] = this.number();
    return numbers;
  }

  raw(length: number): Uint8Array {
    if (length > this.left) throw this.damaged('it ends too early');
    const bytes = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return bytes;
  }

  text(): string {
    return this.decode(this.raw(this.count()));
  }

  list(): string[] {
    const count = this.count();
    const texts: string[] = [];
    let before = '';
    let beforeBytes: Uint8Array | null = null;
    let total = 0;
    for (let i = 0; i < count; i += 1) {
      const shared = this.number();
      const rest = this.raw(this.count());
      total += shared + rest.length;
      if (total > LONGEST_LIST) throw this.damaged('its terms are too long');
      if (shared > (beforeBytes?.length ?? before.length)) throw this.damaged('a term in it has no beginning');
      // Most terms are ASCII, where bytes are characters: they need no decoder.
      const ending = beforeBytes === null ? asciiOf(rest) : null;
      if (ending !== null) {
        before = before.slice(0, shared) + ending;
      } else {
        const bytes = new Uint8Array(shared + rest.length);
        bytes.set((beforeBytes ?? encoder.encode(before)).subarray(0, shared));
        bytes.set(rest, shared);
        const ascii = asciiOf(bytes);
        before = ascii ?? this.decode(bytes);
        beforeBytes = ascii === null ? bytes : null;
      }
      texts.push(before);
    }
    return texts;
  }

  /** To be called when all is read. */
  end(): void {
    if (this.left > 0) throw this.damaged('it goes on after its end');
  }

  damaged(why: string, cause?: unknown): ChoraError {
    return new ChoraError(
      'io',
      'search/damaged',
      `${this.path} is not a file of a search index that this version reads: ${why}.`,
      'Index again, or fetch the catalog again.',
      { cause },
    );
  }

  private decode(bytes: Uint8Array): string {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw this.damaged('a text in it is not UTF-8', error);
    }
  }
}

/** Null where the bytes are not ASCII, or many. */
function asciiOf(bytes: Uint8Array): string | null {
  if (bytes.length > 200) return null;
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}
