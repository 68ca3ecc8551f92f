import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { KeyRole } from '../../src/publish/lifetimes.js';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import type { PublishedTree } from '../../src/publish/ops.js';
import { publishRelease } from '../../src/publish/release.js';
import { Client, codeOf, DAY, HOUR, later, NOW, Publication } from './support.js';

const TWO = { shards: { '0a': ['one', 'two'], '7f': ['three'] } };

const published = async (): Promise<Publication> => {
  const publication = await new Publication().init();
  await publication.index(TWO).publish();
  return publication;
};

const removeKeys = (publication: Publication, beginning: string, except: string[] = []): void => {
  for (const name of readdirSync(publication.keys))
    if (name.startsWith(beginning) && !except.includes(name)) rmSync(join(publication.keys, name));
};

describe('rotating the key of', () => {
  test.each<[KeyRole, string[], string[]]>([
    ['timestamp', ['timestamp'], []],
    ['airgap-timestamp', [], ['timestamp']],
    ['snapshot', ['snapshot', 'timestamp'], ['snapshot', 'timestamp']],
    ['targets', ['targets', 'snapshot', 'timestamp'], ['targets', 'snapshot', 'timestamp']],
    ['root', [], []],
  ])('%s lets clients of both views follow from before, and new ones begin', async (role, main, airgap) => {
    const publication = await published();
    const clients = [new Client(publication.out), new Client(publication.out, 'metadata-airgap')];
    const targets = await Promise.all(clients.map((client) => client.refresh()));
    const old = new Set(readdirSync(publication.keys));
    const report = await publication.rotate([role], later(HOUR));
    expect(report.keys.map((key) => key.role)).toEqual([role]);
    const signed = new Map(report.views.map(({ view, sign }) => [view, sign.map((each) => each.role)]));
    expect([signed.get('main') ?? [], signed.get('airgap') ?? []]).toEqual([main, airgap]);
    expect(await Promise.all(clients.map((client) => client.refresh()))).toEqual(targets);
    expect(clients.map((client) => client.version('root'))).toEqual([
      role === 'airgap-timestamp' ? 1 : 2,
      role === 'timestamp' ? 1 : 2,
    ]);

    // From then on the new key alone signs: the files of the old one can go.
    removeKeys(
      publication,
      `${role}-`,
      [...readdirSync(publication.keys)].filter((name) => !old.has(name)),
    );
    if (role !== 'root') removeKeys(publication, 'root-');
    publication.index({ shards: { '0a': ['one', 'two', 'new'], '7f': ['three'] }, generatedAt: NOW });
    await publication.publish(later(2 * HOUR));
    for (const client of clients) expect((await client.refresh()).get('shards/0a.json')).toContain('new');
    for (const view of ['metadata', 'metadata-airgap'] as const)
      expect((await new Client(publication.out, view, join(publication.out, view, 'root.json')).refresh()).size).toBe(3);
  });

  test('timestamp makes the old key worthless', async () => {
    const publication = await published();
    const old = readdirSync(publication.keys).find((name) => /^timestamp-.{12}\.pem$/.test(name)) ?? '';
    await publication.rotate(['timestamp'], later(HOUR));
    removeKeys(publication, 'timestamp-', [old]);
    expect(await codeOf(publication.publish(later(2 * HOUR)))).toBe('publish/no-key');
  });

  test('all roles at once, root included, can be followed', async () => {
    const publication = await published();
    const client = new Client(publication.out);
    await client.refresh();
    const report = await publication.rotate(['root', 'targets', 'snapshot', 'timestamp', 'airgap-timestamp'], later(HOUR));
    expect(report.keys.length).toBe(5);
    expect((await client.refresh()).size).toBe(3);
    expect(client.version('timestamp')).toBe(2);
  });

  test('timestamp does not publish what indexing wrote meanwhile', async () => {
    const publication = await published();
    publication.index({ shards: { '0a': ['unpublished'] }, generatedAt: later(60_000) });
    await publication.rotate(['timestamp'], later(HOUR));
    const targets = await new Client(publication.out).refresh();
    expect(targets.get('shards/0a.json')).toContain('one');
    expect(publication.signed('metadata/timestamp.json')['x-generated-at']).toBe(NOW.toISOString());
  });

  test('a role before anything was published is possible', async () => {
    const publication = await new Publication().init();
    await publication.rotate(['timestamp']);
    await publication.index(TWO).publish();
    expect((await new Client(publication.out).refresh()).size).toBe(3);
  });
});

describe('a rotation where the old key is lost', () => {
  test('can be followed, by old and new clients', async () => {
    const publication = await published();
    const client = new Client(publication.out);
    await client.refresh();
    removeKeys(publication, 'timestamp-');
    await publication.rotate(['timestamp'], later(HOUR));
    expect((await client.refresh()).size).toBe(3);
    expect((await new Client(publication.out).refresh()).size).toBe(3);
  });

  test('is completed by publishing when it was killed after the root', async () => {
    const publication = await published();
    const client = new Client(publication.out);
    await client.refresh();
    removeKeys(publication, 'timestamp-');
    const timestamp = publication.read('metadata/timestamp.json');
    await publication.rotate(['timestamp'], later(HOUR));
    publication.ops().ops.tree.write('metadata/timestamp.json', Buffer.from(timestamp));
    await expect(new Client(publication.out).refresh()).rejects.toThrow();
    const report = await publication.publish(later(2 * HOUR));
    expect(report.views[0]?.sign).toMatchObject([{ role: 'timestamp', version: 2, why: ['keys'] }]);
    expect((await client.refresh()).size).toBe(3);
  });
});

