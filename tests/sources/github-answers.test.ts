import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  inGitsOrder,
  readHead,
  readPage,
  readRestTree,
  readTagPage,
  readText,
  readTree,
} from '../../src/sources/github-answers.js';

const ASKED = { owner: 'acme', name: 'billing' };
const COMMIT = 'c'.repeat(40);
const REPOSITORY = {
  databaseId: 7,
  nameWithOwner: 'acme/billing',
  isEmpty: false,
  isDisabled: false,
  defaultBranchRef: { target: { oid: COMMIT } },
};
const all = () => true;

/** Anything that JSON can say, often with the names that are looked for. */
const key = fc.constantFrom(
  ...[
    'object',
    'tree',
    'entries',
    'name',
    'oid',
    'type',
    'mode',
    'size',
    'nodes',
    'refs',
    'pageInfo',
    'hasNextPage',
    'endCursor',
  ],
  ...[
    'target',
    'databaseId',
    'nameWithOwner',
    'repositories',
    'totalCount',
    'owner',
    'login',
    'text',
    'isTruncated',
    'sha',
    'path',
  ],
  'x',
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, 7, '', 'tree', 'blob', COMMIT, 'acme/billing'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('answers of GitHub', () => {
  test('are read or refused, whatever they say, and never thrown over', () => {
    fc.assert(
      fc.property(anything, (value) => {
        readHead(value, { ...ASKED, ref: 'main', tags: '*' }, [], 5);
        readPage(value);
        readTagPage(value);
        readTree(value, '', all, all);
        readRestTree(value, undefined, all);
        readText(value);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([null, 7, {}, { ...REPOSITORY, databaseId: 'seven' }, { ...REPOSITORY, nameWithOwner: null }])(
    'about a repository that are none (%j) are a failure',
    (node) => {
      expect(readHead(node, ASKED, [], 5)).toMatchObject({ code: 'source/unreachable', state: 'unreachable' });
    },
  );

  test('about a commit with an id that is none are not believed', () => {
    const node = { ...REPOSITORY, defaultBranchRef: { target: { oid: '../../etc' } } };
    expect(readHead(node, ASKED, [], 5)).toMatchObject({ code: 'source/no-default-branch' });
  });

  test('about tags give the newest, and how many there are', () => {
    const tags = ['v1.0.0', 'v1.10.0', 'v1.9.0', 'other'].map((name) => ({ name, commit: COMMIT }));
    const head = readHead(REPOSITORY, { ...ASKED, tags: 'v*' }, tags, 2);
    expect(head).toMatchObject({ tagsFound: 3, tags: { 'v1.10.0': COMMIT, 'v1.9.0': COMMIT } });
    expect(Object.keys('tags' in head ? head.tags : {})).toHaveLength(2);
  });

  test('about a tag of a tag lead to the commit', () => {
    const target = { oid: 'a'.repeat(40), target: { oid: 'b'.repeat(40), target: { oid: COMMIT } } };
    expect(readTagPage({ refs: { nodes: [{ name: 'v1', target }] } })).toEqual({
      tags: [{ name: 'v1', commit: COMMIT }],
      after: null,
    });
  });

  test('about files are sorted as git sorts them', () => {
    const files = ['a/b', 'a-b', 'a.b', 'Z', 'ä', 'a', '\u{1F600}', '\uFFFD'].map((path) => ({
      path,
      mode: '100644',
      object: COMMIT,
      size: 1,
    }));
    expect(inGitsOrder(files).map(({ path }) => path)).toEqual(['Z', 'a', 'a-b', 'a.b', 'a/b', 'ä', '\uFFFD', '\u{1F600}']);
  });

  test.each([
    [{ object: null }, 'missing'],
    [{ object: { __typename: 'Blob' } }, 'no folder'],
    [{ object: { __typename: 'Tag' } }, 'no folder'],
    [{ object: { __typename: 'Commit', tree: null } }, 'nonsense'],
    [{ object: { entries: [{ name: 'a' }] } }, 'nonsense'],
    [null, 'nonsense'],
  ])('about the files of %j say %s', (repository, expected) => {
    expect(readTree(repository, '', all, all)).toBe(expected);
  });
});
