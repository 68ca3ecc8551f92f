import { describe, expect, test } from '@jest/globals';
import { capabilities, Federation, manifest } from '../support/federation.js';
import { failing } from './quay.js';

const [ALPHA, ZULU] = ['git.example.org/quay/alpha', 'git.example.org/quay/zulu'];
const ID = 'berth.slot.assign';
/** Enough others that dropping one is no shrinking. */
const others = (name: string) => capabilities(...Array.from({ length: 5 }, (_, index) => `${name}.n${index}.x`));

/** Zulu has the id first; alpha claims it later. */
async function contested(): Promise<Federation> {
  const federation = new Federation();
  const zulu = await federation.repository('quay/zulu', [{ ...others('zulu'), 'capability.yaml': manifest(ID, '1.0.0') }]);
  await federation.indexSources([zulu]);
  const alpha = await federation.repository('quay/alpha', [{ ...others('alpha'), 'capability.yaml': manifest(ID, '7.0.0') }]);
  await federation.indexSources([alpha, zulu]);
  return federation;
}
const holder = (federation: Federation): string | undefined => federation.capability(ID).versions[0]?.source;
const refused = (federation: Federation): string[] =>
  federation.findings('catalog/id-conflict').map(({ source, path }) => `${source} ${path}`);
const dropByZulu = (federation: Federation) => federation.repository('quay/zulu', [others('zulu')]);

describe('an id that a second source claims', () => {
  test('is refused to the newcomer, with a finding, although its id comes first', async () => {
    const federation = await contested();
    expect(holder(federation)).toBe(ZULU);
    expect(refused(federation)).toEqual([`${ALPHA} capability.yaml`]);
    expect(federation.versions(ID)).toEqual([{ version: '1.0.0', status: 'current', ref: null }]);
  });

  test('goes to the first by source id when both are new', async () => {
    const federation = new Federation();
    const both = [];
    for (const name of ['zulu', 'alpha'])
      both.push(await federation.repository(`quay/${name}`, [{ 'capability.yaml': manifest(ID) }]));
    await federation.indexSources(both);
    expect(holder(federation)).toBe(ALPHA);
    expect(refused(federation)).toEqual([`${ZULU} capability.yaml`]);
  });

  test('stays with its holder over later runs, whatever moves', async () => {
    const federation = await contested();
    await federation.index();
    await federation.repository('quay/alpha', [{ ...others('alpha'), 'capability.yaml': manifest(ID, '8.0.0') }]);
    await federation.index();
    await federation.repository('quay/zulu', [{ ...others('zulu'), 'capability.yaml': manifest(ID, '1.1.0') }]);
    await federation.index();
    expect(holder(federation)).toBe(ZULU);
    expect(refused(federation)).toEqual([`${ALPHA} capability.yaml`]);
    expect(federation.versions(ID).map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
  });

  test('goes to the other as soon as its holder drops it, though the other’s commit did not change', async () => {
    const federation = await contested();
    const commit = federation.source(ALPHA)?.commit;
    await dropByZulu(federation);
    const { plan } = await federation.index();
    expect(holder(federation)).toBe(ALPHA);
    expect(federation.source(ALPHA)?.commit).toBe(commit);
    expect(refused(federation)).toEqual([]);
    expect(plan.changed).toEqual([{ id: ID, from: '1.0.0', to: '7.0.0', why: 'version' }]);
    expect(federation.versions(ID).map(({ version }) => version)).toEqual(['7.0.0']);
  });

  test('goes to the other when the configuration no longer lists its holder', async () => {
    const federation = await contested();
    federation.configure({ sources: [{ git: { url: 'repos/quay/alpha.git', id: ALPHA } }] });
    await federation.index({ allowShrink: true });
    expect(holder(federation)).toBe(ALPHA);
  });

  test('stays with its holder while that cannot be read', async () => {
    const federation = await contested();
    await federation.index({ ops: failing({ [ZULU]: 'missing' }) });
    expect(holder(federation)).toBe(ZULU);
    expect(refused(federation)).toEqual([`${ALPHA} capability.yaml`]);
  });

  test('is not forgotten by a newcomer that could not be read in between', async () => {
    const federation = await contested();
    await federation.index({ ops: failing({ [ALPHA]: 'unreachable' }) });
    expect(refused(federation)).toEqual([`${ALPHA} capability.yaml`]);
    await federation.index();
    expect(refused(federation)).toEqual([`${ALPHA} capability.yaml`]);
    await dropByZulu(federation);
    await federation.index();
    expect(holder(federation)).toBe(ALPHA);
  });

  test('goes to a newcomer that could not be read while it became free, once it can', async () => {
    const federation = await contested();
    await dropByZulu(federation);
    await federation.index({ ops: failing({ [ALPHA]: 'unreachable' }) });
    expect(federation.ids()).not.toContain(ID);
    await federation.index();
    expect(holder(federation)).toBe(ALPHA);
    expect(refused(federation)).toEqual([]);
  });

  test('is told once, however often the newcomer fails', async () => {
    const federation = await contested();
    for (let run = 0; run < 3; run += 1) await federation.index({ ops: failing({ [ALPHA]: 'rate-limited' }) });
    expect(
      federation
        .findings()
        .filter(({ source }) => source === ALPHA)
        .map(({ code }) => code),
    ).toEqual(['source/rate-limited', 'source/last-good-kept', 'catalog/id-conflict']);
  });
});

describe('the progress of a run', () => {
  test('never tells of more sources than there are', async () => {
    const federation = await contested();
    await dropByZulu(federation);
    const told: [number, number][] = [];
    await federation.index({
      progress: (event) => {
        if (event.event === 'source-done') told.push([event.done, event.total]);
      },
    });
    expect(told.length).toBeGreaterThan(0);
    for (const [done, total] of told) expect(done).toBeLessThanOrEqual(total);
  });
});

describe('an id that looks like one of another source', () => {
  test('is told once to each of the two, run after run, and no more when the other is gone', async () => {
    const federation = new Federation();
    const quay = federation.folder('quay', { 'capability.yaml': manifest('quay.bill.pay') });
    const copy = federation.folder('copy', { 'capability.yaml': manifest('quay.bi11.pay') });
    await federation.indexSources([quay, copy]);
    const told = () => federation.findings('catalog/confusable-id').map(({ source }) => source);
    const first = told();
    expect(first).toHaveLength(2);
    federation.folder('copy', { 'capability.yaml': manifest('quay.bi11.pay', '1.1.0') });
    await federation.index();
    expect(told()).toEqual(first);
    federation.folder('copy', { 'capability.yaml': manifest('harbour.light.turn') });
    await federation.index({ allowShrink: true });
    expect(told()).toEqual([]);
  });
});
