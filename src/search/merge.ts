import { compareText } from '../model/compare-text.js';
import { FIELDS } from './fields.js';
import type { Partition } from './partition.js';
import { type FieldPostings, MOST_FORMS, type TermPostings } from './postings.js';

/** lunr's defaults. */
const K1 = 1.2;
const B = 0.75;
/** Lengths within a quarter of each other weigh the same: far fewer distinct scores, and next to no change of order. */
const LENGTH_STEP = 1.25;

export interface MergeOptions {
  /** Whether lengths of fields are rounded, which makes the index smaller. */
  readonly quantise: boolean;
}

/** The nearest power of the step, so that lengths of a kind weigh the same. */
export function quantisedLength(length: number): number {
  return length <= 1 ? length : LENGTH_STEP ** Math.round(Math.log(length) / Math.log(LENGTH_STEP));
}

/**
 * All terms of all partitions, in the order of their code units, each with its postings. The scores are those that
 * `Builder.createFieldVectors` of lunr computes from one builder with all documents.
 */
export function* mergePartitions(partitions: readonly Partition[], { quantise }: MergeOptions): Generator<TermPostings> {
  const inOrder = [...partitions].sort((a, b) => a.first - b.first);
  const count = inOrder.reduce((sum, partition) => sum + partition.count, 0);
  const weights = FIELDS.map(({ boost }, field) => ({ boost, average: averageLength(inOrder, field, count) }));
  const lengths = inOrder.map((partition) =>
    partition.lengths.map((of) => Float64Array.from(of, quantise ? quantisedLength : (length) => length)),
  );
  for (const { term, held } of termsOf(inOrder)) {
    const frequency = held.reduce((sum, { from, to }) => sum + to - from, 0);
    const idf = Math.log(1 + Math.abs((count - frequency + 0.5) / (frequency + 0.5)));
    const { forms, occurrences, masksOf } = joinForms(inOrder, held);
    const fields: FieldPostings[] = [];
    for (const [field, { boost, average }] of weights.entries()) {
      const documents: number[] = [];
      const scores: number[] = [];
      const masks: number[] = [];
      for (const { partition: number, from, to } of held) {
        const partition = inOrder[number];
        const ofField = lengths[number]?.[field];
        if (!partition || !ofField) continue;
        for (let at = from; at < to; at += 1) {
          if (partition.fields[at] !== field) continue;
          const document = partition.documents[at] ?? 0;
          const tf = partition.frequencies[at] ?? 0;
          const length = ofField[document - partition.first] ?? 0;
          const score = ((idf * ((K1 + 1) * tf)) / (K1 * (1 - B + B * (length / average)) + tf)) * boost;
          documents.push(document);
          scores.push(Math.round(score * 1000));
          masks.push(masksOf(number, partition.masks[at] ?? 0));
        }
      }
      if (documents.length > 0) fields.push({ field, documents, scores, masks });
    }
    yield { term, forms, occurrences, fields };
  }
}

interface JoinedForms {
  readonly forms: readonly string[];
  readonly occurrences: readonly number[];
  /** The bits of a partition's posting as bits of these forms. */
  readonly masksOf: (partition: number, mask: number) => number;
}

/** The forms of a term in all partitions; where they are too many, the most frequent of them. */
function joinForms(partitions: readonly Partition[], held: readonly Held[]): JoinedForms {
  const counts = new Map<string, number>();
  const own = new Map<number, readonly string[]>();
  for (const { partition: number, term, from, to } of held) {
    const partition = partitions[number];
    const forms = partition?.forms[term] ?? [];
    own.set(number, forms);
    for (const form of forms) counts.set(form, counts.get(form) ?? 0);
    for (let at = from; at < to; at += 1)
      for (const form of chosen(forms, partition?.masks[at] ?? 0)) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b)).slice(0, MOST_FORMS);
  const joined = frequent.sort(([a], [b]) => compareText(a, b));
  const bits = new Map(joined.map(([form], index) => [form, 1 << index]));
  return {
    forms: joined.map(([form]) => form),
    occurrences: joined.map(([, occurrences]) => occurrences),
    masksOf: (partition, mask) => {
      let bit = 0;
      for (const form of chosen(own.get(partition) ?? [], mask)) bit |= bits.get(form) ?? 0;
      return bit;
    },
  };
}

function chosen(forms: readonly string[], mask: number): readonly string[] {
  return forms.filter((_, index) => (mask & (1 << index)) !== 0);
}

function averageLength(partitions: readonly Partition[], field: number, count: number): number {
  let sum = 0;
  for (const { lengths } of partitions) for (const length of lengths[field] ?? []) sum += length;
  return sum / count;
}

interface Held {
  readonly partition: number;
  /** Number of the term there. */
  readonly term: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The sorted terms of all partitions, each with those that hold it. To ask every partition for every term would take most of the time:
 * there may be hundreds of the ones and hundreds of thousands of the others.
 */
function* termsOf(partitions: readonly Partition[]): Generator<{ term: string; held: Held[] }> {
  const holders = new Map<string, number[]>();
  for (const [number, { terms }] of partitions.entries()) {
    for (const term of terms) {
      const numbers = holders.get(term);
      if (numbers) numbers.push(number);
      else holders.set(term, [number]);
    }
  }
  const next = new Uint32Array(partitions.length);
  for (const term of [...holders.keys()].sort()) {
    const held = (holders.get(term) ?? []).map((number): Held => {
      const at = next[number] ?? 0;
      const { starts } = partitions[number] ?? {};
      next[number] = at + 1;
      return { partition: number, term: at, from: starts?.[at] ?? 0, to: starts?.[at + 1] ?? 0 };
    });
    yield { term, held };
  }
}
