// Advance widths at 11 px of the usual fonts of badges, in tenths of a pixel, rounded up. A text is also told its width in the SVG, so
// that another font squeezes or stretches it instead of running over the edge.
const WIDTHS: readonly (readonly [number, string])[] = [
  [30, "il'"],
  [39, 'jft ,.'],
  [51, '!Ir()[]/\\-:;|J'],
  [60, 'csz?L"'],
  [67, 'aekvxyFTY'],
  [70, 'bdghnopqu0123456789$*_`{}PE'],
  [77, 'ABCKRSVXZ&'],
  [88, 'DGHNOQU#+<=>^~'],
  [93, 'w'],
  [111, 'mMW@'],
  [120, '%'],
];
const BY_CHARACTER = new Map(WIDTHS.flatMap(([width, characters]) => [...characters].map((character) => [character, width])));
/** Of letters that the table does not know. */
const OTHER = 80;
/** Of ideographs, Hangul, full-width forms and emoji. */
const WIDE = 115;
const IS_WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{3ffff}]/u;

/** Pixels that a text takes at 11 px, at the most. */
export function widthOf(text: string): number {
  let tenths = 0;
  for (const character of text) tenths += BY_CHARACTER.get(character) ?? (IS_WIDE.test(character) ? WIDE : OTHER);
  return Math.ceil(tenths / 10);
}
