import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TufJsClient } from '../../../src/adapters/tuf/client.js';
import { ReleaseTransport, TUF_LIMITS } from '../../../src/adapters/tuf/transport.js';
import { TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, type Scene, scenes } from '../../support/tuf/scene.js';
import { FileServer } from '../../support/tuf/server.js';

const scene = scenes();
const MKFIFO = 'mkfifo';
/** For what is given up; whatever else is asked of a busy machine has its time. */
const SHORT = { timeoutMs: 1000, stallMs: 400 };
const FILES = ['metadata/2.root.json', 'metadata/timestamp.json', 'metadata/2.snapshot.json', 'metadata/2.targets.json'];

/** A client of the first release, and a second release. */
async function behind(retries = 0, repository = new TufRepository()): Promise<Scene> {
  const made = await scene(repository, { limits: { retries } });
  await made.refresh();
  repository.publish('root');
  repository.release();
  made.server.asked();
  return made;
}

describe.each(FILES)('a server that misbehaves with %s', (path) => {
  test('sends without end: it is cut off at the limit', async () => {
    const made = await behind();
    made.server.fail(path, 'endless');
    await expectRefused(made.refresh(), 'tuf/endless-data');
    made.expectNothingForeign();
  });

  test.each([
    ['takes the request and says nothing', 'stall', 'tuf/slow'],
    ['sends one byte and then nothing', 'hang', 'tuf/slow'],
    ['sends a byte now and then for ever', 'drip', 'tuf/slow'],
    ['breaks off in the middle', 'truncated', 'tuf/unreachable'],
    ['closes without an answer', 'reset', 'tuf/unreachable'],
  ] as const)('%s: it is given up, and followed later', async (_, fault, code) => {
    const made = await behind();
    made.server.fail(path, fault);
    const hasty = new TufJsClient({ ...TUF_LIMITS, ...SHORT, retries: 0 });
    await expectRefused((code === 'tuf/slow' ? hasty : made.client).refresh(made.places), code);
    made.expectNothingForeign();
    made.server.faults.clear();
    expect((await made.refresh()).versions).toEqual({ root: 2, timestamp: 2, snapshot: 2, targets: 2 });
  });

  test.each([500, 503, 429, 401, 410])('answers %d: what is trusted stays', async (status) => {
    const made = await behind();
    made.server.fail(path, { status });
    await expectRefused(made.refresh(), 'tuf/unreachable');
    made.expectNothingForeign();
  });

  test('sends on to another host: nothing is asked there', async () => {
    const made = await behind();
    const other = new FileServer(() => made.repository.files);
    await other.start();
    made.server.fail(path, { location: `${other.url}/${path}` });
    await expectRefused(made.refresh(), 'tuf/unreachable');
    expect(other.asked()).toEqual([]);
    await other.stop();
  });

  test('sends on within the host: it is followed', async () => {
    const made = await behind();
    made.repository.files.set('elsewhere', made.repository.file(path));
    made.server.fail(path, { location: '/elsewhere' });
    expect((await made.refresh()).versions).toEqual({ root: 2, timestamp: 2, snapshot: 2, targets: 2 });
  });

  test.each([
    [
      'a list of 12,000 entries',
      () => Object.fromEntries(Array.from({ length: 12_000 }, (_each, index) => [index.toString(36), 1])),
    ],
    ['lists in lists', () => Array.from({ length: 100 }).reduce((inner: unknown) => [inner], [])],
  ])('sends %s, which would take minutes to read: it is refused at once', async (_, crowd) => {
    const made = await behind(0, new TufRepository(true, false));
    const bytes = Buffer.from(JSON.stringify({ signatures: [], signed: { keys: crowd() } }));
    made.repository.files.set(path, bytes);
    const began = performance.now();
    await expectRefused(made.refresh(), 'tuf/endless-data');
    expect(performance.now() - began).toBeLessThan(10_000);
    made.expectNothingForeign();
  });

  test('sends on in a circle', async () => {
    const made = await behind();
    made.server.fail(path, { location: `/${path}` });
    await expectRefused(made.refresh(), 'tuf/unreachable');
  });
});

