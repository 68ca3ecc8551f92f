import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verifyMirror } from '../../src/mirror/verify.js';
import { ChoraError } from '../../src/model/errors.js';
import { blobPath, type Mirror, mirrors, type Publisher } from '../support/mirror.js';
import type { TreeServer } from '../support/mirror-server.js';

const make = mirrors();
const FIRST = 'Quay: quay.berth.list 1.0.0, quay.slot.assign 1.0.0';
const SECOND = 'Quay: quay.crane.lift 1.0.0, quay.slot.assign 2.0.0';

/** A mirror that serves the first release, and a second one that is published. */
async function moved(): Promise<{ mirror: Mirror; publisher: Publisher; server: TreeServer }> {
  const all = await make();
  await all.mirror.sync();
  all.publisher.publish({ 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} });
  all.server.asked();
  return all;
}

async function failureOf(work: Promise<unknown>): Promise<ChoraError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChoraError) return error;
  throw new Error(`expected a ChoraError, found ${String(error)}`, { cause: error });
}

/** Requests of the sync to the second release. */
const REQUESTS = 8;

describe.each([
  ['a reset connection', 'reset' as const],
  ['half an answer', 'half' as const],
  ['the answer 503', { status: 503 }],
  ['the answer 500', { status: 500 }],
])('%s', (_name, mishap) => {
  test('at any one request is got over', async () => {
    for (let at = 0; at < REQUESTS; at += 1) {
      const { mirror, server } = await moved();
      server.mishap = (number) => (number === at ? mishap : null);
      await mirror.sync();
      expect(mirror.served()).toBe(SECOND);
      expect(server.requests.length).toBeGreaterThan(at);
    }
  });

  test('from any request on ends the sync and leaves the release before, and the next sync goes on', async () => {
    for (let from = 0; from < REQUESTS; from += 1) {
      const { mirror, server } = await moved();
      server.mishap = (number) => (number >= from ? mishap : null);
      const error = await failureOf(mirror.sync());
      expect(error).toMatchObject({ kind: 'network', hint: expect.stringMatching(/\.$/) });
      expect(mirror.served()).toBe(FIRST);
      const age = { state: 'fresh', trusted: { root: 1 } };
      expect(await mirror.status()).toMatchObject({ ...age, last_sync: { outcome: 'failed', code: error.code }, kept: ['2'] });
      expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
      const fetched = server.requests.filter((path) => path.startsWith('blobs/'));
      server.mishap = () => null;
      server.asked();
      await mirror.sync();
      expect(mirror.served()).toBe(SECOND);
      // What was whole is not fetched again.
      if (from === REQUESTS - 1)
        expect(fetched.length + server.asked().filter((path) => path.startsWith('blobs/')).length).toBeGreaterThan(1);
    }
  });
});

