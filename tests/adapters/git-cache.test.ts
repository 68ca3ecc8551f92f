import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
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
import { runOnce } from '../support/run.js';

const folder = temporaryFolder();
const log = join(folder, 'log');
const realGit = (process.env.PATH ?? '')
  .split(delimiter)
  .map((path) => join(path, 'git'))
  .find((path) => existsSync(path));
const bin = temporaryFolder();
// Stands first in PATH and notes what git is called with.
writeFileSync(join(bin, 'git'), `#!/bin/sh\necho "$*" >> '${log}'\nexec '${realGit}' "$@"\n`);
chmodSync(join(bin, 'git'), 0o755);
Object.assign(process.env, PLAIN_GIT, { PATH: `${bin}${delimiter}${process.env.PATH}` });

afterAll(removeTemporary);
beforeEach(() => rmSync(log, { force: true }));

/** The verbs of the git processes started since the last look. */
function commands(): string[] {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  rmSync(log, { force: true });
  return lines.map((line) => line.split(' ').find((word) => !word.startsWith('-')) ?? '');
}

const capability = (version: string) =>
  `schema_version: 1.0.0\nid: a.service\nversion: ${version}\nowner: team\nlifecycle_stage: production\n`;
const configFor = (repository: string, more = '') =>
  `name: Test\nallow_file_urls: true\nsources:\n  - git: { url: ${repository}${more} }\n`;

describe('git is started only where something changed', () => {
  test('a second run with the same commit starts one process, and the third too', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    const run = { folder: temporaryFolder(), config: configFor(repository) };
    commands();
    await runOnce(run);
    expect(commands()).toEqual(['fetch', 'ls-tree', 'cat-file']);
    for (const _again of [2, 3]) {
      await runOnce(run);
      expect(commands()).toEqual(['ls-remote']);
    }
  });

  test('a new commit is fetched, with no more than its own objects', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0'), 'big.bin': Buffer.alloc(300_000, 'abcdefg') });
    const run = { folder: temporaryFolder(), config: configFor(repository) };
    await runOnce(run);
    commitFiles(repository, { 'capability.yaml': capability('2.0.0') });
    commands();
    const { report } = await runOnce(run);
    expect(commands()).toEqual(['ls-remote', 'fetch', 'ls-tree', 'cat-file']);
    expect(report.plan.changed).toMatchObject([{ from: '1.0.0', to: '2.0.0' }]);
    const cache = join(run.folder, 'cache/git');
    const [kept = ''] = readdirSync(cache);
    const packs = readdirSync(join(cache, kept, 'objects/pack')).filter((name) => name.endsWith('.idx'));
    const big = git(repository, ['rev-parse', 'HEAD:big.bin']);
    const holders = packs.filter((name) =>
      git(folder, ['show-index'], readFileSync(join(cache, kept, 'objects/pack', name))).includes(big),
    );
    expect([packs.length, holders.length]).toEqual([2, 1]);
  });

  test('a new tag of a commit that is already here is read', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    const run = { folder: temporaryFolder(), config: configFor(repository, ', tags: "v*"') };
    await runOnce(run);
    git(repository, ['tag', 'v1.0.0']);
    commands();
    const { report } = await runOnce(run);
    expect(report.failed).toEqual([]);
    expect(commands()).toEqual(['ls-remote', 'ls-tree', 'ls-tree', 'cat-file']);
    await runOnce(run);
    expect(commands()).toEqual(['ls-remote']);
  });

  test('a moved tag is read again', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    git(repository, ['tag', 'v1.0.0']);
    const run = { folder: temporaryFolder(), config: configFor(repository, ', tags: "v*"') };
    await runOnce(run);
    commitFiles(repository, { 'capability.yaml': capability('1.0.1') });
    git(repository, ['tag', '--force', 'v1.0.0']);
    commands();
    expect((await runOnce(run)).report.failed).toEqual([]);
    expect(commands()).toContain('fetch');
  });
});

describe('a source that was read once', () => {
  test('keeps its entries when its default branch is gone', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    const run = { folder: temporaryFolder(), config: configFor(repository), options: { allowShrink: true } };
    await runOnce(run);
    git(repository, ['symbolic-ref', 'HEAD', 'refs/heads/gone']);
    expect((await runOnce(run)).report.plan.removed).toEqual([]);
  });

  test('keeps its entries when it cannot be reached, and has them anew when it is back', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    const run = { folder: temporaryFolder(), config: configFor(repository) };
    await runOnce(run);
    renameSync(repository, `${repository}-away`);
    const away = (await runOnce(run)).report;
    expect([away.failed.map(({ code }) => code), away.plan.removed, away.counts.capabilities]).toEqual([
      ['source/missing'],
      [],
      1,
    ]);
    renameSync(`${repository}-away`, repository);
    expect((await runOnce(run)).report).toMatchObject({ failed: [], counts: { capabilities: 1 } });
  });

  test('is read in the end, also when several runs at once got into each other’s way', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    const sources = new GitSources(temporaryFolder());
    const readings = await Promise.allSettled(Array.from({ length: 4 }, () => sources.readSource(requestFor(repository), null)));
    for (const reading of readings) {
      if (reading.status === 'rejected') expect(reading.reason).toMatchObject({ failure: { transient: true } });
    }
    expect((await sources.readSource(requestFor(repository), null)).snapshots[0]?.files).toHaveLength(1);
  });
});

