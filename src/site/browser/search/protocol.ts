import type { SearchFacet, SearchOrder } from '../../search-facets.js';

/** A question to the worker. The answer to a later one makes the answer to an earlier one worthless. */
export interface Question {
  readonly number: number;
  readonly text: string;
  readonly filters: Filters;
  readonly sort: SearchOrder;
  /** How many results, from the first. */
  readonly shown: number;
  /** Facets to count once the results are told. */
  readonly facets: readonly SearchFacet[];
  /** Time to live → sources whose own it is. */
  readonly ttls: Readonly<Record<string, readonly string[]>>;
}

export type Filters = Readonly<Partial<Record<SearchFacet, readonly string[]>>>;

/** A text in pieces: every second one, from the second on, is what was looked for. */
export type Pieces = readonly string[];

export interface Hit {
  /** Its page is named so. */
  readonly file: string;
  readonly version: string;
  readonly id: Pieces;
  /** Null where it is the id, or nothing. */
  readonly title: Pieces | null;
  readonly description: Pieces;
  readonly facets: Readonly<Record<string, string>>;
}

export interface Found {
  readonly kind: 'found';
  readonly number: number;
  readonly total: number;
  readonly unfiltered: number;
  readonly holds: 'all' | 'some';
  readonly hits: readonly Hit[];
  /** Words of the question that no capability has, as they were typed. */
  readonly unknown: readonly string[];
  readonly didYouMean: string | null;
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface Counted {
  readonly kind: 'counted';
  readonly number: number;
  readonly facets: Readonly<Partial<Record<SearchFacet, readonly FacetValue[]>>>;
}

export interface Failed {
  readonly kind: 'failed';
  readonly number: number;
  readonly message: string;
}

export type Answer = Found | Counted | Failed;
