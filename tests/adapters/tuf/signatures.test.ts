import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Key } from '@tufjs/models';
import { RepositoryKey } from '../../support/tuf/key.js';
import { TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, scenes, tamper } from '../../support/tuf/scene.js';

const scene = scenes();
/** What stays trusted when a role of the second release is refused: what comes before it in the workflow is taken. */
const BEFORE: Record<string, Record<string, number>> = {
  root: { root: 1, snapshot: 1, targets: 1, timestamp: 1 },
  timestamp: { root: 2, snapshot: 1, targets: 1, timestamp: 1 },
  snapshot: { root: 2, snapshot: 1, targets: 1, timestamp: 2 },
  targets: { root: 2, snapshot: 2, targets: 1, timestamp: 2 },
};
const ROLES = Object.keys(BEFORE);

function second(repository: TufRepository): void {
  repository.publish('root');
  repository.release();
}

const pathOf = (role: string, version: number) => `metadata/${role === 'timestamp' ? '' : `${version}.`}${role}.json`;

describe('metadata that the keys of the role did not sign is refused', () => {
  test.each(ROLES)('%s signed by another key', async (role) => {
    const { repository, trusted, ...rest } = await withFirst();
    repository.role(role).signers = [RepositoryKey.generate()];
    second(repository);
    await expectRefused(rest.refresh(), 'tuf/signature');
    expect(trusted()).toEqual(BEFORE[role]);
  });

  test.each(ROLES)('%s without signatures', async (role) => {
    const { repository, trusted, refresh } = await withFirst();
    repository.role(role).signers = [];
    second(repository);
    await expectRefused(refresh(), 'tuf/signature');
    expect(trusted()).toEqual(BEFORE[role]);
  });

  test.each(ROLES)('%s changed after it was signed', async (role) => {
    const { repository, trusted, refresh } = await withFirst(new TufRepository(true, false));
    second(repository);
    tamper(repository, pathOf(role, 2), ({ signed }) => {
      signed['expires'] = '2099-01-01T00:00:00Z';
    });
    await expectRefused(refresh(), 'tuf/signature');
    expect(trusted()).toEqual(BEFORE[role]);
  });

  test.each(ROLES)('%s signed by the key of another role', async (role) => {
    const { repository, trusted, refresh } = await withFirst();
    repository.role(role).signers = repository.role(role === 'targets' ? 'snapshot' : 'targets').keys;
    second(repository);
    await expectRefused(refresh(), 'tuf/signature');
    expect(trusted()).toEqual(BEFORE[role]);
  });

  test.each(ROLES)('%s that is no metadata at all', async (role) => {
    for (const junk of ['', '{', 'null', '[]', '{"signed":{}}', '<html>', `{"signed":${'['.repeat(6000)}`, '\u0000']) {
      const { repository, trusted, refresh } = await withFirst(new TufRepository(true, false));
      second(repository);
      repository.files.set(pathOf(role, 2), Buffer.from(junk));
      await expectRefused(refresh(), 'tuf/invalid');
      expect(trusted()).toEqual(BEFORE[role]);
    }
  });

  test.each(['root', 'timestamp'] as const)('%s that is a page instead, which is told by its address', async (role) => {
    const { repository, refresh } = await withFirst();
    second(repository);
    repository.files.set(pathOf(role, 2), Buffer.from('<html>Sign in</html>'));
    await expect(refresh()).rejects.toMatchObject({
      code: 'tuf/invalid',
      message: expect.stringMatching(new RegExp(`^http.*/${pathOf(role, 2)} is not valid TUF metadata: `)),
      hint: expect.stringContaining('something in between answers in its place'),
    });
  });

  test('a snapshot that is signed by the timestamp key and passed off as a timestamp', async () => {
    const { repository, trusted, refresh } = await withFirst();
    repository.snapshot.signers = repository.timestamp.keys;
    repository.snapshotMeta = { 'snapshot.json': repository.timestampMeta };
    repository.publish('snapshot');
    repository.files.set('metadata/timestamp.json', repository.file('metadata/2.snapshot.json'));
    await expectRefused(refresh(), 'tuf/invalid');
    expect(trusted()).toEqual({ root: 1, snapshot: 1, targets: 1, timestamp: 1 });
  });

  async function withFirst(repository = new TufRepository()) {
    const made = await scene(repository);
    await made.refresh();
    return { repository, trusted: () => made.trusted(), refresh: () => made.refresh() };
  }
});

