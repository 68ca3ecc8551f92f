import { describe, expect, test } from '@jest/globals';
import { ChoraError } from '../../src/model/errors.js';
import { capabilities, differences, Federation, manifest } from '../support/federation.js';
import { failing } from './quay.js';

const many = (count: number): Record<string, string | Uint8Array> => ({
  ...capabilities(...Array.from({ length: count }, (_, index) => `yard.crane.n${String(index).padStart(2, '0')}`)),
});

async function withTwenty(): Promise<Federation> {
  const federation = new Federation();
  await federation.indexSources([federation.folder('yard', many(20))]);
  return federation;
}
const refusal = async (run: Promise<unknown>): Promise<ChoraError> => {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ChoraError) return error;
  throw new Error('not refused', { cause: error });
};

describe('a run that drops capabilities', () => {
  test('more than 15 % of them is refused', async () => {
    const federation = await withTwenty();
    federation.folder('yard', many(16));
    const { kind, code, message, hint } = await refusal(federation.index());
    expect({ kind, code }).toEqual({ kind: 'refused', code: 'catalog/shrinks' });
    expect(message).toBe(
      '4 of 20 capabilities would be dropped, more than 15 %: yard.crane.n16, yard.crane.n17, yard.crane.n18, yard.crane.n19. Nothing was written.',
    );
    expect(hint).toContain('--allow-shrink');
  });

  test('and is refused writes nothing at all, not even the bytes of what is new', async () => {
    const federation = await withTwenty();
    const before = federation.tree();
    federation.folder('yard', { ...many(10), 'capability.yaml': manifest('yard.crane.new') });
    await refusal(federation.index({ now: '2026-06-01T00:00:00.000Z' }));
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('and is refused leaves the next run free to go on', async () => {
    const federation = await withTwenty();
    federation.folder('yard', many(10));
    await refusal(federation.index());
    federation.folder('yard', { ...many(20), 'capability.yaml': manifest('yard.crane.new') });
    const { plan } = await federation.index();
    expect(plan).toEqual({ added: [{ id: 'yard.crane.new', version: '1.0.0' }], changed: [], removed: [], before: 20 });
  });

  test('more than 15 % of them goes on when it is allowed to', async () => {
    const federation = await withTwenty();
    federation.folder('yard', many(2));
    const { plan } = await federation.index({ allowShrink: true });
    expect(plan.removed).toHaveLength(18);
    expect(federation.ids()).toEqual(['yard.crane.n00', 'yard.crane.n01']);
  });

  test('exactly 15 % of them passes', async () => {
    const federation = await withTwenty();
    federation.folder('yard', many(17));
    expect((await federation.index()).plan.removed).toHaveLength(3);
  });

  test('all of a catalog of one is refused', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('yard', many(1))]);
    federation.folder('yard', {});
    expect((await refusal(federation.index())).message).toMatch(/^1 of 1 /);
  });

  test('counts ids, not versions and not new ones in their place', async () => {
    const federation = await withTwenty();
    federation.folder(
      'yard',
      Object.fromEntries(Object.entries(many(20)).map(([path, text]) => [path, String(text).replace('"1.0.0"', '"2.0.0"')])),
    );
    expect((await federation.index()).plan.changed).toHaveLength(20);
    federation.folder(
      'yard',
      Object.fromEntries(
        Object.entries(many(20)).map(([path, text]) => [path, String(text).replaceAll('yard.crane', 'yard.other')]),
      ),
    );
    expect((await refusal(federation.index())).message).toMatch(/^20 of 20 /);
  });

  test('because its configuration lists fewer sources is refused as well', async () => {
    const federation = new Federation();
    const sources = [federation.folder('one', many(3)), federation.folder('two', capabilities('a.b.c', 'a.b.d'))];
    await federation.indexSources(sources);
    federation.configure({ sources: sources.slice(1) });
    expect((await refusal(federation.index())).code).toBe('catalog/shrinks');
  });

  test('never counts those of sources that cannot be read', async () => {
    const federation = await withTwenty();
    const report = await federation.index({ ops: failing({ 'dir:folders/yard': 'missing' }) });
    expect(report.plan.removed).toEqual([]);
    expect(federation.ids()).toHaveLength(20);
  });

  test('and moves them to another source drops none', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('one', many(4)), federation.folder('two', {})]);
    federation.folder('two', many(4));
    federation.folder('one', {});
    const { plan } = await federation.index();
    expect(plan.removed).toEqual([]);
    expect(plan.changed.map(({ why }) => why)).toEqual(['moved', 'moved', 'moved', 'moved']);
  });
});
