import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { lockHolder } from '../../src/adapters/lock-file.js';
import { runProcess } from '../../src/adapters/schedule/child.js';
import { cronProblem, startCron } from '../../src/adapters/schedule/cron.js';
import { lockSchedule } from '../../src/adapters/schedule/lock.js';
import { temporaryFolder } from '../support/federation.js';

const NEVER = new AbortController().signal;
const LIMITS = { timeout: 20_000, grace: 200, signal: NEVER };

describe('the process of a job', () => {
  const folder = temporaryFolder();
  const script = (name: string, text: string): string => {
    writeFileSync(join(folder, `${name}.mjs`), text);
    return join(folder, `${name}.mjs`);
  };
  const waits = "import { writeFileSync } from 'node:fs'; writeFileSync('ready', ''); setInterval(() => {}, 1000);";

  test('gets its arguments as they are, in the folder of the schedule', async () => {
    const bin = script(
      'args',
      "import { writeFileSync } from 'node:fs'; writeFileSync('args', JSON.stringify(process.argv.slice(2)));",
    );
    expect(await runProcess(['a b', '--x=$(touch y)'], folder, LIMITS, bin)).toEqual({ why: 'ended', code: 0, signal: null });
    expect(readFileSync(join(folder, 'args'), 'utf8')).toBe('["a b","--x=$(touch y)"]');
  });

  test.each([
    ['process.exitCode = 3', { why: 'ended', code: 3, signal: null }],
    ["process.kill(process.pid, 'SIGKILL')", { why: 'ended', code: null, signal: 'SIGKILL' }],
  ])('that does %s is told so', async (text, end) =>
    expect(await runProcess([], folder, LIMITS, script('end', text))).toEqual(end),
  );

  test('that takes too long is told to end', async () => {
    const end = await runProcess([], folder, { ...LIMITS, timeout: 300 }, script('waits', waits));
    expect(end).toEqual({ why: 'timed-out', code: null, signal: 'SIGTERM' });
  });

  test('that does not listen is killed after a while', async () => {
    const bin = script('deaf', `process.on('SIGTERM', () => {}); ${waits}`);
    const end = await runProcess([], folder, { ...LIMITS, timeout: 1500 }, bin);
    expect(end).toEqual({ why: 'timed-out', code: null, signal: 'SIGKILL' });
  });

  test('ends with the schedule, also where that ended before', async () => {
    const stop = new AbortController();
    const running = runProcess([], folder, { ...LIMITS, signal: stop.signal }, script('waits', waits));
    await sleep(300);
    stop.abort();
    expect(await running).toEqual({ why: 'stopped', code: null, signal: 'SIGTERM' });
    expect(await runProcess([], folder, { ...LIMITS, signal: stop.signal }, script('waits', waits))).toMatchObject({
      why: 'stopped',
    });
  });

  test('that cannot be started says why', async () => {
    expect(await runProcess([], join(folder, 'nowhere'), LIMITS)).toMatchObject({
      why: 'not-started',
      code: null,
      message: expect.stringContaining('ENOENT'),
    });
  });
});

describe('a cron expression', () => {
  test('of every second is due every second, and skipped while the last run has not ended', async () => {
    let [due, skipped] = [0, 0];
    const cron = startCron('* * * * * *', 'UTC', {
      due: async () => {
        due += 1;
        await sleep(1600);
      },
      skipped: () => {
        skipped += 1;
      },
    });
    expect((cron.nextRun()?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(1000);
    await sleep(4300);
    cron.stop();
    const before = due;
    await sleep(1500);
    expect(due).toBe(before);
    expect(due).toBeGreaterThanOrEqual(2);
    expect(due).toBeLessThanOrEqual(3);
    expect(skipped).toBeGreaterThanOrEqual(1);
  });

  test('is in its time zone', () => {
    const next = (zone: string): number => {
      const cron = startCron('0 3 * * *', zone, { due: async () => undefined, skipped: () => undefined });
      const hour = cron.nextRun()?.getUTCHours() ?? -1;
      cron.stop();
      return hour;
    };
    expect([next('UTC'), next('Asia/Tokyo')]).toEqual([3, 18]);
  });

  test.each(['', '* * *', '60 * * * *', 'x', '0 0 30 2 *'])('“%s” is refused', (expression) =>
    expect(cronProblem(expression, 'UTC')).not.toBeNull(),
  );
});

describe('the lock of a scheduler', () => {
  const path = (): string => join(temporaryFolder(), 'state.json.lock');
  const none = (): void => undefined;

  test('has one holder, until it is given back', () => {
    const lock = path();
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, host: hostname(), token: 'other' }));
    expect(() => lockSchedule(lock, none)).toThrow(`process ${process.ppid} on ${hostname()}`);
    expect(lockHolder(lock)).toEqual({ pid: process.ppid, host: hostname() });
  });

  test('is given back', () => {
    const lock = path();
    const release = lockSchedule(lock, none);
    expect(existsSync(lock)).toBe(true);
    release();
    expect(existsSync(lock)).toBe(false);
    expect(lockHolder(lock)).toBeNull();
  });

  test('is taken over from a process that is gone, and from another machine after a minute', () => {
    const lock = path();
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), token: 'gone' }));
    lockSchedule(lock, none)();
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'far' }));
    expect(() => lockSchedule(lock, none)).toThrow('process 1 on elsewhere');
    utimesSync(lock, new Date(), new Date(Date.now() - 61_000));
    lockSchedule(lock, none)();
    expect(existsSync(lock)).toBe(false);
  });

  test('that says nothing is respected until it is old', () => {
    const lock = path();
    writeFileSync(lock, '');
    expect(() => lockSchedule(lock, none)).toThrow('runs already');
    utimesSync(lock, new Date(), new Date(Date.now() - 61_000));
    lockSchedule(lock, none)();
  });

  test('is touched while it is held, and its loss is told', async () => {
    const lock = path();
    let lost = 0;
    const release = lockSchedule(lock, () => lost++, { touch: 20, stale: 60_000 });
    utimesSync(lock, new Date(), new Date(Date.now() - 61_000));
    await sleep(100);
    expect(lockHolder(lock, 5000)).toBeNull();
    expect(lost).toBe(0);
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'far' }));
    await sleep(100);
    expect(lost).toBe(1);
    release();
    expect(existsSync(lock)).toBe(true);
  });
});