describe('as many keys as the threshold asks for must have signed', () => {
  test.each([
    ['none of three', [], false],
    ['one of three', [0], false],
    ['two of three', [0, 2], true],
    ['all three', [0, 1, 2], true],
  ])('%s sign a root with threshold 2', async (_, who, accepted) => {
    const keys = [1, 2, 3].map(() => RepositoryKey.generate());
    const repository = new TufRepository();
    const { refresh, trusted } = bound(await scene(repository));
    const [first] = repository.root.keys;
    Object.assign(repository.root, { keys, threshold: 2, signers: [first, ...who.map((index) => keys[index])] });
    repository.publish('root');
    if (accepted) expect((await refresh()).versions.root).toBe(2);
    else await expectRefused(refresh(), 'tuf/signature');
    expect(trusted()['root']).toBe(accepted ? 2 : 1);
  });

  test('two signatures by one key do not count twice', async () => {
    const repository = new TufRepository(true, false);
    const made = await scene(repository);
    Object.assign(repository.snapshot, { keys: [...repository.snapshot.keys, RepositoryKey.generate()], threshold: 2 });
    repository.publish('root');
    repository.release();
    tamper(repository, 'metadata/2.snapshot.json', ({ signatures }) => {
      signatures.push(...signatures);
    });
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()).toEqual({ root: 2, timestamp: 2 });
  });

  test('a signature that is there twice is refused, also where the threshold is met without it', async () => {
    const repository = new TufRepository(true, false);
    const made = await scene(repository);
    tamper(repository, 'metadata/1.snapshot.json', ({ signatures }) => {
      signatures.push(...signatures);
    });
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()).toEqual({ root: 1, timestamp: 1 });
  });

  test.each([
    ['of other bytes', (sig: string) => sig.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
    ['that is empty, as of a holder who has not signed yet', () => ''],
    ['that is no hexadecimal number', () => 'nothing'],
  ])('a signature %s does no harm beside one that counts', async (_, change) => {
    const repository = new TufRepository();
    const made = await scene(repository);
    const [first] = repository.timestamp.keys;
    const second = RepositoryKey.generate();
    Object.assign(repository.timestamp, { keys: [first, second], signers: [first, second] });
    repository.publish('root', 'timestamp');
    tamper(repository, 'metadata/timestamp.json', ({ signatures: [signature] }) => {
      if (signature !== undefined) signature.sig = change(signature.sig);
    });
    expect((await made.refresh()).versions).toMatchObject({ root: 2, timestamp: 2 });
    // Where it is needed, it does not count.
    repository.timestamp.threshold = 2;
    repository.publish('root', 'timestamp');
    tamper(repository, 'metadata/timestamp.json', ({ signatures: [signature] }) => {
      if (signature !== undefined) signature.sig = change(signature.sig);
    });
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()).toMatchObject({ root: 3, timestamp: 2 });
  });

  test('a threshold above the number of keys is never reached', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    const keys = [...repository.snapshot.keys, ...[1, 2, 3, 4].map(() => RepositoryKey.generate())];
    Object.assign(repository.snapshot, { keys, signers: keys, threshold: 6 });
    repository.publish('root');
    repository.release();
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()).toEqual({ root: 2, timestamp: 2 });
  });

  test.each(['ed25519', 'ecdsa-sha2-nistp256', 'rsassa-pss-sha256'] as const)('keys of %s count', async (scheme) => {
    const repository = new TufRepository();
    const made = await scene(repository);
    const more = RepositoryKey.generate(scheme, { keyid_hash_algorithms: ['md5'] });
    const keys = [...repository.root.keys, more];
    Object.assign(repository.root, { keys, signers: keys, threshold: 2 });
    repository.publish('root');
    expect((await made.refresh()).versions.root).toBe(2);
    expect(made.trustedFile('root.json').signed).toMatchObject({ keys: { [more.id]: { keyid_hash_algorithms: ['md5'] } } });
    // A signature by that key, but of the root before.
    const [, before] = signaturesOf(repository, 2);
    repository.publish('root');
    tamper(repository, 'metadata/3.root.json', ({ signatures }) => {
      if (before !== undefined) signatures[1] = before;
    });
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()['root']).toBe(2);
  });

  test('a key id that a role lists twice makes its root invalid', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    repository.publish('root');
    const first = repository.file('metadata/2.root.json');
    const again = JSON.parse(first.toString('utf8'));
    again.signed.roles.snapshot.keyids.push(again.signed.roles.snapshot.keyids[0]);
    again.signed.roles.snapshot.threshold = 2;
    repository.files.set('metadata/2.root.json', Buffer.from(JSON.stringify(again)));
    await expectRefused(made.refresh(), 'tuf/invalid');
    expect(made.trusted()).toEqual({ root: 1 });
  });

  test.each(['root', 'timestamp', 'snapshot', 'targets'])('one key under two ids does not count twice: %s', async (role) => {
    const repository = new TufRepository();
    const made = await scene(repository);
    const [only] = repository.role(role).keys;
    if (only === undefined) throw new Error('no key');
    const twin = only.named('00'.repeat(32));
    Object.assign(repository.role(role), { keys: [only, twin], threshold: 2, signers: [only, twin] });
    repository.publish('root');
    repository.release();
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()['root']).toBe(role === 'root' ? 1 : 2);
    await expectRefused(made.client.read(made.places.trustFolder), 'tuf/incomplete');
    // Where others reach the threshold beside it, it does no harm.
    const third = RepositoryKey.generate();
    Object.assign(repository.role(role), { keys: [only, twin, third], signers: [only, twin, third] });
    repository.publish('root');
    if (role === 'root') repository.files.set('metadata/2.root.json', repository.file('metadata/3.root.json'));
    repository.release();
    if (role === 'root') await expectRefused(made.refresh(), 'tuf/rollback');
    else expect((await made.refresh()).versions.root).toBe(3);
  });

  test('a pinned root that reaches its threshold by one key under two ids is refused', async () => {
    const repository = new TufRepository();
    const [only] = repository.root.keys;
    if (only === undefined) throw new Error('no key');
    const twin = only.named('00'.repeat(32));
    Object.assign(repository.root, { version: 0, keys: [only, twin], threshold: 2, signers: [only, twin] });
    repository.publish('root');
    const made = await scene(repository, { pinned: false });
    await expectRefused(made.client.init(made.places.trustFolder, repository.file('metadata/1.root.json')), 'tuf/signature');
  });

  test('keys of types that are not known are passed over', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    const strange = new Key({ keyID: 'ab'.repeat(32), keyType: 'dilithium', scheme: 'dilithium5', keyVal: { public: 'ff' } });
    repository.extraKeys = { [strange.keyID]: strange };
    repository.publish('root');
    const document = JSON.parse(repository.file('metadata/2.root.json').toString('utf8'));
    expect(document.signed.keys[strange.keyID].keytype).toBe('dilithium');
    expect((await made.refresh()).versions.root).toBe(2);
  });

  test('a threshold that only a key of an unknown type would reach is not reached', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    const strange = RepositoryKey.generate();
    repository.extraKeys = {
      [strange.id]: new Key({ keyID: strange.id, keyType: 'dilithium', scheme: 'dilithium5', keyVal: { public: 'ff' } }),
    };
    const { keys } = repository.snapshot;
    Object.assign(repository.snapshot, { keys: [...keys, strange], signers: [...keys, strange], threshold: 2 });
    repository.publish('root');
    repository.release();
    await expectRefused(made.refresh(), 'tuf/signature');
  });

  test('fields that are not known are signed with the rest, and kept', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    repository.rootFields = { 'x-note': { a: [1, 'zwei'] } };
    repository.publish('root');
    await made.refresh();
    expect(made.trustedFile('root.json').signed).toMatchObject({ version: 2, 'x-note': { a: [1, 'zwei'] } });
  });

  test('what is kept is byte for byte what was published', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    repository.files.set(
      'metadata/timestamp.json',
      Buffer.concat([repository.file('metadata/timestamp.json'), Buffer.from(' \n')]),
    );
    await made.refresh();
    made.expectNothingForeign();
  });
});

