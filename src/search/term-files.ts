import { compareText } from '../model/compare-text.js';
import { encodeCompletions, encodeDictionary, encodePosting, encodePostings } from './encode.js';
import { isName, stemOf } from './fields.js';
import { type Completions, pathOf, type Root, TABLES, type Table } from './format.js';
import { type MergeOptions, mergePartitions } from './merge.js';
import { completionsOf, pack, reversed, separators } from './pack.js';
import type { Partition } from './partition.js';
import type { TermCount } from './postings.js';

/** Bytes of a file's content, before it is compressed: some 3 to 6 KB after. */
const CONTENT: Readonly<Record<Table, number>> = { p: 9000, n: 7000, d: 8000, r: 8000, m: 8000, t: 6000 };

export interface TermFiles {
  /** Content by path. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly tables: Root['tables'];
}

interface EncodedTerm {
  readonly term: string;
  /** As `encodePosting` gives it. */
  readonly posting: Uint8Array;
}

/** One kind of file: what each of its files holds, and how that is written. */
interface Kind {
  readonly separators: readonly string[];
  readonly contents: readonly Uint8Array[];
}

/** Content of the files made of terms. */
export function termFiles(partitions: readonly Partition[], options: MergeOptions): TermFiles {
  const stems: EncodedTerm[] = [];
  const names: EncodedTerm[] = [];
  const words: TermCount[] = [];
  for (const each of mergePartitions(partitions, options)) {
    const { term, forms, occurrences } = each;
    (isName(term) ? names : stems).push({ term, posting: encodePosting(each) });
    if (!isName(term))
      for (const [index, form] of forms.entries()) words.push({ term: form, frequency: occurrences[index] ?? 0 });
  }
  words.sort((a, b) => compareText(a.term, b.term));
  // How often a name occurs tells nothing; the shortest completions of one come first.
  const nameCounts = names.map(({ term }): TermCount => ({ term, frequency: 1 }));

  const wordGroups = pack(words, termOf, () => 1, CONTENT.d);
  const nameGroups = pack(names, termOf, weightOfPosting, CONTENT.n);
  const completions = [
    ...completionsOf(nameCounts, nameGroups, (name) => name),
    ...completionsOf(words, wordGroups, stemOf),
  ].sort((a, b) => compareText(a.prefix, b.prefix));
  const kinds: Record<Table, Kind> = {
    p: kindOf(pack(stems, termOf, weightOfPosting, CONTENT.p), termOf, encodeGroup),
    n: kindOf(nameGroups, termOf, encodeGroup),
    d: kindOf(wordGroups, termOf, encodeDictionary),
    r: kindOf(
      pack(reversed(words), termOf, () => 1, CONTENT.r),
      termOf,
      encodeDictionary,
    ),
    m: kindOf(
      pack(reversed(nameCounts), termOf, () => 1, CONTENT.m),
      termOf,
      encodeDictionary,
    ),
    t: kindOf(pack(completions, prefixOf, weightOfCompletions, CONTENT.t), prefixOf, encodeCompletions),
  };
  const tables = Object.fromEntries(TABLES.map((table) => [table, kinds[table].separators])) as unknown as Root['tables'];
  const contents = TABLES.flatMap((table) =>
    kinds[table].contents.map((content, number): [string, Uint8Array] => [pathOf(table, number), content]),
  );
  return { contents: new Map(contents), tables };
}

function kindOf<T>(
  groups: readonly (readonly T[])[],
  keyOf: (item: T) => string,
  encode: (group: readonly T[]) => Uint8Array,
): Kind {
  return { separators: separators(groups, keyOf), contents: groups.map(encode) };
}

function termOf({ term }: { readonly term: string }): string {
  return term;
}

function prefixOf({ prefix }: Completions): string {
  return prefix;
}

function weightOfPosting({ posting }: EncodedTerm): number {
  return posting.length + 1;
}

function weightOfCompletions({ terms }: Completions): number {
  return terms.reduce((sum, { term }) => sum + term.length + 2, 0);
}

function encodeGroup(group: readonly EncodedTerm[]): Uint8Array {
  return encodePostings(
    group.map(({ term }) => term),
    group.map(({ posting }) => posting),
  );
}
