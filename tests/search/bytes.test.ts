import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Reader, Writer } from '../../src/search/bytes.js';
import {
  decodeCards,
  decodeColumn,
  decodeCompletions,
  decodeDictionary,
  decodePosting,
  decodePostings,
  decodeRoot,
} from '../../src/search/decode.js';
import {
  encodeCards,
  encodeColumn,
  encodeCompletions,
  encodeDictionary,
  encodePosting,
  encodePostings,
  encodeRoot,
} from '../../src/search/encode.js';
import type { Root } from '../../src/search/format.js';
import type { FieldPostings } from '../../src/search/postings.js';

const DOCUMENTS = 5000;
const uint32 = fc.integer({ min: 0, max: 0xffffffff });
/** Without lone surrogates: UTF-8 has none. */
const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const counts = fc.array(fc.record({ term: text, frequency: uint32 }));
const reader = (bytes: Uint8Array) => new Reader(bytes, 'file');

const postings = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.uniqueArray(fc.integer({ min: 0, max: DOCUMENTS - 1 }), { minLength: 1 })), {
    maxLength: 4,
  })
  .chain((fields) =>
    fc.record({
      forms: fc.uniqueArray(text, { minLength: 2, maxLength: 5 }),
      fields: fc.tuple(
        ...fields.map(([field, documents]) =>
          fc
            .tuple(
              fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: documents.length, maxLength: documents.length }),
              fc.array(fc.integer({ min: 0, max: 31 }), { minLength: documents.length, maxLength: documents.length }),
            )
            .map(([scores, masks]) => ({ field, documents: [...documents].sort((a, b) => a - b), scores, masks })),
        ),
      ),
    }),
  );

const plain = ({ field, documents, scores, masks }: FieldPostings) => ({
  field,
  documents: Array.from(documents),
  scores: Array.from(scores),
  masks: Array.from(masks),
});

describe('what is written is read again', () => {
  test('numbers and texts', () => {
    fc.assert(
      fc.property(fc.array(uint32), fc.array(text), text, (numbers, texts, one) => {
        const writer = new Writer();
        for (const number of numbers) writer.number(number);
        writer.list(texts);
        writer.text(one);
        const read = reader(writer.done());
        expect(Array.from(read.numbers(numbers.length))).toEqual(numbers);
        expect(read.list()).toEqual(texts);
        expect(read.text()).toBe(one);
        read.end();
      }),
    );
  });

  test('postings', () => {
    fc.assert(
      fc.property(postings, text, ({ forms, fields }, term) => {
        const posting = encodePosting({ term, forms, fields });
        const read = decodePosting(reader(posting), term, DOCUMENTS);
        expect(read.forms).toEqual(forms);
        expect(read.fields.map(plain)).toEqual(fields);
        const file = decodePostings(reader(encodePostings([term], [posting])), 'file');
        expect(file.terms).toEqual([term]);
        expect(file.postings(term, DOCUMENTS)?.fields.map(plain)).toEqual(fields);
        expect(file.postings(`${term}x`, DOCUMENTS)).toBeNull();
      }),
    );
  });

  test('a term that is its own only form', () => {
    const fields = [{ field: 1, documents: [3, 4], scores: [1200, 800], masks: [1, 1] }];
    const bytes = encodePosting({ term: 'quay', forms: ['quay'], fields });
    const read = decodePosting(reader(bytes), 'quay', DOCUMENTS);
    expect({ ...read, fields: read.fields.map(plain) }).toEqual({ forms: ['quay'], fields });
    expect(bytes.length).toBeLessThan(encodePosting({ term: 'quay', forms: ['quays'], fields }).length);
  });

  test('dictionaries, completions, columns and cards', () => {
    const card = fc.record({ id: text, file: text, version: text, title: text, description: text, facets: fc.array(text) });
    const column = fc
      .uniqueArray(text, { minLength: 1, maxLength: 20 })
      .chain((values) => fc.tuple(fc.constant(values), fc.array(fc.integer({ min: 0, max: values.length - 1 }))));
    fc.assert(
      fc.property(
        counts,
        fc.array(fc.record({ prefix: text, terms: counts })),
        fc.array(card),
        column,
        (a, b, c, [values, codes]) => {
          expect(decodeDictionary(reader(encodeDictionary(a)))).toEqual(a);
          expect(decodeCompletions(reader(encodeCompletions(b)))).toEqual(b);
          expect(decodeCards(reader(encodeCards(c)))).toEqual(c);
          const read = decodeColumn(reader(encodeColumn(values, codes)), codes.length);
          expect({ values: read.values, codes: Array.from(read.codes) }).toEqual({ values, codes });
        },
      ),
    );
  });

  test('the root', () => {
    const tables = { p: ['a', 'b'], n: ['=a'], d: ['a'], r: [], m: ['=ü'], t: [''] };
    const root: Root = { documents: 12, cardsPerFile: 6, termsTag: 0xffffffff, documentsTag: 0, tables, facets: ['owner'] };
    expect(decodeRoot(encodeRoot(root), 'root')).toEqual(root);
  });
});

