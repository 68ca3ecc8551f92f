import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { TufJsClient } from '../../../src/adapters/tuf/client.js';
import { TUF_LIMITS } from '../../../src/adapters/tuf/transport.js';
import { days, TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, scenes } from '../../support/tuf/scene.js';

const scene = scenes();
const YESTERDAY = () => days(-1);
afterEach(() => {
  jest.useRealTimers();
});

/** From now on it is two days later; only the time of day is moved. */
function twoDaysLater(): void {
  jest.useFakeTimers({
    now: days(2),
    doNotFake: [
      ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
      ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
    ],
  });
}

describe('metadata that has expired is refused when it is new', () => {
  test.each([
    ['timestamp', { root: 2, snapshot: 1, targets: 1, timestamp: 1 }],
    ['snapshot', { root: 2, snapshot: 1, targets: 1, timestamp: 2 }],
    ['targets', { root: 2, snapshot: 2, targets: 1, timestamp: 2 }],
    // The newest root is kept, as a later one can only follow it; nothing that it should vouch for is read.
    ['root', { root: 2, snapshot: 1, targets: 1, timestamp: 1 }],
  ])('%s', async (role, trusted) => {
    const repository = new TufRepository();
    const made = await scene(repository);
    await made.refresh();
    repository.role(role).expires = YESTERDAY();
    repository.publish('root');
    repository.release();
    await expectRefused(made.refresh(), 'tuf/expired');
    expect(made.trusted()).toEqual(trusted);
    await expectRefused(made.refresh(), 'tuf/expired');
    repository.role(role).expires = days(1);
    repository.publish('root');
    repository.release();
    expect((await made.refresh()).versions).toEqual({ root: 3, snapshot: 3, targets: 3, timestamp: 3 });
  });

  test('all of it at once: the root is what is named', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    for (const role of ['root', 'timestamp', 'snapshot', 'targets']) repository.role(role).expires = YESTERDAY();
    repository.publish('root');
    repository.release();
    await expect(made.refresh()).rejects.toMatchObject({ code: 'tuf/expired', message: expect.stringContaining('root.json') });
    expect(made.server.requests).not.toContain('metadata/2.snapshot.json');
  });

  test('a delegated role', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    repository.delegate('targets', { name: 'team', paths: ['team/*'] });
    repository.addTarget('team/a', 'a', 'team');
    repository.targetsRole('team').expires = YESTERDAY();
    repository.release('team');
    await made.refresh();
    await expectRefused(made.download('team/a'), 'tuf/expired');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 2, targets: 2, timestamp: 2 });
  });
});

describe('metadata that expired since it was trusted', () => {
  test.each(['timestamp', 'snapshot', 'targets'])('%s: is refused while the server stands still', async (role) => {
    const repository = new TufRepository();
    repository.role(role).expires = days(1);
    repository.release();
    const made = await scene(repository);
    await made.refresh();
    twoDaysLater();
    await expectRefused(made.refresh(), 'tuf/expired');
    // It can still be read, with its date: what to do about it is for the caller to say.
    const { expires, versions } = await made.client.read(made.places.trustFolder);
    expect(expires[role as 'timestamp'].getTime()).toBeLessThan(Date.now());
    expect(versions.timestamp).toBe(2);
  });

  test('still keeps older releases out, and newer ones follow it', async () => {
    const repository = new TufRepository();
    const short = days(1);
    for (const role of ['timestamp', 'snapshot', 'targets']) repository.role(role).expires = short;
    repository.release();
    repository.release();
    const made = await scene(repository);
    await made.refresh();
    twoDaysLater();
    for (const role of ['timestamp', 'snapshot', 'targets']) repository.role(role).expires = days(1);
    repository.targets.version = 1;
    repository.release();
    await expectRefused(made.refresh(), 'tuf/rollback');
    expect(made.trusted()['snapshot']).toBe(3);
    repository.targets.version = 3;
    repository.release();
    expect((await made.refresh()).versions).toMatchObject({ targets: 4, snapshot: 5 });
  });

  test('gives no target any more', async () => {
    const repository = new TufRepository();
    repository.addTarget('a', 'a');
    repository.timestamp.expires = days(1);
    repository.release();
    const made = await scene(repository);
    expect(await made.download('a')).toBe('a');
    twoDaysLater();
    await expectRefused(made.client.download(made.places, 'a'), 'tuf/expired');
  });

  test('a delegated role is refused, and a newer one is read', async () => {
    const repository = new TufRepository();
    repository.delegate('targets', { name: 'team', paths: ['team/*'] });
    repository.addTarget('team/a', 'a', 'team');
    repository.targetsRole('team').expires = days(1);
    repository.release('team');
    const made = await scene(repository);
    expect(await made.download('team/a')).toBe('a');
    twoDaysLater();
    await expectRefused(made.download('team/a'), 'tuf/expired');
    repository.targetsRole('team').expires = days(1);
    repository.release('team');
    expect(await made.download('team/a')).toBe('a');
    expect(made.trusted()['team']).toBe(2);
  });
});

