// Which texts look the same. The idea and the names are those of Unicode Technical Standard #39, section 4: texts are confusable when
// their skeletons are equal. Its table has thousands of rows; here are the letters with which Latin names are imitated.

/**
 * Latin letter → letters of other scripts that common typefaces draw like it, from confusables.txt of UTS #39: Cyrillic, Greek, Armenian
 * and others. Full-width, mathematical and circled forms need no row: NFKD turns them into the letters they are forms of.
 */
const LOOK_LIKE: Readonly<Record<string, string>> = {
  a: 'аɑα',
  b: 'ЬᏏ',
  c: 'сϲᴄ',
  d: 'ԁᏧ',
  e: 'еҽ',
  f: 'ſẝ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıɩι',
  j: 'јϳ',
  k: 'кκ',
  l: 'ӀӏІΙⅼ׀ו',
  n: 'ոռ',
  o: 'оοօଠᴏס',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  u: 'սυᴜ',
  v: 'ѵνᴠט',
  w: 'ԝѡաᴡ',
  x: 'хⅹ',
  y: 'уγү',
  z: 'ᴢ',
  A: 'АΑᎪ',
  B: 'ВΒᏴ',
  C: 'СϹᏟ',
  E: 'ЕΕᎬ',
  F: 'Ϝ',
  G: 'ԌᏀ',
  H: 'НΗᎻ',
  J: 'ЈͿᎫ',
  K: 'КΚᏦ',
  L: 'Ꮮ',
  M: 'МΜᎷ',
  N: 'Ν',
  O: 'ОΟՕ',
  P: 'РΡᏢ',
  R: 'Ꮢ',
  S: 'ЅՏᏚ',
  T: 'ТΤᎢ',
  V: 'ѴᏙ',
  W: 'ԜᎳ',
  X: 'ХΧ',
  Y: 'ҮΥ',
  Z: 'ΖᏃ',
  '-': '‐‑‒–—−',
};

const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOK_LIKE).flatMap(([letter, others]) => [...others].map((other) => [other, letter])),
);
const ASCII = /^[\x20-\x7e]*$/;
/** What is not seen, and marks that sit on letters. */
const UNSEEN = /[\p{M}\p{Cf}]/gu;

/**
 * What a name looks like: equal for names that a reader may take for one another. Beyond UTS #39, which compares characters, it takes
 * together what people mix up in ids: letter case, `-`, `_` and `.` (and no separator at all is still another name), `vv` and `w`.
 */
export function skeletonOf(name: string): string {
  const small = latinOf(name)
    .replace(/[Il1|]/g, 'l')
    .replace(/0/g, 'o')
    .toLowerCase();
  // A capital letter that is like no Latin one may have a small one that is.
  return latinOf(small)
    .replace(/vv/g, 'w')
    .replace(/rn/g, 'm')
    .replace(/[\s._-]+/g, '.');
}

/** The same in Latin letters, where letters of other scripts imitate them. */
function latinOf(text: string): string {
  if (ASCII.test(text)) return text;
  let latin = '';
  for (const character of text.normalize('NFKD').replace(UNSEEN, '')) latin += LATIN.get(character) ?? character;
  return latin;
}

/** Whether letters of other scripts, or unseen ones, stand in the text for Latin letters. An accent imitates nothing. */
export function imitatesLatin(text: string): boolean {
  if (ASCII.test(text)) return false;
  return /\p{Cf}/u.test(text) || [...text.normalize('NFKC')].some((character) => LATIN.get(character) !== undefined);
}
