import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GitSources } from '../../src/adapters/git/source.js';
import {
  blobOf,
  commitFiles,
  commitTree,
  emptyRepository,
  git,
  PLAIN_GIT,
  removeTemporary,
  requestFor,
  temporaryFolder,
  textsOf,
  treeOf,
  writeFiles,
} from '../support/git.js';

const folder = temporaryFolder();
const marker = join(folder, 'it-ran');
const globalConfig = join(folder, 'gitconfig');
const script = join(folder, 'evil.sh');
const sources = new GitSources(join(folder, 'cache'));

/** A user's configuration in which everything that git can be told to start writes the marker. */
const EVIL_CONFIG = `
[core]
	hooksPath = ${folder}/hooks
	fsmonitor = ${script}
	sshCommand = ${script}
	askPass = ${script}
	editor = ${script}
	pager = ${script}
	autocrlf = true
	alternateRefsCommand = ${script}
[init]
	templateDir = ${folder}/template
[filter "evil"]
	clean = ${script}
	smudge = ${script}
	process = ${script}
	required = true
[diff "evil"]
	textconv = ${script}
	command = ${script}
[merge "evil"]
	driver = ${script}
[gc]
	auto = 1
	recentObjectsHook = ${script}
[maintenance]
	auto = true
[fetch]
	recurseSubmodules = true
	writeCommitGraph = true
[submodule]
	recurse = true
[pager]
	ls-tree = ${script}
	cat-file = ${script}
[alias]
	fetch = !${script}
	ls-tree = !${script}
`;
const HOOKS = [
  'post-checkout',
  'reference-transaction',
  'post-merge',
  'pre-auto-gc',
  'post-rewrite',
  'fsmonitor-watchman',
  'post-index-change',
];

beforeAll(() => {
  Object.assign(process.env, PLAIN_GIT, { GIT_CONFIG_GLOBAL: globalConfig });
  writeFileSync(globalConfig, '');
  writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> ${marker}\ncat\n`);
  chmodSync(script, 0o755);
  for (const hook of HOOKS) {
    writeFiles(folder, {
      [`hooks/${hook}`]: `#!/bin/sh\necho hook >> ${marker}\n`,
      [`template/hooks/${hook}`]: `#!/bin/sh\necho hook >> ${marker}\n`,
    });
    chmodSync(join(folder, 'hooks', hook), 0o755);
    chmodSync(join(folder, 'template/hooks', hook), 0o755);
  }
});
afterAll(removeTemporary);

describe('bytes come from the commit, and nothing is run', () => {
  test('attributes, filters, hooks, templates and aliases have no say', async () => {
    const repository = emptyRepository();
    const text = '# $Id$\r\nid: a\nversion: 1.0.0\n';
    commitFiles(repository, {
      'capability.yaml': text,
      'a/capability.yaml': 'id: b\n',
      '.gitattributes':
        '* filter=evil diff=evil merge=evil ident eol=crlf text export-subst working-tree-encoding=UTF-8\na/** export-ignore\n',
      '.lfsconfig': `[lfs]\n\turl = ext::${script}\n`,
      '.mailmap': 'x\n',
    });
    // Bytes as they were committed: the attributes changed them on the way in.
    const stored = git(repository, ['cat-file', 'blob', 'HEAD:capability.yaml']);
    writeFileSync(globalConfig, EVIL_CONFIG);
    const { snapshots } = await sources.readSource(requestFor(repository, { tags: 'v*' }), null);
    await sources.readHead(requestFor(repository));
    writeFileSync(globalConfig, '');
    const texts = textsOf(snapshots[0]);
    expect(texts['capability.yaml']?.replace(/\n$/, '')).toBe(stored);
    expect(texts['a/capability.yaml']).toBe(git(repository, ['cat-file', 'blob', 'HEAD:a/capability.yaml']).concat('\n'));
    expect(existsSync(marker)).toBe(false);
  });

  test('line ends and bytes that are no text come through as they are', async () => {
    const repository = emptyRepository();
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a, 0x0d, 0x80, 0x0a]);
    commitFiles(repository, { 'capability.yaml': bytes, 'empty/capability.yaml': '' });
    const { snapshots } = await sources.readSource(requestFor(repository), null);
    expect(snapshots[0]?.files.map((file) => [file.path, [...file.bytes]])).toEqual([
      ['capability.yaml', [...bytes]],
      ['empty/capability.yaml', []],
    ]);
  });

  test('what lies in the work tree and was not committed is not read', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'committed\n' });
    writeFiles(repository, { 'capability.yaml': 'changed\n', 'new/capability.yaml': 'new\n' });
    const { snapshots } = await sources.readSource(requestFor(repository), null);
    expect(textsOf(snapshots[0])).toEqual({ 'capability.yaml': 'committed\n' });
  });

  test('replace refs and grafts of the remote do not swap contents', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'true\n' });
    git(repository, ['replace', git(repository, ['rev-parse', 'HEAD:capability.yaml']), blobOf(repository, 'false\n')]);
    const { snapshots } = await sources.readSource(requestFor(repository), null);
    expect(textsOf(snapshots[0])).toEqual({ 'capability.yaml': 'true\n' });
  });
});

