/** A word of a text as it is compared: without case, marks and compatibility forms; not stemmed. */
export interface Word {
  readonly term: string;
  /** Where it stands in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** The pieces of a word in camelCase; none for other words. */
  readonly parts: readonly Word[];
}

/** Longest term, in code points. */
const LONGEST = 64;
/** Longest name that is kept whole, in code points. */
const LONGEST_NAME = 120;
const LONGEST_SHAPE = 20;

const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** Scripts that are written without spaces between words. Korean has spaces, but its words carry their particles. */
const UNSPACED = /(?:[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]\p{M}*)+/gu;
const HUMP = /(?<=[\p{Ll}\p{N}]\p{M}*)(?=\p{Lu})|(?<=\p{Lu}\p{M}*)(?=\p{Lu}\p{M}*\p{Ll})/u;
const ASCII_LOWER = /^[a-z0-9]*$/;

/**
 * The words of a text, in its order. Everything but letters, digits and their marks stands between words, `. _ - / :` among it.
 * Text of scripts without spaces comes as pairs of characters that overlap by one.
 */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (ASCII_LOWER.test(run)) {
      yield word(run, index, index + run.length);
      continue;
    }
    let at = 0;
    for (const { 0: unspaced, index: start } of run.matchAll(UNSPACED)) {
      if (start > at) yield* spaced(run.slice(at, start), index + at);
      yield* pairs(unspaced, index + start);
      at = start + unspaced.length;
    }
    if (at < run.length) yield* spaced(run.slice(at), index + at);
  }
}

/** The comparable form of a complete name: `mcp.registry`, `mcp/registry` and `MCP Registry` have the same. */
export function nameOf(text: string): string {
  const runs = [...text.slice(0, LONGEST_NAME * 4).matchAll(RUN)].map(([run]) => fold(run)).filter((run) => run !== '');
  return cut(runs.join(' '), LONGEST_NAME).trimEnd();
}

/** What stands between the words of a name: it tells `mcp.registry` from `mcp/registry`. */
export function shapeOf(text: string): string {
  return cut(
    text
      .slice(0, LONGEST_NAME * 4)
      .trim()
      .replace(RUN, ''),
    LONGEST_SHAPE,
  );
}

function* spaced(run: string, start: number): Generator<Word> {
  const parts: Word[] = [];
  let at = start;
  for (const piece of run.split(HUMP)) {
    const part = word(piece, at, at + piece.length);
    if (part.term !== '') parts.push(part);
    at += piece.length;
  }
  const whole = word(run, start, start + run.length, parts.length > 1 ? parts : []);
  if (whole.term !== '') yield whole;
}

function* pairs(run: string, start: number): Generator<Word> {
  const characters = run.match(/\P{M}\p{M}*/gu) ?? [];
  let at = start;
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1] ?? '';
    if (next !== '' || characters.length === 1) {
      const pair = word(character + next, at, at + character.length + next.length);
      if (pair.term !== '') yield pair;
    }
    at += character.length;
  }
}

function word(text: string, start: number, end: number, parts: readonly Word[] = []): Word {
  return { term: cut(fold(text), LONGEST), start, end, parts };
}

/** Composed again at the end, so that a syllable of Korean stays one character. */
function fold(text: string): string {
  if (ASCII_LOWER.test(text)) return text;
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .normalize('NFC');
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : [...text].slice(0, limit).join('');
}
