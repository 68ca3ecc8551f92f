import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunEvent } from '../../src/indexer/watch.js';
import { ProgressLines, progressLine, Rate, timeLeft } from '../../src/interfaces/cli/progress.js';

function lines(watched: boolean) {
  const shown: string[] = [];
  const said: string[] = [];
  const progress = new ProgressLines(
    watched,
    (line) => shown.push(line),
    (line) => said.push(line),
  );
  return { shown, said, tell: (event: RunEvent, at: number) => progress.tell(event, at) };
}
const done = (number: number, total: number): RunEvent => ({
  event: 'source-done',
  stage: 'ask',
  source: 'git.example.org/a/b',
  done: number,
  total,
});

describe('a rate', () => {
  test('is that of an even pace, from the first second on', () => {
    const rate = new Rate(5000);
    const told: (number | null)[] = [];
    for (let at = 5100; at <= 8000; at += 100) {
      rate.add(2, at);
      told.push(rate.perSecond(at));
    }
    expect(told.slice(0, 9)).toEqual(Array(9).fill(null));
    for (const perSecond of told.slice(9)) expect(perSecond).toBeCloseTo(20, 6);
  });

  test('forgets what was long ago', () => {
    const rate = new Rate(0);
    for (let at = 100; at <= 10_000; at += 100) rate.add(10, at);
    for (let at = 11_000; at <= 60_000; at += 1000) rate.add(1, at);
    expect(rate.perSecond(60_000)).toBeGreaterThan(0.9);
    expect(rate.perSecond(60_000)).toBeLessThan(1.5);
  });

  test('falls while nothing is done', () => {
    const rate = new Rate(0);
    rate.add(100, 1000);
    expect(rate.perSecond(2000)).toBeCloseTo(50, 6);
    expect(rate.perSecond(10_000)).toBeCloseTo(10, 6);
  });

  test('is never less than nothing nor without end, whenever things are done', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100_000 })), { minLength: 1 });
    fc.assert(
      fc.property(steps, (list) => {
        const rate = new Rate(0);
        let at = 0;
        for (const [count, passed] of list) {
          at += passed;
          rate.add(count, at);
          const told = rate.perSecond(at);
          expect(told === null || (Number.isFinite(told) && told >= 0)).toBe(true);
        }
      }),
    );
  });
});

describe('on a screen', () => {
  test('a line is drawn at most ten times a second, and the last source always', () => {
    const { shown, said, tell } = lines(true);
    tell({ event: 'stage-started', stage: 'ask', total: 2000 }, 0);
    for (let n = 1; n <= 2000; n += 1) tell(done(n, 2000), n);
    tell({ event: 'stage-ended', stage: 'ask', done: 2000, seconds: 2 }, 2000);
    expect(shown.length).toBeLessThanOrEqual(22);
    expect(shown.at(-1)).toBe('asking 2,000 of 2,000 sources · git.example.org/a/b');
    expect(shown.at(-5)).toMatch(/^asking 1,\d00 of 2,000 sources · 1,000\/s · 1 s left · git\.example\.org\/a\/b$/);
    expect(said).toEqual([]);
  });

  test('nothing of a stranger disturbs it', () => {
    const event = { ...done(1, 2), source: 'dir:\u001b[2J\u202eevil' } as Extract<RunEvent, { event: 'source-done' }>;
    expect(progressLine(event, null)).toBe('asking 1 of 2 sources · dir:\\u{1b}[2J\\u{202e}evil');
  });

  test.each([
    [0.2, '1 s'],
    [59.4, '1 min 0 s'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
  ])('%d seconds left are %s', (seconds, text) => {
    expect(timeLeft(seconds)).toBe(text);
  });
});

describe('where nobody watches', () => {
  test('each stage that did something is one line', () => {
    const { said, tell } = lines(false);
    tell({ event: 'stage-started', stage: 'list', total: null }, 0);
    tell({ event: 'stage-ended', stage: 'list', done: 0, seconds: 0.04 }, 40);
    tell({ event: 'stage-ended', stage: 'ask', done: 1204, seconds: 12.3 }, 12_000);
    tell({ event: 'stage-ended', stage: 'read', done: 0, seconds: 0 }, 12_000);
    tell({ event: 'stage-ended', stage: 'write', done: 0, seconds: 1 }, 13_000);
    expect(said).toEqual(['listed the sources in 0.0 s', 'asked 1,204 sources in 12.3 s', 'wrote the catalog in 1.0 s']);
  });

  test('a host that is given up is told at once', () => {
    const { said, tell } = lines(false);
    tell({ event: 'host-down', host: 'https://git.example.org', sources: 3 }, 0);
    expect(said).toEqual([expect.stringContaining('https://git.example.org left 3 sources')]);
  });
});
