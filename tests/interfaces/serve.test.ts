import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestPath } from '../../src/adapters/serve/request-path.js';
import { type RunningServer, staticServer } from '../../src/adapters/serve/server.js';
import { catalogServer } from '../../src/compose/serve.js';
import { capabilities, Federation, manifest, temporaryFolder } from '../support/federation.js';
import { chora, ROOT } from './cli.js';

const federation = new Federation();
const troubles: unknown[] = [];
/** Half an hour after the run, which the catalog's 60 minutes allow. */
const NOW = new Date('2026-05-04T08:30:00.000Z');
/** A program of the system. */
const MAKE_PIPE = 'mkfifo';
let server: RunningServer;

beforeAll(async () => {
  const quay = federation.folder('quay', {
    ...capabilities('quay.berth.assign', 'quay.tide.read'),
    'capabilities/café.yaml': manifest('quay.café.open'),
  });
  federation.configure({ sources: [quay], url: 'https://quay.example/catalog/' });
  await federation.index();
  server = await catalogServer({ root: () => federation.out, onError: (error) => troubles.push(error), now: NOW }).listen(
    '127.0.0.1',
    0,
  );
});
afterAll(async () => {
  await server.close();
  expect(troubles).toEqual([]);
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(server.url + path, { method, headers, redirect: 'manual' });
const stored = (path: string) => readFileSync(join(federation.out, path));

/** Sends bytes as they are, which fetch would put right, and gives all that comes back. */
function raw(bytes: string, { port } = new URL(server.url)): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text)).on('error', reject);
  });
}
const statusOf = async (target: string, method = 'GET') =>
  Number(/^HTTP\/1\.1 (\d+)/.exec(await raw(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`))?.[1]);

describe('every kind of file', () => {
  const someBlob = () => {
    const document = JSON.parse(stored('api/v1/capabilities/quay.tide.read.json').toString()) as {
      versions: [{ manifest: { digest: string } }];
    };
    const hex = document.versions[0].manifest.digest.slice(7);
    return `blobs/sha256/${hex.slice(0, 2)}/${hex}`;
  };
  const asset = (ending: RegExp) => new RegExp(`assets/${ending.source}`).exec(stored('index.html').toString())?.[0] ?? '';

  test.each([
    ['', 'text/html; charset=utf-8', 'no-cache', null],
    ['index.html', 'text/html; charset=utf-8', 'no-cache', null],
    ['capabilities/quay.tide.read.html', 'text/html; charset=utf-8', 'no-cache', null],
    ['api/v1/catalog.json', 'application/json; charset=utf-8', 'no-cache', '*'],
    ['api/v1/freshness.json', 'application/json; charset=utf-8', 'no-cache', '*'],
    ['api/v1/findings.sarif', 'application/sarif+json; charset=utf-8', 'no-cache', '*'],
    ['feeds/changes.atom', 'application/atom+xml; charset=utf-8', 'no-cache', '*'],
    ['feeds/changes.json', 'application/feed+json; charset=utf-8', 'no-cache', '*'],
    ['badges/version/quay.tide.read.svg', 'image/svg+xml; charset=utf-8', 'no-cache', '*'],
    ['search/root.bin', 'application/octet-stream', 'no-cache', null],
    ['llms.txt', 'text/plain; charset=utf-8', 'no-cache', '*'],
    ['assets/favicon.svg', 'image/svg+xml; charset=utf-8', 'no-cache', null],
  ])('/%s has its type, its caching and its readers', async (path, type, caching, origin) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(stored(path || 'index.html'));
    expect(['content-type', 'cache-control', 'access-control-allow-origin'].map((name) => response.headers.get(name))).toEqual([
      type,
      caching,
      origin,
    ]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cross-origin-resource-policy')).toBe(origin ? 'cross-origin' : 'same-origin');
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('server')).toBeNull();
  });

  test('what is named by its content is kept for ever', async () => {
    for (const path of [someBlob(), asset(/style\.\w+\.css/), asset(/site\.\w+\.js/), asset(/search-worker\.\w+\.js/)])
      expect([path, (await get(path)).headers.get('cache-control')]).toEqual([path, 'public, max-age=31536000, immutable']);
  });

  test('a manifest is shown as text, and can do nothing', async () => {
    const response = await get(someBlob());
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(await response.text()).toContain('"id": "quay.tide.read"');
  });

  test('the files of the search come as they are, whatever the asker unpacks', async () => {
    const response = await get('search/root.bin', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect([...new Uint8Array(await response.arrayBuffer())].slice(0, 2)).toEqual([0x1f, 0x8b]);
  });

  test('a name beyond ASCII is reached by its escaped address', async () => {
    expect((await get(`capabilities/${encodeURIComponent('quay.caf~c3~a9.open')}.html`)).status).toBe(200);
  });
});

test.each([['index.html'], ['search.html'], ['about.html'], ['capabilities/quay.tide.read.html']])(
  'the policy in the header of %s is that in its head, and forbids frames',
  async (path) => {
    const response = await get(path);
    const inPage = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(await response.text())?.[1];
    expect(response.headers.get('content-security-policy')).toBe(`${inPage?.replaceAll('&#39;', "'")}; frame-ancestors 'none'`);
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  },
);

describe('conditions', () => {
  test('an entity tag is made of what the file holds, and answers 304', async () => {
    const first = await get('index.html', { 'accept-encoding': 'identity' });
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toBe(`"${createHash('sha256').update(stored('index.html')).digest('base64url').slice(0, 27)}"`);
    for (const asked of [tag, `"other", W/${tag}`, '*']) {
      const again = await get('index.html', { 'if-none-match': asked, 'accept-encoding': 'identity' });
      expect([asked, again.status, await again.text()]).toEqual([asked, 304, '']);
      expect(again.headers.get('cache-control')).toBe('no-cache');
      expect(again.headers.get('content-security-policy')).toContain('frame-ancestors');
    }
    expect((await get('index.html', { 'if-none-match': '"other"' })).status).toBe(200);
  });
  test('a time answers 304 where there is no tag', async () => {
    const modified = (await get('index.html')).headers.get('last-modified') ?? '';
    expect((await get('index.html', { 'if-modified-since': modified })).status).toBe(304);
    expect((await get('index.html', { 'if-modified-since': modified, 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get('index.html', { 'if-modified-since': 'yesterday' })).status).toBe(200);
  });
});

describe('ranges', () => {
  const whole = () => stored('api/v1/catalog.json');
  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, undefined],
    ['bytes=-7', -7, undefined],
    ['bytes=5-99999999', 5, undefined],
  ])('%s', async (range, start, end) => {
    const response = await get('api/v1/catalog.json', { range });
    const part = whole().subarray(start, end);
    expect(response.status).toBe(206);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(part);
    const from = start < 0 ? whole().length + start : start;
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${from + part.length - 1}/${whole().length}`);
  });
  test.each([['bytes=0-1,4-5'], ['lines=0-1'], ['bytes=9-2'], ['bytes=-'], ['bytes=0-9999999999999999999']])(
    '%s is answered with the whole file',
    async (range) => {
      const response = await get('api/v1/catalog.json', { range });
      expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, whole().length]);
    },
  );
  test('behind the end there is nothing', async () => {
    const response = await get('api/v1/catalog.json', { range: `bytes=${whole().length}-` });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${whole().length}`]);
  });
  test('a part of other bytes is not asked for', async () => {
    expect((await get('api/v1/catalog.json', { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });
});

test('HEAD says what GET would, and sends nothing', async () => {
  for (const path of ['index.html', 'api/v1/catalog.json', 'search/root.bin', 'nowhere']) {
    const [head, whole] = await Promise.all(
      ['HEAD', 'GET'].map((method) => get(path, { 'accept-encoding': 'identity' }, method)),
    );
    const told = (response?: Response) =>
      response && [
        response.status,
        ...[...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)),
      ];
    expect(told(head)).toEqual(told(whole));
    expect(await head?.text()).toBe('');
  }
});

test('text comes packed to who unpacks it, with a tag of its own', async () => {
  const answer = await raw(
    'GET /index.html HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br;q=1, gzip;q=0.5\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/content-encoding: gzip/i);
  expect(answer).toMatch(/vary: Accept-Encoding/i);
  expect(answer).toMatch(/etag: "[\w-]{27}-gzip"/i);
  const plain = await raw('GET /index.html HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=0\r\nConnection: close\r\n\r\n');
  expect(plain).not.toMatch(/content-encoding/i);
  expect(plain).toMatch(/vary: Accept-Encoding/i);
});

describe('what is asked for and is no file', () => {
  test.each([
    ['/nowhere', 404],
    ['/capabilities', 404],
    ['/capabilities/', 404],
    ['/.git/config', 404],
    ['/.well-known/x', 404],
    ['/api/v1/.hidden', 404],
    ['/api/v1/catalog.json.tmp-123', 404],
    ['/index.html/', 404],
    ['/index.html/x', 404],
    [`/${'x'.repeat(300)}`, 404],
    ['/linked.html', 404],
    ['/linked/secret.txt', 404],
    ['/pipe', 404],
    ['/../secret.txt', 400],
    ['/api/../index.html', 400],
    ['/%2e%2e/secret.txt', 400],
    ['/..%2fsecret.txt', 400],
    ['/api/..%5c..%5csecret.txt', 400],
    ['/%252e%252e/secret.txt', 404],
    ['//index.html', 400],
    ['/./index.html', 400],
    ['/%00', 400],
    ['/index.html%00.png', 400],
    ['/%', 400],
    ['/%zz', 400],
    ['/%ff', 400],
    ['/c:/windows', 400],
    [`/${'x/'.repeat(2_000)}`, 400],
    ['*', 400],
    ['http://elsewhere.example/index.html', 400],
    ['/index.html?../../x', 200],
  ])('%.60s → %i', async (target, status) => {
    expect(await statusOf(target)).toBe(status);
  });

  beforeAll(() => {
    const secrets = temporaryFolder();
    writeFileSync(join(secrets, 'secret.txt'), 'secret');
    symlinkSync(join(secrets, 'secret.txt'), join(federation.out, 'linked.html'));
    symlinkSync(secrets, join(federation.out, 'linked'));
    execFileSync(MAKE_PIPE, [join(federation.out, 'pipe')]);
  });

  test.each([['POST'], ['PUT'], ['DELETE'], ['PATCH'], ['OPTIONS'], ['TRACE'], ['PROPFIND']])('%s → 405', async (method) => {
    const answer = await raw(`${method} /index.html HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toMatch(/allow: GET, HEAD/i);
  });

  test('a program gets an error in JSON, and a visitor a page of the site', async () => {
    const program = await get('nowhere');
    expect(await program.json()).toEqual({ error: { code: 'not-found', message: 'There is nothing at this address.' } });
    const visitor = await get('deep/er/nowhere', { accept: 'text/html,*/*' });
    expect(visitor.status).toBe(404);
    expect(visitor.headers.get('cache-control')).toBe('no-store');
    const page = await visitor.text();
    expect(page).toContain('<h1>Not found</h1>');
    expect(page).toMatch(/href="\/assets\/style\.\w+\.css"/);
    expect(page).toContain('href="/owners.html"');
  });

  test('a header beyond all measure is refused', async () => {
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('a path', () => {
  test.each([
    ['/', { path: 'index.html' }],
    ['/?q=1', { path: 'index.html' }],
    ['/a%20b/c%2Bd', { path: 'a b/c+d' }],
    ['/a%2fb', { refused: 'malformed' }],
    ['/a/.b', { refused: 'hidden' }],
  ])('%s', (target, expected) => {
    expect(requestPath(target)).toEqual(expected);
  });
});

describe('the age of the catalog', () => {
  test.each([
    ['2026-05-04T08:30:00Z', 'fresh', '1800'],
    ['2026-05-04T09:00:01Z', 'stale', '3601'],
    ['2026-05-04T09:30:01Z', 'alert', '5401'],
    ['2026-05-04T07:00:00Z', 'fresh', '0'],
  ])('at %s is %s, on pages and documents', async (now, state, age) => {
    const at = await catalogServer({ root: () => federation.out, onError: () => undefined, now: new Date(now) }).listen(
      '127.0.0.1',
      0,
    );
    for (const path of ['', 'sources.html', 'api/v1/catalog.json']) {
      const { headers } = await fetch(at.url + path);
      expect(['x-catalog-generated-at', 'x-catalog-freshness', 'x-catalog-age'].map((name) => headers.get(name))).toEqual([
        '2026-05-04T08:00:00.000Z',
        state,
        age,
      ]);
    }
    expect((await fetch(`${at.url}search/root.bin`)).headers.get('x-catalog-freshness')).toBeNull();
    await at.close();
  });

  test('follows the file, and is not stated when the file says nothing', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'api/v1'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<p>x');
    const at = await catalogServer({ root: () => folder, onError: () => undefined, now: NOW }).listen('127.0.0.1', 0);
    const state = async () => (await fetch(at.url)).headers.get('x-catalog-freshness');
    expect(await state()).toBeNull();
    writeFileSync(join(folder, 'api/v1/freshness.json'), stored('api/v1/freshness.json'));
    expect(await state()).toBe('fresh');
    writeFileSync(join(folder, 'api/v1/freshness.json'), '{"generated_at":"2026-05-04"}');
    expect(await state()).toBeNull();
    await at.close();
  });
});

test('a run that replaces files breaks no answer', async () => {
  const folder = temporaryFolder();
  const place = join(folder, 'a.txt');
  const texts = ['short', 'long'.repeat(100_000), 'x'.repeat(30_000)];
  const put = (text: string) => {
    writeFileSync(`${place}.tmp-1`, text);
    renameSync(`${place}.tmp-1`, place);
  };
  put('short');
  const at = await staticServer({ root: () => folder, onError: (error) => troubles.push(error) }).listen('127.0.0.1', 0);
  let running = true;
  const answers = Array.from({ length: 4 }, async () => {
    let count = 0;
    while (running) {
      const text = await (await fetch(`${at.url}a.txt`)).text();
      expect(texts.includes(text)).toBe(true);
      count += 1;
    }
    return count;
  });
  for (let round = 0; round < 600; round += 1) {
    put(texts[round % 3] ?? '');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  running = false;
  expect(Math.min(...(await Promise.all(answers)))).toBeGreaterThan(20);
  await at.close();
});

test('an asker who goes away leaves no file open', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'large.txt'), 'abc'.repeat(5_000_000));
  const at = await staticServer({ root: () => folder, onError: (error) => troubles.push(error) }).listen('127.0.0.1', 0);
  const open = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).endsWith('large.txt')).length;
  const linkOf = (fd: string) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  };
  for (const encoding of ['gzip', 'identity', 'gzip', 'identity']) {
    const stop = new AbortController();
    const response = await fetch(`${at.url}large.txt`, { headers: { 'accept-encoding': encoding }, signal: stop.signal });
    expect(response.status).toBe(200);
    stop.abort();
  }
  for (let wait = 0; wait < 50 && open() > 0; wait += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(open()).toBe(0);
  await at.close();
});

