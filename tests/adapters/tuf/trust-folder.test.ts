import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TrustFolder } from '../../../src/adapters/tuf/trust-folder.js';
import { TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, type Scene, scenes } from '../../support/tuf/scene.js';

const scene = scenes();
const WHOLE = { root: 1, timestamp: 1, snapshot: 1, targets: 1 };

async function refreshed(): Promise<Scene> {
  const made = await scene();
  await made.refresh();
  return made;
}

const at = (made: Scene, ...names: string[]) => join(made.places.trustFolder, ...names);
const versions = async (made: Scene) => (await made.client.read(made.places.trustFolder)).versions;

/** The next release, as files that an update has decided for. */
function decided(made: Scene): void {
  made.repository.release();
  mkdirSync(at(made, '.decided'));
  for (const [name, path] of [
    ['timestamp.json', 'timestamp.json'],
    ['snapshot.json', '2.snapshot.json'],
    ['targets.json', '2.targets.json'],
  ] as const)
    writeFileSync(at(made, '.decided', name), made.repository.file(`metadata/${path}`));
}

describe('the trusted folder', () => {
  test('holds the metadata and nothing else', async () => {
    const made = await refreshed();
    expect(readdirSync(made.places.trustFolder).sort()).toEqual(['root.json', 'snapshot.json', 'targets.json', 'timestamp.json']);
    expect(readdirSync(made.folder)).toEqual(['trust']);
  });

  test('after a refresh that ended between timestamp and snapshot still gives the whole release before, until the next', async () => {
    const made = await refreshed();
    made.repository.release();
    const snapshot = made.repository.file('metadata/2.snapshot.json');
    made.repository.files.delete('metadata/2.snapshot.json');
    for (const attempt of [1, 2]) {
      await expectRefused(made.refresh(), 'tuf/unreachable');
      expect([attempt, made.trusted()]).toEqual([attempt, { ...WHOLE, timestamp: 2 }]);
      expect([attempt, await versions(made)]).toEqual([attempt, WHOLE]);
    }
    // Nothing is fetched by what is no longer the newest.
    await expectRefused(made.client.download(made.places, 'a.txt'), 'tuf/incomplete');
    made.repository.files.set('metadata/2.snapshot.json', snapshot);
    await made.refresh();
    expect(await versions(made)).toEqual({ root: 1, timestamp: 2, snapshot: 2, targets: 2 });
    expect(existsSync(at(made, '.whole'))).toBe(false);
  });

  test('is not written where nothing changed', async () => {
    const made = await refreshed();
    const inodes = () => readdirSync(made.places.trustFolder).map((name) => statSync(at(made, name)).ino);
    const before = inodes();
    await made.refresh();
    expect(inodes()).toEqual(before);
  });

  test('what a killed process left half made is worth nothing', async () => {
    const made = await refreshed();
    mkdirSync(at(made, '.staged'));
    for (const name of ['root.json', 'timestamp.json', 'evil.json']) writeFileSync(at(made, '.staged', name), '{"half');
    expect(await versions(made)).toEqual(WHOLE);
    made.repository.release();
    expect((await made.refresh()).versions.targets).toBe(2);
    expect(existsSync(at(made, '.staged'))).toBe(false);
    made.expectNothingForeign();
  });

  test.each([0, 1, 2, 3])('an update that was decided holds, also when %d of its files were in their places', async (moved) => {
    const made = await refreshed();
    decided(made);
    for (const name of readdirSync(at(made, '.decided')).slice(0, moved)) renameSync(at(made, '.decided', name), at(made, name));
    const next = { root: 1, timestamp: 2, snapshot: 2, targets: 2 };
    expect(await versions(made)).toEqual(next);
    made.server.asked();
    expect((await made.refresh()).versions).toEqual(next);
    expect(made.server.asked()).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
    expect(made.trusted()).toEqual(next);
    expect(existsSync(at(made, '.decided'))).toBe(false);
  });

  test('a reader on a disk that takes nothing sees a decided update too', async () => {
    const made = await refreshed();
    decided(made);
    chmodSync(made.places.trustFolder, 0o555);
    try {
      expect(await versions(made)).toMatchObject({ timestamp: 2 });
    } finally {
      chmodSync(made.places.trustFolder, 0o755);
    }
  });

  test('of several processes that refresh at once, all succeed and the newest release stays', async () => {
    const made = await refreshed();
    made.repository.release();
    const all = await Promise.all(Array.from({ length: 6 }, () => made.refresh()));
    expect(all.map((release) => release.versions.targets)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(await versions(made)).toMatchObject({ targets: 2 });
  });

  test('readers meanwhile see one release or the other, whole', async () => {
    const made = await refreshed();
    let reading = true;
    const seen = new Set<number>();
    const reader = (async () => {
      while (reading) {
        const { timestamp, snapshot, targets } = await versions(made);
        expect([snapshot, targets]).toEqual([timestamp, timestamp]);
        seen.add(timestamp);
        await new Promise(setImmediate);
      }
    })();
    for (let count = 0; count < 10; count += 1) {
      made.repository.release();
      await made.refresh();
    }
    reading = false;
    await reader;
    expect(Math.max(...seen)).toBeGreaterThan(1);
  });

  test('what a task that may not be kept has written is dropped', async () => {
    const made = await refreshed();
    const update = new TrustFolder(made.places.trustFolder).update(
      (staged) => {
        writeFileSync(join(staged, 'timestamp.json'), '{"half');
        throw new Error('disk full');
      },
      { keeps: () => false, isWhole: () => true },
    );
    await expect(update).rejects.toThrow('disk full');
    expect(await versions(made)).toEqual(WHOLE);
    expect(readdirSync(made.places.trustFolder)).toHaveLength(4);
  });

  test('a folder that cannot be written is a fault of the disk, said with its path', async () => {
    const made = await refreshed();
    writeFileSync(join(made.folder, 'file'), '');
    const places = { ...made.places, trustFolder: join(made.folder, 'file/below') };
    await expect(made.client.init(places.trustFolder, made.repository.file('metadata/1.root.json'))).rejects.toMatchObject({
      kind: 'io',
      code: 'io/write',
      message: expect.stringContaining('file/below'),
    });
    rmSync(join(made.folder, 'file'));
  });
});

describe('reading what is trusted', () => {
  test('asks nobody', async () => {
    const made = await refreshed();
    await made.server.stop();
    expect(await versions(made)).toEqual(WHOLE);
  });

  test.each(['timestamp', 'snapshot', 'targets'])(
    'says that it is incomplete without %s, and a refresh makes it whole',
    async (role) => {
      const made = await refreshed();
      rmSync(at(made, `${role}.json`));
      await expectRefused(made.client.read(made.places.trustFolder), 'tuf/incomplete');
      expect((await made.refresh()).versions).toEqual(WHOLE);
    },
  );

  test.each(['root', 'timestamp', 'snapshot', 'targets'])('finds out when somebody changed %s', async (role) => {
    const made = await refreshed();
    const file = at(made, `${role}.json`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"expires":"\d+/, '"expires":"2099'));
    await expectRefused(made.client.read(made.places.trustFolder), 'tuf/incomplete');
    if (role === 'root') await expectRefused(made.refresh(), 'tuf/signature');
    else expect((await made.refresh()).versions).toEqual(WHOLE);
  });

  test.each(['', '{', 'null', '[]'])('a file that holds %j is no metadata', async (text) => {
    const made = await refreshed();
    for (const role of ['targets', 'snapshot', 'timestamp', 'root']) {
      writeFileSync(at(made, `${role}.json`), text);
      await expectRefused(made.client.read(made.places.trustFolder), 'tuf/incomplete');
    }
  });

  test('an older whole release put in its place is what is trusted: the folder is to be kept as a key is', async () => {
    const made = await refreshed();
    const old = new TufRepository();
    for (const role of ['root', 'timestamp', 'snapshot', 'targets'])
      writeFileSync(at(made, `${role}.json`), old.file(`metadata/${role === 'timestamp' ? '' : '1.'}${role}.json`));
    expect(await versions(made)).toEqual(WHOLE);
    await expectRefused(made.refresh(), 'tuf/signature');
  });
});
