import { compareText } from '../model/compare-text.js';
import type { TermCount } from './postings.js';

/** Of the files; another version is not read. */
export const VERSION = 1;

/** Kinds of files that are found by their first terms. */
export const TABLES = ['p', 'n', 'd', 'r', 'm', 't'] as const;
/**
 * `p` postings of stems, `n` postings of names, `d` words with their frequencies, `r` the same spelt backwards, `m` names spelt
 * backwards, `t` completions of the beginnings that words of several files of `d`, or names of several files of `n`, share.
 */
export type Table = (typeof TABLES)[number];

export interface Root {
  /** Number of documents. Their numbers follow the order of their ids. */
  readonly documents: number;
  readonly cardsPerFile: number;
  /** Stand in every file made of terms, or of documents: files of two indexes do not mix. */
  readonly termsTag: number;
  readonly documentsTag: number;
  /** By kind, for every file: a text that its terms do not come before, and the terms of earlier files do. */
  readonly tables: Readonly<Record<Table, readonly string[]>>;
  /** Names of the facets, in the order of a card's values. */
  readonly facets: readonly string[];
}

/** What a list of results shows of a document. The empty string stands for “not stated”. */
export interface Card {
  readonly id: string;
  /** Its name as a file. */
  readonly file: string;
  readonly version: string;
  readonly title: string;
  /** The beginning of it. */
  readonly description: string;
  /** In the order of the root's facets. */
  readonly facets: readonly string[];
}

/** The most frequent terms that begin alike. */
export interface Completions {
  readonly prefix: string;
  readonly terms: readonly TermCount[];
}

export const ROOT_PATH = 'root.bin';

export function pathOf(kind: Table | 'g' | 'f', name: number | string): string {
  return `${kind}/${name}.bin`;
}

/** Stands for the forms of a term that has itself as its only form; their masks are 1. */
export const PLAIN = 255;

/** A search reserves a few numbers for each document. */
export const MOST_DOCUMENTS = 4_000_000;

/** Terms that `Completions` holds, and that a search completes a word to. */
export const MOST_COMPLETIONS = 6;

/** The order of completions: frequent ones first, then short ones, then by code units. */
export function compareCompletions(a: TermCount, b: TermCount): number {
  return b.frequency - a.frequency || a.term.length - b.term.length || compareText(a.term, b.term);
}

/** The first of the completions, of words with the same stem only one. */
export function bestCompletions(terms: readonly TermCount[], stemOf: (term: string) => string): TermCount[] {
  const stems = new Set<string>();
  const best: TermCount[] = [];
  for (const count of [...terms].sort(compareCompletions)) {
    if (best.length === MOST_COMPLETIONS) break;
    const stem = stemOf(count.term);
    if (!stems.has(stem)) best.push(count);
    stems.add(stem);
  }
  return best;
}
