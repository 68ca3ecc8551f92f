// How GitHub gives the bytes of a file as text.
import { isUtf8 } from 'node:buffer';

export interface TextOptions {
  /** Bytes from which on `text` is cut and `isTruncated` is true. */
  limit: number;
  /**
   * Bytes that are not UTF-8 and hold no NUL: called binary, or given as text in another encoding, which GitHub guesses. The
   * text is then not the bytes of the file.
   */
  foreign: 'binary' | 'transcoded';
}

export interface BlobText {
  readonly isBinary: boolean;
  readonly isTruncated: boolean;
  readonly text: string | null;
}

/** Git looks for NUL in so many bytes to tell binary files. */
const LOOKED_AT = 8000;

export function textOf(bytes: Uint8Array, { limit, foreign }: TextOptions): BlobText {
  const isTruncated = bytes.length > limit;
  if (bytes.subarray(0, LOOKED_AT).includes(0)) return { isBinary: true, isTruncated, text: null };
  const isText = isUtf8(bytes);
  if (!isText && foreign === 'binary') return { isBinary: true, isTruncated, text: null };
  const text = Buffer.from(bytes).toString(isText ? 'utf8' : 'latin1');
  return { isBinary: false, isTruncated, text: isTruncated ? cut(text, limit) : text };
}

/** No character is cut in two. */
function cut(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  let end = limit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}
