import { createHash } from 'node:crypto';
import { drawable, LETTER, rowsOf } from './letters.js';
import { type Colour, Picture } from './png.js';

/** What previews of links show of a catalog, where the page says nothing of its own: its name, and what it is. */
export interface Preview {
  /** From the site's top folder; named by the pixels. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** The size that the platforms ask for. */
export const PREVIEW_SIZE = { width: 1200, height: 630 } as const;
const MARGIN = 96;
/** Where the name stands, between the mark and the line that says what it names. */
const NAME = { top: 196, height: 288 } as const;
const MOST_LINES = 3;
/** Rows between two lines. */
const GAP = 3;
const LARGEST = 14;
const SMALLEST = 7;
/** The colours of the dark theme: paper, ink, muted, and the link colour for the mark. */
const PALETTE: readonly [Colour, Colour, Colour, Colour] = [
  [0x15, 0x18, 0x1b],
  [0xe3, 0xe6, 0xe9],
  [0x9b, 0xa5, 0xaf],
  [0x82, 0xbb, 0xf3],
];
const UNDER = 'CAPABILITY CATALOG';

let last: { readonly name: string; readonly preview: Preview } | undefined;

/** The picture of a catalog. The last one is kept: every page of a catalog names it. */
export function previewOf(name: string): Preview {
  if (last?.name !== name) last = { name, preview: draw(name) };
  return last.preview;
}

function draw(name: string): Preview {
  const picture = new Picture(PREVIEW_SIZE.width, PREVIEW_SIZE.height, PALETTE);
  drawMark(picture);
  const text = drawable(name) ?? UNDER;
  const { lines, scale } = set(text, PREVIEW_SIZE.width - 2 * MARGIN);
  const leading = (LETTER.rows + GAP) * scale;
  const top = Math.round(NAME.top + (NAME.height - (lines.length * leading - GAP * scale)) / 2);
  for (const [index, line] of lines.entries()) write(picture, line, MARGIN, top + index * leading, scale, 1);
  if (text !== UNDER) write(picture, UNDER, MARGIN, PREVIEW_SIZE.height - MARGIN - LETTER.rows * 4, 4, 2);
  const digest = createHash('sha256').update(picture.rows).digest('hex').slice(0, 12);
  return { path: `assets/preview.${digest}.png`, bytes: picture.png() };
}

/** The largest letters in which the text has room, in no more than three lines; what is too long even in the smallest is cut. */
function set(text: string, width: number): { readonly lines: readonly string[]; readonly scale: number } {
  for (let scale = LARGEST; scale >= SMALLEST; scale -= 1) {
    const lines = wrapped(text, Math.floor((width / scale + 1) / LETTER.advance));
    const height = (lines.length * (LETTER.rows + GAP) - GAP) * scale;
    if (lines.length <= MOST_LINES && height <= NAME.height) return { lines, scale };
  }
  const most = Math.floor((width / SMALLEST + 1) / LETTER.advance);
  const lines = wrapped(text, most).slice(0, MOST_LINES);
  return {
    lines: lines.map((line, index) => (index < MOST_LINES - 1 ? line : `${line.slice(0, most - 3)}...`)),
    scale: SMALLEST,
  };
}

/** Broken between words; a word longer than a line is broken where the line ends. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length <= most) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    for (; line.length > most; line = line.slice(most)) lines.push(line.slice(0, most));
  }
  return [...lines, line];
}

function write(picture: Picture, text: string, left: number, top: number, scale: number, colour: 1 | 2): void {
  for (const [index, letter] of [...text].entries())
    for (const [row, bits] of (rowsOf(letter) ?? []).entries())
      for (let column = 0; column < LETTER.columns; column += 1)
        if (bits & (1 << (LETTER.columns - 1 - column)))
          picture.fill(left + (index * LETTER.advance + column) * scale, top + row * scale, scale, scale, colour);
}

/** The one of the favicon, three times as large as it is drawn there. */
function drawMark(picture: Picture): void {
  const scale = 3;
  const at = (x: number, y: number, width: number, height: number, colour: 0 | 3) =>
    picture.fill(MARGIN + x * scale, MARGIN - 12 + y * scale, width * scale, height * scale, colour);
  at(0, 0, 32, 32, 3);
  for (const [row, length] of [11, 11, 7].entries()) {
    at(7, 8 + row * 6, 4, 4, 0);
    at(14, 9 + row * 6, length, 2, 0);
  }
}