describe('a reader in the middle of a rotation', () => {
  test('finds a whole release at each step', async () => {
    const publication = await published();
    const { ops, folder } = publication.ops(later(HOUR));
    const seen: number[] = [];
    const watched = new Client(publication.out);
    await watched.refresh();
    const paths: string[] = [];
    const tree: PublishedTree = Object.create(ops.tree);
    tree.write = (path, bytes) => {
      ops.tree.write(path, bytes);
      paths.push(path);
    };
    const { replaceRoots } = await import('../../src/publish/install.js');
    const before = publication.files();
    await replaceRoots({ ...ops, tree }, folder, { roles: ['snapshot', 'timestamp'], lifetimes: LIFETIMES }, false);
    const after = publication.files();
    // The same steps once more, with a client that looks after each.
    for (const [path, bytes] of before) ops.tree.write(path, Buffer.from(bytes, 'latin1'));
    for (const path of after.keys()) if (!before.has(path)) ops.tree.remove(path);
    for (const path of paths) {
      ops.tree.write(path, Buffer.from(after.get(path) ?? '', 'latin1'));
      seen.push((await watched.refresh()).size, (await new Client(publication.out).refresh()).size);
    }
    expect(paths.filter((path) => path.startsWith('metadata/'))).toEqual([
      'metadata/2.snapshot.json',
      'metadata/timestamp.json',
      'metadata/2.root.json',
      'metadata/root.json',
    ]);
    expect(new Set(seen)).toEqual(new Set([3]));
  });
});

describe('recovery from versions that a thief made up', () => {
  /** What a thief of the online keys publishes: versions that nothing follows. */
  const forge = async (publication: Publication): Promise<void> => {
    const { ops } = publication.ops();
    const options = { lifetimes: LIFETIMES, allowShrink: false, airgap: true, dryRun: false };
    for (let run = 0; run < 5; run++) {
      publication.index({ shards: { '0a': ['one', 'two', `run ${run}`], '7f': ['three'] } });
      await publishRelease(ops, options);
    }
  };

  test('restarts the timestamp where its key is rotated', async () => {
    const publication = await published();
    const client = new Client(publication.out);
    await forge(publication);
    await client.refresh();
    await publication.rotate(['timestamp'], later(HOUR), true);
    expect(publication.signed('metadata/timestamp.json').version).toBe(1);
    expect((await client.refresh()).size).toBe(3);
    expect([client.version('timestamp'), client.version('snapshot')]).toEqual([1, 6]);
  });

  test('restarts all of them where snapshot and timestamp are rotated, and goes on from there', async () => {
    const publication = await published();
    const client = new Client(publication.out);
    await forge(publication);
    await client.refresh();
    await publication.rotate(['snapshot', 'timestamp'], later(HOUR), true);
    expect((await client.refresh()).size).toBe(3);
    expect((['timestamp', 'snapshot', 'targets'] as const).map((role) => client.version(role))).toEqual([1, 1, 1]);
    expect(publication.signed('metadata-airgap/timestamp.json').version).toBe(7);
    await publication.publish(later(2 * HOUR));
    expect((await client.refresh()).size).toBe(3);
    expect(client.version('timestamp')).toBe(2);
  });

  test('needs the timestamp key to be rotated', async () => {
    const publication = await published();
    const before = publication.files();
    expect(await codeOf(publication.rotate(['snapshot'], later(HOUR), true))).toBe('usage/restart');
    expect(publication.files()).toEqual(before);
  });
});

describe('extending the root', () => {
  test('lets an expired catalog be published again', async () => {
    const publication = await published();
    const at = later(400 * DAY);
    expect(await codeOf(publication.publish(at))).toBe('publish/root-expired');
    const report = await publication.rotate([], at);
    expect(report.views.map(({ view, sign }) => [view, sign])).toEqual([
      ['main', []],
      ['airgap', []],
    ]);
    expect(publication.signed('metadata/2.root.json').expires).toBe(
      `${later(765 * DAY)
        .toISOString()
        .slice(0, 19)}Z`,
    );
    await publication.publish(at);
  });

  test('refuses without the root key, and makes no key', async () => {
    const publication = await published();
    removeKeys(publication, 'root-');
    const before = readdirSync(publication.keys);
    expect(await codeOf(publication.rotate([]))).toBe('publish/too-few-signatures');
    expect(await codeOf(publication.rotate(['timestamp']))).toBe('publish/too-few-signatures');
    expect(readdirSync(publication.keys)).toEqual(before);
  });
});

describe('init', () => {
  test('touches neither a root nor keys that are there', async () => {
    const publication = await published();
    expect(await codeOf(publication.init())).toBe('publish/already-initialised');
    const other = new Publication();
    const { initialise } = await import('../../src/publish/init.js');
    const options = { rootKeys: 1, threshold: 1, airgap: true, lifetimes: LIFETIMES };
    expect(await codeOf(initialise(other.ops().ops, publication.ops().folder, options))).toBe('publish/keys-exist');
  });

  test('refuses a threshold above the number of keys', async () => {
    expect(await codeOf(new Publication().init({ rootKeys: 2, threshold: 3 }))).toBe('usage/threshold');
  });
});
