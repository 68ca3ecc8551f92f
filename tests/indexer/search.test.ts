import { cpSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTrustedRoot } from '../../src/compose/trust-files.js';
import { catalogReader } from '../../src/compose.js';
import type { IndexerOps } from '../../src/indexer/ops.js';
import { OpenCatalog } from '../../src/query/catalog.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { capabilities, differences, Federation, manifest, treeOf, writeFiles } from '../support/federation.js';
import { dyingAfter, quaySources } from './quay.js';

const INPUTS = 'search/inputs.sha256';
const found = async (federation: Federation, text: string): Promise<string[]> =>
  (await new OpenCatalog(catalogReader(federation.out)).search(text)).results.map(({ id }) => id);
const searchPaths = (federation: Federation): string[] =>
  [...federation.tree().keys()].filter((path) => path.startsWith('search/'));

/** Operations that note which files of the index are read, which is done for each that was made. */
function notingReads(reads: string[]): (ops: IndexerOps) => IndexerOps {
  return (ops) => {
    const readSync = (path: string) => {
      if (path.startsWith('search/')) reads.push(path);
      return ops.store.readSync(path);
    };
    return { ...ops, store: Object.assign(Object.create(ops.store) as IndexerOps['store'], { readSync }) };
  };
}

/** Two folders: cranes, of which fields can be changed, and slots. */
function yardAndQuay(federation: Federation, crane: Record<string, unknown> = {}, version = '1.0.0'): object[] {
  const text = { description: 'Lifts containers off ships.', ...crane };
  return [
    federation.folder('yard', {
      'capability.yaml': manifest('yard.crane.lift', version, text),
      ...capabilities('yard.crane.park'),
    }),
    federation.folder('quay', capabilities('quay.slot.assign', 'quay.slot.free')),
  ];
}

async function indexed(): Promise<Federation> {
  const federation = new Federation();
  await federation.indexSources(yardAndQuay(federation));
  return federation;
}

/** Indexes again, and says which files of the index were made for it and which of them changed. */
async function again(federation: Federation): Promise<{ made: string[]; changed: string[] }> {
  const before = federation.tree();
  const reads: string[] = [];
  await federation.index({ ops: notingReads(reads) });
  const changed = differences(federation.tree(), before).filter((path) => path.startsWith('search/'));
  return { made: [...new Set(reads)].filter((path) => path !== INPUTS).sort(), changed };
}

/** What a first run makes of the same, as the measure of every later one. */
async function expectAsFromScratch(federation: Federation): Promise<void> {
  const out = join(federation.root, 'scratch');
  rmSync(out, { recursive: true, force: true });
  await federation.index({ out });
  const [ours, scratch] = [federation.tree(), treeOf(out)];
  expect(differences(ours, scratch).filter((path) => path.startsWith('search/'))).toEqual([]);
}

describe('the search index of a catalog', () => {
  test('holds the current version of every capability, and of a superseded one nothing', async () => {
    const federation = new Federation();
    const berths = await federation.repository(
      'berths',
      [
        { files: { 'capability.yaml': manifest('berth.slot.assign', '1.0.0', { title: 'Pencilled' }) }, tag: 'v1.0.0' },
        { files: { 'capability.yaml': manifest('berth.slot.assign', '2.0.0', { title: 'Inked' }) } },
      ],
      { tags: 'v*' },
    );
    await federation.indexSources([berths, ...yardAndQuay(federation)]);
    const catalog = new OpenCatalog(catalogReader(federation.out));
    const all = await catalog.search('');
    expect(all.results.map(({ id }) => id)).toEqual(federation.ids());
    expect((await catalog.search('inked')).results).toMatchObject([{ id: 'berth.slot.assign', version: '2.0.0' }]);
    expect((await catalog.search('pencilled')).total).toBe(0);
  });

  test('of a catalog without capabilities finds nothing', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('empty', {})]);
    expect(await found(federation, 'anything')).toEqual([]);
    expect(await found(federation, '')).toEqual([]);
  });

  test('has the same bytes in every place and whatever the order of the sources', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    await federation.indexSources(sources);
    federation.configure({ sources: [...sources].reverse() });
    await expectAsFromScratch(federation);
  });

  test('holds nothing that is quarantined', async () => {
    const federation = new Federation();
    const policy =
      'rules:\n  - sources: ["git.example.org/*"]\n    require: verified\n    identities: [{ issuer: "https://a.example.org", source_repository: "{source}" }]\n  - sources: ["dir:**"]\n    require: none\n';
    const trust = { policy: parsePolicy(policy, 'policy.yaml'), root: readTrustedRoot(undefined, 'certificates') };
    const unsigned = await federation.repository('tides', [{ 'capability.yaml': manifest('tides.secret.moor') }]);
    await federation.indexSources([unsigned, ...yardAndQuay(federation)], { trust });
    expect(federation.json<{ quarantined: object[] }>('api/v1/quarantine.json').quarantined).toHaveLength(1);
    expect(await found(federation, 'tides.secret.moor')).toEqual([]);
    expect(await found(federation, '')).toEqual(federation.ids());
    expect(federation.ids()).not.toContain('tides.secret.moor');
  });
});