test('each request is answered from one folder, and another may take its place', async () => {
  const folders = [temporaryFolder(), temporaryFolder()];
  for (const [index, folder] of folders.entries()) writeFileSync(join(folder, 'which.txt'), `folder ${index}`);
  let current = folders[0] ?? '';
  const at = await staticServer({
    root: () => current,
    before: ({ path }) => (path === 'healthz' ? { status: 503, headers: { 'x-own': '1' }, body: 'expired' } : null),
    onError: (error) => troubles.push(error),
  }).listen('127.0.0.1', 0);
  expect(await (await fetch(`${at.url}which.txt`)).text()).toBe('folder 0');
  current = folders[1] ?? '';
  expect(await (await fetch(`${at.url}which.txt`)).text()).toBe('folder 1');
  const own = await fetch(`${at.url}healthz`);
  expect([own.status, own.headers.get('x-own'), await own.text()]).toEqual([503, '1', 'expired']);
  rmSync(current, { recursive: true });
  expect((await fetch(`${at.url}which.txt`)).status).toBe(404);
  await at.close();
});

test('what goes wrong here is a 500 and is told', async () => {
  const told: unknown[] = [];
  const failure = new Error('the disk is gone');
  const at = await staticServer({
    root: () => federation.out,
    before: () => Promise.reject(failure),
    onError: (error, path) => told.push([error, path]),
  }).listen('127.0.0.1', 0);
  const response = await fetch(`${at.url}index.html`);
  expect([response.status, await response.json()]).toEqual([
    500,
    { error: { code: 'internal', message: 'The file could not be read.' } },
  ]);
  expect(told).toEqual([[failure, '/index.html']]);
  await at.close();
});