describe('a transfer', () => {
  test('of the sync to the second release takes as many requests as the faults go through', async () => {
    const { mirror, server } = await moved();
    await mirror.sync();
    expect(server.requests).toHaveLength(REQUESTS);
  });

  test('that broke off goes on where it was, also in the next sync', async () => {
    const { mirror, server, publisher } = await moved();
    const text = 'x'.repeat(200_000);
    publisher.publish({ 'quay.big.one': { text } });
    const path = [...publisher.files.keys()].find((each) => publisher.files.get(each)?.length === text.length) ?? '';
    server.mishap = (_number, asked) =>
      asked === path ? (server.requests.filter((each) => each.startsWith(path)).length === 1 ? 'half' : { status: 503 }) : null;
    await failureOf(mirror.sync());
    const [partial = ''] = readdirSync(join(mirror.folder, 'tmp'));
    expect(statSync(join(mirror.folder, 'tmp', partial)).size).toBe(100_000);
    server.mishap = () => null;
    server.asked();
    const report = await mirror.sync();
    expect(server.asked().filter((each) => each.startsWith(path))).toEqual([`${path} bytes=100000-`]);
    expect(report.fetched).toMatchObject({ resumed: 100_000, bytes: 100_000 });
    expect(mirror.served(path)).toBe(text);
  });

  test('goes on with the whole file where the server knows no ranges', async () => {
    const { mirror, server, publisher } = await moved();
    const text = 'y'.repeat(50_000);
    publisher.publish({ 'quay.big.one': { text } });
    const path = [...publisher.files.keys()].find((each) => publisher.files.get(each)?.length === text.length) ?? '';
    server.ranges = false;
    let broken = 0;
    server.mishap = (_number, asked) => (asked === path && broken++ === 0 ? 'half' : null);
    await mirror.sync();
    expect(mirror.served(path)).toBe(text);
  });

  test('whose beginning was of other bytes starts over, and is whole in the end', async () => {
    const { mirror, publisher } = await moved();
    const text = 'z'.repeat(50_000);
    publisher.publish({ 'quay.big.one': { text } });
    const [digest = ''] = [...publisher.blobs].find(([, bytes]) => bytes.length === text.length) ?? [];
    mkdirSync(join(mirror.folder, 'tmp'), { recursive: true });
    writeFileSync(join(mirror.folder, 'tmp', `blobs-${digest.slice(7)}`), 'q'.repeat(10_000));
    const report = await mirror.sync();
    expect(mirror.served(blobPath(digest))).toBe(text);
    expect(report.fetched.retries).toBe(1);
  });

  test('that was whole but for its place in the store is not asked for again', async () => {
    const { mirror, server, publisher } = await moved();
    const [digest = ''] = [...publisher.blobs].find(([, bytes]) => bytes.toString() === 'quay.crane.lift 1.0.0') ?? [];
    mkdirSync(join(mirror.folder, 'tmp'), { recursive: true });
    writeFileSync(join(mirror.folder, 'tmp', `blobs-${digest.slice(7)}`), 'quay.crane.lift 1.0.0');
    await mirror.sync();
    expect(server.requests).not.toContain(blobPath(digest));
    expect(mirror.served(blobPath(digest))).toBe('quay.crane.lift 1.0.0');
  });

  test('waits as long as the server asks for', async () => {
    const { mirror, server } = await moved();
    let told = false;
    server.mishap = (_number, path) => {
      if (told || !path.startsWith('blobs/')) return null;
      told = true;
      return { status: 429, headers: { 'retry-after': '7' } };
    };
    await mirror.sync();
    expect(mirror.slept).toEqual([7000]);
  });

  test('of a server that says nothing any more is given up', async () => {
    const { mirror, server } = await moved();
    mirror.wrap = (ops) => ops;
    writeFileSync(join(mirror.folder, 'mirror.yaml'), `url: ${server.url}\nlimits: { stall: 1s, retries: 0 }\n`);
    server.mishap = (_number, path) => (path.startsWith('blobs/') ? 'silence' : null);
    expect(await failureOf(mirror.sync())).toMatchObject({
      code: 'mirror/unreachable',
      message: expect.stringContaining('no byte came for 1 s'),
    });
    expect(mirror.served()).toBe(FIRST);
  });

  test('takes the time that the bandwidth gives it', async () => {
    const { mirror, server, publisher } = await moved();
    publisher.publish({ 'quay.big.one': { text: 'b'.repeat(300_000) } });
    writeFileSync(join(mirror.folder, 'mirror.yaml'), `url: ${server.url}\nlimits: { bandwidth: 100K/s }\n`);
    // The clock stands still but for what is slept.
    mirror.wrap = (ops) => ({ ...ops, elapsed: () => mirror.slept.reduce((sum, each) => sum + each, 0) });
    await mirror.sync();
    const seconds = mirror.slept.reduce((sum, each) => sum + each, 0) / 1000;
    expect(seconds).toBeGreaterThan(2.5);
    expect(seconds).toBeLessThan(3.2);
  });
});

describe('a release that names a file', () => {
  test('that is not there is not served', async () => {
    const { mirror, publisher } = await moved();
    const [digest = ''] = [...publisher.blobs].find(([, bytes]) => bytes.toString() === 'quay.crane.lift 1.0.0') ?? [];
    publisher.files.delete(blobPath(digest));
    expect(await failureOf(mirror.sync())).toMatchObject({ code: 'mirror/missing-file' });
    expect(mirror.served()).toBe(FIRST);
  });

  test('of other bytes is not served', async () => {
    const { mirror, publisher } = await moved();
    const [digest = ''] = [...publisher.blobs].find(([, bytes]) => bytes.toString() === 'quay.crane.lift 1.0.0') ?? [];
    publisher.files.set(blobPath(digest), Buffer.from('quay.crane.lift 9.0.0'));
    expect(await failureOf(mirror.sync())).toMatchObject({
      kind: 'trust',
      code: 'mirror/wrong-bytes',
      message: expect.stringContaining('its bytes are not those that the release names'),
    });
    expect(mirror.served()).toBe(FIRST);
  });

  test('of more bytes than it says is not served', async () => {
    const { mirror, publisher } = await moved();
    const [digest = ''] = [...publisher.blobs].find(([, bytes]) => bytes.toString() === 'quay.crane.lift 1.0.0') ?? [];
    publisher.files.set(blobPath(digest), Buffer.alloc(5_000_000));
    expect(await failureOf(mirror.sync())).toMatchObject({
      code: 'mirror/wrong-bytes',
      message: expect.stringContaining('more than 21 bytes came'),
    });
    expect(mirror.served()).toBe(FIRST);
  });

  test('mixed from two releases is not served', async () => {
    const { mirror, publisher } = await moved();
    const old = new Map(publisher.files);
    publisher.publish({ 'quay.slot.assign': { version: '3.0.0' } });
    // The newest metadata over the targets of the release before.
    for (const path of [...publisher.files.keys()])
      if (path.startsWith('targets/') && !old.has(path)) publisher.files.delete(path);
    expect(await failureOf(mirror.sync())).toMatchObject({ code: 'mirror/missing-file' });
    expect(mirror.served()).toBe(FIRST);
  });
});
