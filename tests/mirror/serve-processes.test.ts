import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RunningServer } from '../../src/adapters/serve/server.js';
import { mirrorServer } from '../../src/compose/mirror-serve.js';
import { chora, temporaryFolder } from '../interfaces/cli.js';

const folder = temporaryFolder();
const troubles: string[] = [];
const PAGES = 40;
let server: RunningServer;

async function run(...args: string[]): Promise<void> {
  const { code, err } = await chora(folder(), args);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`);
}

/** Publishes a release in which every capability has this version. */
async function publish(version: number): Promise<void> {
  for (let number = 0; number < PAGES; number += 1)
    writeFileSync(
      join(folder(), `source/capabilities/n${number}.yaml`),
      `id: quay.slot.n${number}\nversion: ${version}.0.0\nowner: quay\nlifecycle_stage: operate\n`,
    );
  await run('index', '--config', 'catalog.yaml', '--out', 'published');
  if (version === 1) await run('publish', 'init', '--out', 'published', '--keys', 'keys');
  await run('publish', '--out', 'published', '--keys', 'keys');
}

beforeAll(async () => {
  mkdirSync(join(folder(), 'source/capabilities'), { recursive: true });
  writeFileSync(join(folder(), 'catalog.yaml'), 'name: Quay\nsources: [{ directory: { path: source } }]\n');
  await publish(1);
  await run('mirror', 'init', 'mirror', '--url', 'published', '--root', 'published/metadata/root.json');
  const config = join(folder(), 'mirror/mirror.yaml');
  writeFileSync(config, readFileSync(config, 'utf8').replace('keep: 3', 'keep: 1'));
  await run('mirror', 'sync', 'mirror');
  const onError = (error: unknown, path?: string) => void troubles.push(`${path ?? ''} ${error}`);
  server = await mirrorServer({ folder: join(folder(), 'mirror'), onError }).listen('127.0.0.1', 0);
});
afterAll(() => server.close());

test('twenty clients read whole files of one release each while another process syncs, switches and removes releases', async () => {
  let done = false;
  const failed: string[] = [];
  const seen = new Set<string>();
  let answers = 0;
  const client = async (number: number) => {
    const path = `api/v1/capabilities/quay.slot.n${number}.json`;
    while (!done) {
      const answer = await fetch(server.url + path);
      const text = await answer.text();
      answers += 1;
      // Leaves the other processes some of the machine.
      await pause(5);
      const version = /"version": ?"(\d)\.0\.0"/.exec(text)?.[1];
      if (answer.status !== 200 || version === undefined) failed.push(`${path}: ${answer.status} ${text.slice(0, 300)}`);
      else {
        JSON.parse(text);
        seen.add(version);
        if (answer.headers.get('x-catalog-freshness') !== 'fresh') failed.push(`${path}: no age`);
      }
    }
  };
  const clients = Array.from({ length: 20 }, (_, number) => client(number));
  for (let version = 2; version <= 3; version += 1) {
    await publish(version);
    await run('mirror', 'sync', 'mirror');
  }
  done = true;
  await Promise.all(clients);
  expect(failed).toEqual([]);
  expect(troubles).toEqual([]);
  expect(answers).toBeGreaterThan(500);
  expect([...seen].sort()).toEqual(['1', '2', '3']);
  expect(readdirSync(join(folder(), 'mirror/releases')).filter((name) => /^\d+$/.test(name))).toEqual(['3']);
});
