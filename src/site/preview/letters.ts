/** Rows of a letter, and its columns with the gap after it. */
export const LETTER = { rows: 7, columns: 5, advance: 6 } as const;

/** Seven rows of five bits for each letter, each row a digit of base 32 (0–9, a–v); the highest bit is at the left. */
const DRAWN: Readonly<Record<string, string>> = {
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhf',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllrh',
  X: 'hha4ahh',
  Y: 'hha4444',
  Z: 'v1248gv',
  0: 'ehjlphe',
  1: '4c4444e',
  2: 'eh1248v',
  3: 'v2421he',
  4: '26aiv22',
  5: 'vgu11he',
  6: '68guhhe',
  7: 'v124888',
  8: 'ehhehhe',
  9: 'ehhf12c',
  ' ': '0000000',
  '-': '000v000',
  '.': '00000cc',
  ',': '0000448',
  ':': '0cc0cc0',
  '/': '01248g0',
  _: '000000v',
  '&': 'cik8lid',
  "'": '4480000',
  '(': '2488842',
  ')': '8422248',
  '+': '044v440',
  '!': '4444404',
  '?': 'eh12404',
};

const ROWS: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries(DRAWN).map(([letter, rows]) => [letter, [...rows].map((row) => Number.parseInt(row, 32))]),
);

/** Seven numbers of five bits, from the top; undefined for a character that is not drawn. */
export const rowsOf = (letter: string): readonly number[] | undefined => ROWS.get(letter);

/** A name in the letters there are: capitals, without accents. Null when fewer than half of its characters can be drawn. */
export function drawable(name: string): string | null {
  const capitals = [...name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().replace(/\s+/g, ' ').trim()];
  const known = capitals.filter((character) => ROWS.has(character));
  const text = known.join('').replace(/ +/g, ' ').trim();
  return /[A-Z0-9]/.test(text) && known.length * 2 >= capitals.length ? text : null;
}