describe('the root that is pinned', () => {
  test.each([
    [
      'is not signed by its own key',
      (document: Root) => {
        document.signatures = [];
      },
      'tuf/signature',
    ],
    [
      'has no version',
      (document: Root) => {
        delete document.signed['version'];
      },
      'tuf/invalid',
    ],
    [
      'is of another role',
      (document: Root) => {
        document.signed['_type'] = 'targets';
      },
      'tuf/invalid',
    ],
    [
      'has no roles',
      (document: Root) => {
        document.signed['roles'] = {};
      },
      'tuf/invalid',
    ],
  ])('is refused when it %s, and then nothing is asked of anybody', async (_, change, code) => {
    const made = await scene(new TufRepository(), { pinned: false });
    tamper(made.repository, 'metadata/1.root.json', change);
    await expectRefused(made.client.init(made.places.trustFolder, made.repository.file('metadata/1.root.json')), code);
    await expectRefused(made.refresh(), 'tuf/no-root');
    await expectRefused(made.client.read(made.places.trustFolder), 'tuf/no-root');
    expect(made.server.asked()).toEqual([]);
  });

  test('may be pinned again, but not replaced by another', async () => {
    const made = await scene();
    const { trustFolder } = made.places;
    await made.client.init(trustFolder, made.repository.file('metadata/1.root.json'));
    const other = new TufRepository().file('metadata/1.root.json');
    await expect(made.client.init(trustFolder, other)).rejects.toMatchObject({ code: 'tuf/pinned', kind: 'refused' });
    expect(readdirSync(trustFolder)).toEqual(['root.json']);
    expect((await made.refresh()).versions.root).toBe(1);
  });

  test('that is too long is not read', async () => {
    const made = await scene(new TufRepository(), { pinned: false });
    await expectRefused(made.client.init(made.places.trustFolder, Buffer.alloc(600_000, ' ')), 'tuf/endless-data');
  });
});

function signaturesOf(repository: TufRepository, version: number): Root['signatures'] {
  return JSON.parse(repository.file(`metadata/${version}.root.json`).toString('utf8')).signatures;
}

type Root = Parameters<Parameters<typeof tamper>[2]>[0];

function bound(made: Awaited<ReturnType<typeof scene>>) {
  return { refresh: () => made.refresh(), trusted: () => made.trusted() };
}
