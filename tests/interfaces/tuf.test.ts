import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TufJsClient } from '../../src/adapters/tuf/client.js';
import { RepositoryKey } from '../support/tuf/key.js';
import { digestOf, TufRepository } from '../support/tuf/repository.js';
import { FileServer } from '../support/tuf/server.js';
import { chora, ROOT, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
let repository = new TufRepository();
const server = new FileServer(() => repository.files);
beforeAll(async () => {
  await server.start();
});
afterAll(() => server.stop());

/** A new repository and a folder that trusts its root. */
async function pinned(name: string): Promise<string> {
  repository = new TufRepository();
  server.faults.clear();
  writeFileSync(join(folder(), `${name}-root.json`), repository.file('metadata/1.root.json'));
  const { code, out } = await chora(folder(), ['tuf', '--metadata-dir', name, 'init', `${name}-root.json`]);
  expect([code, out]).toEqual([0, `pinned ${name}-root.json\n`]);
  server.asked();
  return name;
}

const refresh = (trust: string, ...more: string[]) =>
  chora(folder(), ['tuf', '--metadata-url', `${server.url}/metadata/`, '--metadata-dir', trust, 'refresh', ...more]);

const download = (trust: string, targets: string | readonly string[], ...more: string[]) =>
  chora(folder(), [
    ...['tuf', '--metadata-url', `${server.url}/metadata/`, '--metadata-dir', trust],
    ...[targets].flat().flatMap((target) => ['--target-name', target]),
    ...['--target-base-url', `${server.url}/targets/`, '--target-dir', `${trust}-targets`, 'download', ...more],
  ]);

const files = (name: string) => readdirSync(join(folder(), name)).sort();

describe('chora tuf', () => {
  test('init pins a root and asks nobody', async () => {
    const trust = await pinned('init');
    expect(files(trust)).toEqual(['root.json']);
    expect(readFileSync(join(folder(), trust, 'root.json'))).toEqual(repository.file('metadata/1.root.json'));
    expect(server.asked()).toEqual([]);
  });

  test('init works in a folder that is there already', async () => {
    mkdirSync(join(folder(), 'there'));
    expect(files(await pinned('there'))).toEqual(['root.json']);
  });

  test('refresh leaves the metadata under names without versions, byte for byte', async () => {
    const trust = await pinned('refresh');
    repository.publish('root');
    repository.release();
    const { code, out, err } = await refresh(trust);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^root +version 2, expires 20\S+Z\ntimestamp +version 2, /);
    expect(files(trust)).toEqual(['root.json', 'root_history', 'snapshot.json', 'targets.json', 'timestamp.json']);
    expect(files(`${trust}/root_history`)).toEqual(['1.root.json']);
    for (const [name, path] of [
      ['root', '2.root'],
      ['timestamp', 'timestamp'],
      ['snapshot', '2.snapshot'],
      ['targets', '2.targets'],
    ])
      expect(readFileSync(join(folder(), trust, `${name}.json`))).toEqual(repository.file(`metadata/${path}.json`));
  });

  test('options may also follow the operation, and --json gives what a program reads', async () => {
    const trust = await pinned('json');
    repository.timestampFields = { 'x-generated-at': '2026-11-21T09:03:03.120Z', 'x-catalog': 'Quay' };
    repository.release();
    const ran = await chora(folder(), [
      ...['tuf', 'refresh', '--metadata-dir', trust, '--metadata-url', `${server.url}/metadata`, '--json'],
    ]);
    expect(JSON.parse(ran.out)).toMatchObject({
      versions: { root: 1, timestamp: 2, snapshot: 2, targets: 2 },
      generated_at: '2026-11-21T09:03:03.120Z',
      catalog: 'Quay',
      targets: 0,
    });
  });

  test('download refreshes, keeps the target, and does not fetch it again', async () => {
    const trust = await pinned('download');
    repository.addTarget('shards/00.json', '[1]');
    repository.release();
    expect(await download(trust, 'shards/00.json')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('downloaded '),
    });
    expect(readFileSync(join(folder(), `${trust}-targets`, 'shards%2F00.json'), 'utf8')).toBe('[1]');
    expect(server.asked().at(-1)).toBe(`targets/shards/${digestOf(Buffer.from('[1]'))}.00.json`);
    expect(JSON.parse((await download(trust, 'shards/00.json', '--json')).out)).toMatchObject({ fetched: false });
    expect(server.asked()).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
  });

  test('download takes several targets, refreshes once for all, and ends at the first that is refused', async () => {
    const trust = await pinned('several');
    for (const name of ['a', 'b', 'c']) repository.addTarget(name, `of ${name}`);
    repository.release();
    const ran = await download(trust, ['a', 'b'], '--json');
    expect([ran.code, ran.err]).toEqual([0, '']);
    const kept = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(kept).toMatchObject([
      { target: 'a', fetched: true },
      { target: 'b', fetched: true },
    ]);
    expect(server.asked().filter((path) => path.startsWith('metadata/'))).toHaveLength(4);
    expect(await download(trust, ['a', 'nothing', 'c'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^is there already: .*a\n$/),
      err: expect.stringContaining('no target “nothing”'),
    });
    expect(files(`${trust}-targets`)).toEqual(['a', 'b']);
  });

  test('what one delegator vouches for, it does not vouch for to another in the same download', async () => {
    const trust = await pinned('delegators');
    for (const name of ['A', 'B']) repository.delegate('targets', { name, paths: [`${name}/*`], terminating: true });
    repository.delegate('A', { name: 'C', paths: ['A/*'] });
    repository.delegate('B', { name: 'C', paths: ['B/*'], keys: [RepositoryKey.generate()] });
    for (const path of ['A/x', 'B/x']) repository.addTarget(path, path, 'C');
    repository.release('C', 'A', 'B');
    const ran = await download(trust, ['A/x', 'B/x'], '--json');
    expect(ran.code).toBe(1);
    const [first, second] = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([first, second]).toMatchObject([{ target: 'A/x', fetched: true }, { error: { code: 'tuf/signature' } }]);
    expect(files(`${trust}-targets`)).toEqual(['A%2Fx']);
  });

  test('download of what is not there still refreshes', async () => {
    const trust = await pinned('missing');
    expect(await download(trust, 'nothing')).toMatchObject({ code: 1, err: expect.stringContaining('no target “nothing”') });
    expect(files(trust)).toHaveLength(4);
  });

  test('reads a folder as it reads a server', async () => {
    const trust = await pinned('folder');
    for (const [path, bytes] of repository.files) {
      mkdirSync(join(folder(), 'published', path, '..'), { recursive: true });
      writeFileSync(join(folder(), 'published', path), bytes);
    }
    const ran = await chora(folder(), ['tuf', 'refresh', '--metadata-dir', trust, '--metadata-url', 'published/metadata']);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(server.asked()).toEqual([]);
  });

  test('exits with 1 and one sentence when something is refused, and keeps what came before it', async () => {
    const trust = await pinned('refused');
    await refresh(trust);
    repository.targets.signers = [];
    repository.release();
    const { code, err, out } = await refresh(trust);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^error The metadata is not signed as it must be: targets was signed by 0\/1 keys\.\n {2}\S/);
    expect(JSON.parse((await refresh(trust, '--json')).out)).toMatchObject({ error: { code: 'tuf/signature' } });
    expect(JSON.parse(readFileSync(join(folder(), trust, 'snapshot.json'), 'utf8')).signed.version).toBe(2);
  });

  test('exits with 1 when the server is not there, and when no root is pinned', async () => {
    const trust = await pinned('nobody');
    const away = ['tuf', 'refresh', '--metadata-dir', trust, '--metadata-url', 'http://127.0.0.1:1/metadata', '--json'];
    const ran = await chora(folder(), away);
    expect([ran.code, JSON.parse(ran.out).error.code]).toEqual([1, 'tuf/unreachable']);
    expect(await refresh('nowhere')).toMatchObject({ code: 1, err: expect.stringContaining('No root is pinned') });
  });

  test.each([
    [['init', '--metadata-dir', 'x'], 'This needs the root to pin.'],
    [['refresh', '--metadata-dir', 'x'], 'This needs --metadata-url.'],
    [['refresh', 'root.json', '--metadata-dir', 'x', '--metadata-url', 'y'], 'Only init takes a root'],
    [['download', '--metadata-dir', 'x', '--metadata-url', 'y', '--target-dir', 't'], 'This needs --target-name.'],
    [['download', '--metadata-dir', 'x', '--metadata-url', 'y', '--target-name', 'z'], 'This needs --target-dir.'],
    [
      ['download', '--metadata-dir', 'x', '--metadata-url', 'y', '--target-name', 'z', '--target-dir', 't'],
      'needs --target-base-url',
    ],
    [['steal', '--metadata-dir', 'x'], 'Allowed choices are init, refresh, download'],
    [['refresh'], "required option '--metadata-dir <dir>' not specified"],
  ])('wrong use exits with 2: %j', async (args, message) => {
    expect(await chora(folder(), ['tuf', ...args])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  test('killed at any moment, it leaves a whole release behind, and the next one goes on', async () => {
    const trust = await pinned('killed');
    await refresh(trust);
    const client = new TufJsClient();
    const at = join(folder(), trust);
    const places = { trustFolder: at, metadata: `${server.url}/metadata`, targets: `${server.url}/targets` };
    let before = (await client.read(at)).versions.timestamp;
    let killed = 0;
    for (let round = 0; round < 30; round += 1) {
      repository.rotate('timestamp');
      repository.publish('root');
      repository.release();
      const args = ['tuf', 'refresh', '--metadata-dir', trust, '--metadata-url', places.metadata];
      const child = spawn(process.execPath, [join(ROOT, 'dist/bin.js'), ...args], {
        cwd: folder(),
        stdio: 'ignore',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
      // From the first request on it takes some milliseconds; the rounds spread the kill over them.
      server.asked();
      while (server.requests.length === 0 && child.exitCode === null) await sleep(1);
      await sleep(round * 2);
      child.kill('SIGKILL');
      if ((await ended) === 'SIGKILL') killed += 1;
      // The root and what it vouches for are never apart.
      const { versions } = await client.read(at);
      expect([before, repository.timestamp.version]).toContain(versions.timestamp);
      expect(new Set(Object.values(versions)).size).toBe(1);
      if (round % 5 === 4) expect((await client.refresh(places)).versions.timestamp).toBe(repository.timestamp.version);
      before = (await client.read(at)).versions.timestamp;
    }
    expect(killed).toBeGreaterThan(10);
    expect((await client.refresh(places)).versions.root).toBe(31);
    expect(files(trust)).toEqual(['root.json', 'root_history', 'snapshot.json', 'targets.json', 'timestamp.json']);
    // No root on the way was lost: whoever follows this client needs each of them.
    const roots = [...(await client.metadata(places.trustFolder)).files.keys()].filter((name) => name.endsWith('.root.json'));
    expect(roots).toHaveLength(31);
  });
});
