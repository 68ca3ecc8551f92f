import { describe, expect, test } from '@jest/globals';
import { MetaFile } from '@tufjs/models';
import { TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, type Scene, scenes } from '../../support/tuf/scene.js';

const scene = scenes();

/** A client that has the third release, and the repository that made it. */
async function atThree(withDigests = true): Promise<Scene> {
  const repository = new TufRepository(true, withDigests);
  repository.release();
  repository.release();
  const made = await scene(repository);
  await made.refresh();
  expect(made.trusted()).toEqual({ root: 1, snapshot: 3, targets: 3, timestamp: 3 });
  return made;
}

describe.each([
  ['with digests of metadata', true],
  ['without digests of metadata', false],
])('an older release is refused, %s', (_, withDigests) => {
  test('an older timestamp', async () => {
    const made = await atThree(withDigests);
    made.repository.timestamp.version = 1;
    made.repository.publish('timestamp');
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 3, targets: 3, timestamp: 3 });
    expect(made.server.requests.at(-1)).toBe('metadata/timestamp.json');
  });

  test('a new timestamp that names an older snapshot', async () => {
    const made = await atThree(withDigests);
    made.repository.timestampMeta = new MetaFile({ version: 2 });
    made.repository.publish('timestamp');
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 3, targets: 3, timestamp: 3 });
  });

  test('a new snapshot that names older targets', async () => {
    const made = await atThree(withDigests);
    made.repository.targets.version = 1;
    made.repository.release();
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 3, targets: 3, timestamp: 4 });
  });

  test('a new snapshot that names targets no more', async () => {
    const made = await atThree(withDigests);
    made.repository.snapshotMeta = {};
    made.repository.publish('snapshot', 'timestamp');
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 3, targets: 3, timestamp: 4 });
  });

  test('a new snapshot that names an older delegated role', async () => {
    const made = await atThree(withDigests);
    made.repository.delegate('targets', { name: 'team' });
    made.repository.publish('team', 'team', 'team');
    made.repository.release();
    await made.refresh();
    made.repository.targetsRole('team').version = 1;
    made.repository.release('team');
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()).toMatchObject({ snapshot: 4, timestamp: 5 });
  });

  test('an older root under the name of the next', async () => {
    const made = await atThree(withDigests);
    made.repository.files.set('metadata/2.root.json', made.repository.file('metadata/1.root.json'));
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()['root']).toBe(1);
  });

  test('a root that leaves out a version', async () => {
    const made = await atThree(withDigests);
    made.repository.publish('root', 'root');
    made.repository.files.set('metadata/2.root.json', made.repository.file('metadata/3.root.json'));
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()['root']).toBe(1);
  });

  test('a snapshot of another version than its name says', async () => {
    const made = await atThree(withDigests);
    made.repository.release();
    made.repository.files.set('metadata/4.snapshot.json', made.repository.file('metadata/3.snapshot.json'));
    await expectRefused(made.refresh(), 'tuf/mix-and-match');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 3, targets: 3, timestamp: 4 });
  });
});

test('a timestamp of the same version with other content changes nothing', async () => {
  const made = await atThree();
  made.repository.timestampMeta = new MetaFile({ version: 100 });
  made.repository.timestamp.version = 2;
  made.repository.publish('timestamp');
  made.server.asked();
  expect((await made.refresh()).versions).toMatchObject({ timestamp: 3, snapshot: 3 });
  expect(made.server.asked()).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
});

test('a snapshot that the timestamp does not name yet is not read', async () => {
  const made = await atThree();
  made.repository.publish('targets', 'snapshot');
  expect((await made.refresh()).versions).toMatchObject({ timestamp: 3, snapshot: 3, targets: 3 });
});

describe('a version that a stolen key drove up is left behind by changing keys in the root', () => {
  test('of the timestamp: by a new timestamp key', async () => {
    const made = await atThree();
    const { repository } = made;
    repository.timestamp.version = 99_998;
    repository.publish('timestamp');
    expect((await made.refresh()).versions.timestamp).toBe(99_999);
    repository.timestamp.version = 3;
    repository.publish('timestamp');
    await expectRefused(made.refresh(), 'tuf/rollback');
    repository.rotate('timestamp');
    repository.timestamp.version = 3;
    repository.publish('root', 'timestamp');
    expect((await made.refresh()).versions).toEqual({ root: 2, timestamp: 4, snapshot: 3, targets: 3 });
  });

  test('of the snapshot: by new snapshot and timestamp keys', async () => {
    const made = await atThree();
    const { repository } = made;
    repository.snapshot.version = 99_998;
    repository.publish('snapshot', 'timestamp');
    expect((await made.refresh()).versions.snapshot).toBe(99_999);
    repository.rotate('snapshot');
    repository.snapshot.version = 3;
    repository.publish('root', 'snapshot', 'timestamp');
    await expectRefused(made.refresh(), 'tuf/rollback');
    repository.rotate('timestamp');
    repository.publish('root', 'timestamp');
    expect((await made.refresh()).versions).toMatchObject({ root: 3, snapshot: 4, targets: 3 });
  });

  test('of the targets: by a new snapshot key', async () => {
    const made = await atThree();
    const { repository } = made;
    repository.targets.version = 99_998;
    repository.release();
    expect((await made.refresh()).versions.targets).toBe(99_999);
    repository.targets.version = 3;
    repository.release();
    await expectRefused(made.refresh(), 'tuf/rollback');
    repository.rotate('snapshot');
    repository.publish('root', 'snapshot', 'timestamp');
    expect((await made.refresh()).versions).toMatchObject({ root: 2, targets: 4 });
  });
});
