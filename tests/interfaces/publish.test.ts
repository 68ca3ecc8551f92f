import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { chora, type Ran, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const AT = '2026-05-01T03:00:00Z';
let everything = '';

const run = async (args: string[], env: Record<string, string> = {}): Promise<Ran> => {
  const ran = await chora(folder(), args, env);
  everything += ran.out + ran.err;
  return ran;
};
const publish = (...args: string[]) => run(['publish', ...args]);
const json = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;
const keyFiles = () => readdirSync(join(folder(), 'keys')).filter((name) => !name.endsWith('.pub.pem'));
const keyOf = (role: string) =>
  readFileSync(join(folder(), 'keys', keyFiles().find((name) => name.startsWith(`${role}-`)) ?? ''), 'utf8');

beforeAll(async () => {
  for (const name of ['a', 'b']) {
    mkdirSync(join(folder(), 'yards', name), { recursive: true });
    writeFileSync(
      join(folder(), 'yards', name, 'capability.yaml'),
      `id: yard.${name}\nversion: 1.0.0\nowner: yard\nlifecycle_stage: operate\n`,
    );
  }
  mkdirSync(join(folder(), 'catalog'));
  writeFileSync(
    join(folder(), 'catalog/catalog.yaml'),
    'name: Yards\nsources: [{ directory: { path: ../yards, each: true } }]\n',
  );
  expect((await run(['index', '--now', AT])).code).toBe(0);
});

describe('chora publish', () => {
  test('says how to begin', async () => {
    const ran = await publish();
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('chora publish init --keys DIR')]);
  });

  test('init makes the keys and a root for each view, and says what to do with them', async () => {
    expect(await publish('init')).toMatchObject({ code: 2, err: expect.stringContaining('--keys') });
    const ran = await publish('init', '--keys', 'keys', '--now', AT);
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).toContain('Root version 1 in catalog/dist, good until 2027-05-01T03:00:00Z');
    expect(ran.out).toContain('pin catalog/dist/metadata/root.json or catalog/dist/metadata-airgap/root.json');
    for (const name of keyFiles()) expect(ran.out).toContain(`keys/${name}`);
    expect(await publish('init', '--keys', 'keys')).toMatchObject({
      code: 1,
      err: expect.stringContaining('has a root already'),
    });
  });

  test('--dry-run shows the plan, and writes nothing', async () => {
    const ran = await publish('--dry-run', '--now', AT);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('+ shards/59.json');
    expect(ran.out).toMatch(/timestamp +1 +2026-05-02T03:00:00Z +nothing is published yet/);
    expect(ran.out).toContain('Nothing was written: --dry-run.');
    expect(readdirSync(join(folder(), 'catalog/dist/metadata')).sort()).toEqual(['1.root.json', 'root.json']);
  });

  test('publishes with keys of a folder, and then signs the timestamp alone', async () => {
    const first = await publish('--keys', 'keys', '--now', AT);
    expect([first.code, first.err]).toEqual([0, '']);
    const second = json(await publish('--keys', 'keys', '--now', AT, '--json'));
    expect(second).toMatchObject({
      dry_run: false,
      catalog: 'Yards',
      views: [
        { view: 'main', sign: [{ role: 'timestamp', from: 1, version: 2, why: ['time'] }] },
        { view: 'airgap', sign: [{ role: 'timestamp', from: 1, version: 2 }] },
      ],
      warnings: [],
    });
  });

  test('publishes with keys of the environment, as PEM and in base64', async () => {
    const ran = await run(['publish', '--now', AT, '--expires', 'timestamp=26h'], {
      CHORA_TARGETS_KEY: keyOf('targets'),
      CHORA_SNAPSHOT_KEY: keyOf('snapshot'),
      CHORA_TIMESTAMP_KEY: Buffer.from(keyOf('timestamp')).toString('base64'),
      CHORA_AIRGAP_TIMESTAMP_KEY: keyOf('airgap-timestamp'),
    });
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).toContain('2026-05-02T05:00:00Z');
  });

  test('status tells versions and keys', async () => {
    const ran = await publish('status', '--now', AT);
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).toMatch(/timestamp +3 +2026-05-02T05:00:00Z +1 of 1: [0-9a-f]{12}/);
    expect(json(await publish('status', '--now', AT, '--json'))).toMatchObject({ views: [{ view: 'main' }, { view: 'airgap' }] });
  });

  test('status warns before, and ends with 4 after something expired; on GitHub as annotations', async () => {
    const soon = await publish('status', '--now', '2026-05-02T00:00:00Z');
    expect([soon.code, soon.err]).toEqual([
      0,
      expect.stringContaining('timestamp of the main view expires at 2026-05-02T05:00:00Z'),
    ]);
    expect(soon.err).toContain('Run chora publish.');
    const ran = await run(['publish', 'status', '--now', '2026-05-03T00:00:00Z'], { GITHUB_ACTIONS: 'true' });
    expect([ran.code, ran.err]).toEqual([
      4,
      expect.stringMatching(/^::error title=expiry::timestamp of the main view expired at /),
    ]);
  });

  test('rotate-key replaces a key; extend-root keeps them', async () => {
    const rotated = await publish('rotate-key', '--role', 'timestamp', '--keys', 'keys', '--now', AT);
    expect([rotated.code, rotated.err]).toEqual([0, '']);
    expect(rotated.out).toContain('the file of the old one can go');
    const extended = json(await publish('extend-root', '--keys', 'keys', '--now', AT, '--expires', 'root=700d', '--json'));
    expect(extended).toMatchObject({
      keys: [],
      views: [
        { view: 'main', changes: ['version 2 → 3', 'expires 2027-05-01T03:00:00Z → 2028-03-31T03:00:00Z'], sign: [] },
        { view: 'airgap', sign: [] },
      ],
    });
    expect((await publish('--keys', 'keys', '--now', AT)).code).toBe(0);
  });

  test('prepare-root, sign-root and finish-root do the same for holders apart', async () => {
    const prepared = await publish('prepare-root', '--role', 'snapshot', '--keys', 'keys', '--now', AT, '--threshold', '1');
    expect([prepared.code, prepared.out]).toEqual([0, expect.stringContaining('snapshot gets the key')]);
    const key = keyFiles().find((name) => name.startsWith('root-')) ?? '';
    const signed = await publish('sign-root', '--key', `keys/${key}`);
    expect([signed.code, signed.out]).toEqual([0, expect.stringContaining('signed by 1 of 1 keys of the root in force')]);
    const finished = await publish('finish-root', '--keys', 'keys', '--now', AT);
    expect([finished.code, finished.err]).toEqual([0, '']);
    expect(await publish('finish-root', '--keys', 'keys')).toMatchObject({
      code: 2,
      err: expect.stringContaining('prepare-root first'),
    });
  });

  test('make-key makes a key for a holder, whose public half comes in', async () => {
    const made = await publish('make-key', '--keys', 'holder', '--json');
    const [{ key_id }] = (JSON.parse(made.out) as { keys: [{ key_id: string }] }).keys;
    const file = `holder/root-${key_id.slice(0, 12)}.pub.pem`;
    const prepared = await publish('prepare-root', '--add-root-key', file, '--now', AT);
    expect([prepared.code, prepared.out]).toEqual([0, expect.stringContaining(`root gets the key ${key_id}`)]);
    expect((await publish('make-key', '--keys', 'holder')).out).toContain('hand over holder/root-');
    for (const view of ['metadata', 'metadata-airgap']) rmSync(join(folder(), 'catalog/dist', view, 'root.proposed.json'));
  });

  test.each<[string, string[], number, string]>([
    ['a role that does not exist', ['rotate-key', '--role', 'owner', '--keys', 'keys'], 2, 'usage/role'],
    ['lifetimes that are none', ['--expires', 'root=soon'], 2, 'usage/expires'],
    ['keys in the published tree', ['--keys', 'catalog/dist/keys'], 2, 'publish/keys-published'],
    ['a folder without keys', ['--keys', 'yards', '--now', AT], 2, 'publish/no-key'],
    ['another catalog', ['--out', 'yards'], 2, 'publish/not-initialised'],
    ['a proposal that nobody made', ['finish-root'], 2, 'publish/no-proposal'],
    [
      'versions that cannot start again',
      ['rotate-key', '--role', 'snapshot', '--restart-versions', '--keys', 'keys'],
      2,
      'usage/restart',
    ],
  ])('%s: an error with a hint', async (_, args, code, name) => {
    const ran = await publish(...args, '--json');
    const { error } = json(ran) as { error: { code: string; hint: string } };
    expect([ran.code, error.code]).toEqual([code, name]);
    expect(error.hint).toMatch(/\S/);
  });

  test('a release that was tampered with: 4, with a hint', async () => {
    const path = join(folder(), 'catalog/dist/metadata/timestamp.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('Yards', 'Yard'));
    expect(await publish('--keys', 'keys', '--now', AT)).toMatchObject({
      code: 4,
      err: expect.stringContaining('Bring back the metadata'),
    });
    expect((await publish('status')).code).toBe(4);
    writeFileSync(path, text);
  });

  test('a folder for temporary files that takes none: 2, and that is what it says', async () => {
    const later = '2026-05-01T04:00:00Z';
    await run(['index', '--now', later]);
    const ran = await run(['publish', '--keys', 'keys', '--now', later], { TMPDIR: join(folder(), 'catalog/catalog.yaml') });
    expect([ran.code, ran.err]).toEqual([2, expect.stringMatching(/catalog\.yaml cannot be written: ENOTDIR.*\n {2}.*TMPDIR/)]);
    await run(['index', '--now', AT]);
  });

  test('an older catalog: 1', async () => {
    await run(['index', '--now', '2026-04-30T03:00:00Z']);
    expect(await publish('--keys', 'keys', '--now', AT)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Run chora index'),
    });
    await run(['index', '--now', AT]);
  });

  test('a key in the environment that is none is not repeated', async () => {
    const ran = await run(['publish', '--now', AT], { CHORA_TIMESTAMP_KEY: 'a-secret-that-is-no-key' });
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('CHORA_TIMESTAMP_KEY holds no ed25519 private key')]);
    expect(ran.err + ran.out).not.toContain('a-secret');
  });

  test('indexing again and publishing goes on from there', async () => {
    rmSync(join(folder(), 'catalog/dist/targets'), { recursive: true });
    await run(['index', '--rebuild', '--now', AT]);
    expect(await publish('--keys', 'keys', '--now', AT)).toMatchObject({ code: 0, err: '' });
  });

  test.each(['init', 'status', 'rotate-key', 'extend-root', 'make-key', 'prepare-root', 'sign-root', 'finish-root'])(
    '%s --help has an example',
    async (verb) => {
      const { code, out } = await publish(verb, '--help');
      expect([code, out]).toEqual([0, expect.stringContaining(`chora publish ${verb}`)]);
      expect(out).toContain('Example:');
    },
  );

  test('no key was ever printed', () => {
    for (const name of keyFiles()) {
      const [, secret = ''] = readFileSync(join(folder(), 'keys', name), 'utf8').split('\n');
      expect(secret.length).toBeGreaterThan(40);
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(Buffer.from(secret, 'base64').subarray(-32).toString('hex'));
    }
    expect(everything).not.toContain('PRIVATE KEY');
  });
});
