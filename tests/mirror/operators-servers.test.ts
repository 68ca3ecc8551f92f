// The configurations for web servers that operators take along, in web servers as they are, before a mirror that the command line made.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningServer } from '../../src/adapters/serve/server.js';
import { mirrorServer } from '../../src/compose/mirror-serve.js';
import { chora, ROOT, temporaryFolder } from '../interfaces/cli.js';
import { minutesOn } from '../support/mirror.js';

const folder = temporaryFolder();
const mirror = () => join(folder(), 'mirror');
const MONTHS = 60 * 24 * 90;

async function run(...args: string[]): Promise<void> {
  const { code, err } = await chora(folder(), args);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`);
}

let version = 0;
async function publish(): Promise<void> {
  version += 1;
  for (const name of ['one', 'two'])
    writeFileSync(
      join(folder(), `source/capabilities/${name}.yaml`),
      `id: quay.slot.${name}\nversion: ${version}.0.0\nowner: quay\nlifecycle_stage: operate\n`,
    );
  await run('index', '--config', 'catalog.yaml', '--out', 'published');
  if (version === 1) await run('publish', 'init', '--out', 'published', '--keys', 'keys');
  await run('publish', '--out', 'published', '--keys', 'keys');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Ports of `chora mirror serve`, of the server before it, and of the one that serves files from the disk. */
type Ports = readonly [serve: number, proxied: number, files: number];

/** How each web server is started with the configuration for it. */
const SERVERS = {
  nginx: {
    program: '/usr/sbin/nginx',
    version: '-v',
    start([serve, proxied, files]: Ports): readonly string[] {
      const own = readFileSync(join(ROOT, 'mirror/nginx.conf'), 'utf8')
        .replace('127.0.0.1:8081', `127.0.0.1:${serve}`)
        .replace('listen 8080', `listen 127.0.0.1:${proxied}`)
        .replace('listen 8082', `listen 127.0.0.1:${files}`)
        .replace('/var/lib/chora-mirror/quay/current', join(mirror(), 'current'));
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((name) => `${name}_temp_path ${folder()}/nginx-${name};`)
        .join('\n');
      // Whoever runs the tests owns the folder.
      const user = process.getuid?.() === 0 ? 'user root;' : '';
      const config = join(folder(), 'nginx.conf');
      writeFileSync(
        config,
        `${user}\ndaemon off;\npid ${folder()}/nginx.pid;\nevents { }\nhttp {\naccess_log off;\n${temporary}\ninclude /etc/nginx/mime.types;\n${own}\n}\n`,
      );
      return ['-p', folder(), '-e', join(folder(), 'nginx.log'), '-c', config];
    },
  },
  Caddy: {
    program: '/usr/bin/caddy',
    version: 'version',
    start([serve, proxied, files]: Ports): readonly string[] {
      const own = readFileSync(join(ROOT, 'mirror/Caddyfile'), 'utf8')
        .replaceAll('127.0.0.1:8081', `127.0.0.1:${serve}`)
        .replace(/^catalog\.example\.org /m, `http://127.0.0.1:${proxied} `)
        .replace(/^files\.example\.org /m, `http://127.0.0.1:${files} `)
        .replace('/var/lib/chora-mirror/quay/current', join(mirror(), 'current'));
      const config = join(folder(), 'Caddyfile');
      writeFileSync(config, `{\n\tadmin off\n\tauto_https off\n}\n${own}`);
      return ['run', '--adapter', 'caddyfile', '--config', config];
    },
  },
} as const;

beforeAll(async () => {
  mkdirSync(join(folder(), 'source/capabilities'), { recursive: true });
  writeFileSync(join(folder(), 'catalog.yaml'), 'name: Quay\nsources: [{ directory: { path: source } }]\n');
  await publish();
  await run('mirror', 'init', 'mirror', '--url', 'published', '--root', 'published/metadata/root.json');
  await run('mirror', 'sync', 'mirror');
}, 60_000);

