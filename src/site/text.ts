// Strangers' text on a page. Preact escapes markup; this is about characters that markup escaping lets through.

const PLAIN = /^[\x20-\x7e]*$/;
/** ASCII, Latin letters with accents, typographic punctuation; no mark of direction. */
const LEFT_TO_RIGHT = /^[\x20-\x7e\u00a0-\u024f\u2010-\u2027\u2030-\u205e]*$/;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]/gu;
const HIDDEN_IN_NAMES = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]/gu;
// Joiners are part of how Persian, Indic scripts and emoji are spelled; line ends and tabs are kept by `white-space: pre-line`.
const HIDDEN_IN_PROSE = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** An id, path or other single line that a machine reads: every control, bidirectional or invisible character is written as \u{…}. */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(HIDDEN, written);
}

/** A title, owner or other single line for people: like `visible`, but joiners stay. */
export function readable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(HIDDEN_IN_NAMES, written);
}

/** Sentences and paragraphs: like `visible`, but line ends, tabs and joiners stay what they are. */
export function prose(text: string): string {
  return PLAIN.test(text) ? text : text.replace(/\r\n?/g, '\n').replace(HIDDEN_IN_PROSE, written);
}

/**
 * A description as its author meant it: where a long line is followed by a word, an editor wrapped it, so the two are one.
 * Short lines, blank ones and lists stay as they are.
 */
export function unwrapped(text: string): string {
  let whole = '';
  let last = '';
  for (const line of prose(text).split('\n')) {
    const joins = last.length >= WRAPPED && /^[\p{L}("“‘']/u.test(line);
    whole += whole === '' ? line : `${joins ? ' ' : '\n'}${line}`;
    last = line;
  }
  return whole;
}
const WRAPPED = 60;

/**
 * The `dir` of an element that holds a stranger's text. Latin letters and signs are read from left to right, as the pages are, and cannot
 * reorder what is beside them; of any other text the first strong letter decides, inside of that element alone.
 */
export const dirOf = (text: string): 'auto' | undefined => (LEFT_TO_RIGHT.test(text) ? undefined : 'auto');

/** Whether `text` holds a character that `visible` would have to write out. */
export function hidesSomething(text: string): boolean {
  return visible(text) !== text;
}

function written(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** The title if there is anything to see in it, else the id. */
export function nameOf(thing: { readonly id: string; readonly title?: string }): string {
  const title = thing.title?.trim() ?? '';
  return /[^\s\u200c\u200d]/.test(title) ? title : thing.id;
}

/** 1234567 → 1,234,567 */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 1, 'error' → “1 error”; 2000, 'error' → “2,000 errors” */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** For the beginning of a sentence. */
export const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const UNITS: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** 90d → “90 days”; what is no duration stays as it is. */
export function durationInWords(duration: string): string {
  const [, amount, unit] = /^([1-9]\d*)([smhdw])$/.exec(duration) ?? [];
  return amount && unit ? counted(Number(amount), UNITS[unit] ?? unit) : duration;
}

export function shortCommit(commit: string): string {
  return commit.replace(/^sha256:/, '').slice(0, 12);
}

/** The hexadecimal part of `sha256:<hex>`. */
export function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}
