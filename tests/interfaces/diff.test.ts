import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canal } from '../support/canal.js';
import type { Federation } from '../support/federation.js';
import { commitFiles, emptyRepository, git, removeTemporary, writeFiles } from '../support/git.js';
import { chora } from './cli.js';

const kettle = (version: string, more = '') =>
  `id: kitchen.kettle.boil\nversion: ${version}\nowner: cook\nlifecycle_stage: operate\n${more}`;
const STEAM = 'outputs: [{ name: steam, type: gas }]\n';

describe('chora diff', () => {
  let federation: Federation;
  let repository = '';
  const diff = (...args: string[]) => chora(repository, ['diff', ...args, '--catalog', federation.out]);
  beforeAll(async () => {
    federation = await canal();
    repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': kettle('1.0.0', STEAM), 'packages/@pots/pan.yaml': kettle('1.0.0') });
    git(repository, ['tag', 'v1.0.0']);
    commitFiles(repository, { 'capability.yaml': kettle('1.1.0') });
    writeFiles(repository, { 'capability.yaml': kettle('2.0.0'), 'two/a.yaml': kettle('2.0.0') });
  });
  afterAll(removeTemporary);

  test('compares a revision with the file as it is now', async () => {
    expect(await diff('v1.0.0:capability.yaml', 'capability.yaml')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /kitchen\.kettle\.boil 1\.0\.0 → 2\.0\.0: asks for major\n {2}breaking outputs\.steam {2}was: steam: gas/,
      ),
    });
  });

  test('compares two revisions, by branch, tag and distance, and a silent break is 1 with an error finding', async () => {
    const { code, out } = await diff('HEAD~1:capability.yaml', 'main:./capability.yaml', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      reports: [{ from: '1.0.0', to: '1.1.0', required: 'major', actual: 'minor', changes: [{ rule: 'output-removed' }] }],
      findings: [{ code: 'compatibility/breaking-without-major', severity: 'error' }],
    });
  });

  test('begins the line of a finding that has no place with its severity', async () => {
    const { out } = await diff('HEAD~1:capability.yaml', 'main:./capability.yaml');
    expect(out).toMatch(/\nerror compatibility\/breaking-without-major\n {2}“/);
  });

  test('works from a folder below, with paths from the root, also where they hold an @', async () => {
    mkdirSync(join(repository, 'deep/er'), { recursive: true });
    const ran = await chora(join(repository, 'deep/er'), ['diff', 'HEAD:packages/@pots/pan.yaml', '../../capability.yaml']);
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('1.0.0 → 2.0.0') });
  });

  test('compares files, and versions of the catalog', async () => {
    expect((await diff('two/a.yaml', 'capability.yaml')).out).toContain('asks for none');
    expect(await diff('canal.lock.fill@1.0.0', 'canal.lock.fill')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1.0.0 → 2.0.0: asks for minor'),
    });
  });

  test.each([
    ['nowhere:capability.yaml', 'no revision “nowhere”', 2],
    ['HEAD:no.yaml', 'no file “no.yaml” at “HEAD”', 2],
    ['HEAD..main:capability.yaml', 'no revision “HEAD..main”', 2],
    ['--upload-pack=x:capability.yaml', 'unknown option', 2],
    ['no.yaml', 'no file or folder “no.yaml”', 2],
    ['canal.lock.fill@7.0.0', 'no version “7.0.0”', 1],
    ['canal.lock.fil', 'Did you mean canal.lock.fill', 1],
  ])('says what is wrong with %s', async (operand, message, code) => {
    expect(await diff(operand, 'capability.yaml')).toMatchObject({ code, err: expect.stringContaining(message) });
  });

  test('outside of a repository says so', async () => {
    const bare = join(federation.root, 'bare');
    mkdirSync(bare);
    const ran = await chora(bare, ['diff', 'HEAD:a.yaml', 'b.yaml'], { GIT_CEILING_DIRECTORIES: federation.root });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('in no git repository') });
    rmSync(bare, { recursive: true });
  });
});
