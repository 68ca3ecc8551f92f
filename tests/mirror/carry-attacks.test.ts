import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readMirrorConfig } from '../../src/compose/mirror.js';
import { unpackRules } from '../../src/mirror/carried.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import { ChoraError } from '../../src/model/errors.js';
import { exported, imported, island, membersOf, type RawMember, rawTar, written } from '../support/carry.js';
import { temporaryFolder } from '../support/federation.js';
import { type Mirror, mirrors, type Publisher } from '../support/mirror.js';
import type { TreeServer } from '../support/mirror-server.js';
import { bytesOf, watched } from '../support/mirror-store.js';
import { days } from '../support/tuf/repository.js';

const make = mirrors();
const FIRST = 'Quay: quay.berth.list 1.0.0, quay.slot.assign 1.0.0';
const SECOND = 'Quay: quay.crane.lift 1.0.0, quay.slot.assign 2.0.0';

let mirror: Mirror;
let publisher: Publisher;
let server: TreeServer;
let target: Mirror;
/** The second release, as it was exported, for a mirror that serves the first one. */
let file = '';
let members: RawMember[] = [];

beforeEach(async () => {
  ({ mirror, publisher, server } = await make());
  target = await island(publisher);
  await mirror.sync();
  await imported(target, (await exported(mirror)).out);
  publisher.publish({ 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} });
  await mirror.sync();
  file = (await exported(mirror)).out;
  members = membersOf(file);
});

async function failureOf(work: Promise<unknown>): Promise<ChoraError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChoraError) return error;
  throw new Error(`expected a ChoraError, found ${String(error)}`, { cause: error });
}

/** That a file is refused as none of ours, that nothing came of it, and that the genuine one still goes. */
async function refuses(forged: string, says: string): Promise<void> {
  const error = await failureOf(imported(target, forged));
  expect([error.code, error.kind, error.message]).toEqual(['mirror/import-file', 'trust', expect.stringContaining(says)]);
  expect(target.served()).toBe(FIRST);
  expect(readdirSync(join(target.folder, 'tmp'))).toEqual([]);
  expect((await verifyMirror(target.ops())).problems).toEqual([]);
  await imported(target, file);
  expect(target.served()).toBe(SECOND);
}

const type =
  (letter: string, more: (block: Buffer) => void = () => undefined) =>
  (block: Buffer) => {
    block.write(letter, 156);
    more(block);
  };
const link = (block: Buffer) => void block.write('/etc/passwd', 157);
const none = Buffer.alloc(0);
const hex = 'a'.repeat(64);

