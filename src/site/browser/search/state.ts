import { SEARCH_FACETS, SEARCH_ORDERS, type SearchOrder } from '../../search-facets.js';
import type { Filters } from './protocol.js';

/** What the page shows, all of it in its address: a link to it shows the same. */
export interface SearchState {
  readonly text: string;
  readonly filters: Filters;
  readonly sort: SearchOrder;
  /** Results shown, from the first. */
  readonly shown: number;
}

export const PAGE = 20;
const FURTHEST = 1000;
const LONGEST = 300;
const MOST_VALUES = 50;

/** Of an address such as `?q=berth&owner=team-quay&owner=&sort=id&n=40`; the empty value is “not stated”. What is not understood is left out. */
export function readState(address: string): SearchState {
  const given = new URLSearchParams(address);
  const filters = Object.fromEntries(
    SEARCH_FACETS.map(({ name }) => [name, [...new Set(given.getAll(name))].slice(0, MOST_VALUES)] as const).filter(
      ([, values]) => values.length > 0,
    ),
  );
  const count = Number(given.get('n'));
  return {
    text: (given.get('q') ?? '').slice(0, LONGEST).toWellFormed(),
    filters,
    sort: SEARCH_ORDERS.find(({ name }) => name === given.get('sort'))?.name ?? 'relevance',
    shown: Number.isFinite(count) ? Math.min(Math.max(Math.floor(count / PAGE), 1) * PAGE, FURTHEST) : PAGE,
  };
}

/** Empty, or with the question mark. The same state always has the same address. */
export function writeState({ text, filters, sort, shown }: SearchState): string {
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  for (const { name } of SEARCH_FACETS) for (const value of filters[name] ?? []) params.append(name, value);
  if (sort !== 'relevance') params.set('sort', sort);
  if (shown > PAGE) params.set('n', String(shown));
  const written = params.toString();
  return written === '' ? '' : `?${written}`;
}

/** With another question or filter the list begins again. */
export function changed(state: SearchState, change: Partial<SearchState>): SearchState {
  return { ...state, shown: PAGE, ...change };
}

export const mayShowMore = (shown: number, total: number): boolean => shown < Math.min(total, FURTHEST);

/** The value of a facet put in, or taken out. */
export function toggled(filters: Filters, facet: keyof Filters, value: string): Filters {
  const had = filters[facet] ?? [];
  const values = had.includes(value) ? had.filter((each) => each !== value) : [...had, value];
  const { [facet]: _, ...others } = filters;
  return values.length === 0 ? others : { ...others, [facet]: values };
}
