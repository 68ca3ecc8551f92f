import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { replaceRoots } from '../../src/publish/install.js';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import type { PublishedTree, PublishOps } from '../../src/publish/ops.js';
import { publishRelease } from '../../src/publish/release.js';
import { Client, HOUR, later, NOW, Publication } from './support.js';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const OPTIONS = { lifetimes: LIFETIMES, allowShrink: false, airgap: true, dryRun: false };

const shardsOf = (run: number) => ({
  shards: { '0a': [`run ${run}`, 'two'], '7f': ['three', `also ${run}`], [`${10 + (run % 5)}`]: ['x'] },
});

/** Which run every target of a release is of: they must all be of one. */
function runOf(targets: ReadonlyMap<string, string>): string {
  const runs = new Set<string>();
  for (const name of ['shards/0a.json', 'shards/7f.json'])
    for (const [, run = ''] of (targets.get(name) ?? '').matchAll(/"id":"(?:run|also) (\d+)"/g)) runs.add(run);
  expect(runs.size).toBe(1);
  expect(targets.size).toBe(4);
  return [...runs][0] ?? '';
}

/** Operations that stop working at one step, as a process does that is killed there. */
function dyingAt(ops: PublishOps, step: number): { ops: PublishOps; steps: () => number } {
  let steps = 0;
  const tree: PublishedTree = Object.create(ops.tree);
  const live = <T>(task: () => T): T => {
    steps += 1;
    if (steps > step) throw new Error('killed');
    return task();
  };
  tree.write = (path, bytes) => live(() => ops.tree.write(path, bytes));
  tree.link = (from, to) => live(() => ops.tree.link(from, to));
  tree.remove = (path) => live(() => ops.tree.remove(path));
  return { ops: { ...ops, tree }, steps: () => steps };
}

describe('a publisher that ends at any step', () => {
  test('leaves a whole release to readers, and the next run completes it', async () => {
    const publication = await new Publication().init();
    await publication.index(shardsOf(0)).publish();
    const client = new Client(publication.out);
    const seen = new Set<string>();
    let step = 0;
    for (let finished = false; !finished; step++) {
      const run = step + 1;
      publication.index(shardsOf(run));
      const dying = dyingAt(publication.ops(later(run * 1000)).ops, step);
      finished = await publishRelease(dying.ops, OPTIONS).then(
        () => true,
        () => false,
      );
      const found = runOf(await client.refresh());
      expect(runOf(await new Client(publication.out).refresh())).toBe(found);
      expect([String(run - 1), String(run)]).toContain(found);
      seen.add(found === String(run) ? 'new' : 'old');
      await publication.publish(later(run * 1000 + 500));
      expect(runOf(await client.refresh())).toBe(String(run));
    }
    expect(step).toBeGreaterThan(10);
    expect(seen).toEqual(new Set(['old', 'new']));
  });

  test('in the middle of a rotation too', async () => {
    const publication = await new Publication().init();
    await publication.index(shardsOf(0)).publish();
    const client = new Client(publication.out);
    await client.refresh();
    for (let step = 0, finished = false; !finished; step++) {
      const { ops, folder } = publication.ops(later((step + 1) * 1000));
      const changes = { roles: ['targets', 'snapshot', 'timestamp', 'root'] as const, lifetimes: LIFETIMES };
      finished = await replaceRoots(dyingAt(ops, step).ops, folder, changes, false).then(
        () => true,
        () => false,
      );
      expect(runOf(await client.refresh())).toBe('0');
      expect(runOf(await new Client(publication.out).refresh())).toBe('0');
      await publication.publish(later(HOUR + step * 1000));
      expect(runOf(await client.refresh())).toBe('0');
    }
    expect(client.version('root')).toBeGreaterThan(1);
  });
});

describe('chora publish, killed thirty times at random', () => {
  test('leaves a whole release to readers, and the next run completes it', async () => {
    const publication = await new Publication().init();
    await publication.index(shardsOf(0)).publish();
    mkdirSync(join(publication.folder, 'cwd'));
    const client = new Client(publication.out);
    const publish = (killAfter: number | null) =>
      new Promise<{ signal: NodeJS.Signals | null; milliseconds: number }>((resolve) => {
        const began = performance.now();
        const child = spawn(process.execPath, [BIN, 'publish', '--out', publication.out, '--keys', publication.keys], {
          env: { ...process.env, NODE_OPTIONS: '' },
          stdio: 'ignore',
        });
        const timer = killAfter === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
        child.once('exit', (_, signal) => {
          clearTimeout(timer);
          resolve({ signal, milliseconds: performance.now() - began });
        });
      });
    const { milliseconds } = await publish(null);
    let killed = 0;
    for (let run = 1; run <= 30; run++) {
      publication.index({ ...shardsOf(run), generatedAt: NOW });
      // The first half of a run is starting; what writes is in the second.
      const { signal } = await publish(milliseconds * (0.4 + 0.6 * Math.random()));
      if (signal === 'SIGKILL') killed += 1;
      const found = runOf(await client.refresh());
      expect([String(run - 1), String(run)]).toContain(found);
      await publication.publish(new Date());
      expect(runOf(await client.refresh())).toBe(String(run));
    }
    expect(killed).toBeGreaterThan(0);
  }, 240_000);
});
