import { compareText } from '../model/compare-text.js';
import type { SearchDocument } from './document.js';
import { encodeCards, encodeColumn } from './encode.js';
import { FACETS, type FacetName } from './facet-names.js';
import { type Card, pathOf } from './format.js';

/** A list of ten results takes ten files at most: small ones cost less, and fewer of them make a smaller catalog. */
export const CARDS_PER_FILE = 5;
/** Characters of a description that a card shows. */
const LONGEST_SNIPPET = 160;

/** Content of the files made of documents, by path: cards, where one of those in a file is `wanted`, and a column for each facet. */
export function* documentFiles(
  documents: readonly SearchDocument[],
  wanted: (id: string) => boolean,
): Generator<readonly [path: string, content: Uint8Array]> {
  for (let first = 0; first < documents.length; first += CARDS_PER_FILE) {
    const some = documents.slice(first, first + CARDS_PER_FILE);
    if (some.some(({ id }) => wanted(id))) yield [pathOf('g', first / CARDS_PER_FILE), encodeCards(some.map(cardOf))];
  }
  for (const facet of FACETS) yield [pathOf('f', facet), columnOf(documents, facet)];
}

function cardOf({ id, file, version, title, description, facets }: SearchDocument): Card {
  const text = description.replace(/\s+/gu, ' ').trim();
  const characters = [...text.slice(0, LONGEST_SNIPPET * 4)];
  const snippet = characters.length <= LONGEST_SNIPPET ? text : `${characters.slice(0, LONGEST_SNIPPET).join('').trimEnd()}…`;
  return { id, file, version, title, description: snippet, facets: FACETS.map((facet) => facets[facet]) };
}

function columnOf(documents: readonly SearchDocument[], facet: FacetName): Uint8Array {
  const values = [...new Set(documents.map(({ facets }) => facets[facet]))].sort(compareText);
  const codes = new Map(values.map((value, code) => [value, code]));
  return encodeColumn(
    values,
    documents.map(({ facets }) => codes.get(facets[facet]) ?? 0),
  );
}
