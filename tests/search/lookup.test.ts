import { describe, expect, test } from '@jest/globals';
import { buildSearch } from '../../src/search/build.js';
import { editsAllowed, editsBetween } from '../../src/search/edits.js';
import { NAME_MARK, stemOf } from '../../src/search/fields.js';
import { bestCompletions } from '../../src/search/format.js';
import { completionsOf, postingsOf, termsNear } from '../../src/search/lookup.js';
import { ShardStore } from '../../src/search/store.js';
import { document, shelf } from './documents.js';

/** Enough words for several files of each kind, many of them alike. */
const SYLLABLES = ['ba', 'co', 'dri', 'fel', 'ga', 'hu', 'jin', 'ko', 'lum', 'mi', 'no', 'pra', 'qué', 'ро', '港', '😀x'];
const WORDS = Array.from({ length: 9000 }, (_, index) => {
  const at = (shift: number) => SYLLABLES[(index >> shift) % SYLLABLES.length] ?? '';
  return `${at(0)}${at(4)}${at(8)}${index % 7 === 0 ? 'ing' : ''}${index > 4095 ? 'z' : ''}`;
});
const DOCUMENTS = Array.from({ length: 1500 }, (_, index) =>
  document(`unit.${WORDS[index]}.${index}`, {
    description: Array.from({ length: 8 }, (_, at) => WORDS[(index * 6 + at) % WORDS.length]).join(' '),
  }),
);

async function open() {
  const store = await ShardStore.open(shelf(buildSearch(DOCUMENTS)).fetchShard, false);
  const { d, n } = store.root.tables;
  const words = (await Promise.all(d.map((_, file) => store.dictionary('d', file)))).flat();
  const names = (await Promise.all(n.map((_, file) => store.postings('n', file)))).flatMap(({ terms }) => terms);
  return { store, words, names };
}

describe('looking up terms in files', () => {
  test('there are several files of every kind', async () => {
    const { store } = await open();
    const { t, ...others } = store.root.tables;
    for (const [kind, separators] of Object.entries(others)) expect([kind, separators.length > 1]).toEqual([kind, true]);
    expect(t.length).toBeGreaterThan(0);
  });

  test('every term is found in the one file that is read for it', async () => {
    const { store, words, names } = await open();
    for (const { term } of words) expect(await postingsOf(store, stemOf(term))).not.toBeNull();
    for (const name of names) expect(await postingsOf(store, name)).not.toBeNull();
    expect(await postingsOf(store, 'nowhere')).toBeNull();
    expect(await postingsOf(store, `${NAME_MARK}nowhere`)).toBeNull();
  });

  test('completions are those of going through all words, wherever files begin', async () => {
    const { store, words, names } = await open();
    const beginnings = new Set(
      [...words.map(({ term }) => term), ...names].flatMap((term) =>
        [1, 2, 3, 4, 5, 7, 9].map((end) => [...term].slice(0, end).join('')),
      ),
    );
    for (const prefix of beginnings) {
      if (prefix === NAME_MARK) continue;
      const isName = prefix.startsWith(NAME_MARK);
      const all = isName ? names.map((term) => ({ term, frequency: 1 })) : words;
      const expected = bestCompletions(
        all.filter(({ term }) => term.startsWith(prefix)),
        isName ? (name) => name : stemOf,
      );
      expect(await completionsOf(store, prefix)).toEqual(expected.filter(({ term }) => term !== prefix));
    }
  });

  test('words one edit away are found, in the first half and in the last', async () => {
    const { store, words } = await open();
    const long = words.filter(({ term }) => term.length >= 9 && /^[a-z]+$/.test(term)).slice(0, 60);
    expect(long.length).toBe(60);
    for (const { term } of long) {
      for (const wrong of [`${term.slice(0, 2)}w${term.slice(3)}`, `${term.slice(0, -2)}w${term.slice(-1)}`]) {
        const near = await termsNear(store, wrong);
        expect(near.every(({ term: candidate, edits }) => editsBetween(wrong, candidate, 2) === edits)).toBe(true);
        expect(near[0]?.edits).toBe(1);
      }
    }
  });
});

describe('edits between words', () => {
  test.each([
    ['quay', 'quay', 0],
    ['quay', 'qay', 1],
    ['quay', 'quray', 1],
    ['quay', 'quey', 1],
    ['quay', 'qauy', 1],
    ['registry', 'regsitrry', 2],
    ['quay', 'crane', 3],
    ['', 'ab', 2],
    ['abcdef', 'fedcba', 3],
  ])('%s and %s: %d', (a, b, edits) => {
    expect(editsBetween(a, b, 2)).toBe(edits);
    expect(editsBetween(b, a, 2)).toBe(edits);
  });

  test('short words allow fewer', () => {
    expect([2, 3, 5, 6, 20].map(editsAllowed)).toEqual([0, 1, 1, 2, 2]);
  });
});
