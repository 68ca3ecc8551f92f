import { ChoraError } from '../model/errors.js';
import { Reader } from './bytes.js';
import { FIELDS } from './fields.js';
import { type Card, type Completions, MOST_DOCUMENTS, PLAIN, type Root, TABLES, VERSION } from './format.js';
import type { FieldPostings, Postings, TermCount } from './postings.js';

/** @throws ChoraError `search/damaged`, as every function here. */
export function decodeRoot(bytes: Uint8Array, path: string): Root {
  const reader = new Reader(bytes, path);
  if (reader.byte() !== 'R'.charCodeAt(0) || reader.number() !== VERSION) throw reader.damaged('it is of another kind');
  const [documents, cardsPerFile, termsTag, documentsTag] = [reader.number(), reader.number(), reader.number(), reader.number()];
  const tables = Object.fromEntries(TABLES.map((table) => [table, reader.list()])) as unknown as Root['tables'];
  const facets = reader.list();
  reader.end();
  // These become parts of paths.
  if (!facets.every((facet) => /^[a-z_]{1,40}$/.test(facet))) throw reader.damaged('it has a facet without a proper name');
  if (cardsPerFile === 0) throw reader.damaged('it has no cards');
  if (documents > MOST_DOCUMENTS) throw reader.damaged('it has too many documents');
  return { documents, cardsPerFile, termsTag, documentsTag, tables, facets };
}

/**
 * The content of a file after its kind and tag.
 * @throws ChoraError `search/changed` when the file belongs to another index than the root.
 */
export function openFile(bytes: Uint8Array, path: string, tag: number): Reader {
  const reader = new Reader(bytes, path);
  if (reader.byte() !== path.charCodeAt(0)) throw reader.damaged('it is of another kind');
  if (reader.number() !== tag)
    throw new ChoraError(
      'io',
      'search/changed',
      `${path} belongs to another search index: it changed meanwhile.`,
      'Search again.',
    );
  return reader;
}

/** A file of postings; a term's are decoded when they are asked for. */
export interface PostingsFile {
  readonly terms: readonly string[];
  /** Null where the file does not hold the term. Documents are below the number given. */
  readonly postings: (term: string, documents: number) => Postings | null;
}

export function decodePostings(reader: Reader, path: string): PostingsFile {
  const terms = reader.list();
  const lengths = reader.numbers(terms.length);
  const places = new Map<string, Uint8Array>();
  for (const [index, term] of terms.entries()) places.set(term, reader.raw(lengths[index] ?? 0));
  reader.end();
  return {
    terms,
    postings: (term, documents) => {
      const bytes = places.get(term);
      return bytes === undefined ? null : decodePosting(new Reader(bytes, path), term, documents);
    },
  };
}

export function decodePosting(reader: Reader, term: string, documents: number): Postings {
  const plain = reader.byte() === PLAIN;
  const forms = plain ? [term] : reader.list();
  const fields: FieldPostings[] = [];
  for (let count = reader.byte(); count > 0; count -= 1) {
    const field = reader.byte();
    if (field >= FIELDS.length) throw reader.damaged('it has a field that is not known');
    fields.push({ field, ...readField(reader, plain, documents) });
  }
  reader.end();
  return { forms, fields };
}

function readField(reader: Reader, plain: boolean, limit: number): Omit<FieldPostings, 'field'> {
  const count = reader.count();
  const size = reader.count();
  const scoreTable = reader.numbers(size);
  const maskTable = plain ? new Uint32Array(size).fill(1) : reader.numbers(size);
  const documents = reader.numbers(count);
  let before = -1;
  for (let at = 0; at < count; at += 1) {
    before += (documents[at] ?? 0) + 1;
    if (before >= limit) throw reader.damaged('it names a document that is not there');
    documents[at] = before;
  }
  const codes = size > 1 ? reader.numbers(count) : new Uint32Array(count);
  const scores = new Uint32Array(count);
  const masks = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const code = codes[at] ?? 0;
    if (code >= size) throw reader.damaged('it names a score that is not there');
    scores[at] = scoreTable[code] ?? 0;
    masks[at] = maskTable[code] ?? 0;
  }
  return { documents, scores, masks };
}

export function decodeDictionary(reader: Reader): TermCount[] {
  const terms = readDictionary(reader);
  reader.end();
  return terms;
}

function readDictionary(reader: Reader): TermCount[] {
  const terms = reader.list();
  const frequencies = reader.numbers(terms.length);
  return terms.map((term, index) => ({ term, frequency: frequencies[index] ?? 0 }));
}

export function decodeCompletions(reader: Reader): Completions[] {
  const completions = reader.list().map((prefix) => ({ prefix, terms: readDictionary(reader) }));
  reader.end();
  return completions;
}

export function decodeCards(reader: Reader): Card[] {
  let rows: unknown;
  try {
    rows = JSON.parse(new TextDecoder().decode(reader.raw(reader.left)));
  } catch (error) {
    throw reader.damaged('it is not JSON', error);
  }
  if (!Array.isArray(rows)) throw reader.damaged('it is not a list');
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw reader.damaged('a card in it is not a list');
    const [id, file, version, title, description, facets] = row as unknown[];
    if (
      typeof id !== 'string' ||
      typeof file !== 'string' ||
      typeof version !== 'string' ||
      typeof title !== 'string' ||
      typeof description !== 'string' ||
      !isTexts(facets)
    )
      throw reader.damaged('a card in it has other fields');
    return { id, file, version, title, description, facets };
  });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** One facet of all documents: its values in order, and the number of a value for each document. */
export interface Column {
  readonly values: readonly string[];
  readonly codes: Uint32Array;
}

export function decodeColumn(reader: Reader, documents: number): Column {
  const values = reader.list();
  // A document takes half a bit at the least in files of this kind; what is longer than its runs say is caught below.
  const codes = new Uint32Array(documents);
  let at = 0;
  while (reader.left > 0) {
    const head = reader.number();
    const code = Math.floor(head / 2);
    const run = head % 2 === 1 ? reader.number() + 2 : 1;
    if (code >= values.length || at + run > documents) throw reader.damaged('it has a value too many');
    codes.fill(code, at, at + run);
    at += run;
  }
  if (at !== documents) throw reader.damaged('it ends too early');
  return { values, codes };
}
