/** Forms of one term that are told apart. */
export const MOST_FORMS = 30;

/** Where a term stands in one field. Documents are numbers, ascending; scores are lunr's, times 1000. */
export interface FieldPostings {
  /** Index into the fields of the index. */
  readonly field: number;
  readonly documents: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
  /** Which of the term's forms a document has there, one bit each. */
  readonly masks: ArrayLike<number>;
}

/** All that the index has of a term. */
export interface Postings {
  /** The words that the term is the stem of; of a name, what stands between its words. In the order of their code units. */
  readonly forms: readonly string[];
  readonly fields: readonly FieldPostings[];
}

export interface TermPostings extends Postings {
  readonly term: string;
  /** How often each form occurs. */
  readonly occurrences: readonly number[];
}

/** A word or a name with how often it occurs. */
export interface TermCount {
  readonly term: string;
  readonly frequency: number;
}
