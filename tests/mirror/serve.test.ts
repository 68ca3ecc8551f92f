import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { mirrorServer } from '../../src/compose/mirror-serve.js';
import { pruneReleases } from '../../src/mirror/prune.js';
import { ageLimits, ageState } from '../../src/model/freshness.js';
import type { FreshnessDocument, MirrorHealth } from '../../src/model/generated/types.js';
import { validateFreshnessDocument, validateMirrorReport } from '../../src/model/validators.js';
import { blobPath, Mirror, minutesOn, mirrors } from '../support/mirror.js';
import { parseOpenMetrics } from '../support/open-metrics.js';
import { days } from '../support/tuf/repository.js';

const make = mirrors();
const running: { close(): Promise<void> }[] = [];
const troubles: string[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
  troubles.length = 0;
});

async function serve({ folder }: Mirror, now?: Date) {
  const onError = (error: unknown, path?: string) => void troubles.push(`${path ?? ''} ${error}`);
  const server = await mirrorServer({ folder, onError, now }).listen('127.0.0.1', 0);
  running.push(server);
  return (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
}

/** A mirror with a release, and one that is served. */
async function served(now?: Date) {
  const all = await make();
  await all.mirror.sync();
  return { ...all, get: await serve(all.mirror, now) };
}

const PAGE = { accept: 'text/html,application/xhtml+xml' };
const age = (response: Response) =>
  ['x-catalog-freshness', 'x-catalog-age', 'x-catalog-generated-at'].map((name) => response.headers.get(name));
const configure = ({ folder }: Mirror, text: string) =>
  writeFileSync(join(folder, 'mirror.yaml'), `${readFileSync(join(folder, 'mirror.yaml'), 'utf8')}\n${text}\n`);
const replaced = ({ folder }: Mirror, from: string, to: string) =>
  writeFileSync(
    join(folder, 'mirror.yaml'),
    readFileSync(join(folder, 'mirror.yaml'), 'utf8').replace(from, () => to),
  );

describe('a mirror over HTTP', () => {
  test('gives the files of its release, with tags, and blobs that may be kept for ever', async () => {
    const { get, mirror, publisher } = await served();
    const page = await get('');
    expect([page.status, await page.text()]).toEqual([200, mirror.served()]);
    const tag = page.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{27}"$/);
    expect((await get('', { 'if-none-match': tag })).status).toBe(304);
    const [digest = ''] = [...publisher.blobs.keys()];
    const blob = await get(blobPath(digest));
    expect(await blob.text()).toBe(publisher.blobs.get(digest)?.toString());
    expect(blob.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const [hashed = ''] = [...publisher.files.keys()].filter((path) => /^targets\/shards\/[0-9a-f]{64}\./.test(path));
    expect((await get(hashed)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('targets/catalog.json')).headers.get('cache-control')).toBe('no-cache');
    expect(troubles).toEqual([]);
  });

  test.each([
    [0, 'fresh', 200],
    [61, 'stale', 200],
    [91, 'alert', 200],
    [24 * 60 * 31, 'expired', 503],
    [-60, 'clock', 503],
  ])('%d minutes later is %s, and answers %d', async (minutes, state, status) => {
    const { mirror } = await make();
    await mirror.sync();
    const get = await serve(mirror, minutesOn(minutes));
    for (const path of ['', 'capabilities/quay.slot.assign.html', 'api/v1/quarantine.json']) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, status]);
      if (status === 200) {
        const [freshness, seconds, generated] = age(answer);
        expect([freshness, Math.round(Number(seconds) / 60)]).toEqual([state, minutes]);
        expect(generated).toBe((await mirror.status()).release?.generated_at);
      }
    }
    const health = await get('healthz');
    const body = (await health.json()) as MirrorHealth;
    expect([health.status, validateMirrorReport(body), body.state, body.shown]).toEqual([status, true, state, status === 200]);
    expect(health.headers.get('cache-control')).toBe('no-store');
  });

  test('ages by limits of its own where mirror.yaml has some', async () => {
    const { mirror } = await make();
    await mirror.sync();
    configure(mirror, 'ttl: 10m\nalert_after: 20m');
    expect(age(await (await serve(mirror, minutesOn(15)))(''))[0]).toBe('stale');
    expect(age(await (await serve(mirror, minutesOn(25)))(''))[0]).toBe('alert');
  });

  test('tells pages and programs the limits that its headers go by, and nothing else than the file where it has none of its own', async () => {
    const { mirror } = await make();
    await mirror.sync();
    const file = mirror.served('api/v1/freshness.json');
    const unchanged = await (await serve(mirror))('api/v1/freshness.json');
    expect([await unchanged.text(), unchanged.headers.has('etag')]).toEqual([file, true]);
    configure(mirror, 'ttl: 10m\nalert_after: 20m');
    for (const [minutes, state] of [
      [5, 'fresh'],
      [15, 'stale'],
      [25, 'alert'],
    ] as const) {
      const now = minutesOn(minutes);
      const answer = await (await serve(mirror, now))('api/v1/freshness.json');
      expect([answer.status, answer.headers.get('cache-control'), age(answer)[0]]).toEqual([200, 'no-cache', state]);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      const document: unknown = await answer.json();
      expect(validateFreshnessDocument(document)).toBe(true);
      expect(document).toEqual({ ...(JSON.parse(file) as object), ttl: '600s', alert_after: '1200s' });
      const shown = document as FreshnessDocument;
      const limits = ageLimits(shown);
      expect(limits && ageState(now.getTime() - Date.parse(shown.generated_at), limits)).toBe(state);
    }
  });

  test('is a page that says why once it has expired, and JSON for programs', async () => {
    const { mirror } = await make();
    await mirror.sync();
    const get = await serve(mirror, minutesOn(24 * 60 * 31));
    const page = await get('capabilities/quay.slot.assign.html', PAGE);
    const text = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(text).toContain('<h1>Quay is not available</h1>');
    expect(text).toMatch(/This mirror’s copy expired at 20\d\d-/);
    expect(text).not.toContain('quay.slot.assign');
    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    for (const path of ['', 'index.html', 'api/v1/quarantine.json', 'nowhere', 'targets/catalog.json']) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('retry-after'), answer.headers.get('cache-control')]).toEqual([
        path,
        503,
        '60',
        'no-store',
      ]);
      expect(age(answer)[0]).toBe('expired');
      expect(await answer.json()).toMatchObject({ error: { code: 'expired', message: expect.any(String) } });
    }
    expect((await get('../etc/passwd%00')).status).toBe(400);
  });

  test('is shown although it has expired where mirror.yaml says so, and every answer says it', async () => {
    const { mirror } = await make();
    await mirror.sync();
    replaced(mirror, 'serve_stale: false', 'serve_stale: true');
    const get = await serve(mirror, minutesOn(24 * 60 * 31));
    for (const path of ['', 'api/v1/quarantine.json', 'targets/catalog.json', 'nowhere']) {
      const answer = await get(path);
      expect([path, answer.status, age(answer)[0]]).toEqual([path, path === 'nowhere' ? 404 : 200, 'expired']);
    }
    const health = await get('healthz');
    expect([health.status, await health.json()]).toMatchObject([200, { state: 'expired', shown: true }]);
  });

  test('goes by a mirror.yaml that is changed while it runs, and not by one that is broken', async () => {
    const { mirror } = await make();
    await mirror.sync();
    const get = await serve(mirror, minutesOn(24 * 60 * 31));
    expect((await get('')).status).toBe(503);
    replaced(mirror, 'serve_stale: false', 'serve_stale: true');
    await pause(1_100);
    expect((await get('')).status).toBe(200);
    replaced(mirror, 'serve_stale: true', 'serve_stale: perhaps');
    await pause(1_100);
    expect((await get('')).status).toBe(200);
    expect(troubles).toEqual([expect.stringContaining('mirror.yaml')]);
  });

  test('that was never synced says so, and shows the first release within a second', async () => {
    const { mirror } = await make();
    const get = await serve(mirror);
    const page = await get('', PAGE);
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('has not fetched a release yet')]);
    expect(await (await get('healthz')).json()).toMatchObject({ state: 'empty', shown: false, release: null });
    expect((await get('metadata/timestamp.json')).status).toBe(503);
    await mirror.sync();
    await pause(1_100);
    expect(await (await get('')).text()).toBe(mirror.served());
  });

  test('that is damaged shows nothing, and says why', async () => {
    const { mirror, get } = await served();
    writeFileSync(join(mirror.folder, 'state.json'), '{}');
    await pause(1_100);
    expect((await get('')).status).toBe(503);
    const health = await (await get('healthz')).json();
    expect([health, validateMirrorReport(health)]).toMatchObject([{ state: 'damaged', shown: false }, true]);
    // Where it is, is for the operator alone.
    for (const path of ['', 'healthz', 'metrics']) expect(await (await get(path, PAGE)).text()).not.toContain(mirror.folder);
    expect((await get('metrics')).status).toBe(503);
    expect((await get('metadata/timestamp.json')).status).toBe(503);
    expect(troubles).toEqual([expect.stringContaining('state.json')]);
  });

  test('whose link was replaced by a folder shows nothing', async () => {
    const { mirror, get } = await served();
    rmSync(join(mirror.folder, 'current'));
    mkdirSync(join(mirror.folder, 'current'));
    writeFileSync(join(mirror.folder, 'current/index.html'), 'planted');
    await pause(1_100);
    expect((await get('')).status).toBe(503);
  });

  test('tells its status in metrics that a scraper can read', async () => {
    const { get } = await served();
    const answer = await get('metrics');
    expect(answer.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    const families = parseOpenMetrics(await answer.text());
    const state = families.get('chora_mirror_state')?.samples.map(({ labels, value }) => [labels['state'], value]);
    expect(Object.fromEntries(state ?? [])).toEqual({ fresh: 1, stale: 0, alert: 0, expired: 0, clock: 0, empty: 0 });
    expect(families.get('chora_mirror_release')?.samples[0]?.value).toBe(2);
  });
});

