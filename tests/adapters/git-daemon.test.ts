import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GitSources } from '../../src/adapters/git/source.js';
import {
  commitFiles,
  emptyRepository,
  failureOf,
  git,
  PLAIN_GIT,
  removeTemporary,
  requestFor,
  temporaryFolder,
  textsOf,
} from '../support/git.js';
import { gitDaemon, type Host, hasDaemon } from '../support/hosts.js';

Object.assign(process.env, PLAIN_GIT);
const sources = new GitSources(temporaryFolder());

(hasDaemon ? describe : describe.skip)('a git daemon', () => {
  const served = temporaryFolder();
  const repository = emptyRepository();
  let daemon: Host;
  const url = (name: string) => `git://127.0.0.1:${daemon.port}/${name}`;

  beforeAll(async () => {
    commitFiles(repository, { 'capability.yaml': 'one\n' });
    git(repository, ['tag', '--annotate', '--message=x', 'v1.0.0']);
    commitFiles(repository, { 'capability.yaml': 'two\n' });
    for (const [name, exported] of [
      ['open.git', true],
      ['closed.git', false],
      ['moving.git', true],
    ] as const) {
      git(served, ['clone', '--quiet', '--bare', repository, name]);
      if (exported) writeFileSync(join(served, name, 'git-daemon-export-ok'), '');
    }
    daemon = await gitDaemon(served);
  });
  afterAll(async () => {
    await daemon.close();
    removeTemporary();
  });

  test('is read, tags and all', async () => {
    const { snapshots } = await sources.readSource(requestFor(url('open.git'), { tags: 'v*' }), null);
    expect(snapshots.map(textsOf)).toEqual([{ 'capability.yaml': 'two\n' }, { 'capability.yaml': 'one\n' }]);
  });

  test('that speaks the oldest protocol is read too, at an annotated tag', async () => {
    const config = join(temporaryFolder(), 'config');
    writeFileSync(config, '[protocol]\n\tversion = 0\n');
    const { GIT_CONFIG_GLOBAL } = process.env;
    process.env.GIT_CONFIG_GLOBAL = config;
    const old = new GitSources(temporaryFolder());
    const { snapshots } = await old.readSource(requestFor(url('open.git'), { tags: 'v*' }), null);
    process.env.GIT_CONFIG_GLOBAL = GIT_CONFIG_GLOBAL;
    expect(snapshots.map(textsOf)).toEqual([{ 'capability.yaml': 'two\n' }, { 'capability.yaml': 'one\n' }]);
  });

  test.each(['closed.git', 'nothing.git'])('does not have what it does not export (%s)', async (name) => {
    expect(await failureOf(sources.readSource(requestFor(url(name)), null))).toMatchObject({
      code: 'source/missing',
      state: 'missing',
      transient: false,
    });
  });

  test('whose branch moved between the two questions is asked again', async () => {
    const request = requestFor(url('moving.git'));
    const head = await sources.readHead(request);
    const [folder, away] = [join(served, 'moving.git'), join(served, 'away.git')];
    renameSync(folder, away);
    mkdirSync(folder);
    git(folder, ['init', '--quiet', '--bare', '--initial-branch=main']);
    writeFileSync(join(folder, 'git-daemon-export-ok'), readFileSync(join(away, 'git-daemon-export-ok')));
    expect(await failureOf(sources.readSource(request, head))).toMatchObject({ code: 'source/unreachable', transient: true });
  });
});
