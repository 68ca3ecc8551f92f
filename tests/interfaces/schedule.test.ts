import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { JobState } from '../../src/model/generated/types.js';
import { chora, ROOT, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const running = new Set<ChildProcess>();
/** Answers nothing: what asks it waits. */
let silent: Server;
let silentUrl: string;

beforeAll(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/x.git`;
  mkdirSync(join(folder(), 'quay'));
  writeFileSync(
    join(folder(), 'quay/capability.yaml'),
    'id: quay.slot.assign\nversion: 1.0.0\nowner: quay\nlifecycle_stage: operate\n',
  );
  writeFileSync(join(folder(), 'catalog.yaml'), 'name: Quay\nsources: [{ directory: { path: quay } }]\n');
  // The address of an https source is enough to make git wait; the proxy that answers nothing stands in for a host.
  writeFileSync(join(folder(), 'slow.yaml'), 'name: Slow\nsources: [{ git: { url: "https://git.example.org/x/y.git" } }]\n');
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

interface Scheduler {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
}

function start(config: string): Scheduler {
  const child = spawn(process.execPath, [join(ROOT, 'dist/bin.js'), 'schedule', '--config', config], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', CHORA_CACHE: join(folder(), '.cache'), https_proxy: silentUrl, no_proxy: '' },
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) =>
    child.on('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return { child, ended, said: () => said };
}

function schedule(name: string, jobs: string, more = ''): string {
  const path = join(folder(), `${name}.yaml`);
  writeFileSync(path, `state: ${name}.json\n${more}jobs:\n${jobs}`);
  return path;
}

async function status(config: string): Promise<{ scheduler: { pid: number } | null; jobs: JobState[] }> {
  const { out, err } = await chora(folder(), ['schedule', '--config', config, '--status', '--json']);
  if (out === '') throw new Error(err);
  return JSON.parse(out) as { scheduler: { pid: number } | null; jobs: JobState[] };
}

async function until(config: string, holds: (jobs: JobState[], pid: number | undefined) => boolean): Promise<JobState[]> {
  for (let left = 60; left > 0; left -= 1) {
    const { jobs, scheduler } = await status(config);
    if (holds(jobs, scheduler?.pid)) return jobs;
    await sleep(200);
  }
  throw new Error(`not within time: ${JSON.stringify((await status(config)).jobs)}`);
}

describe('chora schedule', () => {
  test('runs a job every second, keeps its result, and ends on SIGTERM with 0', async () => {
    const config = schedule(
      'often',
      '  - { run: refresh, cron: "* * * * * *", options: { config: catalog.yaml, out: often } }\n',
    );
    expect(await status(config)).toMatchObject({ scheduler: null, jobs: [{ name: 'refresh', last: null, next_run_at: null }] });
    const { child, ended, said } = start(config);
    await until(config, ([job]) => job?.last?.outcome === 'done');
    expect(await status(config)).toMatchObject({
      scheduler: { pid: child.pid },
      jobs: [{ last: { exit_code: 0 }, next_run_at: expect.stringMatching(/Z$/), timezone: 'UTC' }],
    });
    expect(existsSync(join(folder(), 'often/api/v1/catalog.json'))).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(said()).toContain('refresh: done (exit code 0)');
    const { scheduler, jobs } = await status(config);
    expect([scheduler, jobs[0]?.running_since, jobs[0]?.next_run_at]).toEqual([null, null, null]);
  });

  test('syncs a mirror', async () => {
    for (const args of [
      ['index', '--config', 'catalog.yaml', '--out', 'published'],
      ['publish', 'init', '--out', 'published', '--keys', 'keys'],
      ['publish', '--out', 'published', '--keys', 'keys'],
      ['mirror', 'init', 'mirrors/quay', '--url', 'published', '--root', 'published/metadata/root.json'],
    ]) {
      const { code, err } = await chora(folder(), args);
      expect([args, code, err]).toEqual([args, 0, expect.any(String)]);
    }
    const config = schedule(
      'mirrors',
      '  - { run: mirror-sync, cron: "* * * * * *", dir: mirrors/quay, options: { fail-on: never } }\n',
    );
    const { child, ended } = start(config);
    await until(config, ([job]) => job?.last?.outcome === 'done');
    expect(readFileSync(join(folder(), 'mirrors/quay/current/index.html'), 'utf8')).toContain('quay.slot.assign');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('counts runs that were due meanwhile, and tells a running job to end with it', async () => {
    const config = schedule(
      'slow-job',
      '  - { run: index, cron: "* * * * * *", options: { config: slow.yaml, out: slow, timeout: 50s } }\n',
    );
    const { child, ended } = start(config);
    await until(config, ([job]) => job !== undefined && job.running_since !== null && job.skipped >= 2);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await status(config)).toMatchObject({ jobs: [{ last: { outcome: 'stopped' }, running_since: null }] });
  });

  test('a job that fails, or takes too long, does not end the others', async () => {
    const config = schedule(
      'crash',
      `  - { run: refresh, cron: "* * * * * *", options: { config: nowhere.yaml } }
  - { run: refresh, name: good, cron: "* * * * * *", options: { config: catalog.yaml, out: crash } }
  - { run: index, cron: "* * * * * *", timeout: 1s, options: { config: slow.yaml, out: slow2 } }
`,
    );
    const { child, ended, said } = start(config);
    const jobs = await until(config, (all) => all.every(({ last }) => last !== null));
    expect(jobs.map(({ last }) => last?.outcome)).toEqual(['failed', 'done', 'timed-out']);
    expect(jobs[0]?.last?.exit_code).toBe(2);
    expect(said()).toContain('There is no file or folder nowhere.yaml');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  test('is alone with its state file, and a killed one is followed by the next', async () => {
    const config = schedule('alone', '  - { run: index, cron: "* * * * * *", options: { config: slow.yaml, out: slow3 } }\n');
    const first = start(config);
    await until(config, ([job]) => job?.running_since !== null);
    const second = start(config);
    expect(await second.ended).toBe(2);
    expect(second.said()).toContain(`runs already: process ${first.child.pid} on `);
    first.child.kill('SIGKILL');
    await first.ended;
    const third = start(config);
    // Until it runs, what is shown is worked out from what the killed one left.
    await until(config, (_jobs, pid) => pid === third.child.pid);
    const [job] = (await status(config)).jobs;
    expect(job?.last).toMatchObject({ outcome: 'interrupted', exit_code: null });
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
  });

  test('shows a table for people', async () => {
    const { code, out, err } = await chora(folder(), ['schedule', '--config', 'often.yaml', '--status']);
    expect([code, err]).toEqual([0, 'No scheduler runs.\n']);
    expect(out).toMatch(
      /^JOB +RUNS +CRON +NEXT +LAST +ENDED +CODE +SKIPPED\nrefresh +refresh +\* \* \* \* \* \* UTC +– +(done|stopped) +20/,
    );
  });

  test('a wrong file is wrong use, with its place', async () => {
    writeFileSync(join(folder(), 'wrong.yaml'), 'jobs:\n  - { run: refresh, cron: "* * *" }\n');
    expect(await chora(folder(), ['schedule', '--config', 'wrong.yaml'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('wrong.yaml:2:27:'),
    });
    expect(existsSync(join(folder(), 'schedule-state.json'))).toBe(false);
    writeFileSync(join(folder(), 'spoilt.json'), '{}');
    const config = schedule('spoilt', '  - { run: refresh, cron: "* * * * *" }\n');
    expect(await chora(folder(), ['schedule', '--config', config, '--status'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('spoilt.json is not the state of a schedule'),
    });
    expect(readFileSync(join(folder(), 'spoilt.json'), 'utf8')).toBe('{}');
  });
});