describe('a request that broke off is made again', () => {
  test.each(['reset', 'truncated', { status: 503 }] as const)('after %j, two times', async (fault) => {
    const made = await behind(2);
    made.server.fail('metadata/timestamp.json', fault, 2);
    expect((await made.refresh()).versions.timestamp).toBe(2);
    expect(made.server.asked().filter((path) => path === 'metadata/timestamp.json')).toHaveLength(3);
  });

  test.each([
    ['stall', 1],
    ['endless', 1],
    [{ status: 404 }, 1],
    [{ status: 500 }, 3],
  ] as const)('but %j is asked for %d times and no more', async (fault, times) => {
    const made = await behind(2);
    made.server.fail('metadata/timestamp.json', fault);
    const client = fault === 'stall' ? new TufJsClient({ ...TUF_LIMITS, stallMs: 2000 }) : made.client;
    await expect(client.refresh(made.places)).rejects.toMatchObject({ name: 'ChoraError' });
    expect(made.server.asked().filter((path) => path === 'metadata/timestamp.json')).toHaveLength(times);
  });

  test('nobody there at all', async () => {
    const made = await behind();
    await made.server.stop();
    await expectRefused(made.refresh(), 'tuf/unreachable');
    made.expectNothingForeign();
  });

  test.each(['stall', 'reset'] as const)('who asked may stop it, also between two attempts: %s', async (fault) => {
    const made = await behind(2);
    made.server.fail('metadata/timestamp.json', fault);
    const stop = new AbortController();
    const refreshing = made.client.refresh(made.places, stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(refreshing).rejects.toThrow('enough');
    made.expectNothingForeign();
    made.server.faults.clear();
    expect((await made.refresh()).versions.timestamp).toBe(2);
  });
});

describe('names that lead out of the base are refused', () => {
  const NAMES = [
    '../x',
    'a/../../x',
    '/x',
    '//127.0.0.1:1/x',
    'http://127.0.0.1:1/x',
    'x?y',
    'x#y',
    'a\\..\\x',
    '%2e%2e/x',
    './x',
    '',
    'a/',
    '\tx',
  ];

  test.each(NAMES.filter((name) => name !== '' && name !== 'a/'))('over HTTP: %j', async (name) => {
    const made = await scene();
    await expectRefused(new ReleaseTransport().get(made.places.metadata, name, 100), 'tuf/unsafe-name');
    expect(made.server.asked()).toEqual([]);
  });

  test.each([
    ...NAMES.filter((name) => !/[?#]|^http/.test(name)),
    '%2Fetc%2Fpasswd',
    'a%5Cb',
    '%00',
    '%',
    '%E0%A4',
    'http://x/y',
  ])('in a folder: %j', async (name) => {
    const made = await scene();
    await expectRefused(new ReleaseTransport().get(made.folder, name, 100), 'tuf/unsafe-name');
  });

  test.each(['http://user:word@127.0.0.1/', 'http://127.0.0.1/?token=1', 'http://', 'ftp://127.0.0.1/', 'relative/folder', ''])(
    'a base that is none is wrong use: %j',
    async (base) => {
      await expect(new ReleaseTransport().get(base, 'x', 100)).rejects.toMatchObject({ kind: 'usage', code: 'usage/not-a-url' });
    },
  );
});

describe('a release in a folder', () => {
  async function published(): Promise<{ made: Scene; base: string; places: Scene['places'] }> {
    const repository = new TufRepository();
    repository.addTarget('shards/00.json', '[]');
    repository.release();
    const made = await scene(repository);
    const base = join(made.folder, 'published');
    for (const [path, bytes] of repository.files) {
      mkdirSync(join(base, path, '..'), { recursive: true });
      writeFileSync(join(base, path), bytes);
    }
    const places = { ...made.places, metadata: join(base, 'metadata'), targets: `${join(base, 'targets')}/` };
    return { made, base, places };
  }

  test('is verified and read as one on a server', async () => {
    const { made, places } = await published();
    expect((await made.client.refresh(places)).versions).toEqual({ root: 1, timestamp: 2, snapshot: 2, targets: 2 });
    expect(Buffer.from(await made.client.download(places, 'shards/00.json')).toString()).toBe('[]');
    expect(made.server.asked()).toEqual([]);
  });

  test('links within it are followed, links out of it are not', async () => {
    const { made, base, places } = await published();
    cpSync(join(base, 'metadata/timestamp.json'), join(base, 'metadata/t'));
    writeFileSync(join(made.folder, 'secret'), 'secret');
    symlinkSync('t', join(base, 'metadata/inside'));
    symlinkSync(join(made.folder, 'secret'), join(base, 'metadata/outside'));
    symlinkSync('../..', join(base, 'metadata/up'));
    symlinkSync(base, join(made.folder, 'current'));
    const transport = new ReleaseTransport();
    expect(await transport.get(places.metadata, 'inside', 20_000)).not.toBeNull();
    expect(await transport.get(join(made.folder, 'current/metadata'), 'timestamp.json', 20_000)).not.toBeNull();
    await expectRefused(transport.get(places.metadata, 'outside', 20_000), 'tuf/unsafe-name');
    await expectRefused(transport.get(places.metadata, 'up/secret', 20_000), 'tuf/unsafe-name');
  });

  test('only files are read, and not beyond the limit', async () => {
    const { base, places } = await published();
    const transport = new ReleaseTransport();
    mkdirSync(join(base, 'metadata/folder'));
    execFileSync(MKFIFO, [join(base, 'metadata/pipe')]);
    await expectRefused(transport.get(places.metadata, 'folder', 100), 'tuf/unreachable');
    await expectRefused(transport.get(places.metadata, 'pipe', 100), 'tuf/unreachable');
    await expectRefused(transport.get(places.metadata, 'timestamp.json', 100), 'tuf/endless-data');
    expect(await transport.get(places.metadata, 'nothing', 100)).toBeNull();
    expect(await transport.get(places.metadata, 'timestamp.json/x', 100)).toBeNull();
    expect(await transport.get(join(base, 'nowhere'), 'x', 100)).toBeNull();
  });
});
