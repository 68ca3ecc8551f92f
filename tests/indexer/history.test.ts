import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { capabilities, Federation, git, manifest, withoutHistory } from '../support/federation.js';

const blobOf = (bytes: string): string => {
  const digest = createHash('sha256').update(bytes).digest('hex');
  return `blobs/sha256/${digest.slice(0, 2)}/${digest}`;
};
const pages = (federation: Federation, id: string): string[] => [...federation.tree().keys()].filter((path) => path.includes(id));

describe('a version that was seen once', () => {
  test('stays as superseded with its bytes and the last commit that had it', async () => {
    const federation = new Federation();
    const [one, two] = ['1.0.0', '1.1.0'].map((version) => manifest('berth.slot.assign', version)) as [string, string];
    const first = { 'capability.yaml': one };
    await federation.indexSources([await federation.repository('quay/berths', [first])]);
    const same = { ...first, 'README.md': 'not a manifest' };
    await federation.repository('quay/berths', [first, same]);
    await federation.index();
    const lastWithIt = federation.source('git.example.org/quay/berths')?.commit ?? '';
    await federation.repository('quay/berths', [first, same, { 'capability.yaml': two }]);
    await federation.index();
    const { versions } = federation.capability('berth.slot.assign');
    expect(versions.map(({ version, status, commit }) => ({ version, status, commit }))).toEqual([
      { version: '1.1.0', status: 'current', commit: federation.source('git.example.org/quay/berths')?.commit },
      { version: '1.0.0', status: 'superseded', commit: lastWithIt },
    ]);
    expect(git(`${federation.root}/repos/quay/berths.git`, ['show', `${lastWithIt}:capability.yaml`])).toBe(one);
    expect(federation.tree().get(blobOf(one))).toBe(one);
    expect(federation.tree().get(blobOf(two))).toBe(two);
  });

  test('stays over many runs with nothing new for it', async () => {
    const federation = new Federation();
    const sources = [federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', '1.0.0') })];
    await federation.indexSources(sources);
    for (const version of ['1.1.0', '1.2.0', '2.0.0-rc.1', '2.0.0']) {
      federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', version) });
      await federation.index();
      await federation.index();
    }
    expect(federation.versions('yard.crane.lift').map(({ version, status }) => `${version} ${status}`)).toEqual([
      '2.0.0 current',
      '2.0.0-rc.1 superseded',
      '1.2.0 superseded',
      '1.1.0 superseded',
      '1.0.0 superseded',
    ]);
    expect(federation.catalog().counts).toMatchObject({ capabilities: 1, versions: 5 });
  });

  test('outlives a rebuild', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', '1.0.0') })]);
    federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', '1.1.0') });
    await federation.index();
    await federation.index({ rebuild: true });
    expect(federation.versions('yard.crane.lift').map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
  });

  test('stays when the head goes back to an older one', async () => {
    const federation = new Federation();
    const at = (version: string) => ({ 'capability.yaml': manifest('berth.slot.assign', version) });
    await federation.indexSources([await federation.repository('quay/berths', [at('2.0.0')])]);
    await federation.repository('quay/berths', [at('1.0.0')]);
    const report = await federation.index();
    expect(report.plan.changed).toEqual([{ id: 'berth.slot.assign', from: '2.0.0', to: '1.0.0', why: 'version' }]);
    expect(federation.versions('berth.slot.assign')).toEqual([
      { version: '1.0.0', status: 'current', ref: null },
      { version: '2.0.0', status: 'superseded', ref: null },
    ]);
  });
});

describe('tags', () => {
  const head = { 'capability.yaml': manifest('berth.slot.assign', '1.1.0') };
  const released = { 'capability.yaml': manifest('berth.slot.assign', '1.0.0') };

  test('are read as released versions', async () => {
    const federation = new Federation();
    await federation.indexSources([
      await federation.repository('quay/berths', [{ files: released, tag: 'v1.0.0' }, head], { tags: 'v*' }),
    ]);
    expect(federation.versions('berth.slot.assign')).toEqual([
      { version: '1.1.0', status: 'current', ref: null },
      { version: '1.0.0', status: 'superseded', ref: 'refs/tags/v1.0.0' },
    ]);
  });

  test('that are deleted upstream leave their versions behind', async () => {
    const federation = new Federation();
    await federation.indexSources([
      await federation.repository('quay/berths', [{ files: released, tag: 'v1.0.0' }, head], { tags: 'v*' }),
    ]);
    const before = federation.capability('berth.slot.assign').versions;
    git(`${federation.root}/repos/quay/berths.git`, ['tag', '-d', 'v1.0.0']);
    await federation.index();
    expect(federation.source('git.example.org/quay/berths')?.tags).toEqual({});
    expect(federation.capability('berth.slot.assign').versions).toEqual(before);
  });

  test('that are new make a run read the source though its head did not move', async () => {
    const federation = new Federation();
    await federation.indexSources([await federation.repository('quay/berths', [{ files: released }, head], { tags: 'v*' })]);
    expect(federation.versions('berth.slot.assign')).toHaveLength(1);
    git(`${federation.root}/repos/quay/berths.git`, ['tag', 'v1.0.0', 'main~1']);
    await federation.index();
    expect(federation.versions('berth.slot.assign')).toHaveLength(2);
  });

  test('with a greater version than the head have the current one', async () => {
    const federation = new Federation();
    await federation.indexSources([
      await federation.repository('quay/berths', [{ files: head, tag: 'v1.1.0' }, released], { tags: 'v*' }),
    ]);
    expect(federation.versions('berth.slot.assign').map(({ version, status, ref }) => `${version} ${status} ${ref}`)).toEqual([
      '1.1.0 current refs/tags/v1.1.0',
      '1.0.0 superseded null',
    ]);
  });

  test('of the version of the head with other bytes are warned of', async () => {
    const federation = new Federation();
    const changed = { 'capability.yaml': manifest('berth.slot.assign', '1.0.0', { title: 'Changed since' }) };
    await federation.indexSources([
      await federation.repository('quay/berths', [{ files: released, tag: 'v1.0.0' }, changed], { tags: 'v*' }),
    ]);
    expect(federation.findings().map(({ code, path, line }) => [code, path, line])).toEqual([
      ['catalog/differs-from-tag', 'capability.yaml', 1],
    ]);
  });
});

describe('a capability that goes', () => {
  test('loses its page, its document and its bytes, with all its versions, and only the history tells of it', async () => {
    const federation = new Federation();
    const keep = capabilities('a.b.c', 'a.b.d', 'a.b.e', 'a.b.f', 'a.b.g', 'a.b.h');
    const gone = manifest('berth.slot.assign', '1.0.0');
    const sources = [federation.folder('quay', { ...keep, 'capability.yaml': gone })];
    await federation.indexSources(sources);
    const newer = manifest('berth.slot.assign', '1.1.0');
    federation.folder('quay', { ...keep, 'capability.yaml': newer });
    await federation.index();
    expect(pages(federation, 'berth')).toEqual([
      'api/v1/capabilities/berth.slot.assign.json',
      'api/v1/compatibility/berth.slot.assign.json',
      'badges/freshness/berth.slot.assign.svg',
      'badges/provenance/berth.slot.assign.svg',
      'badges/version/berth.slot.assign.svg',
      'capabilities/berth.slot.assign.html',
      'domains/berth.html',
    ]);
    federation.folder('quay', keep);
    const report = await federation.index();
    expect(report.plan.removed).toEqual([{ id: 'berth.slot.assign', version: '1.1.0', source: 'dir:folders/quay' }]);
    expect(pages(federation, 'berth')).toEqual([]);
    const paths = federation.tree();
    expect([paths.has(blobOf(gone)), paths.has(blobOf(newer))]).toEqual([false, false]);
    for (const [path, bytes] of withoutHistory(paths))
      expect({ path, names: bytes.includes('berth.slot.assign') }).toEqual({ path, names: false });
  });

  test('and comes back starts with a new history', async () => {
    const federation = new Federation();
    const sources = [federation.folder('quay', capabilities('a.b.c'))];
    await federation.indexSources(sources);
    federation.folder('quay', {});
    await federation.index({ allowShrink: true });
    expect(federation.ids()).toEqual([]);
    federation.folder('quay', { 'capability.yaml': manifest('a.b.c', '2.0.0') });
    await federation.index();
    expect(federation.versions('a.b.c')).toEqual([{ version: '2.0.0', status: 'current', ref: null }]);
  });
});
