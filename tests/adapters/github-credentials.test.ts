import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { credentialsFor, type Environment, PUBLIC_API, withoutSecrets } from '../../src/adapters/github/credentials.js';
import { ChoraError } from '../../src/model/errors.js';

const ENTERPRISE = 'https://github.example.org/api/v3';
const KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

function refusal(api: string, environment: Environment): ChoraError {
  try {
    credentialsFor(api, environment);
  } catch (error) {
    if (error instanceof ChoraError) return error;
  }
  throw new Error('not refused');
}

describe('credentials', () => {
  test.each<[string, Environment, string]>([
    [PUBLIC_API, { GITHUB_TOKEN: 'a', GH_TOKEN: 'b' }, 'a'],
    [PUBLIC_API, { GITHUB_TOKEN: ' ', GH_TOKEN: 'b\n' }, 'b'],
    [PUBLIC_API, { GITHUB_TOKEN: 'a', CHORA_GITHUB_TOKEN: 'c' }, 'c'],
    [ENTERPRISE, { CHORA_GITHUB_TOKEN: 'c' }, 'c'],
    [ENTERPRISE, { GITHUB_TOKEN: 'a', GH_ENTERPRISE_TOKEN: 'd' }, 'd'],
    [ENTERPRISE, { GITHUB_ENTERPRISE_TOKEN: 'e' }, 'e'],
    [ENTERPRISE, { GITHUB_TOKEN: 'a', GITHUB_API_URL: `${ENTERPRISE}/` }, 'a'],
  ])('for %s in %j are the token %s', (api, environment, token) => {
    expect(credentialsFor(api, environment)).toEqual({ kind: 'token', token });
  });

  test('of github.com are never shown to another host', () => {
    expect(refusal(ENTERPRISE, { GITHUB_TOKEN: 'a', GH_TOKEN: 'b' })).toMatchObject({ kind: 'config', code: 'github/no-token' });
    expect(refusal(PUBLIC_API, { GH_ENTERPRISE_TOKEN: 'd' }).hint).toContain('GITHUB_TOKEN');
    expect(refusal(PUBLIC_API, { GITHUB_TOKEN: 'a', GITHUB_API_URL: ENTERPRISE }).code).toBe('github/no-token');
  });

  test('of an app are its id and key, which may stand on one line', () => {
    const app = { CHORA_GITHUB_APP_ID: '12', CHORA_GITHUB_APP_PRIVATE_KEY: KEY.replaceAll('\n', '\\n') };
    expect(credentialsFor(PUBLIC_API, app)).toEqual({ kind: 'app', appId: '12', privateKey: KEY, installationId: null });
    expect(credentialsFor(PUBLIC_API, { ...app, CHORA_GITHUB_APP_INSTALLATION_ID: '34' })).toMatchObject({ installationId: 34 });
  });

  test.each<[Environment, string]>([
    [{ CHORA_GITHUB_APP_ID: '12' }, 'CHORA_GITHUB_APP_PRIVATE_KEY is missing'],
    [{ CHORA_GITHUB_APP_PRIVATE_KEY: KEY }, 'CHORA_GITHUB_APP_ID is missing'],
    [{ CHORA_GITHUB_APP_ID: '12', CHORA_GITHUB_APP_PRIVATE_KEY: 'secret text' }, 'is not a key in PEM format'],
    [
      { CHORA_GITHUB_APP_ID: '12', CHORA_GITHUB_APP_PRIVATE_KEY: KEY, CHORA_GITHUB_APP_INSTALLATION_ID: 'x' },
      'CHORA_GITHUB_APP_INSTALLATION_ID is not a number',
    ],
  ])('of an app that is not complete are refused', (environment, message) => {
    const error = refusal(PUBLIC_API, environment);
    expect(error.code).toBe('github/app-incomplete');
    expect(error.message).toContain(message);
    expect(error.message + error.hint).not.toContain('secret text');
  });

  test.each([
    ['Bad token secret-1234!', 'Bad token …!'],
    ['ghs_16C7e42F292c6912E7710c838347Ae178B4a is no good', '… is no good'],
    ['github_pat_11AAAAAAA0abcdef', '…'],
    ['jwt eyJhbGciOi.eyJpc3.sig_-x end', 'jwt … end'],
    ['ghost_town', 'ghost_town'],
  ])('are taken out of what GitHub says: %s', (text, expected) => {
    expect(withoutSecrets(text, { kind: 'token', token: 'secret-1234' })).toBe(expected);
  });
});
