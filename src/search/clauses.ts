import { isStopWord, NAME_MARK, stemOf } from './fields.js';
import { completionsOf, type NearTerm, postingsOf, termsNear } from './lookup.js';
import type { Clause } from './rank.js';
import type { ShardStore } from './store.js';
import type { QueryText, QueryWord } from './words.js';

/** How much terms count that only may be what was meant. */
const BOOST = { exact: 1, prefix: 0.5, near: [1, 0.5, 0.25], next: 0.6 } as const;

/** Words that the bits of a number can tell apart. */
const MOST_BITS = 31;

/** How a word was found. */
export interface FoundWord {
  readonly word: QueryWord;
  readonly how: 'exact' | 'prefix' | 'near' | 'none';
  /** Terms that were taken for it, the best first. */
  readonly terms: readonly string[];
}

export interface Clauses {
  readonly clauses: readonly Clause[];
  readonly words: readonly FoundWord[];
}

/** A clause without its postings, with the word that is looked for. */
type Wanted = Omit<Clause, 'postings' | 'form'> & { readonly form: string };

/** The terms of a question as they are written. The last word is completed. A word that leads nowhere is taken for those near it. */
export async function findClauses(store: ShardStore, text: QueryText): Promise<Clauses> {
  const words = await splitWhereUnknown(store, text.words);
  const last = text.words[text.words.length - 1];
  const isLast = (word: QueryWord) => text.open && word.end === last?.end;
  const all = (1 << words.length) - 1;
  const [perWord, extras, names] = await Promise.all([
    Promise.all(words.map((word, index) => findWord(store, word, 1 << index, isLast(word)))),
    Promise.all(text.extras.map((word) => load(store, [exact(word, 0)]))),
    findNames(store, text, all),
  ]);
  return {
    clauses: distinct([...perWord.flatMap(({ clauses }) => clauses), ...extras.flat(), ...names]),
    words: perWord.map(({ found }) => found),
  };
}

/** What the whole may have meant as a name: to be asked when a word is not found, or no document holds all words. */
export async function addNearNames(store: ShardStore, text: QueryText, { clauses, words }: Clauses): Promise<Clauses> {
  const answers = (1 << words.length) - 1;
  const names = await termsNear(store, NAME_MARK + text.name);
  const wanted = names.map(
    ({ term, edits }): Wanted => ({ term, form: term, boost: BOOST.near[edits] ?? 0, answers, how: 'near' }),
  );
  return { clauses: distinct([...clauses, ...(await load(store, wanted))]), words };
}

/** What words that are found may have meant instead: to be asked when no document holds all of them. */
export async function addNearWords(store: ShardStore, { clauses, words }: Clauses): Promise<Clauses> {
  const near = await Promise.all(
    words.map(({ word, how }) => (how === 'near' || how === 'none' ? [] : termsNear(store, word.term))),
  );
  const wanted = near.flatMap((terms, index) => terms.map((term, rank) => nearClause(term, rank, 1 << index)));
  return {
    clauses: distinct([...clauses, ...(await load(store, wanted))]),
    words: words.map((found, index) => ({
      ...found,
      terms: [...found.terms, ...(near[index] ?? []).map(({ term }) => term)],
    })),
  };
}

/** A word in camelCase that no document holds is looked for by its pieces. */
async function splitWhereUnknown(store: ShardStore, words: readonly QueryWord[]): Promise<readonly QueryWord[]> {
  const split = await Promise.all(
    words.map(async (word) => {
      const pieces = word.parts.filter(({ term }) => !isStopWord(term));
      return pieces.length > 0 && (await postingsOf(store, word.stem)) === null ? pieces : [word];
    }),
  );
  return split.flat().slice(0, MOST_BITS);
}

async function findWord(
  store: ShardStore,
  word: QueryWord,
  answers: number,
  open: boolean,
): Promise<{ found: FoundWord; clauses: readonly Clause[] }> {
  const same = await load(store, [exact(word, answers)]);
  if (same.length > 0 && !open) return { found: { word, how: 'exact', terms: [word.term] }, clauses: same };
  // A word that goes on is completed first; one that is finished was rather mistyped.
  const near = open || same.length > 0 ? [] : await termsNear(store, word.term);
  const completions =
    near.length > 0 ? [] : (await completionsOf(store, word.term)).filter(({ term }) => stemOf(term) !== word.stem);
  if (same.length > 0 || completions.length > 0) {
    const more = completions.map(
      ({ term }): Wanted => ({ term: stemOf(term), form: term, boost: BOOST.prefix, answers, how: 'prefix' }),
    );
    return {
      found: {
        word,
        how: same.length > 0 ? 'exact' : 'prefix',
        terms: [...same.map(() => word.term), ...completions.map(({ term }) => term)],
      },
      clauses: [...same, ...(await load(store, more))],
    };
  }
  const guesses = open ? await termsNear(store, word.term) : near;
  return {
    found: { word, how: guesses.length > 0 ? 'near' : 'none', terms: guesses.map(({ term }) => term) },
    clauses: await load(
      store,
      guesses.map((term, rank) => nearClause(term, rank, answers)),
    ),
  };
}

/** The text as a complete name, and as the beginning of one. */
async function findNames(store: ShardStore, { name, shape, open }: QueryText, answers: number): Promise<readonly Clause[]> {
  if (name === '') return [];
  const whole = NAME_MARK + name;
  const completions = open ? await completionsOf(store, whole) : [];
  return await load(store, [
    exact({ term: shape, stem: whole }, answers),
    ...completions.map(({ term }): Wanted => ({ term, form: term, boost: BOOST.prefix, answers, how: 'prefix' })),
  ]);
}

function exact({ term: form, stem: term }: Pick<QueryWord, 'term' | 'stem'>, answers: number): Wanted {
  return { term, form, boost: BOOST.exact, answers, how: 'exact' };
}

function nearClause({ term, edits }: NearTerm, rank: number, answers: number): Wanted {
  return { term: stemOf(term), form: term, boost: (BOOST.near[edits] ?? 0) * BOOST.next ** rank, answers, how: 'near' };
}

/** The clauses whose terms the index has. */
async function load(store: ShardStore, wanted: readonly Wanted[]): Promise<readonly Clause[]> {
  const loaded = await Promise.all(
    wanted.map(async (clause): Promise<Clause | null> => {
      const postings = await postingsOf(store, clause.term);
      return postings === null ? null : { ...clause, postings: postings.fields, form: 1 << postings.forms.indexOf(clause.form) };
    }),
  );
  return loaded.filter((clause) => clause !== null);
}

/** A term that several words lead to is one clause, as in lunr, which answers all of them. */
function distinct(clauses: readonly Clause[]): Clause[] {
  const byTerm = new Map<string, Clause>();
  for (const clause of clauses) {
    const known = byTerm.get(clause.term);
    if (known === undefined) byTerm.set(clause.term, clause);
    else {
      const better = known.boost >= clause.boost ? known : clause;
      byTerm.set(clause.term, { ...better, answers: known.answers | clause.answers });
    }
  }
  return [...byTerm.values()];
}
