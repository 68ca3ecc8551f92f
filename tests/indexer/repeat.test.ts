import { cpSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  differences,
  Federation,
  FRESHNESS,
  pathsBelow,
  temporaryFolder,
  treeOf,
  withoutHistory,
} from '../support/federation.js';
import { noting, quaySources } from './quay.js';

const LATER = '2026-05-04T09:00:00.000Z';

function times(folder: string): Map<string, number> {
  return new Map(pathsBelow(folder).map((path) => [path, statSync(join(folder, path)).mtimeMs]));
}

describe('a second run with nothing new', () => {
  test('at the same time leaves every byte as it is', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    await federation.indexSources(sources);
    const before = federation.tree();
    const report = await federation.index();
    expect(differences(federation.tree(), before)).toEqual([]);
    expect(report).toMatchObject({ files: { written: 0 }, plan: { added: [], changed: [], removed: [] }, failed: [] });
  });

  test('later writes no file but the one with the time', async () => {
    const federation = new Federation();
    await federation.indexSources(await quaySources(federation));
    const [before, written] = [federation.tree(), times(federation.out)];
    await federation.index({ now: LATER });
    expect(differences(federation.tree(), before)).toEqual([FRESHNESS]);
    const touched = [...times(federation.out)].filter(([path, time]) => written.get(path) !== time).map(([path]) => path);
    expect(touched).toEqual([FRESHNESS]);
    expect(federation.freshness().generated_at).toBe(LATER);
  });

  test('reports the same counts as the run before', async () => {
    const federation = new Federation();
    const first = await federation.indexSources(await quaySources(federation));
    const second = await federation.index();
    expect(second.counts).toEqual(first.counts);
    expect(second.plan.before).toBe(first.plan.added.length);
  });

  test('makes the pages again where they have a style that is not the one of this program', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    await federation.indexSources(sources);
    const before = federation.tree();
    const style = pathsBelow(federation.out).find((path) => path.startsWith('assets/style.'));
    rmSync(join(federation.out, style ?? ''));
    writeFileSync(join(federation.out, 'index.html'), 'an older page');
    const read: string[] = [];
    await federation.index({ ops: noting(read) });
    expect(differences(federation.tree(), before)).toEqual([]);
    expect(read).toEqual(['git.example.org/quay/tides']);
  });

  test('with another name in the configuration reads only what was refused before', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    await federation.indexSources(sources);
    federation.configure({ sources, name: 'Quayside' });
    const read: string[] = [];
    await federation.index({ ops: noting(read) });
    expect(read).toEqual(['git.example.org/quay/tides']);
  });
});

describe('the same inputs', () => {
  const environment = { ...process.env };
  afterEach(() => {
    for (const name of ['TZ', 'LANG', 'LC_ALL']) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
  });

  test('give the same bytes from scratch as they gave step by step, but for the history', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    for (let count = 1; count <= sources.length; count += 1) await federation.indexSources(sources.slice(0, count));
    const scratch = join(federation.root, 'scratch');
    await federation.index({ out: scratch });
    expect(differences(withoutHistory(federation.tree()), withoutHistory(treeOf(scratch)))).toEqual([]);
  });

  test('give the same bytes with sources added last first, but for the history', async () => {
    const federation = new Federation();
    // Without the two that claim one id: there, who came first counts.
    const sources = (await quaySources(federation)).slice(1);
    for (let count = 1; count <= sources.length; count += 1) await federation.indexSources(sources.slice(-count));
    const scratch = join(federation.root, 'scratch');
    await federation.index({ out: scratch });
    expect(differences(withoutHistory(federation.tree()), withoutHistory(treeOf(scratch)))).toEqual([]);
  });

  test('give the same bytes whatever the order of sources in the configuration, but for its digest', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    await federation.indexSources(sources);
    const before = federation.tree();
    const out = join(federation.root, 'reversed');
    federation.configure({ sources: [...sources].reverse() });
    await federation.index({ out });
    expect(differences(treeOf(out), before)).toEqual([
      'about.html',
      'api/v1/catalog.json',
      'site.sha256',
      'targets/catalog.json',
    ]);
    const withoutDigest = (tree: ReadonlyMap<string, string>): string =>
      (tree.get('api/v1/catalog.json') ?? '').replace(/sha256:[0-9a-f]{64}/, '');
    expect(withoutDigest(treeOf(out))).toBe(withoutDigest(before));
  });

  test.each([
    ['Pacific/Kiritimati', 'tr_TR.UTF-8'],
    ['America/St_Johns', 'de_DE.UTF-8'],
  ])('give the same bytes in the time zone %s and the language %s', async (zone, language) => {
    const federation = new Federation();
    await federation.indexSources(await quaySources(federation));
    Object.assign(process.env, { TZ: zone, LANG: language, LC_ALL: language });
    const out = join(federation.root, 'elsewhere');
    await federation.index({ out });
    expect(differences(treeOf(out), federation.tree())).toEqual([]);
  });

  test('give the same bytes with one source at a time and with eight', async () => {
    const federation = new Federation();
    federation.configure({ sources: await quaySources(federation) });
    await federation.index({ concurrency: 1 });
    const out = join(federation.root, 'eight');
    await federation.index({ concurrency: 8, out });
    expect(differences(treeOf(out), federation.tree())).toEqual([]);
  });

  test('give the same bytes whichever source answers first', async () => {
    const federation = new Federation();
    federation.configure({ sources: await quaySources(federation) });
    await federation.index();
    const out = join(federation.root, 'late');
    let turn = 0;
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, 60 - 15 * turn++)));
    await federation.index({
      out,
      concurrency: 8,
      ops: (ops) => ({ ...ops, readSource: (request, head) => pause().then(() => ops.readSource(request, head)) }),
    });
    expect(differences(treeOf(out), federation.tree())).toEqual([]);
  });

  test('give the same bytes wherever the federation lies on the disk', async () => {
    const federation = new Federation();
    await federation.indexSources(await quaySources(federation));
    const before = federation.tree();
    const elsewhere = join(temporaryFolder('chora-with-a-longer-name-'), 'deeper', 'still');
    cpSync(federation.root, elsewhere, { recursive: true });
    for (const gone of ['out', 'cache']) rmSync(join(elsewhere, gone), { recursive: true });
    renameSync(elsewhere, `${elsewhere}.moved`);
    const moved = Object.assign(new Federation(), {
      root: `${elsewhere}.moved`,
      out: join(`${elsewhere}.moved`, 'out'),
      configFile: join(`${elsewhere}.moved`, 'catalog.yaml'),
    });
    await moved.index();
    expect(differences(moved.tree(), before)).toEqual([]);
  });

  test('leave no absolute path of the machine in any file', async () => {
    const federation = new Federation();
    const lost = { git: { url: 'repos/none.git', id: 'git.example.org/quay/none' } };
    const lostFolder = { directory: { path: 'folders/none' } };
    const lostGroup = { directory: { path: 'folders/no-group', each: true } };
    await federation.indexSources([...(await quaySources(federation)), lost, lostFolder, lostGroup]);
    for (const [path, bytes] of federation.tree())
      expect({ path, holds: bytes.includes(federation.root) }).toEqual({ path, holds: false });
  });
});
