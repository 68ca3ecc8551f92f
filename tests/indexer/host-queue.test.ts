import { describe, expect, jest, test } from '@jest/globals';
import { eachByHost } from '../../src/indexer/host-queue.js';

interface Item {
  readonly host: string | null;
  readonly n: number;
}
const items = (host: string | null, count: number): Item[] => Array.from({ length: count }, (_, n) => ({ host, n }));
const none = new AbortController().signal;

/** Runs all items, each for a few turns of the loop; notes the order they start in and the most that were under way. */
async function runAll(list: readonly Item[], concurrency: number, perHost: number) {
  const started: string[] = [];
  const now = new Map<string | null, number>();
  const most = new Map<string | null, number>();
  let under = 0;
  let mostUnder = 0;
  const limits = { concurrency, signal: none, placesOf: (host: string | null) => (host === null ? 1000 : perHost) };
  await eachByHost(
    list,
    ({ host }) => host,
    limits,
    async ({ host, n }) => {
      started.push(`${host}${n}`);
      now.set(host, (now.get(host) ?? 0) + 1);
      most.set(host, Math.max(most.get(host) ?? 0, now.get(host) ?? 0));
      mostUnder = Math.max(mostUnder, ++under);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now.set(host, (now.get(host) ?? 0) - 1);
      under -= 1;
    },
  );
  return { started, most, mostUnder };
}

describe('the queue of hosts', () => {
  test('does each once, within both limits', async () => {
    const { started, most, mostUnder } = await runAll([...items('a', 30), ...items('b', 5), ...items(null, 9)], 5, 3);
    expect(new Set(started).size).toBe(44);
    expect(started).toHaveLength(44);
    expect([mostUnder, most.get('a')]).toEqual([5, 3]);
  });

  test('lets hosts take turns, however many sources one of them has', async () => {
    const { started } = await runAll([...items('a', 20), ...items('b', 3), ...items('c', 3)], 1, 6);
    expect(started.slice(0, 9)).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });

  test('has nothing to do with nothing', async () => {
    expect((await runAll([], 4, 4)).started).toEqual([]);
  });

  test('stops at the first error, and starts nothing after it', async () => {
    const started: number[] = [];
    const limits = { concurrency: 2, signal: none, placesOf: () => 2 };
    const run = eachByHost(
      items('a', 50),
      ({ host }) => host,
      limits,
      async ({ n }) => {
        started.push(n);
        await Promise.resolve();
        if (n === 3) throw new Error('this one');
      },
    );
    await expect(run).rejects.toThrow('this one');
    const soFar = started.length;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([started.length, soFar < 10]).toEqual([soFar, true]);
  });

  test('starts nothing when the run is ended, and says why', async () => {
    const ending = new AbortController();
    let started = 0;
    const limits = { concurrency: 1, signal: ending.signal, placesOf: () => 1 };
    const run = eachByHost(
      items('a', 10),
      ({ host }) => host,
      limits,
      () => {
        started += 1;
        if (started === 2) ending.abort(new Error('told to stop'));
        return Promise.resolve();
      },
    );
    await expect(run).rejects.toThrow('told to stop');
    expect(started).toBe(2);
  });

  test('is not held up by hosts that stall, however many places they take', async () => {
    jest.useFakeTimers();
    try {
      const done: string[] = [];
      const ending: (() => void)[] = [];
      const list = ['h1', 'h2', 'h3', 'h4'].flatMap((host) => items(host, 3)).concat(items('fine', 10));
      const run = eachByHost(
        list,
        ({ host }) => host,
        { concurrency: 4, signal: none, placesOf: () => 3 },
        async ({ host, n }) => {
          if (host !== 'fine') await new Promise<void>((resolve) => ending.push(resolve));
          done.push(`${host}${n}`);
        },
      );
      await jest.advanceTimersByTimeAsync(60_000);
      expect(done.filter((name) => name.startsWith('fine'))).toHaveLength(10);
      while (ending.length > 0) {
        for (const end of ending.splice(0)) end();
        await jest.advanceTimersByTimeAsync(1);
      }
      await run;
      expect(done).toHaveLength(22);
    } finally {
      jest.useRealTimers();
    }
  });
});
