import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { GitSources } from '../../src/adapters/git/source.js';
import {
  commitFiles,
  emptyRepository,
  git,
  PLAIN_GIT,
  removeTemporary,
  requestFor,
  temporaryFolder,
  textsOf,
} from '../support/git.js';

const before = { ...process.env };
const marker = join(temporaryFolder(), 'it-ran');
const script = join(temporaryFolder(), 'evil.sh');
writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> ${marker}\n`);
chmodSync(script, 0o755);

/** The adapter, loaded anew: it looks at the environment once. */
async function freshSources(cache = temporaryFolder()): Promise<GitSources> {
  jest.resetModules();
  const { GitSources } = await import('../../src/adapters/git/source.js');
  return new GitSources(cache);
}

function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
}

beforeEach(() => {
  setEnvironment({ ...before, ...PLAIN_GIT });
  rmSync(marker, { force: true });
});
afterAll(() => {
  setEnvironment(before);
  removeTemporary();
});

function repositoryWith(text: string): string {
  const repository = emptyRepository();
  commitFiles(repository, { 'capability.yaml': text });
  git(repository, ['tag', 'v1.0.0']);
  return repository;
}

async function expectRead(sources: GitSources): Promise<void> {
  const repository = repositoryWith('right\n');
  const { snapshots } = await sources.readSource(requestFor(repository, { tags: 'v*' }), null);
  expect(snapshots.map(textsOf)).toEqual([{ 'capability.yaml': 'right\n' }, { 'capability.yaml': 'right\n' }]);
  expect(existsSync(marker)).toBe(false);
}

describe('what the environment may not do', () => {
  test.each([
    'EDITOR',
    'VISUAL',
    'PAGER',
    'GIT_EDITOR',
    'GIT_PAGER',
    'GIT_SEQUENCE_EDITOR',
    'GIT_EXTERNAL_DIFF',
    'GIT_PROXY_COMMAND',
    'GIT_ASKPASS',
    'SSH_ASKPASS',
    'GIT_SSH',
  ])('start a program by %s, or keep the run from going on', async (name) => {
    process.env[name] = script;
    await expectRead(await freshSources());
  });

  test.each([
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_INDEX_FILE',
    'GIT_OBJECT_DIRECTORY',
    'GIT_ALTERNATE_OBJECT_DIRECTORIES',
    'GIT_COMMON_DIR',
    'GIT_NAMESPACE',
    'GIT_EXEC_PATH',
    'GIT_TEMPLATE_DIR',
    'GIT_SHALLOW_FILE',
    'GIT_CONFIG',
    'GIT_CONFIG_PARAMETERS',
    'GIT_ATTR_SOURCE',
  ])('lead git elsewhere by %s', async (name) => {
    process.env[name] = join(repositoryWith('wrong\n'), '.git');
    await expectRead(await freshSources());
  });

  test('set git’s configuration by GIT_CONFIG_COUNT', async () => {
    Object.assign(process.env, {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.hooksPath',
      GIT_CONFIG_VALUE_0: '/nonexistent',
      GIT_TRACE: marker,
      GIT_TRACE2: marker,
    });
    await expectRead(await freshSources());
  });

  test('change the language of git’s answers', async () => {
    Object.assign(process.env, { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' });
    const sources = await freshSources();
    await expect(sources.readHead(requestFor('/nonexistent/x'))).rejects.toMatchObject({ failure: { code: 'source/missing' } });
  });

  test('be missed: without HOME, USER and the like all is read the same', async () => {
    setEnvironment({ PATH: before.PATH ?? '' });
    await expectRead(await freshSources());
  });
});

describe('what the operator may set', () => {
  test('GIT_SSH_COMMAND is what ssh is reached by', async () => {
    process.env.GIT_SSH_COMMAND = script;
    const sources = await freshSources();
    await expect(sources.readHead(requestFor('ssh://git@127.0.0.1:1/x'))).rejects.toMatchObject({
      failure: { code: 'source/unreachable' },
    });
    expect(existsSync(marker)).toBe(true);
  });

  test('url.insteadOf of the global configuration leads elsewhere, but to no transport that runs commands', async () => {
    const repository = repositoryWith('mirrored\n');
    const config = join(temporaryFolder(), 'gitconfig');
    writeFileSync(
      config,
      `[url "${repository}"]\n\tinsteadOf = https://mirrored.example/x\n[url "ext::${script} "]\n\tinsteadOf = https://evil.example/\n`,
    );
    process.env.GIT_CONFIG_GLOBAL = config;
    const sources = await freshSources();
    const { snapshots } = await sources.readSource(requestFor('https://mirrored.example/x'), null);
    expect(textsOf(snapshots[0])).toEqual({ 'capability.yaml': 'mirrored\n' });
    await expect(sources.readHead(requestFor('https://evil.example/x'))).rejects.toMatchObject({
      failure: { code: 'source/unreachable', transient: false },
    });
    expect(existsSync(marker)).toBe(false);
  });
});

describe('where the cache is', () => {
  test('inside another work tree: that one’s configuration is not read', async () => {
    const around = emptyRepository();
    commitFiles(around, { 'capability.yaml': 'wrong\n' });
    const right = repositoryWith('right\n');
    git(around, ['config', `url.${around}.insteadOf`, right]);
    git(around, ['config', 'core.sshCommand', script]);
    const cache = join(around, 'a/cache');
    mkdirSync(cache, { recursive: true });
    const sources = await freshSources(cache);
    const { snapshots } = await sources.readSource(requestFor(right, { tags: 'v*' }), null);
    expect(textsOf(snapshots[0])).toEqual({ 'capability.yaml': 'right\n' });
    await expect(sources.readHead(requestFor('ssh://git@127.0.0.1:1/x'))).rejects.toThrow();
    expect(existsSync(marker)).toBe(false);
  });

  test('a folder with blanks, quotes and other letters in its name', async () => {
    const cache = join(temporaryFolder(), 'a "b" $c ü;d');
    await expectRead(await freshSources(cache));
  });

  test('a place where no folder can be made is a failure of the source, and is not tried again', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const sources = await freshSources(join(file, 'cache'));
    const failure = { code: 'source/unreachable', transient: false, args: { detail: 'the cache of repositories: ENOTDIR' } };
    const request = requestFor(repositoryWith('x'));
    await expect(sources.readHead(request)).rejects.toMatchObject({ failure });
    await expect(sources.readSource(request, null)).rejects.toMatchObject({ failure });
  });
});
