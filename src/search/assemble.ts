import lunr from 'lunr';
import { FIELD_NAMES, isName, WORD_FIELDS } from './fields.js';
import type { Clause } from './rank.js';

/** What lunr says of one document. */
export interface LunrResult {
  readonly score: number;
  /** Terms that it holds. */
  readonly terms: readonly string[];
}

interface Attributes {
  readonly invertedIndex: Record<string, Record<string, unknown>>;
  readonly fieldVectors: Record<string, lunr.Vector>;
  readonly tokenSet: lunr.TokenSet;
  readonly fields: readonly string[];
  readonly pipeline: lunr.Pipeline;
}

/**
 * Asks lunr: an index of these documents alone and of the terms of the search alone gives the scores of the whole index. No two
 * clauses have the same term.
 */
export function queryLunr(clauses: readonly Clause[], documents: readonly number[]): Map<number, LunrResult> {
  const invertedIndex = Object.create(null) as Attributes['invertedIndex'];
  const fieldVectors = Object.create(null) as Attributes['fieldVectors'];
  for (const [index, { term, postings }] of clauses.entries()) {
    const posting = Object.create(null) as Record<string, unknown>;
    posting['_index'] = index;
    for (const field of FIELD_NAMES) posting[field] = Object.create(null);
    invertedIndex[term] = posting;
    for (const { field, documents: held, scores } of postings) {
      const name = FIELD_NAMES[field] ?? '';
      for (const document of documents) {
        const at = placeOf(held, document);
        if (at < 0) continue;
        (posting[name] as Record<string, object>)[document] = {};
        const key = `${name}/${document}`;
        const vector = fieldVectors[key] ?? new lunr.Vector([]);
        fieldVectors[key] = vector;
        vector.insert(index, (scores[at] ?? 0) / 1000);
      }
    }
  }
  const attributes: Attributes = {
    invertedIndex,
    fieldVectors,
    tokenSet: tokenSetOf(clauses.map(({ term }) => term).sort()),
    fields: FIELD_NAMES,
    pipeline: new lunr.Pipeline(),
  };
  const index = new lunr.Index(attributes as unknown as lunr.Index.Attributes);
  const results = index.query((query) => {
    for (const { term, boost } of clauses)
      query.clause({
        term,
        boost,
        fields: isName(term) ? ['name'] : [...WORD_FIELDS],
        usePipeline: false,
        wildcard: lunr.Query.wildcard.NONE,
        presence: lunr.Query.presence.OPTIONAL,
      } as unknown as lunr.Query.Clause);
  });
  return new Map(
    results.map(({ ref, score, matchData }) => [Number(ref), { score, terms: Object.keys(matchData.metadata).sort() }]),
  );
}

/** Part of lunr, though its types do not say so. */
function tokenSetOf(terms: readonly string[]): lunr.TokenSet {
  const { fromArray } = lunr.TokenSet as unknown as { fromArray: (terms: readonly string[]) => lunr.TokenSet };
  return fromArray(terms);
}

/** Place of a number in an ascending list, or -1. */
function placeOf(numbers: ArrayLike<number>, number: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = numbers[middle] ?? 0;
    if (value === number) return middle;
    if (value < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
