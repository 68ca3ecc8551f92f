import { compareText } from '../model/compare-text.js';
import { backwards } from './fields.js';
import { bestCompletions, type Completions, MOST_COMPLETIONS } from './format.js';
import type { TermCount } from './postings.js';

/** Cuts a sorted list into groups of about `size` bytes. `weightOf` counts the bytes of an item besides its term. */
export function pack<T>(
  items: readonly T[],
  termOf: (item: T) => string,
  weightOf: (item: T) => number,
  size: number,
): (readonly T[])[] {
  const groups: T[][] = [];
  let group: T[] = [];
  let bytes = 0;
  let before = '';
  for (const item of items) {
    const term = termOf(item);
    const weight = term.length - sharedLength(before, term) + 2 + weightOf(item);
    if (group.length > 0 && bytes + weight > size) {
      groups.push(group);
      group = [];
      bytes = 0;
    }
    group.push(item);
    bytes += weight;
    before = term;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

function sharedLength(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared += 1;
  return shared;
}

/**
 * For each group the shortest text that no earlier term reaches, and no term of the group comes before: the beginning of its first
 * term, as far as it tells the group from the one before. A beginning that terms of two groups share is a beginning of it, too.
 */
export function separators<T>(groups: readonly (readonly T[])[], termOf: (item: T) => string): string[] {
  let before = '';
  return groups.map((group) => {
    const [first, last] = [group[0], group[group.length - 1]];
    const term = first === undefined ? '' : termOf(first);
    let separator = '';
    for (const beginning of beginnings(term)) {
      separator = beginning;
      if (compareText(beginning, before) > 0) break;
    }
    before = last === undefined ? before : termOf(last);
    return separator;
  });
}

/** The same terms spelt backwards, in order. A name keeps its mark in front. Very short terms are not looked for that way. */
export function reversed(counts: readonly TermCount[]): TermCount[] {
  return counts
    .filter(({ term }) => term.length > 2)
    .map(({ term, frequency }) => ({ term: backwards(term), frequency }))
    .sort((a, b) => compareText(a.term, b.term));
}

/**
 * For every beginning that terms of two groups share: the first of its completions. Any other beginning leads to one group, where
 * they can be read. `groups` are what `counts`, in order, are cut into; `stemOf` see `bestCompletions`.
 */
export function completionsOf(
  counts: readonly TermCount[],
  groups: readonly (readonly { readonly term: string }[])[],
  stemOf: (term: string) => string,
): Completions[] {
  const split = new Map<string, TermCount[]>();
  const starts = new Set(groups.slice(1).map(([first]) => first?.term));
  let before = '';
  for (const { term } of counts) {
    if (starts.has(term)) for (const prefix of beginnings(term)) if (before.startsWith(prefix)) split.set(prefix, []);
    before = term;
  }
  for (const count of counts) {
    for (const prefix of beginnings(count.term)) {
      const best = split.get(prefix);
      // A shorter beginning is shared whenever a longer one is.
      if (best === undefined) break;
      best.push(count);
      if (best.length > 100 * MOST_COMPLETIONS) split.set(prefix, bestCompletions(best, stemOf));
    }
  }
  return [...split].map(([prefix, terms]) => ({ prefix, terms: bestCompletions(terms, stemOf) }));
}

/** All beginnings of a term, the shortest first, the term itself last. */
function* beginnings(term: string): Generator<string> {
  let end = 0;
  for (const character of term) {
    end += character.length;
    yield term.slice(0, end);
  }
}
