import type { Clauses } from './clauses.js';
import { NAME_MARK, stemOf } from './fields.js';
import { nameOf } from './tokens.js';

/** What a suggestion is read from. */
interface Found {
  readonly id: string;
  readonly title: string;
  readonly terms: readonly string[];
}

/**
 * The question as it may have been meant, by what the first result holds; undefined where it was found as it is.
 */
export function suggestionFor(text: string, { clauses, words }: Clauses, results: readonly Found[]): string | undefined {
  const [best] = results;
  if (best === undefined || !clauses.some(({ how, term }) => how === 'near' && best.terms.includes(term))) return undefined;
  const near = new Set(clauses.filter(({ how }) => how === 'near').map(({ term }) => term));
  for (const name of [best.id, best.title]) {
    const term = NAME_MARK + nameOf(name);
    if (near.has(term) && best.terms.includes(term)) return name;
  }
  let meant = '';
  let at = 0;
  for (const { word, terms, how } of [...words].sort((a, b) => a.word.start - b.word.start)) {
    const holdsIt = how === 'exact' && best.terms.includes(word.stem);
    const guess = terms.find((term) => near.has(stemOf(term)) && best.terms.includes(stemOf(term)));
    if (holdsIt || guess === undefined || word.start < at) continue;
    meant += text.slice(at, word.start) + guess;
    at = word.end;
  }
  return at === 0 ? undefined : meant + text.slice(at);
}
