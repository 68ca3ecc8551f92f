import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verifyRelease } from '../../../src/adapters/publish/verify-release.js';
import { TUF_LIMITS } from '../../../src/adapters/tuf/transport.js';
import type { ReleaseFiles, TrustedFiles } from '../../../src/publish/ops.js';
import { RepositoryKey } from '../../support/tuf/key.js';
import { days, digestOf, TufRepository } from '../../support/tuf/repository.js';

const NOW = new Date();

/** What a client trusts that has followed what a repository serves now. */
function follower(repository: TufRepository): TrustedFiles {
  const { root, timestamp, snapshot, targets } = repository;
  return {
    root: repository.file(`metadata/${root.version}.root.json`),
    online:
      timestamp.version === 0
        ? null
        : {
            timestamp: repository.file('metadata/timestamp.json'),
            snapshot: repository.file(`metadata/${snapshot.version}.snapshot.json`),
            targets: repository.file(`metadata/${targets.version}.targets.json`),
          },
  };
}

const newcomer = (repository: TufRepository): TrustedFiles => ({ root: repository.file('metadata/1.root.json'), online: null });

function served({ files }: TufRepository): ReleaseFiles {
  const below = (folder: string) => (path: string) => files.get(`${folder}/${path}`) ?? null;
  return { metadata: below('metadata'), target: below('targets') };
}

/** A repository with a release that lists a target, and what a client of it trusts. */
function followed(): { repository: TufRepository; previous: TrustedFiles } {
  const repository = new TufRepository();
  repository.addTarget('catalog.json', '{}');
  repository.release();
  return { repository, previous: follower(repository) };
}

/** Folders of clients that trust this root, among those of other tests. */
function folders(root: Uint8Array): string[] {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith('chora-verify-'));
  return names.filter((name) => {
    const path = join(tmpdir(), name, 'root.json');
    return existsSync(path) && readFileSync(path).equals(root);
  });
}

/** That a release is refused, for the reason that the client of mirrors gives. */
async function expectRefused(work: Promise<void>, reason: string): Promise<void> {
  await expect(work).rejects.toMatchObject({
    kind: 'trust',
    code: 'publish/unverifiable-release',
    message: expect.stringMatching(/^A client that trusts what is published now would refuse this release: \S.*\.$/),
    cause: expect.objectContaining({ code: reason }),
  });
}

describe('a release is verified by the client of mirrors', () => {
  test('that follows it from what is published, and reads the targets that it is told of', async () => {
    const { repository, previous } = followed();
    repository.addTarget('shards/00.json', '[1]');
    repository.release();
    const asked: string[] = [];
    const release = served(repository);
    const watched: ReleaseFiles = {
      metadata: (name) => {
        asked.push(name);
        return release.metadata(name);
      },
      target: (path) => {
        asked.push(path);
        return release.target(path);
      },
    };
    await verifyRelease(previous, watched, ['shards/00.json'], NOW);
    const target = `shards/${digestOf(Buffer.from('[1]'))}.00.json`;
    expect(asked).toEqual(['2.root.json', 'timestamp.json', '3.snapshot.json', '3.targets.json', target]);
  });

  test('that sees one for the first time', async () => {
    const { repository } = followed();
    await verifyRelease(newcomer(repository), served(repository), ['catalog.json'], NOW);
  });

  test('and nothing of it is left on the disk', async () => {
    const { repository, previous } = followed();
    const release = served(repository);
    const seen: string[][] = [];
    const watched: ReleaseFiles = {
      ...release,
      metadata: (name) => {
        seen.push(folders(previous.root));
        return release.metadata(name);
      },
    };
    await verifyRelease(previous, watched, [], NOW);
    await expectRefused(verifyRelease(previous, watched, ['nothing'], NOW), 'tuf/no-such-target');
    expect(seen.map(({ length }) => length)).toContain(1);
    expect(folders(previous.root)).toEqual([]);
  });
});

