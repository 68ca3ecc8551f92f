import { beforeAll, describe, expect, test } from '@jest/globals';
import { catalogReader } from '../../src/compose.js';
import type { CatalogReader } from '../../src/model/catalog-store.js';
import type { Capability } from '../../src/model/generated/types.js';
import { askGate, type GateQuestion } from '../../src/query/gate.js';
import { CANAL_AT, canal } from '../support/canal.js';
import type { Federation } from '../support/federation.js';

let federation: Federation;
beforeAll(async () => {
  federation = await canal();
});

/** Asks, and says which files were read. */
async function ask(candidates: readonly Capability[], more: Partial<GateQuestion> = {}) {
  const read: string[] = [];
  const real = catalogReader(federation.out);
  const reader: CatalogReader = {
    name: real.name,
    read: (path) => {
      read.push(path);
      return real.read(path);
    },
  };
  const places = candidates.map((capability, at) => ({ capability, place: { source: '.', path: `${at}.yaml`, line: 1 } }));
  const answer = await askGate(reader, { candidates: places, now: CANAL_AT, allowStale: false, ...more });
  const told = answer.items.map(({ outcome, rule, party }) => `${outcome} ${rule} ${party?.id ?? ''}`.trim());
  return { ...answer, told, read };
}
const lock = (version: string, more: Partial<Capability> = {}): Capability => ({
  id: 'canal.lock.fill',
  version,
  owner: 'lock-keepers',
  lifecycle_stage: 'operate',
  aliases: [{ id: 'SAP-840', sunset: '2027-01-31' }, { id: 'barge.pass.issue' }],
  ...more,
});
const pass = (version: string): Capability => ({ id: 'barge.pass.issue', version, owner: 'bargees', lifecycle_stage: 'operate' });

describe('the gate', () => {
  test('says yes where nothing speaks against it, and reads only what concerns it', async () => {
    const { answer, told, read } = await ask([pass('1.3.0')]);
    expect([answer, told]).toEqual(['yes', []]);
    expect(read.sort()).toEqual([
      'api/v1/capabilities/barge.pass.issue.json',
      'api/v1/compatibility/barge.pass.issue.json',
      'api/v1/freshness.json',
    ]);
  });

  test('says no where a dependent would not hold, with findings at the manifest', async () => {
    const { answer, told, findings } = await ask([pass('2.0.0')]);
    expect([answer, told]).toEqual(['no', ['refused dependent-excludes-version barge.load.weigh']]);
    expect(findings).toMatchObject([{ code: 'compatibility/release-refused', severity: 'error', path: '0.yaml', line: 1 }]);
    for (const part of [
      'barge.pass.issue',
      '1.2.0',
      '2.0.0',
      'barge.load.weigh',
      'bargees',
      'bargees@example.org',
      '90d',
      'waiver',
    ])
      expect(findings[0]?.message).toContain(part);
  });

  test('notes what does not stop a release, for information', async () => {
    const needs = { ...pass('1.3.0'), dependencies: [{ id: 'canal.ferry.cross', version: '^1.0.0' }] };
    expect((await ask([needs])).findings).toMatchObject([
      {
        code: 'compatibility/release-noted',
        severity: 'info',
        message: expect.stringMatching(/dependency-deprecated.*canal\.ferry\.cross.*[^.]\.$/),
      },
    ]);
  });

  test('says unknown where a required range cannot be compared and nothing else refuses it', async () => {
    const needs = (more: object) => ({ ...pass('1.3.0'), dependencies: [{ id: 'canal.gate.open', ...more }] });
    expect(await ask([needs({})])).toMatchObject({
      answer: 'unknown',
      passes: true,
      told: ['noted dependency-unknown canal.gate.open'],
    });
    expect((await ask([needs({})])).findings).toMatchObject([
      {
        code: 'compatibility/release-unknown',
        severity: 'warning',
        hint: 'State a range of SemVer versions; where its versions are not SemVer, ask its owner for such.',
      },
    ]);
    expect((await ask([needs({ version: 'newest' })])).answer).toBe('unknown');
    expect((await ask([needs({ optional: true })])).answer).toBe('yes');
    expect((await ask([needs({ version: '^9.0.0' })])).answer).toBe('no');
  });

  test('notes what rests on the older name that will go, as long as it is kept', async () => {
    expect((await ask([lock('2.1.0')])).answer).toBe('yes');
    const dropped = await ask([lock('3.0.0', { aliases: [] })]);
    expect(dropped.told).toContain('refused dependent-uses-removed-alias barge.load.weigh');
  });

  test('looks for what a misspelt id may have meant, and only then reads the list of ids', async () => {
    const slip = { ...pass('1.3.0'), dependencies: [{ id: 'canal.weir.wach', version: '^0.1.0' }] };
    const { items, read } = await ask([slip]);
    expect(items).toMatchObject([{ rule: 'dependency-missing', near: ['canal.weir.watch'] }]);
    expect(read).toContain('api/v1/capabilities.json');
  });
});

describe('with the source that the manifests are all of', () => {
  test('what the catalog has of it and they do not counts as removed', async () => {
    const { removed, answer, told } = await ask([lock('2.0.0')], { source: 'dir:locks' });
    expect(removed).toEqual(['canal.ferry.cross', 'canal.gate.open', 'canal.path.mend', 'canal.weir.watch']);
    expect(answer).toBe('no');
    expect(told).toContain('refused dependent-of-removed barge.load.weigh');
  });

  test('the source is found however its letters are written', async () => {
    const { removed, newSource } = await ask([lock('2.0.0')], { source: 'dir:Locks' });
    expect([removed.length, newSource]).toEqual([4, false]);
  });

  test('what was renamed with an alias is not removed', async () => {
    const renamed = { ...pass('2.0.0'), id: 'barge.permit.issue', aliases: [{ id: 'barge.pass.issue' }] };
    const { removed, told } = await ask([renamed], { source: 'dir:barges' });
    expect(removed).toContain('barge.pass.issue');
    expect(told.filter((line) => line.includes('dependent-of-removed'))).toEqual([]);
  });

  test('nothing is removed of one that the catalog does not know, and that is said', async () => {
    expect(await ask([pass('1.3.0')], { source: 'dir:nowhere' })).toMatchObject({ removed: [], newSource: true, answer: 'yes' });
    expect((await ask([pass('1.3.0')])).newSource).toBe(false);
  });
});

describe('waivers at the gate', () => {
  const weigh: Capability = {
    id: 'barge.load.weigh',
    version: '1.0.1',
    owner: 'bargees',
    lifecycle_stage: 'operate',
    dependencies: [{ id: 'canal.lock.fill', version: '^3.0.0' }],
  };

  test('let a release through to their last moment, and not beyond it', async () => {
    expect(await ask([weigh])).toMatchObject({ answer: 'yes', told: ['waived dependency-incompatible canal.lock.fill'] });
    const late = { now: new Date('2026-05-31T00:00:00Z'), allowStale: true };
    expect(await ask([weigh], late)).toMatchObject({ answer: 'no', told: ['refused dependency-incompatible canal.lock.fill'] });
  });
});

test('an expired catalog gives no answer, unless told to', async () => {
  const now = new Date('2026-05-04T10:30:01Z');
  await expect(ask([pass('1.3.0')], { now })).rejects.toMatchObject({ kind: 'unknown', code: 'catalog/expired' });
  expect((await ask([pass('1.3.0')], { now, allowStale: true })).answer).toBe('yes');
});