describe('a file that holds', () => {
  test.each<[string, RawMember, string]>([
    ['a symbolic link', { name: `blobs/${hex}`, bytes: none, header: type('2', link) }, 'is a symbolic link'],
    ['a hard link', { name: `blobs/${hex}`, bytes: none, header: type('1', link) }, 'is a hard link'],
    ['a character device', { name: `blobs/${hex}`, bytes: none, header: type('3') }, 'is a device'],
    ['a block device', { name: `blobs/${hex}`, bytes: none, header: type('4') }, 'is a device'],
    ['a pipe', { name: `blobs/${hex}`, bytes: none, header: type('6') }, 'is a pipe'],
    ['a folder', { name: 'blobs/', bytes: none, header: type('5') }, 'is a folder'],
    ['a sparse file', { name: `blobs/${hex}`, bytes: none, header: type('S') }, 'is a sparse file'],
    [
      'a PAX header that rewrites the next path',
      { name: 'x', bytes: Buffer.from('22 path=../../../evil\n'), header: type('x') },
      'PAX',
    ],
    [
      'a PAX header that rewrites the next size',
      { name: 'x', bytes: Buffer.from('22 size=999999999999\n\n'), header: type('x') },
      'PAX',
    ],
    ['a PAX header for all that follow', { name: 'x', bytes: Buffer.from('22 path=../../../evil\n'), header: type('g') }, 'PAX'],
    ['a GNU header with a longer name', { name: '././@LongLink', bytes: Buffer.from('../evil\0'), header: type('L') }, 'GNU'],
    ['an absolute path', { name: '/etc/cron.d/evil', bytes: none }, '“/etc/cron.d/evil” has no place in it'],
    ['a path that leads out', { name: 'blobs/../../evil', bytes: none }, 'has no place in it'],
    ['metadata whose path leads out', { name: 'metadata/../5.root.json', bytes: none }, 'has no place in it'],
    ['a name with a backslash', { name: 'blobs\\evil', bytes: none }, 'has no place in it'],
    ['a name with a slash at its end', { name: `blobs/${hex}/`, bytes: none }, 'has no place in it'],
    ['a name in capitals', { name: `BLOBS/${hex}`, bytes: none }, 'has no place in it'],
    ['a name that is no digest', { name: `blobs/${hex}a`, bytes: none }, 'has no place in it'],
    ['a very long name', { name: 'b'.repeat(100), bytes: none }, 'has no place in it'],
    [
      'a name with something behind its NUL',
      { name: `blobs/${hex}`, bytes: none, header: (b) => void b.write('evil', 80) },
      'a header',
    ],
    ['a name in two parts', { name: 'evil', bytes: none, header: (b) => void b.write('blobs', 345) }, 'a header'],
    ['a size in another notation', { name: `blobs/${hex}`, bytes: none, header: (b) => b.fill(0x80, 124, 125) }, 'a header'],
    ['a size below zero', { name: `blobs/${hex}`, bytes: none, header: (b) => void b.write('-0000000001 ', 124) }, 'a header'],
    ['an owner', { name: `blobs/${hex}`, bytes: none, header: (b) => void b.write('0001', 110) }, 'a header'],
    ['another file beside the catalog', { name: 'README.md', bytes: Buffer.from('read me') }, 'has no place in it'],
    ['metadata of a role that nobody knows', { name: 'metadata/1.evil.json', bytes: none }, 'has no place in it'],
    [
      'a declared size that is larger than any file may be',
      { name: `blobs/${hex}`, bytes: none, header: (b) => void b.write('77777777777 ', 124) },
      'are allowed',
    ],
    ['metadata that is larger than any', { name: 'metadata/9.targets.json', bytes: Buffer.alloc(1_000_001) }, 'are allowed'],
  ])('%s is refused', async (_what, member, says) => {
    await refuses(written([...members.slice(0, 3), member, ...members.slice(3)]), says);
  });

  test('one member twice is refused', async () => {
    await refuses(written([...members, ...members.slice(-1)]), 'is in it twice');
  });

  test('a sum that is wrong is refused', async () => {
    const tar = rawTar(members);
    tar[700] = 1;
    const forged = join(temporaryFolder(), 'x');
    writeFileSync(forged, gzipSync(tar));
    await refuses(forged, 'refused');
  });

  test('its manifest anywhere but in front, or none, or nothing at all, is refused', async () => {
    await refuses(written([...members.slice(1), ...members.slice(0, 1)]), 'does not begin with manifest.json');
    target = await island(publisher);
    await failureOf(imported(target, written(members.slice(1))));
    expect((await failureOf(imported(target, written([])))).message).toContain('there is nothing in it');
  });

  test('something behind its end, or between its files, is refused', async () => {
    const forged = join(temporaryFolder(), 'x');
    writeFileSync(forged, gzipSync(Buffer.concat([rawTar(members), Buffer.from('evil')])));
    await refuses(forged, 'behind its end');
    const tar = rawTar(members);
    tar[512 + (members[0]?.bytes.length ?? 0) + 1] = 1;
    writeFileSync(forged, gzipSync(tar));
    expect((await failureOf(imported(target, forged))).message).toContain('between its files');
  });

  test('content that no release names is taken by nobody', async () => {
    const { sync } = await imported(target, written([...members, { name: `blobs/${hex}`, bytes: Buffer.from('evil') }]));
    expect(sync.outcome).toBe('released');
    expect(target.ops().store.contents('blobs').sizes.has(`sha256:${hex}`)).toBe(false);
    expect((await verifyMirror(target.ops())).problems).toEqual([]);
  });
});

describe('a bomb', () => {
  test('of compression ends at what the mirror allows, long before it is unpacked', async () => {
    writeFileSync(join(target.folder, 'mirror.yaml'), 'url: nowhere\nlimits: { release: 1M }\n');
    const forged = join(temporaryFolder(), 'bomb.gz');
    writeFileSync(forged, gzipSync(Buffer.concat([rawTar(members).subarray(0, -1024), Buffer.alloc(1)])));
    const bomb = written([...members, { name: `blobs/${hex}`, bytes: Buffer.alloc(1_200_000_000) }]);
    const started = performance.now();
    const error = await failureOf(imported(target, bomb));
    expect(error).toMatchObject({
      code: 'mirror/import-file',
      message: expect.stringMatching(/are allowed|as large as it is|becomes/),
    });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(target.served()).toBe(FIRST);
  });

  test('of compression below that ends at its ratio', async () => {
    const bomb = written([...members, { name: `blobs/${hex}`, bytes: Buffer.alloc(120_000_000) }]);
    await refuses(bomb, 'more than 200 times as large as it is');
  });

  test('of many members ends at the most that a file may have', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ name: `blobs/${n.toString(16).padStart(64, '0')}`, bytes: none }));
    const { carrier, store } = target.ops();
    const rules = unpackRules(readMirrorConfig(target.folder).limits, store);
    const limits = { ...rules.limits, members: 50 };
    const work = carrier.unpack(written([...members, ...many]), { ...rules, limits }, new AbortController().signal);
    expect((await failureOf(work)).message).toContain('more than 50 files');
  });
});