describe('what is no plain file becomes a finding', () => {
  const skippedOf = async (repository: string, globs = ['**', '*', '../*']) => {
    const { snapshots } = await sources.readSource(requestFor(repository, { globs }), null);
    return { files: textsOf(snapshots[0]), skipped: snapshots[0]?.skipped.map(({ path, code }) => [path, code]) };
  };

  test('a symbolic link, wherever it leads', async () => {
    const repository = emptyRepository();
    const blob = blobOf(repository, '/etc/passwd');
    commitTree(
      repository,
      treeOf(repository, [
        ['100644', 'blob', blobOf(repository, 'x'), 'a'],
        ['120000', 'blob', blob, 'capability.yaml'],
      ]),
    );
    expect(await skippedOf(repository)).toEqual({ files: { a: 'x' }, skipped: [['capability.yaml', 'source/symlink']] });
  });

  test('a submodule that is called like a manifest', async () => {
    const repository = emptyRepository();
    commitTree(repository, treeOf(repository, [['160000', 'commit', 'a'.repeat(40), 'capability.yaml']]));
    expect(await skippedOf(repository)).toEqual({ files: {}, skipped: [['capability.yaml', 'source/submodule']] });
  });

  test.each([
    ['two dots', '..'],
    ['a .git folder', '.git'],
    ['a .GIT folder', '.GIT'],
  ])('a path that goes through %s', async (_what, name) => {
    const repository = emptyRepository();
    const blob = blobOf(repository, 'x');
    const inner = treeOf(repository, [['100644', 'blob', blob, 'capability.yaml']]);
    commitTree(
      repository,
      treeOf(repository, [
        ['040000', 'tree', inner, name],
        ['100644', 'blob', blob, 'good'],
      ]),
    );
    expect(await skippedOf(repository)).toEqual({
      files: { good: 'x' },
      skipped: [[`${name}/capability.yaml`, 'source/unsafe-path']],
    });
  });

  test.each([
    ['a backslash', 'a\\..\\b.yaml'],
    ['a line end', 'a\nb.yaml'],
    ['an escape sequence', 'a\u001b[31m.yaml'],
    ['a tab', 'a\tb.yaml'],
    ['a line separator', 'a\u2028b.yaml'],
  ])('a name with %s', async (_what, name) => {
    const repository = emptyRepository();
    commitTree(repository, treeOf(repository, [['100644', 'blob', blobOf(repository, 'x'), name]]));
    expect(await skippedOf(repository)).toEqual({ files: {}, skipped: [[name, 'source/unsafe-path']] });
  });

  test('a path through “.” matches no glob and is not read', async () => {
    const repository = emptyRepository();
    const inner = treeOf(repository, [['100644', 'blob', blobOf(repository, 'x'), 'capability.yaml']]);
    commitTree(repository, treeOf(repository, [['040000', 'tree', inner, '.']]));
    expect(await skippedOf(repository)).toEqual({ files: {}, skipped: [] });
  });

  test('names that are not UTF-8, of which two would look the same', async () => {
    const repository = emptyRepository();
    const blob = blobOf(repository, 'x');
    const entry = (byte: number) =>
      Buffer.concat([Buffer.from(`100644 blob ${blob}\ta`), Buffer.from([byte]), Buffer.from('.yaml\0')]);
    commitTree(repository, git(repository, ['mktree', '-z'], Buffer.concat([entry(0xfe), entry(0xff)])));
    const { files, skipped } = await skippedOf(repository);
    expect(files).toEqual({});
    expect(skipped).toEqual([
      ['a\ufffd.yaml', 'source/unsafe-path'],
      ['a\ufffd.yaml', 'source/unsafe-path'],
    ]);
  });

  test('names with spaces, quotes, dashes and other letters are good names', async () => {
    const repository = emptyRepository();
    const names = ['"x" .yaml', '-x.yaml', '--upload-pack=x', ':(top)x', 'ünï.yaml', '日本.yaml', '🦆.yaml'];
    commitTree(
      repository,
      treeOf(
        repository,
        names.map((name) => ['100644', 'blob', blobOf(repository, name), name] as const),
      ),
    );
    expect(await skippedOf(repository)).toEqual({ files: Object.fromEntries(names.map((name) => [name, name])), skipped: [] });
  });

  test('a repository that lost one of its objects is a failure of the source', async () => {
    const repository = emptyRepository();
    const good = blobOf(repository, 'x');
    commitTree(
      repository,
      treeOf(repository, [
        ['100644', 'blob', good, 'a'],
        ['100644', 'blob', 'c'.repeat(40), 'b'],
      ]),
    );
    await expect(sources.readSource(requestFor(repository, { globs: ['**'] }), null)).rejects.toMatchObject({
      failure: { code: 'source/unreachable' },
    });
  });
});
