import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type lunr from 'lunr';
import { queryLunr } from '../../src/search/assemble.js';
import { inOrderOfIds } from '../../src/search/build.js';
import { Reader } from '../../src/search/bytes.js';
import { decodePosting } from '../../src/search/decode.js';
import type { SearchDocument } from '../../src/search/document.js';
import { encodePosting } from '../../src/search/encode.js';
import { FIELD_NAMES, fieldsOf, isName, newBuilder, WORD_FIELDS } from '../../src/search/fields.js';
import { mergePartitions, quantisedLength } from '../../src/search/merge.js';
import { indexPartition } from '../../src/search/partition.js';
import type { Clause } from '../../src/search/rank.js';
import { document, HARBOUR, manyDocuments } from './documents.js';

interface Internals {
  fieldLengths: Record<string, number>;
  calculateAverageFieldLengths: () => void;
}

/** lunr as it is, over the same fields, tokenizer and pipeline. */
function stockIndex(documents: readonly SearchDocument[], quantise: boolean): lunr.Index {
  const builder = newBuilder();
  for (const [number, each] of documents.entries()) builder.add(fieldsOf(each, String(number)));
  const internals = builder as unknown as Internals;
  const average = internals.calculateAverageFieldLengths;
  if (quantise)
    internals.calculateAverageFieldLengths = function (this: Internals) {
      average.call(this);
      for (const [field, length] of Object.entries(this.fieldLengths)) this.fieldLengths[field] = quantisedLength(length);
    };
  return builder.build();
}

function clausesOf(
  documents: readonly SearchDocument[],
  wanted: readonly { term: string; boost: number }[],
  quantise: boolean,
  size: number,
): Clause[] {
  const partitions = [];
  for (let first = 0; first < documents.length; first += size)
    partitions.push(indexPartition(documents.slice(first, first + size), first));
  const all = new Map([...mergePartitions(partitions, { quantise })].map((each) => [each.term, each]));
  return wanted.flatMap(({ term, boost }) => {
    const found = all.get(term);
    if (found === undefined) return [];
    const { fields } = decodePosting(new Reader(encodePosting(found), 'file'), term, documents.length);
    return [{ term, boost, answers: 1, how: 'exact' as const, form: 1, postings: fields }];
  });
}

function stockScores(index: lunr.Index, clauses: readonly Clause[]): Map<number, number> {
  const results = index.query((query) => {
    for (const { term, boost } of clauses)
      query.clause({
        term,
        boost,
        fields: isName(term) ? ['name'] : [...WORD_FIELDS],
        usePipeline: false,
      } as unknown as lunr.Query.Clause);
  });
  return new Map(results.map(({ ref, score }) => [Number(ref), score]));
}

function expectSame(
  documents: readonly SearchDocument[],
  wanted: readonly { term: string; boost: number }[],
  quantise: boolean,
  size: number,
) {
  const inOrder = inOrderOfIds(documents);
  const clauses = clausesOf(inOrder, wanted, quantise, size);
  const stock = stockScores(stockIndex(inOrder, quantise), clauses);
  const ours = queryLunr(
    clauses,
    inOrder.map((_, number) => number),
  );
  expect([...ours.keys()].sort()).toEqual([...stock.keys()].sort());
  for (const [number, { score }] of ours) expect(score).toBeCloseTo(stock.get(number) ?? Number.NaN, 10);
  return ours.size;
}

describe('scores are those of a stock lunr index', () => {
  const wanted = [
    { term: 'harbour', boost: 1 },
    { term: 'cargo', boost: 0.5 },
    { term: 'pilot', boost: 0.25 },
    { term: '=harbour quay', boost: 1 },
  ];

  test.each([false, true])('over hundreds of documents, counted in parts (lengths rounded: %s)', (quantise) => {
    expect(expectSame(manyDocuments(300), wanted, quantise, 64)).toBeGreaterThan(100);
  });

  test('over the harbour, other scripts too', () => {
    expectSame(
      HARBOUR,
      ['registri', 'server', '通関', 'вес', 'cafe'].map((term) => ({ term, boost: 1 })),
      false,
      3,
    );
  });

  test('whatever the documents are', () => {
    const text = fc.array(fc.constantFrom('quay', 'Quays', 'sail', 'the', '__proto__', 'constructor', 'getBerth', '港湾', 'é'), {
      maxLength: 6,
    });
    // No capability has an empty id.
    const id = text.filter((parts) => parts.join('') !== '');
    const made = fc.uniqueArray(fc.record({ id, title: text, description: text, tags: text }), {
      minLength: 1,
      maxLength: 12,
      selector: ({ id }) => id.join('.'),
    });
    const terms = ['quai', 'sail', 'proto', 'constructor', 'getberth', 'berth', '港湾', 'e', '=quay', '=quay sail', '=proto'];
    fc.assert(
      fc.property(made, fc.boolean(), fc.integer({ min: 1, max: 12 }), (rows, quantise, size) => {
        const documents = rows.map(({ id, title, description, tags }) =>
          document(id.join('.'), { title: title.join(' '), description: description.join(' '), tags }),
        );
        expectSame(
          documents,
          terms.map((term, index) => ({ term, boost: 1 / (1 + index) })),
          quantise,
          size,
        );
      }),
    );
  });

  test('documents left out of the small index do not change the others', () => {
    const documents = inOrderOfIds(manyDocuments(100));
    const clauses = clausesOf(documents, wanted, true, 50);
    const all = queryLunr(
      clauses,
      documents.map((_, number) => number),
    );
    const some = [...all.keys()].filter((number) => number % 3 === 0);
    for (const [number, { score }] of queryLunr(clauses, some)) expect(score).toBe(all.get(number)?.score);
  });

  test('the fields are those that lunr was told', () => {
    expect(FIELD_NAMES).toEqual(['name', 'id', 'title', 'tags', 'description']);
  });
});