describe('the cache holds nothing that could not be lost', () => {
  test('a run after it was deleted reads as before', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    const run = { folder: temporaryFolder(), config: configFor(repository) };
    await runOnce(run);
    rmSync(join(run.folder, 'cache'), { recursive: true });
    expect((await runOnce(run)).report.failed).toEqual([]);
    commitFiles(repository, { 'capability.yaml': capability('2.0.0') });
    rmSync(join(run.folder, 'cache'), { recursive: true });
    const { report } = await runOnce(run);
    expect(report.failed).toEqual([]);
    expect(report.plan.changed).toMatchObject([{ to: '2.0.0' }]);
  });

  test.each<[string, (kept: string) => void]>([
    ['garbage among the packs', (kept) => writeFileSync(join(kept, 'objects/pack/pack-x.pack'), 'garbage')],
    ['every pack is garbage', (kept) => forEachPack(kept, (path) => writeFileSync(path, 'garbage'))],
    ['every pack is cut off', (kept) => forEachPack(kept, (path) => writeFileSync(path, readFileSync(path).subarray(0, 40)))],
    [
      'one byte of every pack is another',
      (kept) => forEachPack(kept, (path) => writeFileSync(path, flipped(readFileSync(path)))),
    ],
    ['the packs are gone', (kept) => forEachPack(kept, (path) => rmSync(path))],
    ['a stale shallow.lock', (kept) => writeFileSync(join(kept, 'shallow.lock'), '')],
    ['shallow is garbage', (kept) => writeFileSync(join(kept, 'shallow'), 'garbage\n')],
    ['the configuration is garbage', (kept) => writeFileSync(join(kept, 'config'), '[[[\n')],
    ['HEAD is empty', (kept) => writeFileSync(join(kept, 'HEAD'), '')],
    ['HEAD is gone', (kept) => rmSync(join(kept, 'HEAD'))],
    ['the kept ref is garbage', (kept) => writeFileSync(join(kept, 'refs/chora/head'), 'garbage\n')],
    ['the kept ref has a stale lock', (kept) => writeFileSync(join(kept, 'refs/chora/head.lock'), '')],
    [
      'a part that is no folder',
      (kept) => {
        rmSync(join(kept, 'objects'), { recursive: true });
        writeFileSync(join(kept, 'objects'), '');
      },
    ],
    ['a rest of a run that was killed', (kept) => writeFileSync(join(kept, 'objects/pack/tmp_pack_x'), 'x'.repeat(1000))],
  ])('%s: the next attempt is right again', async (_what, damage) => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': capability('1.0.0') });
    git(repository, ['tag', 'v1.0.0']);
    const cache = temporaryFolder();
    const sources = new GitSources(cache);
    const request = requestFor(repository, { tags: 'v*' });
    await sources.readSource(request, null);
    const [kept = ''] = readdirSync(cache);
    damage(join(cache, kept));
    commitFiles(repository, { 'capability.yaml': capability('2.0.0') });
    const attempts = [];
    for (const _attempt of [1, 2]) {
      const reading = await sources
        .readSource(request, null)
        .catch(async (error: unknown) => (await failureOf(Promise.reject(error))).transient);
      attempts.push(reading);
    }
    // The first may fail, but only in a way that is tried again; what is read is complete.
    const [first, second] = attempts;
    expect(first === true || typeof first === 'object').toBe(true);
    for (const reading of [first, second]) {
      if (typeof reading !== 'object') continue;
      expect(reading.snapshots.map(textsOf)).toEqual([
        { 'capability.yaml': capability('2.0.0') },
        { 'capability.yaml': capability('1.0.0') },
      ]);
    }
    expect(typeof second).toBe('object');
  });
});

function forEachPack(kept: string, damage: (path: string) => void): void {
  const folder = join(kept, 'objects/pack');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.pack'))) {
    chmodSync(join(folder, name), 0o644);
    damage(join(folder, name));
  }
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[40] = (copy[40] ?? 0) ^ 0xff;
  return copy;
}
