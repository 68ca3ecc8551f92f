import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRepository } from '../../src/adapters/git/make-repository.js';
import { GitSources } from '../../src/adapters/git/source.js';
import {
  commitFiles,
  emptyRepository,
  failureOf,
  git,
  PLAIN_GIT,
  type RequestOptions,
  removeTemporary,
  requestFor,
  temporaryFolder,
  textsOf,
} from '../support/git.js';

Object.assign(process.env, PLAIN_GIT);
const cache = join(temporaryFolder(), 'cache');
const sources = new GitSources(cache);
afterAll(removeTemporary);

const read = async (repository: string, options: RequestOptions = {}) =>
  (await sources.readSource(requestFor(repository, options), null)).snapshots;

describe('which commit is read', () => {
  let repository: string;
  let first: string;
  let second: string;
  beforeAll(() => {
    repository = emptyRepository();
    first = commitFiles(repository, { 'capability.yaml': 'one\n' });
    git(repository, ['tag', '--annotate', '--message=x', 'v1.0.0']);
    git(repository, ['tag', 'both']);
    second = commitFiles(repository, { 'capability.yaml': 'two\n' });
    git(repository, ['branch', 'release/2']);
    git(repository, ['branch', 'both']);
    git(repository, ['update-ref', 'refs/changes/01/1/1', first]);
  });

  test.each([
    ['nothing said: the default branch', undefined, 'two\n'],
    ['a branch', 'main', 'two\n'],
    ['a branch with a slash', 'release/2', 'two\n'],
    ['a tag', 'v1.0.0', 'one\n'],
    ['a branch before a tag of the same name', 'both', 'two\n'],
    ['a full ref of a branch', 'refs/heads/main', 'two\n'],
    ['a full ref of a tag', 'refs/tags/both', 'one\n'],
    ['a full ref of another kind', 'refs/changes/01/1/1', 'one\n'],
  ])('%s', async (_what, ref, text) => {
    const request = requestFor(repository, ref === undefined ? {} : { ref });
    const commit = text === 'one\n' ? first : second;
    expect((await sources.readHead(request)).commit).toBe(commit);
    const { head, snapshots } = await sources.readSource(request, null);
    expect(head.commit).toBe(commit);
    expect(textsOf(snapshots[0])).toEqual({ 'capability.yaml': text });
  });

  test('the full ref of an annotated tag', async () => {
    const { head } = await sources.readSource(requestFor(repository, { ref: 'refs/tags/v1.0.0' }), null);
    expect(head.commit).toBe(first);
  });

  test('a branch that is gone', async () => {
    const failure = await failureOf(read(repository, { ref: 'gone' }));
    expect(failure).toEqual({ code: 'source/ref-missing', state: 'missing', transient: false, args: { ref: 'gone' } });
  });

  test('a ref that only ends like the one that is asked for is not taken', async () => {
    git(repository, ['update-ref', 'refs/heads/x/refs/heads/lone', first]);
    expect(await failureOf(read(repository, { ref: 'lone' }))).toMatchObject({ code: 'source/ref-missing' });
  });
});

describe('repositories that are not as they should be', () => {
  test('one that is not there', async () => {
    const failure = await failureOf(read(join(temporaryFolder(), 'nothing.git')));
    expect(failure).toMatchObject({ code: 'source/missing', state: 'missing', transient: false });
  });

  test('a folder that is no repository', async () => {
    expect(await failureOf(read(temporaryFolder()))).toMatchObject({ code: 'source/missing' });
  });

  test('an empty one', async () => {
    const { head, snapshots } = await sources.readSource(requestFor(emptyRepository()), null);
    expect(head).toMatchObject({ commit: null, tags: {} });
    expect(snapshots).toEqual([{ commit: null, ref: null, files: [], skipped: [], matched: 0 }]);
  });

  test('one whose HEAD names a branch that does not exist, as another does', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'x\n' });
    git(repository, ['symbolic-ref', 'HEAD', 'refs/heads/gone']);
    expect((await sources.readSource(requestFor(repository), null)).head.commit).toBeNull();
    expect(textsOf((await read(repository, { ref: 'main' }))[0])).toEqual({ 'capability.yaml': 'x\n' });
  });

  test('one with SHA-256 ids', async () => {
    const repository = emptyRepository(['--object-format=sha256']);
    const commit = commitFiles(repository, { 'capability.yaml': 'x\n' });
    expect(commit).toHaveLength(64);
    for (const head of [null, await sources.readHead(requestFor(repository))]) {
      const reading = await sources.readSource(requestFor(repository), head);
      expect(reading.head.commit).toBe(commit);
      expect(textsOf(reading.snapshots[0])).toEqual({ 'capability.yaml': 'x\n' });
    }
  });

  test('the bare ones that npm start makes', async () => {
    const repository = join(temporaryFolder(), 'made.git');
    await makeRepository(repository, [
      { files: { 'capability.yaml': Buffer.from('one\n'), 'gone/capability.yaml': Buffer.from('x') }, tag: 'v1.0.0' },
      { files: { 'capability.yaml': Buffer.from('two\n') } },
    ]);
    expect((await read(repository, { tags: 'v*' })).map(textsOf)).toEqual([
      { 'capability.yaml': 'two\n' },
      { 'capability.yaml': 'one\n', 'gone/capability.yaml': 'x' },
    ]);
  });
});

