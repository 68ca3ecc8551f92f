import { describe, expect, test } from '@jest/globals';
import { RepositoryKey } from '../../support/tuf/key.js';
import { TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, scenes } from '../../support/tuf/scene.js';

const scene = scenes();

/** A version of a role: the numbers of its keys, how many must sign, and of those that do. */
type Version = readonly [keys: readonly number[], threshold: number, signers: readonly number[]];

const pool = Array.from({ length: 10 }, () => RepositoryKey.generate());
const pick = (numbers: readonly number[]) => numbers.flatMap((number) => pool[number] ?? []);

describe('roots follow one another', () => {
  const FIVE = [0, 1, 2, 3, 4];
  test.each<[string, readonly Version[], number]>([
    [
      'one key in place of another, signed by both',
      [
        [[1], 1, [1]],
        [[2], 1, [1, 2]],
        [[2], 1, [2]],
      ],
      3,
    ],
    [
      'signatures by keys that nobody asked for do no harm',
      [
        [[1], 1, [3, 1, 4]],
        [[2], 1, [3, 2, 1, 4]],
        [[2], 1, [3, 2]],
      ],
      3,
    ],
    [
      'three of five, other three each time',
      [
        [FIVE, 3, [0, 2, 4]],
        [FIVE, 3, [0, 4, 1]],
        [FIVE, 3, [1, 2, 3]],
      ],
      3,
    ],
    [
      'one of five replaced, signed by three of both',
      [
        [FIVE, 3, [0, 2, 4]],
        [[0, 1, 3, 4, 5], 3, [0, 4, 1]],
      ],
      2,
    ],
    [
      'all five replaced',
      [
        [FIVE, 3, [0, 2, 4]],
        [[5, 6, 7, 8, 9], 3, [0, 2, 4, 5, 6, 7]],
        [[5, 6, 7, 8, 9], 3, [7, 8, 9]],
      ],
      3,
    ],
    [
      'the threshold raised',
      [
        [[1, 2, 3], 1, [1]],
        [[1, 2, 3], 2, [1, 2]],
      ],
      2,
    ],
    [
      'the threshold lowered',
      [
        [[1, 2, 3], 2, [1, 2]],
        [[1, 2, 3], 1, [1, 2]],
        [[1, 2, 3], 1, [3]],
      ],
      3,
    ],
    [
      'a second key that must sign',
      [
        [[1], 1, [1]],
        [[1, 2], 2, [1, 2]],
      ],
      2,
    ],
  ])('%s', async (_, versions, newest) => {
    const made = await scene(rooted(versions));
    expect((await made.refresh()).versions.root).toBe(newest);
    made.expectNothingForeign();
  });

  test.each<[string, readonly Version[]]>([
    [
      'not signed by the old key',
      [
        [[1], 1, [1]],
        [[2], 1, [2, 3, 4]],
      ],
    ],
    [
      'not signed by the new key',
      [
        [[1], 1, [1]],
        [[2], 1, [1, 3, 4]],
      ],
    ],
    [
      'too few of the new five',
      [
        [FIVE, 3, [0, 2, 4]],
        [[0, 1, 3, 4, 5], 3, [0, 2, 4]],
      ],
    ],
    [
      'too few of the old five',
      [
        [FIVE, 3, [0, 2, 4]],
        [[0, 1, 3, 4, 5], 3, [0, 4, 5]],
      ],
    ],
    [
      'below the raised threshold',
      [
        [[1, 2, 3], 1, [1]],
        [[1, 2, 3], 2, [2]],
      ],
    ],
    [
      'below the threshold that is lowered',
      [
        [[1, 2, 3], 2, [1, 2]],
        [[1, 2, 3], 1, [1]],
      ],
    ],
  ])('but not when it is %s', async (_, versions) => {
    const made = await scene(rooted(versions));
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()).toEqual({ root: 1 });
  });

  test('a good root before a bad one is kept', async () => {
    const made = await scene(
      rooted([
        [[1], 1, [1]],
        [[2], 1, [1, 2]],
        [[3], 1, [3]],
      ]),
    );
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()).toEqual({ root: 2 });
  });

  test('33 of them, with a new key each, in one refresh', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    for (let count = 0; count < 33; count += 1) {
      repository.rotate('root');
      repository.publish('root');
    }
    expect((await made.refresh()).versions.root).toBe(34);
    expect(made.server.asked().filter((path) => path.endsWith('root.json'))).toHaveLength(34);
  });

  test('as many as the limit says in one refresh, and the next ones in the next', async () => {
    const repository = new TufRepository();
    const made = await scene(repository, { limits: { rootRotations: 5 } });
    for (let count = 0; count < 8; count += 1) repository.publish('root');
    expect((await made.refresh()).versions.root).toBe(6);
    expect((await made.refresh()).versions.root).toBe(9);
  });
});

describe.each(['timestamp', 'snapshot', 'targets'])('keys of %s', (role) => {
  test.each<[string, Version, boolean]>([
    ['another one', [[2], 1, [2]], true],
    ['another one that does not sign', [[2], 1, [1, 3]], false],
    ['signatures that nobody asked for', [[1], 1, [3, 1, 4]], true],
    ['three of five', [[0, 1, 2, 3, 4], 3, [2, 3, 4]], true],
    ['two of three of five', [[0, 1, 3, 4, 5], 3, [0, 2, 4]], false],
  ])('%s', async (_, [keys, threshold, signers], accepted) => {
    const repository = new TufRepository();
    const made = await scene(repository);
    Object.assign(repository.role(role), { keys: pick(keys), threshold, signers: pick(signers) });
    repository.publish('root');
    repository.release();
    if (accepted) expect((await made.refresh()).versions).toEqual({ root: 2, timestamp: 2, snapshot: 2, targets: 2 });
    else await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()['root']).toBe(2);
  });
});

describe('what a stolen key signs is refused as soon as a root says so', () => {
  test.each(['timestamp', 'snapshot', 'targets'] as const)('%s', async (role) => {
    const repository = new TufRepository();
    const made = await scene(repository);
    await made.refresh();
    const stolen = repository.role(role).signers;
    repository.rotate(role);
    repository.publish('root');
    repository.addTarget('evil', 'evil');
    const honest = repository.role(role).signers;
    repository.role(role).signers = stolen;
    repository.release();
    await expectRefused(made.refresh(), 'tuf/signature');
    await expect(made.client.download(made.places, 'evil')).rejects.toMatchObject({ name: 'ChoraError' });
    repository.role(role).signers = honest;
    repository.release();
    expect((await made.refresh()).versions).toMatchObject({ root: 2, targets: 3 });
  });

  test('and what is trusted by the old key is no release any more', async () => {
    const repository = new TufRepository();
    const made = await scene(repository);
    await made.refresh();
    repository.rotate('timestamp');
    repository.publish('root');
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(made.trusted()).toEqual({ root: 2, snapshot: 1, targets: 1, timestamp: 1 });
    await expectRefused(made.client.read(made.places.trustFolder), 'tuf/incomplete');
  });
});

function rooted(versions: readonly Version[]): TufRepository {
  const repository = new TufRepository();
  repository.root.version = 0;
  for (const [keys, threshold, signers] of versions) {
    Object.assign(repository.root, { keys: pick(keys), threshold, signers: pick(signers) });
    repository.publish('root');
  }
  return repository;
}
