import type { SearchDocument } from './document.js';
import { FIELD_NAMES, fieldsOf, newBuilder } from './fields.js';
import { MOST_FORMS } from './postings.js';

/**
 * What some documents with consecutive numbers hold, counted and not yet weighed: plain data that a worker thread can send.
 * The postings of term `i` are those from `starts[i]` up to `starts[i + 1]`, in the order of fields, then of documents.
 */
export interface Partition {
  /** Number of the first document, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** In the order of their code units. */
  readonly terms: readonly string[];
  /** For each term its forms; see `Postings`. */
  readonly forms: readonly (readonly string[])[];
  readonly starts: Uint32Array;
  readonly fields: Uint8Array;
  readonly documents: Uint32Array;
  readonly frequencies: Uint16Array;
  /** Which of the term's forms stand there, one bit each. */
  readonly masks: Uint32Array;
  /** Number of terms by field, then by document. */
  readonly lengths: readonly Uint32Array[];
}

/** The parts of lunr's builder that its types leave out. */
interface Counted {
  /** By term, field and document: the metadata of each occurrence. */
  readonly invertedIndex: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Occurrences>>>>>>;
  readonly fieldLengths: Readonly<Record<string, number>>;
}

interface Occurrences {
  readonly form: readonly string[];
}

/** Counts the terms of documents, whose numbers start with `first`, with lunr's builder. */
export function indexPartition(documents: readonly SearchDocument[], first: number): Partition {
  const builder = newBuilder();
  documents.forEach((document, index) => {
    builder.add(fieldsOf(document, String(index)));
  });
  const { invertedIndex, fieldLengths } = builder as unknown as Counted;
  const terms = Object.keys(invertedIndex).sort();
  const starts = [0];
  const forms: string[][] = [];
  const fields: number[] = [];
  const numbers: number[] = [];
  const frequencies: number[] = [];
  const masks: number[] = [];
  for (const term of terms) {
    const bits = new Map<string, number>();
    for (const [field, name] of FIELD_NAMES.entries()) {
      // Keys that are whole numbers come in the order of the numbers.
      for (const [index, { form }] of Object.entries(invertedIndex[term]?.[name] ?? {})) {
        fields.push(field);
        numbers.push(first + Number(index));
        frequencies.push(Math.min(form.length, 0xffff));
        masks.push(maskOf(form, bits));
      }
    }
    forms.push([...bits.keys()]);
    starts.push(numbers.length);
  }
  return {
    first,
    count: documents.length,
    terms,
    forms,
    starts: Uint32Array.from(starts),
    fields: Uint8Array.from(fields),
    documents: Uint32Array.from(numbers),
    frequencies: Uint16Array.from(frequencies),
    masks: Uint32Array.from(masks),
    lengths: FIELD_NAMES.map((field) => Uint32Array.from(documents, (_, index) => fieldLengths[`${field}/${index}`] ?? 0)),
  };
}

/** Forms beyond the most that a term can have are not told apart. */
function maskOf(forms: readonly string[], bits: Map<string, number>): number {
  let mask = 0;
  for (const form of forms) {
    let bit = bits.get(form);
    if (bit === undefined) {
      if (bits.size === MOST_FORMS) continue;
      bit = 1 << bits.size;
      bits.set(form, bit);
    }
    mask |= bit;
  }
  return mask;
}
