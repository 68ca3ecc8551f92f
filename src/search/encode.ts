import { Writer } from './bytes.js';
import { type Card, type Completions, PLAIN, type Root, TABLES, VERSION } from './format.js';
import { type FieldPostings, MOST_FORMS, type Postings, type TermCount } from './postings.js';

const MASKS = 2 ** MOST_FORMS;

export function encodeRoot(root: Root): Uint8Array {
  const writer = new Writer();
  writer.byte('R'.charCodeAt(0));
  writer.number(VERSION);
  for (const number of [root.documents, root.cardsPerFile, root.termsTag, root.documentsTag]) writer.number(number);
  for (const table of TABLES) writer.list(root.tables[table]);
  writer.list(root.facets);
  return writer.done();
}

/** Kind (the first letter of its path) and tag stand before the content of every file but the root. */
export function encodeFile(path: string, tag: number, content: Uint8Array): Uint8Array {
  const writer = new Writer();
  writer.byte(path.charCodeAt(0));
  writer.number(tag);
  writer.raw(content);
  return writer.done();
}

/** One term's postings, as they stand in a file of postings. */
export function encodePosting({ term, forms, fields }: Postings & { readonly term: string }): Uint8Array {
  const writer = new Writer();
  // Most terms are the one word that they are the stem of.
  const plain = forms.length === 1 && forms[0] === term;
  writer.byte(plain ? PLAIN : 0);
  if (!plain) writer.list(forms);
  writer.byte(fields.length);
  for (const field of fields) writeField(field, plain, writer);
  return writer.done();
}

/**
 * The distinct pairs of score and mask come first, the most frequent of them foremost: what a document has is then a small number.
 */
function writeField({ field, documents, scores, masks }: FieldPostings, plain: boolean, writer: Writer): void {
  const counts = new Map<number, number>();
  const pairOf = (at: number) => (scores[at] ?? 0) * MASKS + (masks[at] ?? 0);
  for (let at = 0; at < documents.length; at += 1) counts.set(pairOf(at), (counts.get(pairOf(at)) ?? 0) + 1);
  const table = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([pair]) => pair);
  const codes = new Map(table.map((pair, code) => [pair, code]));
  writer.byte(field);
  writer.number(documents.length);
  writer.number(table.length);
  for (const pair of table) writer.number(Math.floor(pair / MASKS));
  if (!plain) for (const pair of table) writer.number(pair % MASKS);
  let before = -1;
  for (let at = 0; at < documents.length; at += 1) {
    const document = documents[at] ?? 0;
    writer.number(document - before - 1);
    before = document;
  }
  if (table.length === 1) return;
  for (let at = 0; at < documents.length; at += 1) writer.number(codes.get(pairOf(at)) ?? 0);
}

/** Terms in order, each with what `encodePosting` made of its postings. */
export function encodePostings(terms: readonly string[], postings: readonly Uint8Array[]): Uint8Array {
  const writer = new Writer();
  writer.list(terms);
  for (const { length } of postings) writer.number(length);
  for (const posting of postings) writer.raw(posting);
  return writer.done();
}

export function encodeDictionary(terms: readonly TermCount[]): Uint8Array {
  const writer = new Writer();
  writer.list(terms.map(({ term }) => term));
  for (const { frequency } of terms) writer.number(frequency);
  return writer.done();
}

export function encodeCompletions(completions: readonly Completions[]): Uint8Array {
  const writer = new Writer();
  writer.list(completions.map(({ prefix }) => prefix));
  for (const { terms } of completions) writer.raw(encodeDictionary(terms));
  return writer.done();
}

export function encodeCards(cards: readonly Card[]): Uint8Array {
  const rows = cards.map(({ id, file, version, title, description, facets }) => [id, file, version, title, description, facets]);
  return new TextEncoder().encode(JSON.stringify(rows));
}

/** One facet: its values in order, then the number of a value for each document. */
export function encodeColumn(values: readonly string[], codes: ArrayLike<number>): Uint8Array {
  const writer = new Writer();
  writer.list(values);
  for (let from = 0; from < codes.length; ) {
    const code = codes[from] ?? 0;
    let to = from + 1;
    while (to < codes.length && codes[to] === code) to += 1;
    // Runs of one are frequent in facets that do not follow the ids: the lowest bit says whether a length follows.
    writer.number(code * 2 + (to - from > 1 ? 1 : 0));
    if (to - from > 1) writer.number(to - from - 2);
    from = to;
  }
  return writer.done();
}
