import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { differences, treeOf } from '../support/federation.js';
import { startGitHub } from '../support/github/server.js';
import { chora, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const NOW = ['--now', '2026-05-01T03:00:00Z'];
let server: Server;

beforeAll(async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
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
  server = createServer((request, response) => {
    const path = join(folder(), 'catalog/dist', decodeURIComponent(request.url ?? ''));
    response.writeHead(existsSync(path) ? 200 : 404).end(existsSync(path) ? readFileSync(path) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const run = (...args: string[]) => chora(folder(), args);
const SHARDS = ['1', '2', '3'];
const at = (number: string): string => `catalog/shards/${number}-of-3`;

describe('chora index --shard and chora merge', () => {
  test('make, with no more than their defaults, the catalog of a single run', async () => {
    expect((await run('index', '--out', 'single', ...NOW)).code).toBe(0);
    for (const number of SHARDS) {
      const { code, out } = await run('index', '--shard', `${number}/3`, ...NOW);
      expect([code, out.split(':')[0]]).toEqual([0, `Shard ${number}/3`]);
    }
    const { code, out } = await run('merge', ...SHARDS.map(at), ...NOW);
    expect(out).toContain('Yards: 5 capabilities from 5 sources');
    expect(code).toBe(0);
    expect(differences(treeOf(join(folder(), 'catalog/dist')), treeOf(join(folder(), 'single')))).toEqual([]);
  });

  test('go on from a published catalog at a URL', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    writeFileSync(
      join(folder(), 'yards/b/capability.yaml'),
      'id: yard.b\nversion: 1.1.0\nowner: yard\nlifecycle_stage: operate\n',
    );
    await run('index', '--out', 'single', ...NOW);
    for (const number of SHARDS) {
      const { code, out } = await run(
        'index',
        '--shard',
        `${number}/3`,
        '--previous',
        url,
        '--out',
        at(number),
        '--json',
        ...NOW,
      );
      expect([code, (JSON.parse(out) as { shard: number }).shard]).toEqual([0, Number(number)]);
    }
    const { out } = await run('merge', ...SHARDS.map(at), '--json', ...NOW);
    expect(JSON.parse(out)).toMatchObject({ plan: { changed: [{ id: 'yard.b', from: '1.0.0', to: '1.1.0' }] } });
    expect(differences(treeOf(join(folder(), 'catalog/dist')), treeOf(join(folder(), 'single')))).toEqual([]);
  });

  test('say what is missing, and what is wrong use', async () => {
    expect(await run('merge', ...SHARDS.slice(1).map(at))).toMatchObject({
      code: 2,
      err: expect.stringContaining('Shard 1/3 is missing'),
    });
    expect(await run('merge', ...SHARDS.map(at))).toMatchObject({
      code: 2,
      err: expect.stringContaining('does not go on from the catalog that it would be merged into'),
    });
    expect((await run('merge')).code).toBe(2);
    expect((await run('index', '--shard', '4/3')).err).toContain('such as 3/16');
    expect(await run('index', '--previous', 'catalog/dist')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--previous needs --shard'),
    });
    expect(await run('index', '--shard', '1/3', '--out', 'catalog/dist')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not the result of a shard'),
    });
    expect(await run('index', '--shard', '1/3', '--metrics', 'shard.prom')).toMatchObject({
      code: 2,
      err: expect.stringContaining('A shard alone has no metrics.\n  Give --metrics to chora merge.'),
    });
    expect(existsSync(join(folder(), 'shard.prom'))).toBe(false);
    expect(await run('merge', 'yards')).toMatchObject({ code: 2, err: expect.stringContaining('holds no result of a shard') });
  });

  test('share what a run may spend at GitHub', async () => {
    const hub = await startGitHub();
    try {
      hub.model.repository('quay/crane', { files: { 'capability.yaml': 'id: quay.crane\nversion: 1.0.0\nowner: q\n' } });
      const sources = [{ github: { org: 'quay', base_url: hub.url } }];
      writeFileSync(join(folder(), 'quay.yaml'), JSON.stringify({ name: 'Quay', github: { max_points: 21 }, sources }));
      const both = ['1', '2'].map((number) => `quay-shards/${number}`);
      for (const [at, out] of both.entries()) {
        const options = ['--config', 'quay.yaml', '--previous', 'quay', '--shard', `${at + 1}/2`, '--out', out];
        expect((await chora(folder(), ['index', ...options], { CHORA_GITHUB_TOKEN: hub.token })).code).toBe(0);
      }
      const { out } = await run('merge', '--config', 'quay.yaml', '--out', 'quay', '--json', ...both);
      expect(JSON.parse(out)).toMatchObject({ github: { max_points: 20 } });
    } finally {
      await hub.close();
    }
  });

  test('exit with 3 where a source failed', async () => {
    rmSync(join(folder(), 'yards'), { recursive: true });
    const codes = [];
    for (const number of SHARDS) codes.push((await run('index', '--shard', `${number}/3`, ...NOW)).code);
    expect(codes).toContain(3);
    expect((await run('merge', ...SHARDS.map(at), ...NOW)).code).toBe(3);
  });
});