test('a file that is cut off anywhere is refused', async () => {
  const bytes = readFileSync(file);
  const forged = join(temporaryFolder(), 'x');
  for (const length of [0, 1, 9, 20, Math.floor(bytes.length / 2), bytes.length - 9, bytes.length - 1]) {
    writeFileSync(forged, bytes.subarray(0, length));
    expect([length, (await failureOf(imported(target, forged))).code]).toEqual([length, 'mirror/import-file']);
  }
  await refuses(forged, 'it is cut off');
});

test('a flipped bit anywhere in the file is refused, or makes no difference at all', async () => {
  const bytes = readFileSync(file);
  const forged = join(temporaryFolder(), 'x');
  const outcomes = new Map<string, number>();
  for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 60))) {
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
    writeFileSync(forged, flipped);
    const outcome = await imported(target, forged).then(
      () => 'imported',
      (error: unknown) => (error instanceof ChoraError ? error.kind : String(error)),
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect([at, target.served()]).toEqual([
      at,
      outcome === 'imported' ? SECOND : [FIRST, SECOND].find((each) => each === target.served()),
    ]);
  }
  expect([...outcomes.keys()].filter((each) => each !== 'imported')).toEqual(['trust']);
});

test('a flipped byte in any member is refused, with the sums of the file put right', async () => {
  for (const [at, { name, bytes }] of members.entries()) {
    if (at === 0) continue;
    const flipped = Buffer.from(bytes);
    const byte = Math.floor(flipped.length / 2);
    flipped.writeUInt8(flipped.readUInt8(byte) ^ 1, byte);
    target = await island(publisher);
    const forged = written(members.map((each) => (each.name === name ? { name, bytes: flipped } : each)));
    const outcome = await imported(target, forged).then(
      () => target.served(),
      (error: unknown) => (error instanceof ChoraError ? error.kind : String(error)),
    );
    // The root that a mirror trusts already is not read.
    expect([name, outcome]).toEqual([name, name === 'metadata/1.root.json' ? SECOND : 'trust']);
  }
});

describe('a genuine file', () => {
  test('that is replayed is refused as older', async () => {
    await imported(target, file);
    publisher.publish({ 'quay.gate.open': {} });
    await mirror.sync();
    await imported(target, (await exported(mirror)).out);
    expect(await failureOf(imported(target, file))).toMatchObject({ kind: 'trust', code: 'tuf/rollback' });
    expect(target.served()).toBe('Quay: quay.gate.open 1.0.0');
  });

  test('of another catalog is refused by its signatures', async () => {
    const other = await make({ evil: {} });
    await other.mirror.sync();
    other.publisher.publish({ evil: { version: '2.0.0' } });
    await other.mirror.sync();
    expect(await failureOf(imported(target, (await exported(other.mirror)).out))).toMatchObject({
      kind: 'trust',
      message: expect.stringContaining('is not signed by whom this mirror trusts'),
      hint: expect.stringContaining('The file says that it is of “Quay”'),
    });
    expect(target.served()).toBe(FIRST);
  });

  test('of another view is refused, also where it says that it is of this one', async () => {
    const text = members[0]?.bytes.toString() ?? '';
    const renamed = Buffer.from(text.replace('"view":"online"', '"view":"airgap"'));
    expect(
      await failureOf(imported(target, written([{ name: 'manifest.json', bytes: renamed }, ...members.slice(1)]))),
    ).toMatchObject({
      code: 'mirror/other-view',
      kind: 'usage',
    });
    // Whoever signs the other view has another timestamp key.
    publisher.repository.rotate('timestamp');
    publisher.repository.publish('timestamp');
    const timestamp = publisher.files.get('metadata/timestamp.json') ?? none;
    const forged = written(
      members.map((each) => (each.name === 'metadata/timestamp.json' ? { ...each, bytes: timestamp } : each)),
    );
    expect(await failureOf(imported(target, forged))).toMatchObject({ code: 'tuf/signature' });
    expect(target.served()).toBe(FIRST);
  });

  test('whose metadata has expired is refused', async () => {
    publisher.repository.timestamp.expires = days(-1);
    publisher.touch();
    const timestamp = publisher.files.get('metadata/timestamp.json') ?? none;
    const forged = written(
      members.map((each) => (each.name === 'metadata/timestamp.json' ? { ...each, bytes: timestamp } : each)),
    );
    expect(await failureOf(imported(target, forged))).toMatchObject({ kind: 'trust', code: 'tuf/expired' });
    expect(target.served()).toBe(FIRST);
  });

  test('that lacks a blob, a target or metadata says so, and the whole one goes afterwards', async () => {
    const known = new Set([...target.ops().store.contents('blobs').sizes.keys()].map((digest) => `blobs/${digest.slice(7)}`));
    const blob = members.find(({ name }) => name.startsWith('blobs/') && !known.has(name))?.name;
    const shard = members.findLast(({ name }) => name.startsWith('targets/'))?.name;
    for (const lacking of [blob, shard, 'metadata/3.snapshot.json', 'metadata/timestamp.json']) {
      target = await island(publisher);
      expect([lacking, await failureOf(imported(target, written(members.filter(({ name }) => name !== lacking))))]).toMatchObject(
        [lacking, { kind: 'network', code: 'mirror/import-incomplete' }],
      );
      await imported(target, file);
      expect(target.served()).toBe(SECOND);
    }
  });

  test('whose manifest lies of all that is in it is believed in nothing', async () => {
    const told = { ...JSON.parse(members[0]?.bytes.toString() ?? ''), release: 999, files: 0, bytes: 0, catalog: 'Evil' };
    const forged = [{ name: 'manifest.json', bytes: Buffer.from(JSON.stringify(told)) }, ...members.slice(1)];
    expect((await imported(target, written(forged))).sync).toMatchObject({ to: 3 });
    expect(target.served()).toBe(SECOND);
  });

  test('that is not there, or a folder, is wrong use', async () => {
    for (const path of ['/nowhere/x', temporaryFolder()])
      expect(await failureOf(imported(target, path))).toMatchObject({ kind: 'usage', code: 'usage/no-such-file' });
    expect(await target.status()).toMatchObject({ state: 'fresh', exit_code: 0 });
  });
});