describe('a release is refused', () => {
  test.each(['timestamp', 'snapshot', 'targets'])('whose %s is older than the published one', async (role) => {
    const { repository, previous } = followed();
    repository.role(role).version -= 2;
    repository.publish(...(role === 'targets' ? ['targets', 'snapshot', 'timestamp'] : [...new Set([role, 'timestamp'])]));
    await expectRefused(verifyRelease(previous, served(repository), [], NOW), 'tuf/rollback');
    // Whoever has not seen the other one would take it: that is why the client starts from what is published.
    await verifyRelease(newcomer(repository), served(repository), [], NOW);
  });

  test.each(['timestamp', 'snapshot', 'targets'])('whose %s another key signed', async (role) => {
    const { repository, previous } = followed();
    repository.role(role).signers = [RepositoryKey.generate()];
    repository.release();
    await expectRefused(verifyRelease(previous, served(repository), [], NOW), 'tuf/signature');
  });

  test.each(['timestamp', 'snapshot', 'targets', 'root'])('whose %s has expired at the time of the publisher', async (role) => {
    const { repository, previous } = followed();
    repository.role(role).expires = days(20);
    repository.publish('root');
    repository.release();
    await verifyRelease(previous, served(repository), [], days(19));
    await expectRefused(verifyRelease(previous, served(repository), [], days(21)), 'tuf/expired');
  });

  test('that is good at the time of the publisher, whatever this machine says', async () => {
    const repository = new TufRepository();
    for (const role of ['root', 'timestamp', 'snapshot', 'targets']) repository.role(role).expires = days(-1000);
    repository.publish('root');
    repository.addTarget('catalog.json', '{}');
    repository.release();
    await verifyRelease(newcomer(repository), served(repository), ['catalog.json'], days(-1001));
    await expectRefused(verifyRelease(newcomer(repository), served(repository), [], NOW), 'tuf/expired');
  });

  test.each(['2.snapshot.json', '2.targets.json', 'timestamp.json'])('without its %s', async (name) => {
    const { repository } = followed();
    repository.files.delete(`metadata/${name}`);
    await expectRefused(verifyRelease(newcomer(repository), served(repository), [], NOW), 'tuf/unreachable');
  });

  test('without a target, with other bytes of it, and with more than were signed for', async () => {
    const { repository, previous } = followed();
    const path = `targets/${digestOf(Buffer.from('{}'))}.catalog.json`;
    const verify = () => verifyRelease(previous, served(repository), ['catalog.json'], NOW);
    await verify();
    repository.files.set(path, Buffer.from('[]'));
    await expectRefused(verify(), 'tuf/target');
    repository.files.set(path, Buffer.from('{} '));
    await expectRefused(verify(), 'tuf/endless-data');
    repository.files.delete(path);
    await expectRefused(verify(), 'tuf/unreachable');
  });

  test('that lists one target less than was to be published', async () => {
    const { repository, previous } = followed();
    await expectRefused(verifyRelease(previous, served(repository), ['catalog.json', 'policy.yaml'], NOW), 'tuf/no-such-target');
  });

  test('whose threshold one key reaches under two ids, which clients of others may let pass', async () => {
    const { repository, previous } = followed();
    const [only] = repository.snapshot.keys;
    if (only === undefined) throw new Error('no key');
    const twice = [only, only.named('00'.repeat(32))];
    Object.assign(repository.snapshot, { keys: twice, signers: twice, threshold: 2 });
    repository.publish('root');
    repository.release();
    await expectRefused(verifyRelease(previous, served(repository), [], NOW), 'tuf/signature');
  });

  test('whose metadata are longer than mirrors read', async () => {
    const { repository, previous } = followed();
    repository.timestampFields = { 'x-catalog': 'Y'.repeat(TUF_LIMITS.metadataBytes.timestamp) };
    repository.release();
    await expectRefused(verifyRelease(previous, served(repository), [], NOW), 'tuf/endless-data');
  });
});

test('a disk that cannot be read is said to be that, and not a release that clients refuse', async () => {
  const { repository, previous } = followed();
  const broken = Object.assign(new Error('EIO'), { code: 'EIO' });
  const release: ReleaseFiles = {
    ...served(repository),
    metadata: () => {
      throw broken;
    },
  };
  await expect(verifyRelease(previous, release, [], NOW)).rejects.toMatchObject({ kind: 'io' });
});
