import { ChoraError } from '../model/errors.js';
import { queryLunr } from './assemble.js';
import { addNearNames, addNearWords, type Clauses, type FoundWord, findClauses } from './clauses.js';
import type { Column } from './decode.js';
import { columnOf, countFacet, type DerivedFacet, type FacetCount, type Filters, sift } from './facets.js';
import type { Card } from './format.js';
import { firstOf, type Ranking, rank } from './rank.js';
import { type FetchShard, ShardStore } from './store.js';
import { suggestionFor } from './suggestion.js';
import { readQuery } from './words.js';

export interface SearchOptions {
  readonly filters?: Filters;
  /** Facets to count. Each costs a file the first time. */
  readonly facets?: readonly string[];
  /** `relevance`, `id` (what a search without words has anyway), or a facet: by its values, those without one last. */
  readonly sort?: string;
  /** Results to leave out at the start, and to give at most. Default: 0 and 10. */
  readonly offset?: number;
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export interface SearchResult extends Omit<Card, 'facets'> {
  /** Values by facet; the empty string stands for “not stated”. */
  readonly facets: Readonly<Record<string, string>>;
  /** lunr's. 0 where no words were asked for. */
  readonly score: number;
  /** What `highlight` takes. */
  readonly terms: readonly string[];
}

export interface SearchAnswer {
  /** Documents that match, and that would match without the filters. */
  readonly total: number;
  readonly unfiltered: number;
  /** `all`: the results hold every word that was asked for. `some`: no document does. */
  readonly holds: 'all' | 'some';
  readonly results: readonly SearchResult[];
  readonly facets: Readonly<Record<string, readonly FacetCount[]>>;
  readonly words: readonly FoundWord[];
  /** The question as it may have been meant. */
  readonly didYouMean?: string;
}

export type Search = (text: string, options?: SearchOptions) => Promise<SearchAnswer>;

export interface OpenOptions {
  /** Facets that are not in the index, by name, such as the freshness of a source. */
  readonly derived?: Readonly<Record<string, DerivedFacet>>;
}

/** Most results of one call, and most that can be left out before them. */
export const MOST_RESULTS = 100;
export const FURTHEST = 10_000;

/**
 * Opens a search index. Nothing is fetched before the first search; what was fetched is kept.
 * A search throws ChoraError `search/damaged` when a file of the index is not what it should be, `search/no-such-facet`, and whatever
 * `fetchShard` throws. When the index was replaced meanwhile, it is opened anew once.
 */
export function openSearch(fetchShard: FetchShard, { derived = {} }: OpenOptions = {}): Search {
  let store: Promise<ShardStore> | undefined;
  const keep = (opened: Promise<ShardStore>) => {
    store = opened;
    // Who searches is told. The next search tries again.
    opened.catch(() => {
      if (store === opened) store = undefined;
    });
    return opened;
  };
  return async (text, options = {}) => {
    const opened = store ?? keep(ShardStore.open(fetchShard, false));
    const old = await opened;
    try {
      return await searchIn(old, text, options, derived);
    } catch (error) {
      if (options.signal?.aborted || (error instanceof ChoraError && error.kind === 'usage')) throw error;
      // A file that is gone or does not fit may belong to an index that was replaced. If so, its root is another one.
      const newer = await ShardStore.open(fetchShard, true).catch(() => old);
      if (newer.root.termsTag === old.root.termsTag && newer.root.documentsTag === old.root.documentsTag) throw error;
      // Another search may have opened the new one already.
      if (store === opened) keep(Promise.resolve(newer));
      return await searchIn(newer, text, options, derived);
    }
  };
}

async function searchIn(
  store: ShardStore,
  text: string,
  { filters = {}, facets = [], sort = 'relevance', offset = 0, limit = 10, signal }: SearchOptions,
  derived: Readonly<Record<string, DerivedFacet>>,
): Promise<SearchAnswer> {
  signal?.throwIfAborted();
  const count = store.root.documents;
  const named = new Set([...Object.keys(filters), ...facets, ...(sort === 'relevance' || sort === 'id' ? [] : [sort])]);
  const columns = new Map<string, Column>();
  const loading = Promise.all([...named].map(async (facet) => columns.set(facet, await columnOf(store, facet, derived))));
  // Should the words fail first, this is awaited by nobody; it is reported below otherwise.
  loading.catch(() => undefined);
  const found = text.trim() === '' ? null : await findMatches(store, text, signal);
  await loading;
  signal?.throwIfAborted();

  const matches = found === null ? Array.from({ length: count }, (_, document) => document) : found.documents;
  const sifted = sift(matches, filters, columns);
  const { passing } = sifted;
  const from = clamp(offset, FURTHEST);
  const order = orderOf(sort, found?.ranking ?? null, columns);
  const shown = firstOf(passing, from + clamp(limit, MOST_RESULTS), order).slice(from);
  const scored = found === null ? new Map() : queryLunr(found.clauses.clauses, shown);
  const cards = await Promise.all(shown.map((document) => store.card(document)));
  signal?.throwIfAborted();
  const results = cards.map((card, index): SearchResult => {
    const { score = 0, terms = [] } = scored.get(shown[index] ?? -1) ?? {};
    const values = Object.fromEntries(store.root.facets.map((facet, at) => [facet, card.facets[at] ?? '']));
    return { ...card, facets: values, score, terms };
  });
  const suggestion = found === null ? undefined : suggestionFor(text, found.clauses, results);
  return {
    total: passing.length,
    unfiltered: found === null ? count : found.documents.length,
    holds: found?.holds ?? 'all',
    results,
    facets: Object.fromEntries(
      facets.map((facet) => {
        const column = columns.get(facet);
        return [facet, column === undefined ? [] : countFacet(sifted, facet, column)];
      }),
    ),
    words: found?.clauses.words ?? [],
    ...(suggestion === undefined ? {} : { didYouMean: suggestion }),
  };
}

interface Found {
  readonly clauses: Clauses;
  readonly ranking: Ranking;
  readonly documents: readonly number[];
  readonly holds: 'all' | 'some';
}

/** Documents that hold all words; where there is none, those that hold some. */
async function findMatches(store: ShardStore, text: string, signal: AbortSignal | undefined): Promise<Found> {
  const query = readQuery(text);
  const asked = await findClauses(store, query);
  signal?.throwIfAborted();
  const first = matchesOf(store, asked);
  const guessed = asked.words.some(({ how }) => how === 'near' || how === 'none');
  if (asked.words.length === 0 || (first.holds === 'all' && !guessed)) return first;
  const named = await addNearNames(store, query, asked);
  signal?.throwIfAborted();
  const second = matchesOf(store, named);
  if (second.holds === 'all') return second;
  const wider = await addNearWords(store, named);
  signal?.throwIfAborted();
  return matchesOf(store, wider);
}

function matchesOf(store: ShardStore, clauses: Clauses): Found {
  const ranking = rank(clauses.clauses, store.root.documents);
  const all = ranking.documents.filter((document) => ranking.answered(document) === clauses.words.length);
  if (all.length > 0) return { clauses, ranking, documents: all, holds: 'all' };
  const some = ranking.documents.filter((document) => ranking.answered(document) > 0);
  return { clauses, ranking, documents: some, holds: 'some' };
}

/** Documents are numbered in the order of their ids, which decides wherever nothing else does. */
function orderOf(sort: string, ranking: Ranking | null, columns: ReadonlyMap<string, Column>): (a: number, b: number) => number {
  const column = columns.get(sort);
  if (column !== undefined) {
    const place = (document: number) => {
      const code = column.codes[document] ?? 0;
      return column.values[code] === '' ? column.values.length : code;
    };
    return (a, b) => place(a) - place(b) || a - b;
  }
  if (sort === 'id' || ranking === null) return (a, b) => a - b;
  return (a, b) => ranking.answered(b) - ranking.answered(a) || ranking.score(b) - ranking.score(a) || a - b;
}

function clamp(number: number, most: number): number {
  return Number.isFinite(number) ? Math.min(Math.max(Math.floor(number), 0), most) : 0;
}
