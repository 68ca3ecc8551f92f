import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verifyMirror } from '../../src/mirror/verify.js';
import { ChoraError } from '../../src/model/errors.js';
import { temporaryFolder } from '../support/federation.js';
import { type Mirror, mirrors } from '../support/mirror.js';
import { bytesOf, watched } from '../support/mirror-store.js';

const make = mirrors();
const FIRST = 'Quay: quay.berth.list 1.0.0, quay.slot.assign 1.0.0';
const SECOND = 'Quay: quay.crane.lift 1.0.0, quay.slot.assign 2.0.0';

async function moved() {
  const all = await make();
  await all.mirror.sync();
  all.publisher.publish({ 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} });
  const saved = `${all.mirror.folder}.saved`;
  cpSync(all.mirror.folder, saved, { recursive: true, verbatimSymlinks: true });
  const restore = () => {
    rmSync(all.mirror.folder, { recursive: true });
    cpSync(saved, all.mirror.folder, { recursive: true, verbatimSymlinks: true });
  };
  return { ...all, restore };
}

/** What is wrong with a mirror that was left somehow, and with one more sync. */
async function wrongAfter(mirror: Mirror): Promise<string[]> {
  const wrong: string[] = [];
  mirror.wrap = (ops) => ops;
  if (![FIRST, SECOND].includes(mirror.served())) wrong.push(`serves ${mirror.served()}`);
  const left = await verifyMirror(mirror.ops());
  wrong.push(...left.problems.map(({ what, message }) => `left ${what} ${message}`));
  await mirror.sync();
  if (mirror.served() !== SECOND) wrong.push(`serves ${mirror.served()} in the end`);
  const { problems, notes } = await verifyMirror(mirror.ops());
  wrong.push(...problems.map(({ what, message }) => `${what} ${message}`), ...notes);
  for (const name of readdirSync(join(mirror.folder, 'releases')))
    if (/partial|tmp/.test(name)) wrong.push(`left releases/${name}`);
  if (existsSync(join(mirror.folder, 'tmp')) && readdirSync(join(mirror.folder, 'tmp')).length > 0) wrong.push('left parts');
  return wrong;
}