describe('a sub-path', () => {
  let repository: string;
  beforeAll(() => {
    repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'root\n' });
    git(repository, ['tag', 'v1.0.0']);
    commitFiles(repository, { 'services/a b/capability.yaml': 'inner\n', 'file.txt': 'x' });
    git(repository, ['tag', 'v2.0.0']);
  });

  test('counts as the root of the source', async () => {
    expect((await read(repository, { path: 'services' })).map(textsOf)).toEqual([{ 'a b/capability.yaml': 'inner\n' }]);
    expect((await read(repository, { path: 'services/a b' })).map(textsOf)).toEqual([{ 'capability.yaml': 'inner\n' }]);
  });

  test.each(['gone', 'services/gone', 'file.txt'])('that is no folder (%s) is missing', async (path) => {
    expect(await failureOf(read(repository, { path }))).toEqual({
      code: 'source/path-missing',
      state: 'missing',
      transient: false,
      args: { path },
    });
  });

  test('that a tag did not have yet makes that tag empty, no more', async () => {
    const snapshots = await read(repository, { path: 'services', tags: 'v*' });
    expect(snapshots.map(({ ref, files }) => [ref, files.length])).toEqual([
      [null, 1],
      ['refs/tags/v2.0.0', 1],
      ['refs/tags/v1.0.0', 0],
    ]);
  });
});

describe('tags', () => {
  let repository: string;
  const commits: Record<string, string> = {};
  beforeAll(() => {
    repository = emptyRepository();
    for (const tag of ['v1.2.0', 'v1.10.0', 'v1.9.0', 'other', 'v2.0.0-rc.1', '2024', '3', '__proto__']) {
      commits[tag] = commitFiles(repository, { 'capability.yaml': `${tag}\n` });
      git(repository, tag.startsWith('v1') ? ['tag', '--annotate', '--message=x', tag] : ['tag', tag]);
    }
  });

  test('that match are read newest first, annotated or not', async () => {
    const snapshots = await read(repository, { tags: 'v*' });
    expect(snapshots.map(({ ref }) => ref)).toEqual([
      null,
      'refs/tags/v2.0.0-rc.1',
      'refs/tags/v1.10.0',
      'refs/tags/v1.9.0',
      'refs/tags/v1.2.0',
    ]);
    expect(snapshots.slice(1).map(({ commit, files }) => [commit, files[0]?.bytes.toString()])).toEqual(
      ['v2.0.0-rc.1', 'v1.10.0', 'v1.9.0', 'v1.2.0'].map((tag) => [commits[tag], `${tag}\n`]),
    );
  });

  test('whose names are numbers or names of JavaScript keep their places', async () => {
    const snapshots = await read(repository, { tags: '*' });
    expect(snapshots.slice(5).map(({ ref, files }) => [ref, files[0]?.bytes.toString()])).toEqual([
      ['refs/tags/2024', '2024\n'],
      ['refs/tags/3', '3\n'],
      ['refs/tags/__proto__', '__proto__\n'],
      ['refs/tags/other', 'other\n'],
    ]);
  });

  test('beyond the limit are left out, the oldest first', async () => {
    const { head } = await sources.readSource(requestFor(repository, { tags: 'v*', limits: { tags: 2 } }), null);
    expect(Object.keys(head.tags)).toEqual(['v2.0.0-rc.1', 'v1.10.0']);
  });

  test('that point at no commit are passed over or read as what they are, and the head goes on', async () => {
    const odd = emptyRepository();
    commitFiles(odd, { 'capability.yaml': 'x\n' });
    git(odd, ['tag', 'v9.0.0', git(odd, ['rev-parse', 'HEAD:capability.yaml'])]);
    git(odd, ['tag', 'v8.0.0', git(odd, ['rev-parse', 'HEAD^{tree}'])]);
    const snapshots = await read(odd, { tags: 'v*' });
    expect(textsOf(snapshots[0])).toEqual({ 'capability.yaml': 'x\n' });
  });
});