describe('bytes from anywhere', () => {
  const decoders: Record<string, (bytes: Uint8Array) => unknown> = {
    root: (bytes) => decodeRoot(bytes, 'file'),
    postings: (bytes) => {
      const file = decodePostings(reader(bytes), 'file');
      return file.terms.map((term) => file.postings(term, DOCUMENTS));
    },
    posting: (bytes) => decodePosting(reader(bytes), 'term', DOCUMENTS),
    dictionary: (bytes) => decodeDictionary(reader(bytes)),
    completions: (bytes) => decodeCompletions(reader(bytes)),
    cards: (bytes) => decodeCards(reader(bytes)),
    column: (bytes) => decodeColumn(reader(bytes), DOCUMENTS),
  };

  test.each(Object.keys(decoders))('%s: are read, or refused as damaged', (name) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decoders[name]?.(bytes);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'io', code: 'search/damaged' });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a count that the file has no room for is refused before anything is reserved', () => {
    const writer = new Writer();
    writer.number(0xfffffff0);
    expect(() => reader(writer.done()).list()).toThrow(expect.objectContaining({ code: 'search/damaged' }));
    expect(() => reader(writer.done()).numbers(0xfffffff0)).toThrow(expect.objectContaining({ code: 'search/damaged' }));
  });

  test('a root that names more documents than can be is refused', () => {
    const tables = { p: [], n: [], d: [], r: [], m: [], t: [] };
    const root: Root = { documents: 0xffffffff, cardsPerFile: 6, termsTag: 1, documentsTag: 1, tables, facets: [] };
    expect(() => decodeRoot(encodeRoot(root), 'root')).toThrow(/too many documents/);
  });

  test('a root whose facets are no names of files is refused', () => {
    const tables = { p: [], n: [], d: [], r: [], m: [], t: [] };
    const root: Root = { documents: 1, cardsPerFile: 6, termsTag: 1, documentsTag: 1, tables, facets: ['../secret'] };
    expect(() => decodeRoot(encodeRoot(root), 'root')).toThrow(/without a proper name/);
  });

  test('short bytes that stand for endless terms are refused', () => {
    const writer = new Writer();
    const count = 30_000;
    writer.number(count);
    for (let i = 0; i < count; i += 1) {
      writer.number(i);
      writer.text('x');
    }
    expect(() => reader(writer.done()).list()).toThrow(/too long/);
  });

  test('a run that goes beyond the documents is refused', () => {
    const bytes = encodeColumn(['a'], new Uint8Array(9));
    expect(() => decodeColumn(reader(bytes), 8)).toThrow(/a value too many/);
    expect(() => decodeColumn(reader(bytes), 10)).toThrow(/ends too early/);
  });
});