describe('a sync', () => {
  test('that dies before any one operation on the disk leaves a whole release, and the next sync goes on', async () => {
    const { mirror, restore } = await moved();
    const wrong: string[] = [];
    let operations = 0;
    for (;;) {
      let left = operations;
      mirror.wrap = (ops) => ({
        ...ops,
        store: watched(ops.store, () => {
          left -= 1;
          if (left < 0) throw new Error('killed');
        }),
      });
      const died = await mirror.sync().then(
        () => false,
        (error: Error) => error.message === 'killed',
      );
      if (!died) break;
      wrong.push(...(await wrongAfter(mirror)).map((each) => `before operation ${operations}: ${each}`));
      restore();
      operations += 1;
    }
    expect(wrong).toEqual([]);
    expect(operations).toBeGreaterThan(60);
  }, 300_000);

  test('on a disk that is full after any number of bytes says so and leaves the release before', async () => {
    const { mirror, restore } = await moved();
    const wrong: string[] = [];
    let runs = 0;
    for (let room = 0; ; room += 97) {
      let left = room;
      mirror.wrap = (ops) => ({
        ...ops,
        store: watched(ops.store, (operation, args) => {
          left -= bytesOf(operation, args);
          if (left < 0 && bytesOf(operation, args) > 0)
            throw new ChoraError('io', 'io/write', 'it cannot be written: the disk is full (ENOSPC).', 'Check the free space.');
        }),
      });
      const error: unknown = await mirror.sync().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (error === null) break;
      if (!(error instanceof ChoraError) || error.code !== 'io/write') wrong.push(`${room} bytes: ${String(error)}`);
      wrong.push(...(await wrongAfter(mirror)).map((each) => `${room} bytes: ${each}`));
      restore();
      runs += 1;
    }
    expect(wrong).toEqual([]);
    expect(runs).toBeGreaterThan(20);
  }, 300_000);

  const tmpfs = canMount();
  (tmpfs ? test : test.skip)('on a real disk that is full, or read-only, says so and leaves the release before', async () => {
    const { publisher, server, mirror } = await make();
    mkdirSync(mirror.folder, { recursive: true });
    const small = `${mirror.folder}-small`;
    mkdirSync(small);
    spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=700k', 'tmpfs', small]);
    try {
      Object.assign(mirror, { folder: join(small, 'mirror') });
      await mirror.init(server.url, publisher.root);
      await mirror.sync();
      publisher.publish({ 'quay.big.one': { text: 'x'.repeat(900_000) } });
      await expect(mirror.sync()).rejects.toMatchObject({ code: 'io/write', message: expect.stringContaining('ENOSPC') });
      expect(mirror.served()).toBe(FIRST);
      expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
      // The room that the failed transfer took is free again.
      publisher.publish({ 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} });
      await mirror.sync();
      expect(mirror.served()).toBe(SECOND);
      // With no byte left it does not even get its lock, and leaves none.
      publisher.publish({ 'quay.slot.assign': { version: '3.0.0' } });
      const { bavail, bsize } = statfsSync(small);
      writeFileSync(join(small, 'filler'), Buffer.alloc(bavail * bsize));
      await expect(mirror.sync()).rejects.toMatchObject({ code: 'io/write', message: expect.stringContaining('ENOSPC') });
      rmSync(join(small, 'filler'));
      publisher.publish({ 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} });
      await mirror.sync();
      expect(mirror.served()).toBe(SECOND);
      // And read-only, it says that.
      spawnSync('/usr/bin/mount', ['-o', 'remount,ro', small]);
      await expect(mirror.sync()).rejects.toMatchObject({
        kind: 'io',
        code: 'io/write',
        message: expect.stringContaining('EROFS'),
      });
      expect(mirror.served()).toBe(SECOND);
    } finally {
      spawnSync('/usr/bin/umount', [small]);
    }
  });

  (process.getuid?.() === 0 ? test.skip : test)('in a folder that is read-only says so', async () => {
    const { mirror } = await moved();
    chmodSync(mirror.folder, 0o500);
    try {
      await expect(mirror.sync()).rejects.toMatchObject({ kind: 'io', code: 'io/write' });
      expect(mirror.served()).toBe(FIRST);
    } finally {
      chmodSync(mirror.folder, 0o700);
    }
  });

  test('while another one is under way is refused, and names it', async () => {
    const { mirror, server } = await moved();
    const others: Promise<unknown>[] = [];
    server.mishap = () => {
      if (others.length === 0) others.push(mirror.sync().catch((error: unknown) => error));
      return null;
    };
    await mirror.sync();
    expect(await others[0]).toMatchObject({
      kind: 'usage',
      code: 'mirror/locked',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(mirror.served()).toBe(SECOND);
  });

  test('after a process that died with the lock takes it over', async () => {
    const { mirror } = await moved();
    const dead = spawnSync(process.execPath, ['-e', 'console.log(process.pid + " " + os.hostname())'], {
      encoding: 'utf8',
    }).stdout.trim();
    const [pid, host] = dead.split(' ');
    writeFileSync(
      join(mirror.folder, 'lock'),
      JSON.stringify({ pid: Number(pid), host, token: 'x', since: '2026-01-01T00:00:00.000Z' }),
    );
    await mirror.sync();
    expect(mirror.served()).toBe(SECOND);
    expect(existsSync(join(mirror.folder, 'lock'))).toBe(false);
  });

  test('that a person stops leaves the release before, and what was fetched', async () => {
    const { mirror, server } = await moved();
    const stop = new AbortController();
    server.mishap = (_number, path) => {
      if (path.startsWith('blobs/')) stop.abort(new ChoraError('io', 'run/stopped', 'Stopped by SIGINT.', 'Run again.'));
      return null;
    };
    await expect(mirror.sync({ signal: stop.signal })).rejects.toMatchObject({ code: 'run/stopped' });
    expect(mirror.served()).toBe(FIRST);
    server.mishap = () => null;
    await mirror.sync();
    expect(mirror.served()).toBe(SECOND);
  });
});

function canMount(): boolean {
  const probe = temporaryFolder();
  const mounted = spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe]).status === 0;
  if (mounted) spawnSync('/usr/bin/umount', [probe]);
  return mounted;
}