describe('what lies on the way may have expired', () => {
  test('the pinned root and roots between it and the newest', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    repository.root.expires = YESTERDAY();
    repository.publish('root', 'root');
    repository.root.expires = days(1);
    repository.publish('root');
    expect((await made.refresh()).versions.root).toBe(4);
    const other = new TufRepository();
    other.root.expires = YESTERDAY();
    other.publish('root');
    other.files.set('metadata/1.root.json', other.file('metadata/2.root.json'));
    const late = await scene(other);
    other.root.expires = days(1);
    other.publish('root');
    expect((await late.refresh()).versions.root).toBe(3);
  });

  test('the trusted timestamp and snapshot', async () => {
    const repository = new TufRepository();
    repository.timestamp.expires = days(1);
    repository.snapshot.expires = repository.timestamp.expires;
    repository.release();
    const made = await scene(repository);
    await made.refresh();
    twoDaysLater();
    repository.timestamp.expires = days(1);
    repository.snapshot.expires = days(1);
    repository.release();
    expect((await made.refresh()).versions).toMatchObject({ timestamp: 3, snapshot: 3, targets: 3 });
  });
});

describe('a client that is given another time holds expiries against that', () => {
  const at = (now: Date) => new TufJsClient(TUF_LIMITS, undefined, () => now);

  test('what this machine calls expired', async () => {
    const made = await scene(expiring(days(-100)));
    await expectRefused(made.refresh(), 'tuf/expired');
    const earlier = at(days(-101));
    expect((await earlier.refresh(made.places)).versions).toEqual({ root: 2, timestamp: 2, snapshot: 2, targets: 2 });
    expect(Buffer.from(await earlier.download(made.places, 'a')).toString()).toBe('a');
    expect(Buffer.from(await earlier.download(made.places, 'team/a')).toString()).toBe('of team');
    await expectRefused(made.client.download(made.places, 'a'), 'tuf/expired');
  });

  test('what this machine does not call expired yet', async () => {
    const made = await scene(expiring(days(100)));
    await expectRefused(at(days(101)).refresh(made.places), 'tuf/expired');
    await made.refresh();
    await expectRefused(at(days(101)).download(made.places, 'a'), 'tuf/expired');
    expect(await made.download('a')).toBe('a');
  });

  test('a delegated role too', async () => {
    const made = await scene(expiring(days(100), days(50)));
    const later = at(days(60));
    await later.refresh(made.places);
    expect(Buffer.from(await later.download(made.places, 'a')).toString()).toBe('a');
    await expectRefused(later.download(made.places, 'team/a'), 'tuf/expired');
    expect(await made.download('team/a')).toBe('of team');
  });

  function expiring(when: Date, team = when): TufRepository {
    const repository = new TufRepository();
    repository.delegate('targets', { name: 'team', paths: ['team/*'] });
    repository.addTarget('a', 'a');
    repository.addTarget('team/a', 'of team', 'team');
    for (const role of ['timestamp', 'snapshot', 'targets']) repository.role(role).expires = when;
    repository.targetsRole('team').expires = team;
    repository.root.expires = days(300);
    repository.publish('root');
    repository.release('team');
    return repository;
  }
});