describe('chora serve', () => {
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  function start(...args: string[]): Promise<{ child: ChildProcess; line: string }> {
    const child = spawn(process.execPath, [join(ROOT, 'dist/bin.js'), 'serve', federation.out, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    started.push(child);
    return new Promise((resolve, reject) => {
      child.stdout?.setEncoding('utf8').once('data', (line: string) => resolve({ child, line }));
      child.stderr?.setEncoding('utf8').once('data', (line: string) => reject(new Error(line)));
    });
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and stops at %s', async (signal) => {
    const { child, line } = await start('--port', '0', '--json');
    const { url, name } = JSON.parse(line) as { url: string; name: string };
    expect(name).toBe('Quay');
    expect((await fetch(url)).status).toBe(200);
    const ended = new Promise((resolve) => child.on('close', (code) => resolve(code)));
    child.kill(signal);
    expect(await ended).toBe(0);
  });

  test('a port that is taken', async () => {
    const { port } = new URL(server.url);
    const { code, err } = await chora(federation.root, ['serve', federation.out, '--port', port]);
    expect(code).toBe(2);
    expect(err).toBe(
      `error Something listens at 127.0.0.1:${port} already.\n  Choose another port with --port; 0 takes one that is free.\n`,
    );
  });

  test('a folder that holds no catalog', async () => {
    const { code, out } = await chora(federation.root, ['serve', federation.root, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'catalog/none' } });
  });

  test.each([['--port=x'], ['--port=70000'], ['--port=-1']])('%s is no port', async (option) => {
    expect((await chora(federation.root, ['serve', federation.out, option])).code).toBe(2);
  });
});