describe('what is asked of a mirror and is no file', () => {
  const raw = (url: string, target: string) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(url);
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
      );
      let text = '';
      socket.setEncoding('latin1').on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]))).on('error', reject);
    });

  test.each([
    ['/nowhere', 404],
    ['/mirror.yaml', 404],
    ['/state.json', 404],
    ['/trust/root.json', 404],
    ['/journal.ndjson', 404],
    ['/metadata/../state.json', 400],
    ['/metadata/%2e%2e/trust/root.json', 400],
    ['/metadata/..%2f..%2fstate.json', 400],
    ['/metadata/', 404],
    ['/metadata', 404],
    ['/metadata/0.root.json', 404],
    ['/metadata/9.root.json', 404],
    ['/metadata/2.timestamp.json', 404],
    ['/metadata/root_history/1.root.json', 404],
    ['/metadata/toString', 404],
    [`/blobs/sha256/00/${'0'.repeat(64)}`, 404],
    [`/blobs/sha256/ff/${'0'.repeat(64)}`, 404],
    [`/targets/sha256/00/${'0'.repeat(64)}`, 404],
    [`/targets/${'0'.repeat(64)}.catalog.json`, 404],
    [`/targets/../${'0'.repeat(64)}.x`, 400],
    ['/healthz/x', 404],
    ['/../mirror.yaml', 400],
  ])('%s → %i', async (target, status) => {
    const { mirror } = await make();
    await mirror.sync();
    const server = await mirrorServer({ folder: mirror.folder, onError: () => undefined }).listen('127.0.0.1', 0);
    running.push(server);
    expect(await raw(server.url, target)).toBe(status);
  });
});

