import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identityToken } from '../../src/adapters/sigstore/oidc.js';
import { failureWithout, servers } from '../support/secrets.js';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;
const token = jwt({ sub: 'repo:acme/lending', exp: 9_999_999_999 });
const serve = servers();
let folder: string;

describe('the identity token', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chora-oidc-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const github = (url: string) => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?v=2`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-secret',
  });
  const limits = { milliseconds: 500, attempts: 2, bytes: 4096 };

  test('is the one given, or a file that holds it; then that of the environment', async () => {
    writeFileSync(join(folder, 'token'), `${token}\n`);
    expect(await identityToken(token, { SIGSTORE_ID_TOKEN: 'x' })).toBe(token);
    expect(await identityToken(join(folder, 'token'), {})).toBe(token);
    expect(await identityToken(undefined, { SIGSTORE_ID_TOKEN: token })).toBe(token);
  });

  test('comes from GitHub Actions, asked for sigstore', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push([request.method, request.url, request.headers.authorization]);
      response.end(JSON.stringify({ count: 1, value: token }));
    });
    expect(await identityToken(undefined, github(url))).toBe(token);
    expect(asked).toEqual([['GET', '/token?v=2&audience=sigstore', 'Bearer request-secret']]);
  });

  test('a failure of GitHub’s is tried again, a refusal is not', async () => {
    let calls = 0;
    const url = await serve(
      (_, response) => void response.writeHead(++calls === 1 ? 503 : 200).end(JSON.stringify({ value: token })),
    );
    expect(await identityToken(undefined, github(url), limits)).toBe(token);
    calls = 0;
    const refusing = await serve((_, response) => {
      calls++;
      response.writeHead(403).end('no');
    });
    const error = await failureWithout('request-secret', identityToken(undefined, github(refusing), limits));
    expect([error.code, calls]).toEqual(['sign/token-unavailable', 1]);
    expect(error.message).toContain('it answered 403');
  });

  test.each<[string, RequestListener, string]>([
    ['nothing', () => undefined, 'no answer in 0.5 s'],
    ['something cut off', (_, response) => void response.end('{"value":"request-secret'), 'not JSON'],
    ['no token', (_, response) => void response.end('{"count":0}'), 'holds no token'],
    ['too much', (_, response) => void response.end(' '.repeat(5000)), 'too long'],
    ['another address', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'failed'],
  ])('GitHub answers %s', async (_, listener, said) => {
    const error = await failureWithout('request-secret', identityToken(undefined, github(await serve(listener)), limits));
    expect(error.code).toBe('sign/token-unavailable');
    expect(error.message).toContain(said);
  });

  test.each<[string, Record<string, unknown> | string, string]>([
    ['expired', { sub: 'x', exp: 1_700_000_000 }, 'sign/token-expired'],
    ['of nobody', { exp: 9_999_999_999 }, 'sign/token-invalid'],
    ['with an unverified address', { email: 'a@example.org', exp: 9_999_999_999 }, 'sign/token-invalid'],
    ['that is no token', 'missing-file.jwt', 'sign/token-invalid'],
    ['of broken JSON', 'eyJhbGciOiJub25lIn0.eyJzdWIiOg.c2lnbmF0dXJl', 'sign/token-invalid'],
  ])('one %s is refused before anything is sent', async (_, claims, code) => {
    const given = typeof claims === 'string' ? claims : jwt(claims);
    const error = await failureWithout(given, identityToken(given, {}));
    expect([error.code, error.kind]).toEqual([code, 'usage']);
  });

  test('without any, the hint says where one comes from', async () => {
    expect((await failureWithout('nothing', identityToken(undefined, {}))).hint).toContain('SIGSTORE_ID_TOKEN');
    expect((await failureWithout('nothing', identityToken(undefined, { GITHUB_ACTIONS: 'true' }))).hint).toContain(
      'id-token: write',
    );
  });
});
