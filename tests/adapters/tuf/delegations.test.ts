import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { RepositoryKey } from '../../support/tuf/key.js';
import { TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, type Scene, scenes, tamper } from '../../support/tuf/scene.js';

const scene = scenes();
type Edge = readonly [from: string, to: string, more?: { readonly paths?: string[]; readonly terminating?: boolean }];

const graph = async (edges: readonly Edge[], targets: Record<string, string> = {}): Promise<Scene> => {
  const repository = new TufRepository();
  for (const [from, to, more] of edges) repository.delegate(from, { name: to, ...more });
  for (const [path, role] of Object.entries(targets)) repository.addTarget(path, `${path} of ${role}`, role);
  repository.release(...new Set(edges.map(([, to]) => to)));
  return await scene(repository);
};

/** Delegated roles in the order in which they were asked for. */
const visited = (made: Scene) =>
  made.server.asked().flatMap((path) => /^metadata\/\d+\.(?!root|snapshot|targets)(.+)\.json$/.exec(path)?.[1] ?? []);

describe('delegated roles are searched in the order in which they are listed, the deeper ones first', () => {
  const END = { terminating: true };
  const OTHER = { paths: ['*.py'] };
  test.each<[string, readonly Edge[], string]>([
    ['one', [['targets', 'A']], 'A'],
    [
      'two beside each other',
      [
        ['targets', 'A'],
        ['targets', 'B'],
      ],
      'AB',
    ],
    [
      'one below the second',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['B', 'C'],
      ],
      'ABC',
    ],
    [
      'two below the first',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['A', 'C'],
        ['A', 'D'],
      ],
      'ACDB',
    ],
    [
      'one below one below the first',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['A', 'C'],
        ['C', 'D'],
      ],
      'ACDB',
    ],
    [
      'a terminating one ends the search',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['A', 'C', END],
        ['A', 'D'],
      ],
      'AC',
    ],
    [
      'a terminating one is searched with what is below it',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['A', 'C', END],
        ['C', 'D'],
      ],
      'ACD',
    ],
    [
      'one for other paths is left out',
      [
        ['targets', 'A', OTHER],
        ['targets', 'B'],
        ['A', 'C'],
      ],
      'B',
    ],
    [
      'so is what is below it',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['A', 'C', OTHER],
        ['C', 'D'],
      ],
      'AB',
    ],
    [
      'a circle is gone round once',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['B', 'C'],
        ['C', 'D'],
        ['D', 'B'],
      ],
      'ABCD',
    ],
    [
      'one with two parents is read below the first',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['B', 'C'],
        ['A', 'C'],
      ],
      'ACB',
    ],
    [
      'unless the first does not delegate the path',
      [
        ['targets', 'A'],
        ['targets', 'B'],
        ['B', 'C'],
        ['A', 'C', OTHER],
      ],
      'ABC',
    ],
  ])('%s', async (_, edges, order) => {
    const made = await graph(edges);
    await expect(made.download('missing')).rejects.toMatchObject({ code: 'tuf/no-such-target', kind: 'refused' });
    expect(visited(made).join('')).toBe(order);
  });

  test.each([
    ['README.md', 'A', 'A'],
    ['releases/x/v1', 'C', 'BC'],
    ['releases/y/v1.zip', 'D', 'BD'],
  ])('a target is found by the paths that lead to it: %s', async (path, role, order) => {
    const made = await tree();
    expect(await made.download(path)).toBe(`${path} of ${role}`);
    expect(visited(made).join('')).toBe(order);
    // What was read once is not fetched again.
    expect(await made.download(path)).toBe(`${path} of ${role}`);
    expect(visited(made)).toEqual([]);
  });

  test('a target that a role lists without having been given its path is not found', async () => {
    const made = await tree();
    await expect(made.download('releases/z/v1.zip')).rejects.toMatchObject({ code: 'tuf/no-such-target' });
    expect(visited(made)).toEqual(['B']);
  });

  const tree = () =>
    graph(
      [
        ['targets', 'A', { paths: ['*.doc', '*.md'] }],
        ['targets', 'B', { paths: ['releases/*/*'] }],
        ['B', 'C', { paths: ['releases/x/*'] }],
        ['B', 'D', { paths: ['releases/y/*.zip'] }],
      ],
      { 'README.md': 'A', 'releases/x/v1': 'C', 'releases/y/v1.zip': 'D', 'releases/z/v1.zip': 'D' },
    );

  test('they are read by plain names where snapshots are not consistent, whatever they are called', async () => {
    const repository = new TufRepository(false);
    for (const name of ['role', '..', '.']) repository.delegate('targets', { name });
    repository.addTarget('x', 'x of .', '.');
    repository.release('role', '..', '.');
    const made = await scene(repository);
    expect(await made.download('x')).toBe('x of .');
    expect(made.server.asked().slice(-4)).toEqual([...['role', '..', '.'].map((name) => `metadata/${name}.json`), 'targets/x']);
    expect(Object.keys(made.trusted()).sort()).toEqual(['.', '..', 'role', 'root', 'snapshot', 'targets', 'timestamp'].sort());
  });

  test('the top-level role goes before delegated ones, and an earlier one before a later one', async () => {
    const repository = new TufRepository();
    for (const name of ['A', 'B']) repository.delegate('targets', { name });
    repository.addTarget('x', 'of A', 'A');
    repository.addTarget('x', 'of B', 'B');
    repository.release('A', 'B');
    const made = await scene(repository);
    expect(await made.download('x')).toBe('of A');
    repository.addTarget('x', 'of targets');
    repository.release();
    expect(await made.download('x')).toBe('of targets');
  });

  test('no more than 33 roles are searched, however many there are', async () => {
    const chain = Array.from({ length: 50 }, (_, index): Edge => [index === 0 ? 'targets' : `r${index - 1}`, `r${index}`]);
    const made = await graph(chain, { far: 'r49' });
    await expect(made.download('far')).rejects.toMatchObject({ code: 'tuf/no-such-target' });
    expect(visited(made)).toHaveLength(32);
  });

  test('bins by the digest of the path', async () => {
    const repository = new TufRepository();
    for (const bin of ['bin-0', 'bin-1']) repository.addRole(bin);
    const { keys, signers } = repository.targetsRole('bin-0');
    Object.assign(repository.targetsRole('bin-1'), { keys, signers });
    repository.targets.succinct = { bitLength: 1, namePrefix: 'bin' };
    // sha256 of “a” begins with the bit 1, that of “e” with 0.
    repository.addTarget('a', 'A', 'bin-1');
    repository.addTarget('e', 'E', 'bin-0');
    repository.release('bin-0', 'bin-1');
    const made = await scene(repository);
    expect([await made.download('a'), visited(made)]).toEqual(['A', ['bin-1']]);
    expect([await made.download('e'), visited(made)]).toEqual(['E', ['bin-0']]);
  });
});

