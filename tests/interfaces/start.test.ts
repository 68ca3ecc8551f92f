import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { digestOf } from '../../src/model/digest.js';
import type { MirrorStatus } from '../../src/model/generated/types.js';
import { pathsBelow } from '../support/federation.js';
import { chora, type Ran, ROOT, temporaryFolder } from './cli.js';

/** Each runs the whole of `npm start` and waits for nothing else. */
const TIME = 120_000;
const folder = temporaryFolder();
const saved = temporaryFolder();
const at = (...parts: string[]) => join(folder(), 'catalog', ...parts);

function start(cwd = folder()): Promise<Ran> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/interfaces/start.js')], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ran = { out: '', err: '' };
  for (const [stream, name] of [[child.stdout, 'out'] as const, [child.stderr, 'err'] as const])
    stream.setEncoding('utf8').on('data', (text: string) => {
      ran[name] += text;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ran, code })));
}

const keys = () => new Map(readdirSync(at('.keys')).map((name) => [name, readFileSync(at('.keys', name), 'utf8')]));
const status = async () =>
  JSON.parse((await chora(folder(), ['mirror', 'status', 'catalog/.mirror', '--json'])).out) as MirrorStatus;
const versions = () => readdirSync(at('dist/metadata')).sort();
/** Back to the state after the first start. */
function restore(): void {
  rmSync(at(), { recursive: true });
  cpSync(join(saved(), 'catalog'), at(), { recursive: true, verbatimSymlinks: true });
}

let first: Ran;
beforeAll(async () => {
  for (const name of ['example', 'catalog.yaml', 'policy.yaml', 'trusted_root.json', 'decisions.ndjson', 'waivers'])
    cpSync(join(ROOT, 'catalog', name), at(name), { recursive: true });
  first = await start();
  cpSync(at(), join(saved(), 'catalog'), { recursive: true, verbatimSymlinks: true });
}, TIME);

describe('the first start', () => {
  test('publishes the catalog and mirrors it, and says what can be done next', () => {
    expect([first.code, first.err]).toEqual([0, expect.not.stringContaining('error')]);
    expect(first.out).toMatch(/Published {3}\d+ targets; signed: targets 1, snapshot 1, timestamp 1\n/);
    expect(first.out).toMatch(/Synced {6}release 1, \d+ files, [\d.]+ kB, in \d+ requests; 4\d manifests verified again\n/);
    expect(first.out).toMatch(/Status {6}fresh: confirmed \d+ s ago, stale after 1 h 0 min; 46 capabilities fresh\n/);
    for (const command of ['npx chora serve', 'npx chora search', 'npx chora mirror status catalog/.mirror'])
      expect(first.out).toContain(command);
  });

  test('makes keys that only their owner can read, and none in what is published or mirrored', () => {
    const roles = ['airgap-timestamp', 'root', 'snapshot', 'targets', 'timestamp'];
    const names = [...keys().keys()].filter((name) => !name.endsWith('.pub.pem'));
    expect(names.map((name) => name.replace(/-[0-9a-f]{12}\.pem$/, '')).sort()).toEqual(roles);
    expect(names.map((name) => statSync(at('.keys', name)).mode & 0o777)).toEqual(roles.map(() => 0o600));
    expect(statSync(at('.keys')).mode & 0o777).toBe(0o700);
    const secret = Buffer.from('PRIVATE KEY');
    for (const place of ['dist', '.mirror'])
      for (const path of pathsBelow(at(place))) {
        expect(path).not.toMatch(/\.pem$/);
        if (!statSync(at(place, path), { throwIfNoEntry: true }).isDirectory())
          expect([path, readFileSync(at(place, path)).includes(secret)]).toEqual([path, false]);
      }
  });

  test('leaves a mirror that is whole, and that goes on without a server', async () => {
    expect((await chora(folder(), ['mirror', 'verify', 'catalog/.mirror', '--json'])).code).toBe(0);
    expect(readFileSync(at('.mirror/current/index.html'), 'utf8')).toBe(readFileSync(at('dist/index.html'), 'utf8'));
    const synced = await chora(folder(), ['mirror', 'sync', 'catalog/.mirror', '--json']);
    expect([synced.code, JSON.parse(synced.out)]).toEqual([0, expect.objectContaining({ outcome: 'unchanged' })]);
  });
});

