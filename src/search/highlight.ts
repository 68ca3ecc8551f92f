import { NAME_MARK, stemOf } from './fields.js';
import { nameOf, wordsOf } from './tokens.js';

/** From where up to where, in UTF-16 code units. */
export type Range = readonly [start: number, end: number];

/** The parts of a text that hold the terms of a result, in order, none touching another. */
export function highlight(text: string, terms: Iterable<string>): Range[] {
  const wanted = new Set(terms);
  if (wanted.has(NAME_MARK + nameOf(text))) {
    const words = [...wordsOf(text)];
    return join(words.map(({ start, end }): Range => [start, end]));
  }
  const ranges: Range[] = [];
  for (const word of wordsOf(text)) {
    if (wanted.has(stemOf(word.term))) ranges.push([word.start, word.end]);
    else for (const part of word.parts) if (wanted.has(stemOf(part.term))) ranges.push([part.start, part.end]);
  }
  return join(ranges);
}

/** Pairs of characters overlap. */
function join(ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const [start, end] of ranges) {
    const last = joined[joined.length - 1];
    if (last !== undefined && start <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], end)];
    else joined.push([start, end]);
  }
  return joined;
}