describe('an import', () => {
  test('on a disk that is full after any number of bytes says so, and the next one goes on', async () => {
    let runs = 0;
    for (let room = 0; ; room += 400) {
      target = await island(publisher);
      let left = room;
      target.wrap = (ops) => ({
        ...ops,
        store: watched(ops.store, (operation, args) => {
          left -= bytesOf(operation, args);
          if (left < 0 && bytesOf(operation, args) > 0)
            throw new ChoraError('io', 'io/write', 'it cannot be written: the disk is full (ENOSPC).', 'Check the free space.');
        }),
      });
      const error = await imported(target, file).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      target.wrap = (ops) => ops;
      if (error === null) break;
      expect([room, error]).toMatchObject([room, { code: 'io/write' }]);
      await imported(target, file);
      expect([room, target.served()]).toEqual([room, SECOND]);
      runs += 1;
    }
    expect(runs).toBeGreaterThan(5);
  }, 120_000);

  (canMount() ? test : test.skip)('on a real disk that is full says so, leaves no part, and serves what it did', async () => {
    publisher.publish({ 'quay.big.one': { text: randomText(900_000) }, 'quay.big.two': { text: randomText(900_000) } });
    await mirror.sync();
    const big = (await exported(mirror)).out;
    const small = `${target.folder}-small`;
    mkdirSync(small);
    spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]);
    try {
      target = await island(publisher);
      Object.assign(target, { folder: join(small, 'mirror') });
      await target.init('nowhere', publisher.root);
      await imported(target, file);
      expect(await failureOf(imported(target, big))).toMatchObject({
        code: 'io/write',
        message: expect.stringContaining('ENOSPC'),
      });
      expect(target.served()).toBe(SECOND);
      // What was fetched in part may go on later; what was put aside is gone.
      expect(existsSync(join(target.folder, 'tmp/import'))).toBe(false);
    } finally {
      spawnSync('/usr/bin/umount', [small]);
    }
  });

  test('while a sync or an import is under way is refused, and names it', async () => {
    const others: Promise<unknown>[] = [];
    publisher.publish({ 'quay.gate.open': {} });
    server.mishap = () => {
      if (others.length === 0) others.push(imported(mirror, file).catch((error: unknown) => error));
      return null;
    };
    await mirror.sync();
    expect(await others[0]).toMatchObject({ code: 'mirror/locked', message: expect.stringContaining(`process ${process.pid}`) });
    const both = await Promise.allSettled([imported(target, file), imported(target, file)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(target.served()).toBe(SECOND);
  });
});

function randomText(length: number): string {
  let text = '';
  while (text.length < length) text += Math.random().toString(36);
  return text;
}

function canMount(): boolean {
  const probe = temporaryFolder();
  const mounted = spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe]).status === 0;
  if (mounted) spawnSync('/usr/bin/umount', [probe]);
  return mounted;
}
