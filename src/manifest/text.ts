import type { Code } from '../model/findings.js';
import { MANIFEST_LIMITS } from '../model/limits.js';

/** What was noticed in a file, before it is known where the file is: a code, an offset into the text, and arguments. */
export interface Notice {
  readonly code: Code;
  readonly offset: number;
  readonly args?: Readonly<Record<string, string | number>>;
}

export interface DecodedText {
  /** Without byte order mark. Empty when an error is among the notices. */
  readonly text: string;
  readonly notices: Notice[];
  /** Whether the text may be parsed. */
  readonly usable: boolean;
}

/** Bytes → text. UTF-8 only: guessing an encoding would let one file mean two things. */
export function decode(bytes: Uint8Array): DecodedText {
  if (bytes.length > MANIFEST_LIMITS.bytes) {
    return refuse({ code: 'manifest/too-large', offset: 0, args: { size: bytes.length, limit: MANIFEST_LIMITS.bytes } });
  }
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = mark ? bytes.subarray(3) : bytes;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  const invalid = text.includes(REPLACEMENT) ? invalidByte(content, text) : undefined;
  if (invalid) return invalid;
  const notices: Notice[] = [];
  if (mark) notices.push({ code: 'manifest/byte-order-mark', offset: 0 });
  const control = FORBIDDEN.exec(text);
  if (control) {
    const code = control[0].codePointAt(0) ?? 0;
    notices.push({
      code: 'manifest/control-character',
      offset: control.index,
      args: { character: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` },
    });
    return { text, notices, usable: false };
  }
  const crlf = text.indexOf('\r\n');
  if (crlf >= 0) notices.push({ code: 'manifest/crlf', offset: crlf });
  return { text, notices, usable: true };
}

/** What YAML 1.2.2, section 5.1, does not count as printable, a byte order mark inside the text, and a CR that ends no line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]|\r(?!\n)/;

function refuse(notice: Notice): DecodedText {
  return { text: '', notices: [notice], usable: false };
}

/** What the decoder puts where bytes are not UTF-8. A file may also hold the character itself. */
const REPLACEMENT = '\ufffd';

/** Refuses a file for its first byte that is not UTF-8. The text given back is what precedes it, so that its line can be counted. */
function invalidByte(content: Uint8Array, text: string): DecodedText | undefined {
  const encoder = new TextEncoder();
  let from = 0;
  let bytes = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) {
    bytes += encoder.encode(text.slice(from, at)).length;
    from = at;
    if (content[bytes] === 0xef && content[bytes + 1] === 0xbf && content[bytes + 2] === 0xbd) continue;
    const byte = (content[bytes] ?? 0).toString(16).padStart(2, '0');
    const notice: Notice = { code: 'manifest/invalid-utf8', offset: at, args: { byte } };
    return { text: text.slice(0, at), notices: [notice], usable: false };
  }
  return undefined;
}

/** Turns offsets of a text into lines and columns. Counts lines only when it is first asked. */
export class Lines {
  private starts: number[] | undefined;
  constructor(private readonly text: string) {}

  /** Both from 1; the column in UTF-16 code units. */
  at(offset: number): { line: number; column: number } {
    this.starts ??= lineStarts(this.text);
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
