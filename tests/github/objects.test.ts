import { afterAll, expect, test } from '@jest/globals';
import { emptyRepository, git, removeTemporary, treeOf as treeInGit } from '../support/git.js';
import { Blob, Commit, type FileContent, Tag, treeOf } from '../support/github/objects.ts';

afterAll(removeTemporary);

const FILES = new Map<string, FileContent>([
  ['a.b', 'sorts before the folder a'],
  ['a/inside.txt', 'text\n'],
  ['a/deeper/ümlaut.bin', Uint8Array.of(0, 255, 254)],
  ['a0', 'sorts after the folder a'],
  ['bin/run', { content: '#!/bin/sh\n', mode: '100755' }],
  ['link', { content: 'a/inside.txt', mode: '120000' }],
  ['vendor', { submodule: '1111111111111111111111111111111111111111' }],
  ['empty', ''],
]);

test('a blob has the id that git hash-object gives', () => {
  const folder = emptyRepository();
  for (const text of ['', 'text', 'ümlaut\r\n']) {
    expect(new Blob(text).oid).toBe(git(folder, ['hash-object', '--stdin'], text));
  }
});

test('a tree has the id that git mktree gives, folders sorted as git sorts them', () => {
  const folder = emptyRepository();
  const made = treeOf(FILES);
  const inGit = (tree: typeof made): string =>
    treeInGit(
      folder,
      tree.entries.map(({ mode, name, object, oid }) => {
        const type = mode === '160000' ? 'commit' : mode === '40000' ? 'tree' : 'blob';
        return [mode.padStart(6, '0'), type, object?.type === 'tree' ? inGit(object) : oid, name] as const;
      }),
    );
  expect(made.oid).toBe(inGit(made));
  expect(made.entries.map(({ name }) => name)).toEqual(['a.b', 'a', 'a0', 'bin', 'empty', 'link', 'vendor']);
});

test('commits and annotated tags are objects that git takes and reads back', () => {
  const folder = emptyRepository();
  const first = new Commit(treeOf(FILES), [], 'First', 1_700_000_000);
  const second = new Commit(treeOf(new Map([['x', 'y']])), [first], 'Second\n\nbody', 1_700_000_001);
  const tag = new Tag('v1.0.0', second, 'One', 1_700_000_002);
  for (const object of [first, second, tag]) {
    const id = git(folder, ['hash-object', '-t', object.type, '--stdin', '-w', '--literally'], Buffer.from(object.body()));
    expect(id).toBe(object.oid);
  }
  expect(git(folder, ['log', '--format=%s', tag.oid]).split('\n')).toEqual(['Second', 'First']);
});
