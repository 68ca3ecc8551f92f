import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { lockFolder } from '../../src/adapters/git/lock.js';
import { GitSources } from '../../src/adapters/git/source.js';
import { commitFiles, emptyRepository, PLAIN_GIT, removeTemporary, requestFor, temporaryFolder } from '../support/git.js';
import { pause } from '../support/hosts.js';

Object.assign(process.env, PLAIN_GIT);
afterAll(removeTemporary);
const never = new AbortController().signal;

/** A process that lives, or one that has ended. */
async function processId(alive: boolean): Promise<{ id: number; child: ChildProcess }> {
  const child = spawn(process.execPath, ['-e', alive ? 'setTimeout(() => {}, 60000)' : ''], { stdio: 'ignore' });
  if (!alive) await new Promise((resolve) => child.once('exit', resolve));
  return { id: child.pid ?? 0, child };
}

describe('the lock of a cache folder', () => {
  test('lets one in at a time, in one process too', async () => {
    const folder = join(temporaryFolder(), 'cache', 'one');
    let inside = 0;
    let most = 0;
    const visit = async () => {
      const unlock = await lockFolder(folder, never);
      most = Math.max(most, ++inside);
      await pause(5);
      inside -= 1;
      unlock();
    };
    await Promise.all(Array.from({ length: 6 }, visit));
    expect([most, existsSync(`${folder}.lock`)]).toEqual([1, false]);
  });

  test('of a process that was killed is free at once', async () => {
    const folder = join(temporaryFolder(), 'one');
    const unlock = await lockFolder(folder, never);
    const [, count, ...place] = readFileSync(`${folder}.lock`, 'utf8').split(' ');
    unlock();
    const { id } = await processId(false);
    writeFileSync(`${folder}.lock`, [id, count, ...place].join(' '));
    (await lockFolder(folder, AbortSignal.timeout(5000)))();
  });

  test('of a process that lives is waited for until the time is up, with the reason', async () => {
    const folder = join(temporaryFolder(), 'one');
    const unlock = await lockFolder(folder, never);
    const [, count, ...place] = readFileSync(`${folder}.lock`, 'utf8').split(' ');
    unlock();
    const { id, child } = await processId(true);
    const held = [id, count, ...place].join(' ');
    writeFileSync(`${folder}.lock`, held);
    const ending = new AbortController();
    const waiting = lockFolder(folder, ending.signal);
    setTimeout(() => ending.abort(new Error('time is up')), 200);
    await expect(waiting).rejects.toThrow('time is up');
    expect(readFileSync(`${folder}.lock`, 'utf8')).toBe(held);
    child.kill();
  });

  test('of another machine is free when it gave no sign of life for long', async () => {
    const folder = join(temporaryFolder(), 'one');
    writeFileSync(`${folder}.lock`, `${process.pid} 1 elsewhere.example.org pid:[1]`);
    const held = lockFolder(folder, AbortSignal.timeout(200));
    await expect(held).rejects.toThrow();
    const before = new Date(Date.now() - 60_000);
    utimesSync(`${folder}.lock`, before, before);
    (await lockFolder(folder, AbortSignal.timeout(5000)))();
  });

  test('that is no lock at all is free when it is old, and waits for nobody for ever', async () => {
    const folder = join(temporaryFolder(), 'one');
    writeFileSync(`${folder}.lock`, '');
    await expect(lockFolder(folder, AbortSignal.timeout(200))).rejects.toThrow();
  });
});

test('several readers of one repository at once all read it', async () => {
  const repository = emptyRepository();
  commitFiles(repository, { 'capability.yaml': 'id: dock.crane.lift\nversion: 1.0.0\n' });
  const cache = temporaryFolder();
  const readers = Array.from({ length: 5 }, () => new GitSources(cache));
  const readings = await Promise.all(readers.map((reader) => reader.readSource(requestFor(repository), null)));
  expect(readings.map(({ snapshots }) => snapshots[0]?.files.length)).toEqual([1, 1, 1, 1, 1]);
});
