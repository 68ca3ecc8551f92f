import { FIELD_NAMES, isName } from './fields.js';
import type { FieldPostings } from './postings.js';

/** One term of a search: what lunr calls a clause, with the postings it leads to. */
export interface Clause {
  readonly term: string;
  /** Weighs the term against others, as in lunr. */
  readonly boost: number;
  /** The words asked for that it answers, one bit each; none for words that only make a document better. */
  readonly answers: number;
  readonly how: 'exact' | 'prefix' | 'near';
  readonly postings: readonly FieldPostings[];
  /** The bit of the very word that was meant, among the term's forms. */
  readonly form: number;
}

/** The documents that hold a term of a search, with what lunr scores them. */
export interface Ranking {
  /** Numbers of documents, in no order. */
  readonly documents: readonly number[];
  /** By number of document: how many words it answers, and the score. */
  readonly answered: (document: number) => number;
  readonly score: (document: number) => number;
}

/** What a word with the same stem counts, beside the very word. */
const OTHER_FORM = 0.3;
/** What a name counts that is put together otherwise. */
const OTHER_SHAPE = 0.5;

const NAME_FIELD = FIELD_NAMES.indexOf('name');

/** One pass over all postings. A score is that of lunr: the product of the vectors of query and field, by the query's length. */
export function rank(clauses: readonly Clause[], count: number): Ranking {
  const scores = new Float64Array(count);
  const answers = new Uint32Array(count);
  const seen = new Uint8Array(count);
  const documents: number[] = [];
  const lengthOf = (names: boolean) =>
    Math.sqrt(clauses.filter(({ term }) => isName(term) === names).reduce((sum, { boost }) => sum + boost * boost, 0)) * 1000;
  const lengths = { words: lengthOf(false), names: lengthOf(true) };
  for (const clause of clauses) {
    const names = isName(clause.term);
    const weight = clause.boost / (names ? lengths.names : lengths.words);
    const other = weight * (names ? (clause.how === 'exact' ? OTHER_SHAPE : 1) : OTHER_FORM);
    for (const posting of clause.postings) {
      if ((posting.field === NAME_FIELD) !== names) continue;
      for (let at = 0; at < posting.documents.length; at += 1) {
        const document = posting.documents[at] ?? 0;
        if (seen[document] === 0) {
          seen[document] = 1;
          documents.push(document);
        }
        answers[document] = (answers[document] ?? 0) | clause.answers;
        const same = ((posting.masks[at] ?? 0) & clause.form) !== 0;
        scores[document] = (scores[document] ?? 0) + (posting.scores[at] ?? 0) * (same ? weight : other);
      }
    }
  }
  return {
    documents,
    answered: (document) => bits(answers[document] ?? 0),
    score: (document) => scores[document] ?? 0,
  };
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** The first `count` of many items, in order. `compare` is never 0. */
export function firstOf(items: Iterable<number>, count: number, compare: (a: number, b: number) => number): number[] {
  const best: number[] = [];
  for (const item of items) {
    const last = best[best.length - 1];
    if (best.length === count && (last === undefined || compare(item, last) > 0)) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(item, best[middle] ?? item) < 0) high = middle;
      else low = middle + 1;
    }
    best.splice(low, 0, item);
    if (best.length > count) best.pop();
  }
  return best;
}
