import { ChoraError } from '../model/errors.js';
import { quote } from '../model/quote.js';
import type { Column } from './decode.js';
import { compareTerms } from './format.js';
import type { ShardStore } from './store.js';

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** A facet that is not in the index: it follows from another one, by what is known only now. */
export interface DerivedFacet {
  readonly from: string;
  readonly valueOf: (value: string) => string;
}

/** By facet, the values of which a document has to have one. */
export type Filters = Readonly<Record<string, readonly string[]>>;

/** Which documents pass, facet by facet. */
export interface Sieve {
  /** Whether a document has what all filters ask for. */
  readonly passes: (document: number) => boolean;
  /** Whether it has, leaving out the filter of one facet. */
  readonly passesBut: (document: number, facet: string) => boolean;
}

/** @throws ChoraError `search/no-such-facet` */
export async function columnOf(
  store: ShardStore,
  facet: string,
  derived: Readonly<Record<string, DerivedFacet>>,
): Promise<Column> {
  const own = Object.hasOwn(derived, facet) ? derived[facet] : undefined;
  const stored = own?.from ?? facet;
  if (!store.root.facets.includes(stored))
    throw new ChoraError(
      'usage',
      'search/no-such-facet',
      `There is no facet ${quote(facet)}.`,
      `The facets are ${[...store.root.facets, ...Object.keys(derived)].join(', ')}.`,
    );
  const column = await store.column(stored);
  return own === undefined ? column : mapped(column, own.valueOf);
}

function mapped({ values, codes }: Column, convert: (value: string) => string): Column {
  const newValues = values.map(convert);
  const distinct = [...new Set(newValues)].sort(compareTerms);
  const newCodes = newValues.map((value) => distinct.indexOf(value));
  return { values: distinct, codes: codes.map((code) => newCodes[code] ?? 0) };
}

export function sieveOf(filters: Filters, columns: ReadonlyMap<string, Column>): Sieve {
  const tests = Object.entries(filters).map(([facet, wanted]) => {
    const column = columns.get(facet);
    const accepted = (column?.values ?? []).map((value) => wanted.includes(value));
    return { facet, accepts: (document: number) => accepted[column?.codes[document] ?? -1] === true };
  });
  return {
    passes: (document) => tests.every(({ accepts }) => accepts(document)),
    passesBut: (document, but) => tests.every(({ facet, accepts }) => facet === but || accepts(document)),
  };
}

/**
 * How many of the documents have each value, the most frequent first. A facet's own filter is left out of its counts: they say
 * what another choice would give.
 */
export function countFacet(documents: Iterable<number>, facet: string, { values, codes }: Column, sieve: Sieve): FacetCount[] {
  const counts = new Uint32Array(values.length);
  for (const document of documents)
    if (sieve.passesBut(document, facet)) {
      const code = codes[document] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  return values
    .map((value, code) => ({ value, count: counts[code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || compareTerms(a.value, b.value));
}