describe('another start', () => {
  test(
    'where nothing changed signs the time alone, with the same keys, and the mirror asks twice',
    async () => {
      restore();
      const before = keys();
      for (const timestamp of [2, 3]) {
        const { code, out } = await start();
        expect(code).toBe(0);
        expect(out).toContain(`signed: timestamp ${timestamp}\n`);
        expect(out).toContain('nothing new, in 2 requests; 0 manifests verified again\n');
      }
      expect(keys()).toEqual(before);
    },
    TIME,
  );

  test(
    'after catalog.yaml was edited publishes and mirrors a second release',
    async () => {
      restore();
      const config = readFileSync(at('catalog.yaml'), 'utf8');
      writeFileSync(at('catalog.yaml'), config.replace(/^name: .*$/m, 'name: Edited'));
      const { code, out } = await start();
      expect(code).toBe(0);
      expect(out).toMatch(/signed: targets 2, snapshot 2, timestamp 2\n/);
      expect(await status()).toMatchObject({ state: 'fresh', catalog: 'Edited', release: { version: 2 } });
    },
    TIME,
  );

  test(
    'after catalog/dist was deleted begins again with the same keys, and makes the mirror anew',
    async () => {
      restore();
      await start();
      const before = keys();
      rmSync(at('dist'), { recursive: true });
      const { code, out } = await start();
      expect(code).toBe(0);
      expect(out).toContain('signed: targets 1, snapshot 1, timestamp 1\n');
      expect(out).toContain('this catalog begins with version 1\n');
      expect(out).toContain('Mirror      made anew: ');
      expect(keys()).toEqual(before);
      expect(versions()).toEqual(['1.root.json', '1.snapshot.json', '1.targets.json', 'root.json', 'timestamp.json']);
      expect(await status()).toMatchObject({ state: 'fresh', release: { version: 1 }, reasons: [] });
      const again = await start();
      expect([again.code, again.out]).toEqual([0, expect.stringContaining('nothing new, in 2 requests')]);
    },
    TIME,
  );

  test(
    'that was ended after publishing began again finds the mirror to be of the earlier publication',
    async () => {
      restore();
      await start();
      for (const name of ['metadata', 'metadata-airgap']) rmSync(at('dist', name), { recursive: true });
      // The root of another second has other bytes, by the same keys.
      await chora(folder(), ['publish', 'init', '--out', 'catalog/dist', '--keys', 'catalog/.keys-other']);
      rmSync(at('.keys'), { recursive: true });
      cpSync(at('.keys-other'), at('.keys'), { recursive: true });
      const { code, out } = await start();
      expect([code, out]).toEqual([0, expect.stringContaining('Mirror      made anew: ')]);
      expect(await status()).toMatchObject({ state: 'fresh', release: { version: 1 } });
    },
    TIME,
  );

  test(
    'after the mirror was deleted, or half of it, makes it anew',
    async () => {
      restore();
      for (const gone of ['.mirror', '.mirror/mirror.yaml', '.mirror/state.json']) {
        rmSync(at(gone), { recursive: true });
        const { code } = await start();
        expect([gone, code]).toEqual([gone, 0]);
        expect(await status()).toMatchObject({ state: 'fresh', release: { version: 1 } });
      }
    },
    TIME,
  );

  test(
    'after the clock went back says so, and leaves what was published',
    async () => {
      restore();
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
      const ahead = ['--out', 'catalog/dist', '--now', tomorrow];
      await chora(folder(), ['index', '--config', 'catalog/catalog.yaml', '--cache', 'catalog/.cache', ...ahead]);
      expect((await chora(folder(), ['publish', '--keys', 'catalog/.keys', ...ahead])).code).toBe(0);
      const before = readFileSync(at('dist/metadata/timestamp.json'), 'utf8');
      const { code, err, out } = await start();
      expect(code).toBe(3);
      expect(err).toContain('the clock of this machine went back');
      expect(err).toContain('delete catalog/dist');
      expect(out).toContain('What to do next:');
      expect(readFileSync(at('dist/metadata/timestamp.json'), 'utf8')).toBe(before);
      rmSync(at('dist'), { recursive: true });
      expect((await start()).code).toBe(0);
      expect(await status()).toMatchObject({ state: 'fresh', release: { version: 1 } });
    },
    TIME,
  );

  test(
    'of a checkout that nobody started for two years signs its root anew',
    async () => {
      restore();
      for (const name of ['dist', '.keys', '.mirror']) rmSync(at(name), { recursive: true });
      const then = ['--out', 'catalog/dist', '--now', new Date(Date.now() - 2 * 365 * 86_400_000).toISOString()];
      await chora(folder(), ['index', '--config', 'catalog/catalog.yaml', '--cache', 'catalog/.cache', ...then]);
      await chora(folder(), ['publish', 'init', '--keys', 'catalog/.keys', ...then]);
      expect((await chora(folder(), ['publish', '--keys', 'catalog/.keys', ...then])).code).toBe(0);
      const { code, out } = await start();
      expect([code, out]).toEqual([0, expect.stringContaining('Root        signed anew')]);
      expect(versions()).toContain('2.root.json');
      expect(await status()).toMatchObject({ state: 'fresh', trusted: { root: 2 } });
    },
    TIME,
  );

  test(
    'over a catalog that another version wrote makes it anew, and publishing goes on',
    async () => {
      restore();
      const document = JSON.parse(readFileSync(at('dist/api/v1/sources.json'), 'utf8')) as Record<string, unknown>;
      writeFileSync(at('dist/api/v1/sources.json'), JSON.stringify({ ...document, format: 'of another version' }));
      const { code, out } = await start();
      expect(code).toBe(0);
      expect(out).toContain('catalog/dist was written by another version of chora, or changed by hand: it is made anew.');
      expect(await status()).toMatchObject({ state: 'fresh' });
    },
    TIME,
  );

  test.each([
    ['that other code of the same version wrote, as its mirror finds out', true],
    ['whose list of pages is another than it names, as publishing finds out', false],
  ])(
    'over a catalog %s, makes it anew',
    async (_, listed) => {
      restore();
      rmSync(at('.mirror'), { recursive: true });
      const release = readFileSync(at('dist/targets/catalog.json'), 'utf8');
      const { digest } = (JSON.parse(release) as { site: { digest: string } }).site;
      const list = readFileSync(at('dist/site.sha256'), 'utf8').replace(/^[0-9a-f]{64}/, '0'.repeat(64));
      writeFileSync(at('dist/targets/catalog.json'), release.replace(digest, digestOf(list)));
      if (listed) writeFileSync(at('dist/site.sha256'), list);
      const { code, out } = await start();
      expect([code, out]).toEqual([0, expect.stringContaining('catalog/dist was written by other code than this')]);
      expect(await status()).toMatchObject({ state: 'fresh', release: { site: { compared: 'equal' } } });
    },
    TIME,
  );
});

test('elsewhere than in a checkout it says where it runs', async () => {
  const { code, err } = await start(saved().slice(0, saved().lastIndexOf('/')));
  expect([code, err]).toEqual([2, 'npm start runs in the root of a checkout of chora-catalog.\n']);
});