describe('a release that takes the place of another', () => {
  test('while twenty clients read: every answer is a whole file of one of the two, and none fails', async () => {
    const { mirror, publisher } = await make();
    // The release before goes at once.
    replaced(mirror, 'keep: 3', 'keep: 1');
    await mirror.sync();
    const get = await serve(mirror);
    const pages = new Set([mirror.served()]);
    let done = false;
    const failed: string[] = [];
    let answers = 0;
    const client = async () => {
      while (!done) {
        const answer = await get('');
        const text = await answer.text();
        answers += 1;
        if (answer.status !== 200) failed.push(`${answer.status} ${text}`);
        else if (!/^Quay: (quay\.(slot\.assign|berth\.list) \d+\.0\.0(, )?){2}$/.test(text)) failed.push(text);
        else pages.add(text);
        if (age(answer)[0] !== 'fresh') failed.push(`age ${age(answer)}`);
      }
    };
    const clients = Array.from({ length: 20 }, client);
    for (let version = 2; version <= 7; version += 1) {
      publisher.publish({ 'quay.slot.assign': { version: `${version}.0.0` }, 'quay.berth.list': { version: `${version}.0.0` } });
      await mirror.sync();
      await pause(150);
    }
    done = true;
    await Promise.all(clients);
    expect(failed).toEqual([]);
    expect(troubles).toEqual([]);
    expect(answers).toBeGreaterThan(200);
    expect(pages.size).toBeGreaterThan(3);
    // Never a page with one capability of one release and one of another.
    for (const page of pages) expect(new Set(page.match(/\d+\.0\.0/g))).toHaveProperty('size', 1);
  });

  test('and is removed in the middle of an answer, which comes whole', async () => {
    const { mirror, publisher, get } = await served();
    // More than what sockets take in before anybody reads.
    const bytes = Buffer.alloc(40_000_000, 'all of it ');
    writeFileSync(join(mirror.folder, 'current/large.bin'), bytes);
    const answer = await get('large.bin');
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const hash = createHash('sha256').update((await reader.read()).value ?? '');
    publisher.publish({ 'quay.slot.assign': { version: '2.0.0' } });
    await mirror.sync();
    expect(pruneReleases(1, mirror.ops().store).kept).toEqual(['3']);
    expect(existsSync(join(mirror.folder, 'releases/2'))).toBe(false);
    for (let part = await reader.read(); !part.done; part = await reader.read()) hash.update(part.value);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await get('large.bin')).status).toBe(404);
    expect(await (await get('')).text()).toBe('Quay: quay.slot.assign 2.0.0');
    expect(troubles).toEqual([]);
  });

  test('and is removed before the file is opened: the newer one answers', async () => {
    const { mirror } = await served();
    const store = mirror.ops().store;
    const ahead = join(mirror.folder, 'releases/9');
    // The folder goes and the link moves between the two looks at it.
    let asked = 0;
    const { staticServer } = await import('../../src/adapters/serve/server.js');
    const at = await staticServer({
      root: () => {
        asked += 1;
        if (asked === 2) {
          renameSync(join(mirror.folder, 'releases/2'), ahead);
          rmSync(join(mirror.folder, 'current'));
          symlinkSync('releases/9', join(mirror.folder, 'current'));
        }
        return join(mirror.folder, asked === 1 ? 'releases/2.gone' : `releases/${store.releases.current()}`);
      },
      onError: (error) => void troubles.push(String(error)),
    }).listen('127.0.0.1', 0);
    running.push(at);
    expect((await fetch(at.url)).status).toBe(200);
    expect(asked).toBeGreaterThan(2);
  });
});

