import { compareText } from '../model/compare-text.js';
import { editsAllowed, editsBetween } from './edits.js';
import { backwards, isName, NAME_MARK, stemOf } from './fields.js';
import { bestCompletions } from './format.js';
import type { Postings, TermCount } from './postings.js';
import { fileOf, filesOf, type ShardStore } from './store.js';

/** Files read on each side of a word for what it may have meant. */
const MOST_NEAR_FILES = 3;
/** Terms that a mistyped word is taken for. */
const MOST_NEAR = 4;
/** People seldom mistype the first letter of a word: one that starts alike counts as much more frequent. */
const SAME_START = 3;
/** Postings that the completions of a word may have together: these are bytes to fetch. */
const MOST_COMPLETION_POSTINGS = 6000;

export interface NearTerm extends TermCount {
  readonly edits: number;
}

/** The postings of a term, of a word or (with its mark) of a name; null where there is none. */
export async function postingsOf(store: ShardStore, term: string): Promise<Postings | null> {
  const table = isName(term) ? 'n' : 'p';
  const firsts = store.root.tables[table];
  if (firsts.length === 0) return null;
  const file = await store.postings(table, fileOf(firsts, term));
  return file.postings(term, store.root.documents);
}

/** The most frequent terms that begin so, the beginning itself not among them. */
export async function completionsOf(store: ShardStore, prefix: string): Promise<readonly TermCount[]> {
  const names = isName(prefix);
  const firsts = store.root.tables[names ? 'n' : 'd'];
  if (firsts.length === 0) return [];
  const [first, last] = filesOf(firsts, prefix);
  let found: readonly TermCount[];
  if (first !== last) {
    const entries = await store.completions(fileOf(store.root.tables.t, prefix));
    found = entries.find((entry) => entry.prefix === prefix)?.terms ?? [];
  } else if (names) {
    const { terms } = await store.postings('n', first);
    found = terms.filter((term) => term.startsWith(prefix)).map((term) => ({ term, frequency: 1 }));
  } else {
    const terms = await store.dictionary('d', first);
    found = terms.filter(({ term }) => term.startsWith(prefix));
  }
  let postings = 0;
  return bestCompletions(found, names ? (name) => name : stemOf).filter(({ term, frequency }, index) => {
    postings += frequency;
    return term !== prefix && (index === 0 || postings <= MOST_COMPLETION_POSTINGS);
  });
}

/**
 * The words, or the names, that a mistyped one may have meant, the likeliest first. What a word and a typo of it share is its first
 * half or its last: that is where they are looked for.
 */
export async function termsNear(store: ShardStore, term: string): Promise<readonly NearTerm[]> {
  const names = isName(term);
  const mark = names ? NAME_MARK.length : 0;
  const length = [...term].length - mark;
  const limit = editsAllowed(length);
  if (limit === 0) return [];
  const half = Math.floor(length / 2);
  const [forward, backward] = await Promise.all([
    names ? nearNames(store, term, half + mark) : nearWords(store, 'd', term, half),
    nearWords(store, names ? 'm' : 'r', backwards(term), length - half + mark),
  ]);
  const known = new Map<string, number>();
  for (const { term: candidate, frequency } of forward) known.set(candidate, frequency);
  for (const { term: candidate, frequency } of backward) known.set(backwards(candidate), frequency);
  const near: (NearTerm & { readonly weight: number })[] = [];
  for (const [candidate, frequency] of known) {
    const edits = editsBetween(term, candidate, limit);
    if (edits === 0 || edits > limit) continue;
    near.push({ term: candidate, frequency, edits, weight: candidate[mark] === term[mark] ? frequency * SAME_START : frequency });
  }
  near.sort((a, b) => a.edits - b.edits || b.weight - a.weight || compareText(a.term, b.term));
  const stems = new Map<string, NearTerm>();
  for (const each of near) {
    const stem = names ? each.term : stemOf(each.term);
    if (!stems.has(stem) && stems.size < MOST_NEAR) stems.set(stem, each);
  }
  return [...stems.values()];
}

async function nearNames(store: ShardStore, name: string, half: number): Promise<readonly TermCount[]> {
  const files = filesNear(store.root.tables.n, name, half);
  const all = await Promise.all(files.map((file) => store.postings('n', file)));
  return all.flatMap(({ terms }) => terms.map((term) => ({ term, frequency: 1 })));
}

async function nearWords(store: ShardStore, table: 'd' | 'r' | 'm', term: string, half: number): Promise<readonly TermCount[]> {
  const files = filesNear(store.root.tables[table], term, half);
  return (await Promise.all(files.map((file) => store.dictionary(table, file)))).flat();
}

/** Of the files whose terms begin as `term` does in its first half, those nearest to `term`. */
function filesNear(firsts: readonly string[], term: string, half: number): number[] {
  if (firsts.length === 0) return [];
  const [first, last] = filesOf(firsts, term.slice(0, half));
  const own = fileOf(firsts, term);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .sort((a, b) => Math.abs(a - own) - Math.abs(b - own) || a - b)
    .slice(0, MOST_NEAR_FILES);
}
