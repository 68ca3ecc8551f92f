import { isStopWord, stemOf } from './fields.js';
import { nameOf, shapeOf, wordsOf } from './tokens.js';

/** A word that was asked for. */
export interface QueryWord {
  /** As it is compared, before stemming. */
  readonly term: string;
  readonly stem: string;
  /** Where it stands in the text asked. */
  readonly start: number;
  readonly end: number;
  /** The pieces of a word in camelCase. */
  readonly parts: readonly QueryWord[];
}

export interface QueryText {
  /** What documents are to hold. */
  readonly words: readonly QueryWord[];
  /** Words such as “the”, beside others: a document that holds them is better, one that does not is no worse. */
  readonly extras: readonly QueryWord[];
  /** The whole text as a complete name, and what stands between its words. */
  readonly name: string;
  readonly shape: string;
  /** Whether the last word may go on. */
  readonly open: boolean;
}

/** What one search looks at. Longer questions are cut. */
export const QUERY_LIMITS = { characters: 300, words: 16, extras: 2 } as const;

export function readQuery(text: string): QueryText {
  const asked = [...text.slice(0, QUERY_LIMITS.characters * 2)].slice(0, QUERY_LIMITS.characters).join('');
  const all = distinct([...wordsOf(asked)].map((word) => withStem(word)));
  const telling = all.filter(({ term }) => !isStopWord(term));
  const words = telling.length > 0 ? telling : all;
  return {
    words: words.slice(0, QUERY_LIMITS.words),
    extras: telling.length > 0 ? all.filter((word) => !words.includes(word)).slice(0, QUERY_LIMITS.extras) : [],
    name: nameOf(asked),
    shape: shapeOf(asked),
    open: !/\s$/.test(asked),
  };
}

function withStem(
  word: Omit<QueryWord, 'stem' | 'parts'> & { readonly parts: readonly Omit<QueryWord, 'stem' | 'parts'>[] },
): QueryWord {
  const { term, start, end } = word;
  return {
    term,
    stem: stemOf(term),
    start,
    end,
    parts: word.parts.map((part) => ({ ...part, stem: stemOf(part.term), parts: [] })),
  };
}

/** Of words with the same stem the last one: it is the one that may go on. */
function distinct(words: readonly QueryWord[]): QueryWord[] {
  const byStem = new Map<string, QueryWord>();
  for (const word of words) {
    byStem.delete(word.stem);
    byStem.set(word.stem, word);
  }
  return [...byStem.values()];
}
