import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readAttestations } from '../../src/adapters/github/attestations.js';
import { SourceError, type SourceFailure } from '../../src/model/source.js';
import type { Repository } from '../support/github/repository.js';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { clientOf } from './github-client.js';

const DIGEST = `sha256:${'5'.repeat(64)}`;
const BIGGEST = 1024 * 1024;

let hub: LocalGitHub;
let repository: Repository;
beforeEach(async () => {
  hub = await startGitHub();
  repository = hub.model.repository('acme/billing', { files: { 'capability.yaml': 'id: a' } });
});
afterEach(() => hub.close());

function place(name = 'billing') {
  return { api: hub.url, owner: 'acme', name };
}

async function read(name = 'billing', digest = DIGEST, signal = new AbortController().signal): Promise<unknown[]> {
  const bundles = await readAttestations(clientOf(hub).client, place(name), { digest, signal });
  return bundles.map((bytes) => JSON.parse(Buffer.from(bytes).toString()));
}

async function failure(reading: Promise<unknown>): Promise<SourceFailure> {
  const error = await reading.catch((thrown: unknown) => thrown);
  if (error instanceof SourceError) return error.failure;
  throw new Error(`did not fail: ${String(error)}`);
}

/** Answers of a host that is no GitHub of ours. */
async function withAnswer(body: (url: string) => unknown, task: (url: string, asked: string[]) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? '-'}`);
    if (request.url === '/moved') response.writeHead(302, { location: '/bundle' }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body(url)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await task(url, asked);
  } finally {
    server.close().closeAllConnections();
  }
}

describe('attestations of a digest', () => {
  test('are given inline, newest first', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { n: 1 } });
    repository.attestations.add({ digest: DIGEST, bundle: { n: 2 } });
    repository.attestations.add({ digest: `sha256:${'6'.repeat(64)}`, bundle: { n: 3 } });
    expect(await read()).toEqual([{ n: 2 }, { n: 1 }]);
  });

  test('are fetched from storage, which is never shown the token', async () => {
    const bundle = { text: 'attested '.repeat(500) };
    repository.attestations.add({ digest: DIGEST, bundle, stored: true });
    expect(await read()).toEqual([bundle]);
    const [asked] = hub.requests.of('storage');
    expect(asked?.status).toBe(200);
    expect(asked?.headers['authorization']).toBeUndefined();
    expect(JSON.stringify(asked?.headers)).not.toContain(hub.token);
  });

  test('are none where GitHub has none, or the repository is not there', async () => {
    expect(await read()).toEqual([]);
    expect(await read('gone')).toEqual([]);
  });

  test('are read page by page, sixteen and no more', async () => {
    for (let n = 1; n <= 40; n += 1) repository.attestations.add({ digest: DIGEST, bundle: { n }, stored: n === 40 });
    expect(await read()).toEqual(Array.from({ length: 16 }, (_, index) => ({ n: 40 - index })));
    expect(hub.requests.of('rest')).toHaveLength(1);
  });

  test('go on with the next page where a page gives too few', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { n: 1 } });
    for (let n = 2; n <= 17; n += 1)
      repository.attestations.add({ digest: DIGEST, bundle: { n, filling: n === 9 ? 'x'.repeat(BIGGEST) : '' } });
    const read17 = (await read()) as { n: number }[];
    expect(read17.map(({ n }) => n)).toEqual([17, 16, 15, 14, 13, 12, 11, 10, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(hub.requests.of('rest')).toHaveLength(2);
  });

  test('that are larger than 1 MiB, inline or decompressed, are left out', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { n: 1 } });
    repository.attestations.add({ digest: DIGEST, bundle: { filling: 'x'.repeat(BIGGEST) } });
    repository.attestations.add({ digest: DIGEST, bundle: { filling: 'x'.repeat(BIGGEST) }, stored: true });
    expect(await read()).toEqual([{ n: 1 }]);
  });

  test('fail as a whole when none of those that are there can be had', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { filling: 'x'.repeat(BIGGEST) }, stored: true });
    expect(await failure(read())).toMatchObject({ code: 'source/unreachable', state: 'unreachable' });
  });

  test('fail when storage answers with an error', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { n: 1 }, stored: true });
    hub.faults.status(403, { when: ({ kind }) => kind === 'storage' });
    expect(await failure(read())).toMatchObject({ args: { detail: 'the storage of bundles answered 403' } });
  });

  test('fail when storage gives no block of snappy', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { n: 1 }, stored: true });
    hub.faults.next(
      { name: 'garbage', answer: { status: 200, bytes: Buffer.from([5, 16, 97]), contentType: 'application/x-snappy' } },
      { when: ({ kind }) => kind === 'storage' },
    );
    expect(await failure(read())).toMatchObject({
      args: { detail: 'a bundle cannot be decompressed: it ends in the middle' },
    });
  });

  test('fail, without a second request, when the token was revoked', async () => {
    hub.tokens.revoke(hub.token);
    const { client } = clientOf(hub);
    const asking = { digest: DIGEST, signal: new AbortController().signal };
    expect(await failure(readAttestations(client, place(), asking))).toMatchObject({ code: 'source/token-refused' });
    expect(await failure(readAttestations(client, place(), asking))).toMatchObject({ code: 'source/token-refused' });
    expect(hub.requests.entries).toHaveLength(1);
  });

  test('are asked for again after a secondary limit, when GitHub says', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { n: 1 } });
    hub.faults.secondaryLimit({ retryAfter: 7 });
    const { client, sleeps } = clientOf(hub);
    expect(await readAttestations(client, place(), { digest: DIGEST, signal: new AbortController().signal })).toHaveLength(1);
    expect(sleeps).toHaveLength(1);
    expect(sleeps[0]).toBeGreaterThan(6900);
    expect(sleeps[0]).toBeLessThanOrEqual(7100);
  });

  test('are asked for again after the gateway failed', async () => {
    repository.attestations.add({ digest: DIGEST, bundle: { n: 1 } });
    hub.faults.gateway(502, { times: 2 });
    const { client, sleeps } = clientOf(hub);
    expect(await readAttestations(client, place(), { digest: DIGEST, signal: new AbortController().signal })).toHaveLength(1);
    expect(sleeps).toEqual([750, 1500]);
  });

  test('are counted with what they bought', async () => {
    for (let n = 1; n <= 3; n += 1) repository.attestations.add({ digest: DIGEST, bundle: { n } });
    const { client } = clientOf(hub);
    await readAttestations(client, place(), { digest: DIGEST, signal: new AbortController().signal });
    expect(client.ledger.usage(1)?.stages).toEqual([
      { stage: 'attestations', requests: 1, points: 1, items: 3, bytes: hub.requests.entries[0]?.bytes },
    ]);
  });

  test('are not asked for when the run is over its budget', async () => {
    const { client } = clientOf(hub, { maxPoints: 1 });
    const asking = { digest: DIGEST, signal: new AbortController().signal };
    await readAttestations(client, place(), asking);
    expect(await failure(readAttestations(client, place(), asking))).toMatchObject({
      code: 'source/postponed',
      state: 'rate-limited',
    });
    expect(hub.requests.entries).toHaveLength(1);
  });

  test('stop when the run does', async () => {
    const stop = new AbortController();
    hub.faults.deliver({ kind: 'silence' });
    const reading = read('billing', DIGEST, stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(reading).rejects.toThrow('stopped');
  });

  test.each([
    ['the clear, of another host', 'http://storage.example.org/bundle'],
    ['a file', 'file:///etc/passwd'],
    ['what is no address', 'bundle'],
    ['an address with a password', 'https://me:secret@storage.example.org/bundle'],
  ])('are never fetched from %s', async (_, bundleUrl) => {
    await withAnswer(
      () => ({ attestations: [{ bundle: null, bundle_url: bundleUrl }] }),
      async (url, asked) => {
        const { client } = clientOf({ url, token: 'secret-token' });
        const reading = readAttestations(
          client,
          { ...place(), api: url },
          { digest: DIGEST, signal: new AbortController().signal },
        );
        expect(await failure(reading)).toMatchObject({
          args: { detail: 'the address of a bundle is neither https nor on the same host' },
        });
        expect(asked).toHaveLength(1);
      },
    );
  });

  test('are not fetched where storage leads elsewhere', async () => {
    await withAnswer(
      (url) => ({ attestations: [{ bundle: null, bundle_url: `${url}/moved` }] }),
      async (url, asked) => {
        const { client } = clientOf({ url, token: 'secret-token' });
        const reading = readAttestations(
          client,
          { ...place(), api: url },
          { digest: DIGEST, signal: new AbortController().signal },
        );
        expect(await failure(reading)).toMatchObject({ args: { detail: 'the connection failed' } });
        expect(asked.at(-1)).toBe('/moved -');
      },
    );
  });

  test.each([
    [null, 'GitHub’s answer is no list of attestations'],
    [[], 'GitHub’s answer is no list of attestations'],
    [{ attestations: 'none' }, 'GitHub’s answer is no list of attestations'],
    [{ attestations: [{}] }, 'an attestation has neither a bundle nor an address of one'],
  ])('fail when GitHub answers with something else (%j)', async (body, detail) => {
    await withAnswer(
      () => body,
      async (url) => {
        const { client } = clientOf({ url, token: 'secret-token' });
        const reading = readAttestations(
          client,
          { ...place(), api: url },
          { digest: DIGEST, signal: new AbortController().signal },
        );
        expect(await failure(reading)).toMatchObject({ args: { detail } });
      },
    );
  });
});