describe('a delegated role is verified by who delegates to it', () => {
  test('one that another key signed is refused', async () => {
    const made = await graph([['targets', 'A']], { x: 'A' });
    made.repository.targetsRole('A').signers = [RepositoryKey.generate()];
    made.repository.release('A');
    await expectRefused(made.download('x'), 'tuf/signature');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 3, targets: 3, timestamp: 3 });
  });

  test('one that the snapshot does not list is refused', async () => {
    const made = await graph([['targets', 'A']], { x: 'A' });
    delete made.repository.snapshotMeta['A.json'];
    made.repository.publish('snapshot', 'timestamp');
    await expect(made.download('x')).rejects.toMatchObject({ name: 'ChoraError', kind: 'trust' });
  });

  test('what is kept of it is held against its delegator of today', async () => {
    const made = await graph([['targets', 'A']], { x: 'A' });
    expect(await made.download('x')).toBe('x of A');
    const { repository } = made;
    // targets names a new key for A, and A is not signed anew: the one that is kept is nobody's any more.
    repository.targetsRole('A').keys = [RepositoryKey.generate()];
    repository.release();
    await expectRefused(made.download('x'), 'tuf/signature');
    repository.targetsRole('A').signers = repository.targetsRole('A').keys;
    repository.release('A');
    expect(await made.download('x')).toBe('x of A');
  });

  test('one with two delegators is held against each by its own keys', async () => {
    const repository = new TufRepository();
    repository.delegate('targets', { name: 'A' });
    repository.delegate('targets', { name: 'B' });
    repository.delegate('B', { name: 'C' });
    repository.delegate('A', { name: 'C', keys: [RepositoryKey.generate()] });
    repository.addTarget('x', 'of C', 'C');
    repository.release('C', 'A', 'B');
    const made = await scene(repository);
    await expectRefused(made.download('x'), 'tuf/signature');
    expect(made.trusted()).not.toHaveProperty('C');
  });

  test.each([['first'], ['last']])('one that was believed for one delegator is not for another, asked for %s', async (when) => {
    const repository = new TufRepository();
    for (const name of ['A', 'B']) repository.delegate('targets', { name, paths: [`${name}/*`], terminating: true });
    repository.delegate('A', { name: 'C', paths: ['A/*'] });
    repository.delegate('B', { name: 'C', paths: ['B/*'], keys: [RepositoryKey.generate()] });
    for (const path of ['A/x', 'B/x']) repository.addTarget(path, `${path} of C`, 'C');
    repository.release('C', 'A', 'B');
    const made = await scene(repository);
    await made.refresh();
    const targets = made.client.targets(made.places);
    if (when === 'first') await expectRefused(targets.download('B/x'), 'tuf/signature');
    expect(Buffer.from(await targets.download('A/x')).toString()).toBe('A/x of C');
    await expectRefused(targets.download('B/x'), 'tuf/signature');
    expect(Buffer.from(await targets.download('A/x')).toString()).toBe('A/x of C');
    expect(made.server.asked().filter((path) => path.startsWith('targets/B'))).toEqual([]);
  });

  test.each(['root', 'timestamp', 'snapshot', 'targets'])('a delegated role cannot be called %s', async (name) => {
    const repository = new TufRepository(true, false);
    repository.delegate('targets', { name: 'A' });
    repository.release('A');
    tamper(repository, 'metadata/2.targets.json', ({ signed }) => {
      const { roles } = signed['delegations'] as { roles: { name: string }[] };
      for (const role of roles) role.name = name;
    });
    const made = await scene(repository);
    await expectRefused(made.download('x'), 'tuf/invalid');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 2, timestamp: 2 });
  });

  test.each(['Root', 'TIMESTAMP', 'Targets'])('nor %s, whose file some disks take for the other', async (name) => {
    const made = await graph([['targets', name]], { x: name });
    await expectRefused(made.download('x'), 'tuf/unsafe-name');
    expect(made.trusted()).toEqual({ root: 1, snapshot: 2, targets: 2, timestamp: 2 });
  });
});

