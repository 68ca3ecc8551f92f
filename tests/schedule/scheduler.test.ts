import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { ChoraError } from '../../src/model/errors.js';
import type { ScheduleState } from '../../src/model/generated/types.js';
import type { Job, Schedule } from '../../src/schedule/config.js';
import type { CronEvents, ProcessEnd, ScheduleOps } from '../../src/schedule/ops.js';
import { runSchedule } from '../../src/schedule/scheduler.js';

const DONE: ProcessEnd = { why: 'ended', code: 0, signal: null };
const job = (name: string, more: Partial<Job> = {}): Job => ({
  name,
  run: 'refresh',
  cron: '* * * * *',
  timezone: 'UTC',
  jitter: 0,
  timeout: 1000,
  args: [name],
  target: 'index dist/',
  ...more,
});

/** A world in which the test says when jobs are due and when they end. */
function world(jobs: readonly Job[], more: Partial<ScheduleOps> = {}) {
  const crons: CronEvents[] = [];
  const started: string[] = [];
  const ends: ((end: ProcessEnd) => void)[] = [];
  const told: string[] = [];
  let text: string | null = null;
  let released = false;
  let lose = (): void => undefined;
  let minute = 0;
  const ops: ScheduleOps = {
    now: () => new Date(Date.UTC(2026, 4, 4, 8, minute++)),
    random: () => 0.5,
    sleep: () => Promise.resolve(),
    cronProblem: () => null,
    startCron: (_expression, _timezone, on) => {
      crons.push(on);
      return { nextRun: () => new Date('2026-05-05T00:00:00Z'), stop: () => undefined };
    },
    runProcess: (args) => {
      started.push(args.join(' '));
      return new Promise((resolve) => ends.push(resolve));
    },
    readState: () => (text === null ? null : Buffer.from(text)),
    writeState: (next) => {
      text = next;
    },
    lock: (lost) => {
      lose = lost;
      return () => {
        released = true;
      };
    },
    lockHolder: () => null,
    ...more,
  };
  const schedule: Schedule = { jobs, state: 'state.json', grace: 1000 };
  const stop = new AbortController();
  const ended = runSchedule(schedule, ops, stop.signal, (line) => told.push(line));
  const state = () => JSON.parse(text ?? 'null') as ScheduleState;
  return {
    ...{ crons, started, ends, told, stop, ended, state },
    lose: () => lose(),
    released: () => released,
    setText: (next: string) => {
      text = next;
    },
  };
}

describe('the scheduler', () => {
  test('lets a job wait for another one that writes to the same catalog, and not for others', async () => {
    const { crons, started, ends, stop, ended, state } = world([job('nightly'), job('often'), job('else', { target: 'other' })]);
    for (const cron of crons) void cron.due();
    await sleep(5);
    expect(started).toEqual(['nightly', 'else']);
    ends[0]?.(DONE);
    await sleep(5);
    expect(started).toEqual(['nightly', 'else', 'often']);
    expect(state().jobs.map(({ running_since, last }) => [running_since !== null, last?.outcome])).toEqual(
      [
        [false, 'done'],
        [true, undefined],
        [true, undefined],
      ].sort((a, b) => Number(a[0]) - Number(b[0])),
    );
    stop.abort();
    for (const end of ends) end({ why: 'stopped', code: 2, signal: null });
    await ended;
    expect(state().jobs.map(({ last }) => last?.outcome)).toEqual(['done', 'stopped', 'stopped']);
  });

  test('starts nothing that waits, for its turn or for its jitter, once it is told to end', async () => {
    const { crons, started, ends, stop, ended } = world([job('first'), job('second'), job('late', { jitter: 60_000 })], {
      sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    });
    for (const cron of crons) void cron.due();
    await sleep(5);
    stop.abort();
    ends[0]?.({ why: 'stopped', code: null, signal: 'SIGTERM' });
    await ended;
    expect(started).toEqual(['first']);
  });

  test('waits for as much of the jitter as chance says', async () => {
    const waited: number[] = [];
    const { crons, ends, stop, ended } = world([job('a', { jitter: 60_000 })], {
      sleep: (milliseconds) => {
        waited.push(milliseconds);
        return Promise.resolve();
      },
    });
    void crons[0]?.due();
    await sleep(5);
    ends[0]?.(DONE);
    stop.abort();
    await ended;
    expect(waited).toEqual([30_000]);
  });

  test('counts what was skipped, and keeps results and counts over a restart', async () => {
    const first = world([job('a')]);
    first.crons[0]?.skipped();
    void first.crons[0]?.due();
    await sleep(5);
    first.ends[0]?.({ why: 'ended', code: 3, signal: null });
    first.stop.abort();
    await first.ended;
    expect(first.state().jobs[0]).toMatchObject({ skipped: 1, next_run_at: null, last: { outcome: 'partial', exit_code: 3 } });
    expect(first.released()).toBe(true);
    const before = JSON.stringify(first.state());
    const second = world([job('a'), job('new')], { readState: () => Buffer.from(before) });
    expect(second.state().jobs).toMatchObject([
      { skipped: 1, last: { outcome: 'partial' }, next_run_at: '2026-05-05T00:00:00.000Z' },
      { skipped: 0, last: null },
    ]);
    second.stop.abort();
    await second.ended;
  });

  test('tells of a job that a scheduler which was killed left running', async () => {
    const { crons, state } = world([job('a')]);
    void crons[0]?.due();
    await sleep(5);
    const left = JSON.stringify(state());
    const next = world([job('a')], { readState: () => Buffer.from(left) });
    expect(next.state().jobs[0]).toMatchObject({ running_since: null, last: { outcome: 'interrupted', ended_at: null } });
    next.stop.abort();
    await next.ended;
  });

  test.each(['{', '{"format":"chora-schedule/v2"}'])('does not start over a state that it cannot read: %s', async (text) => {
    const { ended, released } = world([job('a')], { readState: () => Buffer.from(text) });
    await expect(ended).rejects.toMatchObject({ code: 'schedule/state-unreadable' });
    expect(released()).toBe(true);
  });

  test('goes on when the disk is full, and says so', async () => {
    const { crons, started, ends, told, stop, ended } = world([job('a')], {
      writeState: () => {
        throw new ChoraError('io', 'io/write', 'no space left');
      },
    });
    void crons[0]?.due();
    await sleep(5);
    ends[0]?.(DONE);
    stop.abort();
    await ended;
    expect([started, told.includes('no space left')]).toEqual([['a'], true]);
  });

  test('ends with what is our own mistake, and when it lost its lock', async () => {
    const broken = world([job('a')], {
      runProcess: () => {
        throw new TypeError('a bug');
      },
    });
    void broken.crons[0]?.due();
    await expect(broken.ended).rejects.toThrow('a bug');
    const { ended, lose } = world([job('a')]);
    lose();
    await expect(ended).rejects.toMatchObject({ code: 'schedule/lock-lost' });
  });
});