describe('a mirror that follows a mirror', () => {
  /** A second mirror, of the first one over HTTP. */
  async function follower(first: Mirror, root: Uint8Array, options: Parameters<Mirror['init']>[2] = {}) {
    const server = await mirrorServer({ folder: first.folder, onError: (error) => void troubles.push(String(error)) }).listen(
      '127.0.0.1',
      0,
    );
    running.push(server);
    const second = new Mirror();
    await second.init(server.url, root, options);
    replaced(second, '# limits:', 'limits: { retries: 0 }\n#');
    return { second, url: server.url };
  }
  /** Longer than what a server found counts. */
  const lookAgain = () => pause(1_100);

  test('has what that has, release after release, and a third follows it', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    const { second, url } = await follower(mirror, publisher.root);
    expect(await second.sync()).toMatchObject({ outcome: 'released', to: 2, state: 'fresh' });
    expect(second.served()).toBe(mirror.served());
    const root = Buffer.from(await (await fetch(`${url}metadata/root.json`)).arrayBuffer());
    const { second: third } = await follower(second, root);
    await third.sync();
    publisher.publish({ 'quay.slot.assign': { version: '2.0.0' } });
    for (const each of [mirror, second, third]) {
      expect(await each.sync()).toMatchObject({ outcome: 'released', to: 3 });
      expect(each.served()).toBe('Quay: quay.slot.assign 2.0.0');
      await lookAgain();
    }
    publisher.touch(minutesOn(1 / 60));
    for (const each of [mirror, second, third]) {
      expect(await each.sync()).toMatchObject({ outcome: 'unchanged', to: 3 });
      await lookAgain();
    }
    expect(troubles).toEqual([]);
  });

  test('passes every root that the first one passed', async () => {
    const { mirror, publisher } = await make();
    const { repository } = publisher;
    const pinned = publisher.root;
    await mirror.sync();
    for (let round = 0; round < 3; round += 1) {
      repository.rotate('root');
      repository.rotate('timestamp');
      repository.publish('root');
    }
    publisher.touch();
    await mirror.sync();
    const { second } = await follower(mirror, pinned);
    expect(await second.sync()).toMatchObject({ outcome: 'released' });
    expect((await second.status()).trusted).toMatchObject({ root: 4 });
  });

  test('is not told of a release that the first one has not got whole', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    const { second } = await follower(mirror, publisher.root);
    await second.sync();
    publisher.publish({ 'quay.slot.assign': { version: '2.0.0' } });
    const missing = [...publisher.blobs.keys()].at(-1) ?? '';
    const bytes = publisher.files.get(blobPath(missing)) ?? Buffer.alloc(0);
    publisher.files.delete(blobPath(missing));
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/missing-file' });
    await lookAgain();
    expect(await second.sync()).toMatchObject({ outcome: 'unchanged', to: 2 });
    // One that starts in this state has nothing to give, and says so.
    const get = await serve(mirror);
    const answer = await get('metadata/timestamp.json');
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'no-whole-release' } }]);
    publisher.files.set(blobPath(missing), bytes);
    await mirror.sync();
    await lookAgain();
    expect(await second.sync()).toMatchObject({ outcome: 'released', to: 3 });
  });

  test('gets the files of the release before while it fetches them', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    const hashed = [...publisher.files.keys()].filter((path) => /^targets\/(.*\/)?[0-9a-f]{64}\./.test(path));
    const [blob = ''] = publisher.blobs.keys();
    publisher.publish({ 'other.one': {} });
    await mirror.sync();
    const get = await serve(mirror);
    for (const path of [...hashed, blobPath(blob)]) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(publisher.files.get(path));
    }
    expect((await get(blobPath(blob))).headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect((await get(hashed[0] ?? '')).headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('is told why it cannot follow one that holds a part', async () => {
    const { mirror } = await make(
      { 'quay.slot.assign': {}, 'quay.berth.list': { more: { source: 'git.example.org/b' } } },
      { only: { format: ['chora'] } },
    );
    await mirror.sync();
    const get = await serve(mirror);
    for (const path of ['metadata/timestamp.json', 'metadata/1.root.json']) {
      const answer = await get(path);
      expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'partial-mirror' } }]);
    }
    const page = await get('');
    expect([page.status, page.headers.get('x-catalog-partial')]).toEqual([200, 'format=chora']);
    expect((await get('healthz').then((answer) => answer.json())).partial).toEqual({ format: ['chora'] });
  });

  test('is not told of a part where there is the whole', async () => {
    const { get } = await served();
    expect((await get('')).headers.get('x-catalog-partial')).toBeNull();
    expect((await get('healthz').then((answer) => answer.json())).partial).toBeNull();
  });

  test('is told which view there is', async () => {
    const { get } = await served();
    const answer = await get('metadata-airgap/timestamp.json');
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'other-view' } }]);
  });

  test('hears that the first one’s metadata has expired, and not of a server that fails', async () => {
    const { mirror, publisher } = await make();
    publisher.repository.timestamp.expires = days(1 / 86_400);
    publisher.touch();
    await mirror.sync();
    await pause(1_500);
    const { second, url } = await follower(mirror, publisher.root);
    expect((await fetch(url)).status).toBe(503);
    await expect(second.sync()).rejects.toMatchObject({ kind: 'trust', code: 'tuf/expired' });
  });
});