describe('odd names of roles', () => {
  test.each([
    '?',
    '#',
    '%',
    '/role',
    '../role',
    '../../escape',
    'a b',
    'ä',
    '__proto__x',
    'a\\b',
    'a\nb',
    ' ',
    'a.json',
    '1.root',
    '..',
  ])('%j is asked for escaped, and kept in the folder', async (name) => {
    const made = await graph([['targets', name]], { x: name });
    expect(await made.download('x')).toBe(`x of ${name}`);
    expect(made.server.asked()).toContain(`metadata/1.${encodeURIComponent(name)}.json`);
    expect(readdirSync(made.places.trustFolder).sort()).toEqual(
      [`${encodeURIComponent(name)}.json`, 'root.json', 'snapshot.json', 'targets.json', 'timestamp.json'].sort(),
    );
    expect(readdirSync(made.folder)).toEqual(['trust']);
    expect((await made.refresh()).versions.targets).toBe(2);
  });

  test.each([
    ['constructor', 'tuf/signature'],
    ['x'.repeat(300), 'tuf/unsafe-name'],
    ['\ud800', 'tuf/invalid'],
  ])('%j is refused, and nothing crashes', async (name, code) => {
    const repository = new TufRepository();
    repository.delegate('targets', { name });
    if (name.isWellFormed()) repository.publish(name);
    repository.release();
    const made = await scene(repository);
    await expectRefused(made.download('x'), code);
    expect(made.trusted()).toEqual({ root: 1, snapshot: 2, targets: 2, timestamp: 2 });
  });
});
