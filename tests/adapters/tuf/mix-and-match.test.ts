import { describe, expect, test } from '@jest/globals';
import { MetaFile } from '@tufjs/models';
import { TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, scenes } from '../../support/tuf/scene.js';

const scene = scenes();

describe('files of different releases do not pass for one', () => {
  test('a snapshot that is not the one whose digest the timestamp gives', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    await made.refresh();
    repository.release();
    // The same version and length, signed by the right key: only the digest tells them apart.
    const { version } = repository.snapshot;
    const named = repository.timestampMeta;
    repository.snapshot.version = version - 1;
    repository.snapshot.expires = new Date(repository.snapshot.expires.getTime() - 5000);
    repository.publish('snapshot');
    expect(repository.timestampMeta).toMatchObject({ version: named.version, length: named.length });
    await expectRefused(made.refresh(), 'tuf/mix-and-match');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 1, targets: 1, timestamp: 2 });
  });

  test('targets that are not those whose digest the snapshot gives', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    await made.refresh();
    repository.addTarget('a', '1');
    repository.release();
    repository.addTarget('a', '2');
    repository.targets.version -= 1;
    repository.publish('targets');
    await expectRefused(made.refresh(), 'tuf/mix-and-match');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 2, targets: 1, timestamp: 2 });
  });

  test('targets of another version than the snapshot says', async () => {
    const repository = new TufRepository(true, false);
    const made = await scene(repository);
    await made.refresh();
    repository.release();
    repository.files.set('metadata/2.targets.json', repository.file('metadata/1.targets.json'));
    await expectRefused(made.refresh(), 'tuf/mix-and-match');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 2, targets: 1, timestamp: 2 });
  });

  test('a snapshot of another version than the timestamp says, without consistent snapshots', async () => {
    const repository = new TufRepository(false, false);
    const made = await scene(repository);
    await made.refresh();
    repository.publish('snapshot');
    repository.timestampMeta = new MetaFile({ version: 3 });
    repository.publish('timestamp');
    await expectRefused(made.refresh(), 'tuf/mix-and-match');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 1, targets: 1, timestamp: 2 });
  });

  test('a digest by a function that nobody knows', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    repository.timestampMeta = new MetaFile({ version: 1, hashes: { crc32: '00000000' } });
    repository.publish('timestamp');
    await expectRefused(made.refresh(), 'tuf/invalid');
  });
});

describe('a file that is not there', () => {
  test.each([
    ['timestamp', 'metadata/timestamp.json', { root: 1, snapshot: 1, targets: 1, timestamp: 1 }],
    ['snapshot', 'metadata/2.snapshot.json', { root: 1, snapshot: 1, targets: 1, timestamp: 2 }],
    ['targets', 'metadata/2.targets.json', { root: 1, snapshot: 2, targets: 1, timestamp: 2 }],
  ])('%s: the refresh fails, what came before it is kept, and the next one goes on', async (_, path, trusted) => {
    const repository = new TufRepository();
    const made = await scene(repository);
    await made.refresh();
    repository.release();
    const bytes = repository.file(path);
    repository.files.delete(path);
    await expect(made.refresh()).rejects.toMatchObject({
      code: 'tuf/unreachable',
      message: expect.stringContaining(`/${path} cannot be read: it is not there`),
    });
    expect(made.trusted()).toEqual(trusted);
    repository.files.set(path, bytes);
    expect((await made.refresh()).versions).toEqual({ root: 1, snapshot: 2, targets: 2, timestamp: 2 });
  });
});

describe('a refresh', () => {
  test('of a new client asks for each file once', async () => {
    const made = await scene();
    await made.refresh();
    const paths = ['2.root.json', 'timestamp.json', '1.snapshot.json', '1.targets.json'];
    expect(made.server.asked()).toEqual(paths.map((path) => `metadata/${path}`));
  });

  test('costs two requests and no write where nothing changed', async () => {
    const made = await scene();
    await made.refresh();
    made.server.asked();
    await made.refresh();
    expect(made.server.asked()).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
  });

  test('costs no more where nothing but the timestamp was signed again', async () => {
    const made = await scene();
    await made.refresh();
    made.server.asked();
    made.repository.publish('timestamp');
    expect((await made.refresh()).versions.timestamp).toBe(2);
    expect(made.server.asked()).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
  });

  test('reads names without versions where snapshots are not consistent', async () => {
    const made = await scene(new TufRepository(false));
    made.repository.addTarget('a/b', 'c');
    made.repository.release();
    expect(await made.download('a/b')).toBe('c');
    const paths = ['metadata/2.root.json', 'metadata/timestamp.json', 'metadata/snapshot.json', 'metadata/targets.json'];
    expect(made.server.asked()).toEqual([...paths, 'targets/a/b']);
  });

  test('tells what the timestamp says of the catalog', async () => {
    const made = await scene();
    made.repository.timestampFields = { 'x-generated-at': '2026-11-21T09:03:03.120Z', 'x-catalog': 'Quay' };
    made.repository.addTarget('catalog.json', '{}');
    made.repository.release();
    const release = await made.refresh();
    expect(release).toMatchObject({ generatedAt: new Date('2026-11-21T09:03:03.120Z'), catalog: 'Quay' });
    expect([...release.targets.values()]).toEqual([
      { path: 'catalog.json', length: 2, sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' },
    ]);
    expect(await made.client.read(made.places.trustFolder)).toEqual(release);
    made.repository.timestampFields = { 'x-generated-at': 'yesterday', 'x-catalog': 7 };
    made.repository.publish('timestamp');
    expect(await made.refresh()).toMatchObject({ generatedAt: null, catalog: null });
  });
});