describe('a later run', () => {
  test('in which something else changed makes nothing of it again, and touches no file', async () => {
    const federation = await indexed();
    const times = () => searchPaths(federation).map((path) => [path, statSync(join(federation.out, path)).mtimeMs]);
    const before = times();
    yardAndQuay(federation, { dependencies: [{ id: 'quay.slot.free', version: '^1.0.0' }] });
    expect(await again(federation)).toEqual({ made: [], changed: [] });
    expect(federation.capability('yard.crane.lift').dependencies).toHaveLength(1);
    expect(times()).toEqual(before);
  });

  test('with a new version or another owner makes cards and facets only', async () => {
    const federation = await indexed();
    yardAndQuay(federation, { owner: 'team-crane' }, '1.1.0');
    const { made, changed } = await again(federation);
    expect(made.length).toBeGreaterThan(0);
    expect(made.filter((path) => !/^search\/[gf]\//.test(path))).toEqual([]);
    expect(changed).toEqual(['search/f/owner.bin', 'search/g/0.bin', INPUTS]);
    const { results } = await new OpenCatalog(catalogReader(federation.out)).search('containers', {
      filters: { owner: ['team-crane'] },
    });
    expect(results).toMatchObject([{ id: 'yard.crane.lift', version: '1.1.0' }]);
    await expectAsFromScratch(federation);
  });

  test('with another text makes all of it', async () => {
    const federation = await indexed();
    yardAndQuay(federation, { description: 'Hoists boxes.' });
    const { made } = await again(federation);
    expect(made).toContain('search/root.bin');
    expect(await found(federation, 'hoists')).toEqual(['yard.crane.lift']);
    expect(await found(federation, 'containers')).toEqual([]);
    await expectAsFromScratch(federation);
  });

  test('with a new capability and without an old one finds the one and not the other', async () => {
    const federation = await indexed();
    federation.folder('quay', capabilities('quay.slot.assign', 'quay.buoy.light'));
    await federation.index({ allowShrink: true });
    expect(await found(federation, 'buoy')).toEqual(['quay.buoy.light']);
    expect(await found(federation, 'quay.slot.free')).not.toContain('quay.slot.free');
    await expectAsFromScratch(federation);
  });

  test('makes a file that is missing again and removes what does not belong there', async () => {
    const federation = await indexed();
    const before = federation.tree();
    rmSync(join(federation.out, 'search/p/0.bin'));
    writeFiles(federation.out, { 'search/p/99.bin': 'left over', 'search/root.bin.tmp-4711': 'half' });
    yardAndQuay(federation, { dependencies: [{ id: 'quay.slot.free' }] });
    await federation.index();
    const changed = differences(federation.tree(), before).filter((path) => path.startsWith('search/'));
    expect(changed).toEqual([]);
  });

  test('with --rebuild writes again what somebody changed in it', async () => {
    const federation = await indexed();
    const before = federation.tree();
    writeFiles(federation.out, { 'search/root.bin': 'x', [INPUTS]: before.get(INPUTS) ?? '' });
    await federation.index({ rebuild: true });
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('over a catalog without an index gives it one when something changes', async () => {
    const federation = await indexed();
    rmSync(join(federation.out, 'search'), { recursive: true });
    yardAndQuay(federation, {}, '1.0.1');
    await federation.index();
    await expectAsFromScratch(federation);
  });

  test.each([
    ['a version', {}, '1.1.0'],
    ['a text', { description: 'Hoists boxes.' }, '1.0.0'],
  ])('that is killed while %s changed is healed by the next one, wherever it was', async (_what, crane, version) => {
    const federation = await indexed();
    const base = join(federation.root, 'base');
    cpSync(federation.out, base, { recursive: true });
    yardAndQuay(federation, crane, version);
    await federation.index();
    const undisturbed = federation.tree();
    let kills = 0;
    for (let killed = true; killed; kills += 1) {
      rmSync(federation.out, { recursive: true });
      cpSync(base, federation.out, { recursive: true });
      killed = await federation.index({ ops: dyingAfter(kills).ops }).then(
        () => false,
        () => true,
      );
      await federation.index();
      expect({ kills, wrong: differences(federation.tree(), undisturbed) }).toEqual({ kills, wrong: [] });
    }
    expect(kills).toBeGreaterThan(10);
  });
});
