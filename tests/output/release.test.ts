import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { DiskStore } from '../../src/adapters/disk/store.js';
import { LAYOUT } from '../../src/catalog/layout.js';
import { type ReadRelease, readRelease } from '../../src/output/release.js';
import { writeCatalog } from '../../src/output/write.js';
import { Federation, FRESHNESS, manifest, NOW, type Tree, temporaryFolder, treeOf } from '../support/federation.js';

const NOTHING_UNFINISHED = { last_change: null, capabilities: [], quarantined: [] };

/** What another place makes of the targets and blobs of a catalog, and of nothing else. */
async function renderElsewhere(federation: Federation, out = temporaryFolder()): Promise<{ tree: Tree; release: ReadRelease }> {
  const store = new DiskStore(out);
  for (const [path, text] of federation.tree()) if (path.startsWith('blobs/')) store.write(path, Buffer.from(text, 'latin1'));
  const reader = new DiskStore(federation.out);
  const targets = [...federation.tree().keys()].filter((path) => path.startsWith('targets/'));
  const release = await readRelease(reader, targets, NOW);
  writeCatalog(release.content, null, NOTHING_UNFINISHED, store);
  return { tree: treeOf(out), release };
}

async function history(): Promise<Federation> {
  const federation = new Federation();
  const needs = [{ id: 'yard.crane.lift', version: '^1.0.0' }];
  const sources = [
    federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', '1.0.0'), 'odd/capability.yaml': 'id: [' }),
    federation.folder('gate', { 'capability.yaml': manifest('gate.truck.admit', '1.0.0', { dependencies: needs }) }),
    await federation.repository('quay/berths', [{ 'capability.yaml': manifest('berth.slot.assign') }]),
  ];
  await federation.indexSources(sources);
  federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', '2.0.0') });
  federation.removeRepository('quay/berths');
  await federation.index();
  return federation;
}

describe('the targets of a release', () => {
  test('are enough to make every file of the catalog again, byte for byte', async () => {
    const federation = await history();
    const { tree } = await renderElsewhere(federation);
    const own = federation.tree();
    expect([...tree.keys()].sort()).toEqual([...own.keys()].sort());
    for (const [path, text] of own) expect({ path, text: tree.get(path) }).toEqual({ path, text });
  });

  test('name the digest of the list of the site’s files', async () => {
    const federation = await history();
    const { release } = await renderElsewhere(federation);
    const list = federation.tree().get(LAYOUT.siteList) ?? '';
    expect(release.document.site).toEqual({
      digest: `sha256:${createHash('sha256').update(list).digest('hex')}`,
      files: list.split('\n').length - 1,
    });
  });

  test('do not change in a run that finds nothing new', async () => {
    const federation = await history();
    const before = federation.tree();
    await federation.index({ now: '2026-05-05T08:00:00.000Z' });
    const changed = [...federation.tree()].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
    expect(changed).toEqual([FRESHNESS]);
  });

  test('are refused where one of them is missing', async () => {
    const federation = await history();
    const reader = new DiskStore(federation.out);
    reader.remove(LAYOUT.releaseChanges);
    await expect(readRelease(reader, [], NOW)).rejects.toMatchObject({ code: 'catalog/unreadable' });
  });
});

describe('site.sha256', () => {
  test('lists every file but targets, blobs and what changes with the clock, with its digest', async () => {
    const federation = await history();
    const list = new Map(
      (federation.tree().get(LAYOUT.siteList) ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    );
    const expected = [...federation.tree().keys()].filter(
      (path) => !/^(targets|blobs)\//.test(path) && ![FRESHNESS, LAYOUT.sources, LAYOUT.siteList].includes(path),
    );
    expect([...list.keys()].sort()).toEqual(expected.sort());
    const home = new DiskStore(federation.out).readSync('index.html') ?? '';
    expect(list.get('index.html')).toBe(createHash('sha256').update(home).digest('hex'));
  });

  test('is the same after many small runs and after one rebuild', async () => {
    const federation = await history();
    const before = federation.tree().get(LAYOUT.siteList);
    await federation.index({ rebuild: true });
    expect(federation.tree().get(LAYOUT.siteList)).toBe(before);
  });

  test('lists a compressed file by what is in it', async () => {
    const federation = await history();
    const path = [...federation.tree().keys()].find((each) => each.endsWith('.bin'));
    if (path === undefined) throw new Error('the search index has no compressed file');
    const content = gunzipSync(new DiskStore(federation.out).readSync(path) ?? '');
    expect(federation.tree().get(LAYOUT.siteList)).toContain(`${createHash('sha256').update(content).digest('hex')}  ${path}\n`);
  });
});
