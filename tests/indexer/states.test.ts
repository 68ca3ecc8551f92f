import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { capabilities, differences, Federation, FRESHNESS, withoutHistory } from '../support/federation.js';
import { failing, noting } from './quay.js';

const ID = 'git.example.org/quay/berths';
const at = (hour: number): string => `2026-05-04T${String(hour).padStart(2, '0')}:00:00.000Z`;
const FAILURE_CODES = ['source/missing', 'source/unreachable', 'source/rate-limited', 'source/last-good-kept'];

async function twoSources(): Promise<{ federation: Federation; sources: object[] }> {
  const federation = new Federation();
  const berths = await federation.repository('quay/berths', [capabilities('berth.slot.assign', 'berth.slot.free')]);
  const sources = [berths, federation.folder('yard', capabilities('yard.crane.lift'))];
  await federation.indexSources(sources, { now: at(8) });
  return { federation, sources };
}
const failures = (federation: Federation): string[] =>
  federation
    .findings()
    .filter(({ code }) => FAILURE_CODES.includes(code))
    .map(({ source, code }) => `${source} ${code}`);

describe('a source that cannot be read', () => {
  test.each([
    ['missing', 'source/missing'],
    ['unreachable', 'source/unreachable'],
    ['rate-limited', 'source/rate-limited'],
  ] as const)('because it is %s keeps its last good entries and says so', async (state, code) => {
    const { federation } = await twoSources();
    const before = federation.source(ID);
    const report = await federation.index({ now: at(9), ops: failing({ [ID]: state }) });
    expect(report.failed).toEqual([{ source: ID, code, message: expect.any(String), hint: expect.any(String) }]);
    expect(report.plan).toMatchObject({ added: [], changed: [], removed: [], before: 3 });
    expect(federation.ids()).toEqual(['berth.slot.assign', 'berth.slot.free', 'yard.crane.lift']);
    expect(federation.source(ID)).toEqual({ ...before, state, findings: { error: 1, warning: 1, info: 0 } });
    expect(failures(federation)).toEqual([`${ID} ${code}`, `${ID} source/last-good-kept`]);
    expect(federation.findings('source/last-good-kept')[0]?.message).toMatch(
      /^2 entries of the last good reading \([0-9a-f]{12}\) are kept\.$/,
    );
    expect(federation.freshness().exceptions).toEqual([{ source: ID, state, last_confirmed_at: at(8) }]);
  });

  test('because its repository was removed is missing', async () => {
    const { federation } = await twoSources();
    federation.removeRepository('quay/berths');
    const report = await federation.index({ now: at(9) });
    expect(report.failed.map(({ source, code }) => `${source} ${code}`)).toEqual([`${ID} source/missing`]);
    expect(federation.source(ID)?.state).toBe('missing');
    expect(federation.ids()).toContain('berth.slot.assign');
  });

  test('because its folder was removed is missing', async () => {
    const { federation } = await twoSources();
    rmSync(join(federation.root, 'folders', 'yard'), { recursive: true });
    await federation.index({ now: at(9) });
    expect(federation.source('dir:folders/yard')?.state).toBe('missing');
    expect(federation.ids()).toContain('yard.crane.lift');
  });

  test('and was never read has no entries, no commit and no time', async () => {
    const federation = new Federation();
    const report = await federation.indexSources([{ git: { url: 'repos/none.git', id: ID } }]);
    expect(report.failed.map(({ code }) => code)).toEqual(['source/missing']);
    expect(federation.source(ID)).toMatchObject({ state: 'missing', commit: null, reading: null, capabilities: 0 });
    expect(failures(federation)).toEqual([`${ID} source/missing`]);
    expect(federation.freshness().exceptions).toEqual([{ source: ID, state: 'missing', last_confirmed_at: null }]);
  });

  test('does not keep the others from being read', async () => {
    const { federation } = await twoSources();
    federation.folder('yard', capabilities('yard.crane.lift', 'yard.crane.park'));
    const report = await federation.index({ ops: failing({ [ID]: 'unreachable' }) });
    expect(report.plan.added).toEqual([{ id: 'yard.crane.park', version: '1.0.0' }]);
  });

  test('keeps its entries in a rebuild too', async () => {
    const { federation } = await twoSources();
    const ids = federation.ids();
    await federation.index({ rebuild: true, ops: failing({ [ID]: 'unreachable' }) });
    expect(federation.ids()).toEqual(ids);
  });

  test('because it has no commit yet is asked each time and read never', async () => {
    const federation = new Federation();
    await federation.indexSources([await federation.repository('quay/new', [])]);
    const read: string[] = [];
    const report = await federation.index({ ops: noting(read) });
    expect([read, report.files.files]).toEqual([[], 0]);
    expect(federation.findings('source/empty')).toHaveLength(1);
  });

  test('again and again changes nothing but the time, and is reported each time', async () => {
    const { federation } = await twoSources();
    await federation.index({ now: at(9), ops: failing({ [ID]: 'unreachable' }) });
    const before = federation.tree();
    const report = await federation.index({ now: at(10), ops: failing({ [ID]: 'unreachable' }) });
    expect(report.failed).toHaveLength(1);
    expect(differences(federation.tree(), before)).toEqual([FRESHNESS]);
    expect(federation.freshness()).toMatchObject({
      generated_at: at(10),
      exceptions: [{ source: ID, last_confirmed_at: at(8) }],
    });
  });

  test('and recovers with the same commit is as if nothing had been', async () => {
    const { federation } = await twoSources();
    const before = federation.tree();
    await federation.index({ now: at(9), ops: failing({ [ID]: 'rate-limited' }) });
    const report = await federation.index({ now: at(8) });
    expect(report.failed).toEqual([]);
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('and recovers with a newer commit shows it, without the findings of the failure', async () => {
    const { federation } = await twoSources();
    await federation.index({ now: at(9), ops: failing({ [ID]: 'missing' }) });
    await federation.repository('quay/berths', [capabilities('berth.slot.assign', 'berth.slot.free', 'berth.slot.hold')]);
    await federation.index({ now: at(10) });
    expect(federation.ids()).toContain('berth.slot.hold');
    expect(failures(federation)).toEqual([]);
    expect(federation.freshness().exceptions).toEqual([]);
  });

  test('ages by its own time: since it failed, since it failed again, and not while it was well', async () => {
    const { federation } = await twoSources();
    const bad = failing({ [ID]: 'unreachable' });
    const seen: unknown[] = [];
    for (const [hour, ops] of [
      [9, bad],
      [10, bad],
      [11, undefined],
      [12, undefined],
      [13, bad],
      [14, bad],
    ] as const) {
      await federation.index({ now: at(hour), ...(ops ? { ops } : {}) });
      seen.push(federation.freshness().exceptions[0]?.last_confirmed_at);
    }
    expect(seen).toEqual([at(8), at(8), undefined, undefined, at(12), at(12)]);
  });

  test('in another way keeps the time of its last good reading', async () => {
    const { federation } = await twoSources();
    await federation.index({ now: at(9), ops: failing({ [ID]: 'unreachable' }) });
    await federation.index({ now: at(10), ops: failing({ [ID]: 'missing', 'dir:folders/yard': 'unreachable' }) });
    expect(federation.freshness().exceptions).toEqual([
      { source: 'dir:folders/yard', state: 'unreachable', last_confirmed_at: at(9) },
      { source: ID, state: 'missing', last_confirmed_at: at(8) },
    ]);
    expect(failures(federation).filter((line) => line.startsWith(ID))).toEqual([
      `${ID} source/missing`,
      `${ID} source/last-good-kept`,
    ]);
  });
});

describe('a source that the configuration no longer lists', () => {
  test('is deleted with its entries, and only its row stays', async () => {
    const { federation, sources } = await twoSources();
    federation.configure({ sources: sources.slice(1) });
    const report = await federation.index({ allowShrink: true });
    expect(report.plan.removed.map(({ id }) => id)).toEqual(['berth.slot.assign', 'berth.slot.free']);
    expect(report.failed).toEqual([]);
    expect(federation.source(ID)).toMatchObject({ state: 'deleted', commit: null, reading: null, manifests: 0, capabilities: 0 });
    expect(federation.findings()).toEqual([]);
    expect(federation.freshness().exceptions).toEqual([]);
    expect([...federation.tree().keys()].filter((path) => path.includes('berth.slot'))).toEqual([]);
  });

  test('stays deleted over later runs, which write nothing for it', async () => {
    const { federation, sources } = await twoSources();
    federation.configure({ sources: sources.slice(1) });
    await federation.index({ allowShrink: true });
    const before = federation.tree();
    await federation.index();
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('is read anew when it is listed again', async () => {
    const { federation, sources } = await twoSources();
    const before = federation.tree();
    federation.configure({ sources: sources.slice(1) });
    await federation.index({ allowShrink: true });
    federation.configure({ sources });
    await federation.index({ now: at(8) });
    expect(differences(withoutHistory(federation.tree()), withoutHistory(before))).toEqual([]);
  });
});

describe('a folder of which each folder is a source', () => {
  const group = { directory: { path: 'folders/yards', each: true } };
  async function twoYards(): Promise<Federation> {
    const federation = new Federation();
    for (const name of ['north', 'south']) federation.folder(`yards/${name}`, capabilities(`yard.${name}.lift`));
    await federation.indexSources([group], { now: at(8) });
    return federation;
  }

  test('deletes a source whose folder is gone from it', async () => {
    const federation = await twoYards();
    rmSync(join(federation.root, 'folders/yards/south'), { recursive: true });
    await federation.index({ allowShrink: true });
    expect(federation.source('dir:folders/yards/south')?.state).toBe('deleted');
    expect(federation.ids()).toEqual(['yard.north.lift']);
  });

  test('deletes nothing when it cannot be listed, in this run and the next', async () => {
    const federation = await twoYards();
    rmSync(join(federation.root, 'folders/yards'), { recursive: true });
    for (const hour of [9, 10]) {
      const report = await federation.index({ now: at(hour) });
      expect(report.failed.map(({ source, code }) => `${source} ${code}`)).toEqual([
        'dir:folders/yards/north source/missing',
        'dir:folders/yards/south source/missing',
      ]);
      expect(federation.ids()).toEqual(['yard.north.lift', 'yard.south.lift']);
      expect(federation.freshness().exceptions).toMatchObject([
        { source: 'dir:folders/yards/north', state: 'missing', last_confirmed_at: at(8) },
        { source: 'dir:folders/yards/south', state: 'missing', last_confirmed_at: at(8) },
      ]);
    }
  });

  test('recovers without a trace', async () => {
    const federation = await twoYards();
    const before = federation.tree();
    rmSync(join(federation.root, 'folders/yards'), { recursive: true });
    await federation.index({ now: at(9) });
    for (const name of ['north', 'south']) federation.folder(`yards/${name}`, capabilities(`yard.${name}.lift`));
    await federation.index({ now: at(8) });
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('is itself reported, once, when it could never be listed, and leaves no trace when it can', async () => {
    const federation = new Federation();
    for (const hour of [8, 9]) {
      const report = await federation.indexSources([group], { now: at(hour) });
      expect(report.failed.map(({ source, code }) => `${source} ${code}`)).toEqual(['dir:folders/yards source/missing']);
      expect(
        federation
          .json<{ sources: { id: string; state: string }[] }>('api/v1/sources.json')
          .sources.map(({ id, state }) => `${id} ${state}`),
      ).toEqual(['dir:folders/yards missing']);
    }
    federation.folder('yards/north', capabilities('yard.north.lift'));
    await federation.index({ now: at(10) });
    expect(
      federation
        .json<{ sources: { id: string; state: string }[] }>('api/v1/sources.json')
        .sources.map(({ id, state }) => `${id} ${state}`),
    ).toEqual(['dir:folders/yards/north ok']);
  });
});