describe.each(Object.entries(SERVERS))('%s (skipped without it)', (_name, { program, version: flag, start }) => {
  const where = spawnSync(program, [flag]).status === 0 ? test : test.skip;
  const troubles: unknown[] = [];
  let web: ChildProcess | undefined;
  let chorasOwn: RunningServer | undefined;

  async function serve(port: number, now?: Date): Promise<void> {
    await chorasOwn?.close();
    chorasOwn = await mirrorServer({ folder: mirror(), onError: (error) => void troubles.push(error), now }).listen(
      '127.0.0.1',
      port,
    );
  }

  async function started(now?: Date) {
    const ports: Ports = [await freePort(), await freePort(), await freePort()];
    await serve(ports[0], now);
    web = spawn(program, start(ports), { stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: folder() } });
    const [port, proxied, files] = ports;
    const get = (at: number) => (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${at}/${path}`, init);
    for (let left = 100; ; left -= 1) {
      const answer = await get(files)('').catch(() => null);
      if (answer !== null || left === 0) break;
      await pause(100);
    }
    return { port, proxied: get(proxied), files: get(files), raw: files };
  }

  afterEach(async () => {
    if (web !== undefined) {
      const ended = new Promise((resolve) => web?.once('exit', resolve));
      web.kill('SIGTERM');
      await ended;
    }
    web = undefined;
    await chorasOwn?.close();
    chorasOwn = undefined;
    expect(troubles.splice(0)).toEqual([]);
  });

  where('gives each file with the headers for it', async () => {
    const { files, proxied } = await started();
    const current = join(mirror(), 'current');
    const found = (top: string, pattern: RegExp) =>
      readdirSync(join(current, top), { recursive: true, encoding: 'utf8' })
        .map((path) => `${top}/${path}`)
        .find((path) => pattern.test(path)) ?? '';
    const kinds = {
      '': { 'content-type': /^text\/html/, 'cache-control': /^no-cache$/, 'content-security-policy': /^frame-ancestors 'none'$/ },
      'api/v1/catalog.json': {
        'content-type': /^application\/json/,
        'cache-control': /^no-cache$/,
        'access-control-allow-origin': /^\*$/,
      },
      [found('blobs', /\/[0-9a-f]{64}$/)]: {
        'content-type': /^text\/plain/,
        'cache-control': /immutable/,
        'content-security-policy': /sandbox/,
        'access-control-allow-origin': /^\*$/,
      },
      [found('assets', /\.css$/)]: { 'content-type': /^text\/css/, 'cache-control': /immutable/ },
      'targets/catalog.json': { 'cache-control': /^no-cache$/, 'access-control-allow-origin': /^\*$/ },
    };
    for (const [path, headers] of Object.entries(kinds)) {
      const answer = await files(path);
      const body = Buffer.from(await answer.arrayBuffer());
      expect([path, answer.status, body.equals(readFileSync(join(current, path || 'index.html')))]).toEqual([path, 200, true]);
      expect([path, answer.headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
      for (const [name, value] of Object.entries(headers))
        expect([path, name, answer.headers.get(name)]).toEqual([path, name, expect.stringMatching(value)]);
    }
    const page = await proxied('');
    expect([page.status, page.headers.get('x-catalog-freshness')]).toEqual([200, 'fresh']);
    for (const path of ['metadata/timestamp.json', 'healthz', 'metrics'])
      expect([path, (await proxied(path)).status]).toEqual([path, 200]);
  });

  where('gives nothing but files of the release', async () => {
    const { raw, files } = await started();
    for (const path of ['nothing', 'capabilities/', 'metadata/timestamp.json', 'metrics'])
      expect([path, String((await files(path)).status)]).toEqual([path, expect.stringMatching(/^40[34]$/)]);
    for (const path of [
      '/../mirror.yaml',
      '/%2e%2e/mirror.yaml',
      '/..%2fmirror.yaml',
      '/api/../../mirror.yaml',
      '/blobs/../../trust/root.json',
    ]) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        // A URL would be made plain before it is asked for.
        const asking = request({ host: '127.0.0.1', port: raw, path, timeout: 5_000 }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asking.on('error', reject).end();
      });
      expect([path, String(status)]).toEqual([path, expect.stringMatching(/^(400|403|404)$/)]);
    }
  });

  where('is 503 once the release has expired, and while nobody can tell', async () => {
    const { files, proxied, port } = await started(minutesOn(MONTHS));
    const blob = `blobs/${readdirSync(join(mirror(), 'current/blobs'), { recursive: true, encoding: 'utf8' }).find((path) => /[0-9a-f]{64}$/.test(path))}`;
    for (const path of ['', 'api/v1/catalog.json', blob]) {
      const answer = await files(path);
      expect([path, answer.status, answer.headers.get('cache-control'), answer.headers.get('retry-after')]).toEqual([
        path,
        503,
        'no-store',
        '60',
      ]);
    }
    expect((await proxied('', { headers: { accept: 'text/html' } })).status).toBe(503);
    await serve(port);
    expect((await files('')).status).toBe(200);
    await chorasOwn?.close();
    chorasOwn = undefined;
    expect((await files('')).status).toBeGreaterThanOrEqual(502);
  });

  where(
    'goes from one release to the next without an answer that is of none',
    async () => {
      const { files, proxied } = await started();
      const failed: string[] = [];
      const seen = new Set<string>();
      let done = false;
      const reader = async (get: typeof files, name: string) => {
        while (!done) {
          const answer = await get(`api/v1/capabilities/quay.slot.${name}.json`);
          const text = await answer.text();
          const found = /"version": ?"(\d+)\.0\.0"/.exec(text)?.[1];
          if (answer.status === 200 && found !== undefined) seen.add(found);
          else failed.push(`${answer.status} ${text.slice(0, 200)}`);
          await pause(5);
        }
      };
      const readers = [reader(files, 'one'), reader(files, 'two'), reader(proxied, 'one'), reader(proxied, 'two')];
      const first = version;
      for (let round = 0; round < 2; round += 1) {
        await publish();
        await run('mirror', 'sync', 'mirror');
      }
      await pause(200);
      done = true;
      await Promise.all(readers);
      expect(failed).toEqual([]);
      expect([...seen].map(Number).sort((a, b) => a - b)).toEqual([first, first + 1, first + 2]);
    },
    60_000,
  );
});
