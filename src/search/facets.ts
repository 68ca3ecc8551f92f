import { compareText } from '../model/compare-text.js';
import { ChoraError } from '../model/errors.js';
import { quote } from '../model/quote.js';
import type { Column } from './decode.js';

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

/** Documents by what the filters say of them. */
export interface Sifted {
  /** Those that have what all filters ask for. */
  readonly passing: readonly number[];
  /** By facet, those that nothing but the filter of that facet keeps out. */
  readonly keptOut: ReadonlyMap<string, readonly number[]>;
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
  const distinct = [...new Set(newValues)].sort(compareText);
  const newCodes = newValues.map((value) => distinct.indexOf(value));
  return { values: distinct, codes: codes.map((code) => newCodes[code] ?? 0) };
}

/** Looks at every document once, however many facets are counted afterwards. */
export function sift(documents: readonly number[], filters: Filters, columns: ReadonlyMap<string, Column>): Sifted {
  const tests = Object.entries(filters).map(([facet, wanted]) => {
    const { values = [], codes = new Uint32Array() } = columns.get(facet) ?? {};
    const chosen = new Set(wanted);
    return { codes, accepted: values.map((value) => chosen.has(value)), keptOut: { facet, documents: [] as number[] } };
  });
  if (tests.length === 0) return { passing: documents, keptOut: new Map() };
  const passing: number[] = [];
  for (const document of documents) {
    let failed: (typeof tests)[number] | undefined;
    let failures = 0;
    for (const test of tests)
      if (test.accepted[test.codes[document] ?? -1] !== true) {
        failed = test;
        failures += 1;
      }
    if (failed === undefined) passing.push(document);
    else if (failures === 1) failed.keptOut.documents.push(document);
  }
  return { passing, keptOut: new Map(tests.map(({ keptOut }) => [keptOut.facet, keptOut.documents])) };
}

/**
 * How many of the documents have each value, the most frequent first. A facet's own filter is left out of its counts: they say
 * what another choice would give.
 */
export function countFacet({ passing, keptOut }: Sifted, facet: string, { values, codes }: Column): FacetCount[] {
  const counts = new Uint32Array(values.length);
  for (const documents of [passing, keptOut.get(facet) ?? []])
    for (const document of documents) {
      const code = codes[document] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  const found: FacetCount[] = [];
  for (const [code, value] of values.entries()) {
    const count = counts[code] ?? 0;
    if (count > 0) found.push({ value, count });
  }
  return found.sort((a, b) => b.count - a.count || compareText(a.value, b.value));
}
