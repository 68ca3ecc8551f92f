import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { capabilities, differences, Federation, manifest, treeOf } from '../support/federation.js';
import { dyingAfter } from './quay.js';

/** Three folders as sources, at one of three states. */
function sourcesAt(federation: Federation, state: 0 | 1 | 2): object[] {
  const version = `1.${state}.0`;
  const needs = { dependencies: [{ id: 'yard.crane.lift', version: `^${version}` }], title: `State ${state}` };
  return [
    federation.folder('quay', {
      'capability.yaml': manifest('quay.slot.assign', version, needs),
      ...capabilities(...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((x) => `quay.slot.${x}`)),
    }),
    federation.folder('yard', {
      'capability.yaml': manifest('yard.crane.lift', version),
      ...(state === 1 ? {} : { 'capabilities/gone.yaml': manifest('yard.gone.soon') }),
    }),
    federation.folder(
      'claims',
      {
        'capability.yaml': manifest(state === 2 ? 'claims.made.own' : 'quay.slot.a', '9.0.0'),
        '.chora/bad.yaml': `id: [${state}`,
      },
      { ttl: `${state + 1}h` },
    ),
  ];
}

/** Kills a run after each number of operations on the store; after each kill, `recover` gives the tree that comes of it. */
async function killEverywhere(
  federation: Federation,
  base: string | null,
  recover: () => Promise<ReadonlyMap<string, string>>,
): Promise<{ kills: number; wrong: string[] }> {
  const wrong: string[] = [];
  for (let after = 0; ; after += 1) {
    rmSync(federation.out, { recursive: true, force: true });
    if (base !== null) cpSync(base, federation.out, { recursive: true });
    const killer = dyingAfter(after);
    const killed = await federation.index({ ops: killer.ops }).then(
      () => false,
      () => true,
    );
    if (!killed) return { kills: after, wrong };
    const expected = await recover();
    for (const path of differences(federation.tree(), expected)) wrong.push(`killed after ${after}: ${path}`);
  }
}

describe('a run that is killed at any point', () => {
  test('of a first run is healed by the next one', async () => {
    const federation = new Federation();
    await federation.indexSources(sourcesAt(federation, 0));
    const undisturbed = federation.tree();
    const { kills, wrong } = await killEverywhere(federation, null, async () => {
      await federation.index();
      return undisturbed;
    });
    expect(wrong).toEqual([]);
    expect(kills).toBeGreaterThan(20);
  });

  test('while sources changed is healed by the next one', async () => {
    const federation = new Federation();
    await federation.indexSources(sourcesAt(federation, 0));
    const base = join(federation.root, 'base');
    cpSync(federation.out, base, { recursive: true });
    federation.configure({ sources: sourcesAt(federation, 1) });
    await federation.index();
    const undisturbed = federation.tree();
    const { kills, wrong } = await killEverywhere(federation, base, async () => {
      await federation.index();
      return undisturbed;
    });
    expect(wrong).toEqual([]);
    expect(kills).toBeGreaterThan(20);
  });

  test('while the configuration changed is healed by the next one', async () => {
    const federation = new Federation();
    await federation.indexSources(sourcesAt(federation, 0));
    const base = join(federation.root, 'base');
    cpSync(federation.out, base, { recursive: true });
    const sources = sourcesAt(federation, 0).map((source, index) =>
      index === 1 ? { directory: { path: 'folders/yard', ttl: '5d' } } : source,
    );
    federation.configure({ sources, name: 'Renamed', url: 'https://quay.example.org/' });
    await federation.index();
    const undisturbed = federation.tree();
    const { wrong } = await killEverywhere(federation, base, async () => {
      await federation.index();
      return undisturbed;
    });
    expect(wrong).toEqual([]);
  });

  test('and then finds everything as it was before leaves nothing of the killed run', async () => {
    const federation = new Federation();
    await federation.indexSources(sourcesAt(federation, 0));
    const base = join(federation.root, 'base');
    cpSync(federation.out, base, { recursive: true });
    const before = treeOf(base);
    // A version that the killed run saw may stay as history, so only what has no version of its own moves here. Bytes that were read
    // lie there by their digest, and harm nobody until the next change.
    const sources = sourcesAt(federation, 0);
    const there = {
      ...capabilities('quay.slot.a'),
      'capability.yaml': manifest('quay.slot.assign', '1.0.0', { title: 'For a while' }),
    };
    const { wrong } = await killEverywhere(
      Object.assign(federation, {
        index: async (options: object) => {
          federation.folder('quay', there);
          federation.configure({ sources, name: 'For a while' });
          return await Federation.prototype.index.call(federation, { ...options, allowShrink: true });
        },
      }),
      base,
      async () => {
        federation.configure({ sources: sourcesAt(federation, 0) });
        await Federation.prototype.index.call(federation);
        return before;
      },
    );
    expect(wrong.filter((line) => !line.includes(' blobs/'))).toEqual([]);
  });

  test('twice is healed by the third', async () => {
    const federation = new Federation();
    await federation.indexSources(sourcesAt(federation, 0));
    const base = join(federation.root, 'base');
    cpSync(federation.out, base, { recursive: true });
    federation.configure({ sources: sourcesAt(federation, 2) });
    await federation.index();
    const undisturbed = federation.tree();
    const { wrong } = await killEverywhere(federation, base, async () => {
      await federation.index({ ops: dyingAfter(4).ops }).catch(() => undefined);
      await federation.index();
      return undisturbed;
    });
    expect(wrong).toEqual([]);
  });

  test('in the middle of one file leaves a piece that is cleaned up and keeps nobody from going on', async () => {
    const federation = new Federation();
    federation.configure({ sources: sourcesAt(federation, 0) });
    await federation.index({ ops: dyingAfter(4).ops }).catch(() => undefined);
    for (const piece of ['index.html.tmp-4711', 'api/v1/catalog.json.tmp-4711', 'capabilities/x.html.tmp-4711']) {
      cpSync(federation.configFile, join(federation.out, piece));
    }
    await federation.index();
    expect([...federation.tree().keys()].filter((path) => path.includes('.tmp-'))).toEqual([]);
  });
});
