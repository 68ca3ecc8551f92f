import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Authority, githubClaims, startAuthority } from '../support/authority.js';
import { verified } from '../support/verified.js';
import { chora, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const MANIFEST = 'id: lending.loan.issue\nversion: 2.0.0\nowner: desk\nlifecycle_stage: operate\n';
/** A machine where nothing knows who signs. */
const NOBODY = {
  SIGSTORE_ID_TOKEN: '',
  ACTIONS_ID_TOKEN_REQUEST_URL: '',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: '',
  GITHUB_ACTIONS: '',
};

let authority: Authority;
let token: string;
beforeAll(async () => {
  authority = await startAuthority();
  token = authority.token(githubClaims('acme/lending'));
});
afterAll(() => authority.close());

let count = 0;
let here: string;
beforeEach(() => {
  here = join(folder(), String(count++));
  mkdirSync(here);
  writeFileSync(join(here, 'capability.yaml'), MANIFEST);
});

/** Runs `chora sign` against the authorities of the test, and sees to it that the token is nowhere in what it says. */
async function sign(args: readonly string[], env: Record<string, string> = { SIGSTORE_ID_TOKEN: token }) {
  const urls = ['--fulcio-url', authority.fulcioURL, '--rekor-url', authority.rekorURL];
  const ran = await chora(here, ['sign', ...urls, ...args], { ...NOBODY, ...env });
  for (const part of [token, ...token.split('.')].filter((text) => text.length > 8))
    expect(ran.out + ran.err).not.toContain(part);
  return ran;
}

const bundle = (path: string) => JSON.parse(readFileSync(join(here, path), 'utf8'));

describe('chora sign', () => {
  test('puts a bundle beside each manifest', async () => {
    mkdirSync(join(here, 'capabilities'));
    writeFileSync(join(here, 'capabilities/renew.yaml'), `${MANIFEST}# another\n`);
    const { code, out, err } = await sign([
      'capability.yaml',
      'capabilities/renew.yaml',
      '--timestamp-server-url',
      authority.tsaURL,
    ]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^capability\.yaml → capability\.yaml\.sigstore\.json {2}log index \d+\ncapabilities\/renew\.yaml → /);
    for (const path of ['capability.yaml', 'capabilities/renew.yaml']) {
      const signer = verified(authority.trustedRoot, bundle(`${path}.sigstore.json`), readFileSync(join(here, path)));
      expect(signer.identity?.subjectAlternativeName).toContain('acme/lending');
    }
    expect(readdirSync(here).sort()).toEqual(['capabilities', 'capability.yaml', 'capability.yaml.sigstore.json']);
  });

  test('--json, --bundle and a token from the command line', async () => {
    const { code, out } = await sign(['capability.yaml', '--bundle', 'out.json', '--json', '--identity-token', token], {});
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      signed: [
        {
          path: 'capability.yaml',
          digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          bundle: 'out.json',
          log_index: expect.stringMatching(/^\d+$/),
        },
      ],
    });
    verified(authority.trustedRoot, bundle('out.json'), Buffer.from(MANIFEST));
    expect(existsSync(join(here, 'capability.yaml.sigstore.json'))).toBe(false);
  });

  test('in GitHub Actions the job’s token is asked for', async () => {
    const server = createServer((_, response) => void response.end(JSON.stringify({ value: token })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?v=1`;
    const ran = await sign(['capability.yaml'], { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'hush' });
    server.close();
    expect(ran.code).toBe(0);
    expect(ran.out + ran.err).not.toContain('hush');
  });

  test('signing again replaces the bundle; the bundle is no manifest to validate', async () => {
    await sign(['capability.yaml']);
    const first = readFileSync(join(here, 'capability.yaml.sigstore.json'), 'utf8');
    expect((await sign(['capability.yaml'])).code).toBe(0);
    expect(readFileSync(join(here, 'capability.yaml.sigstore.json'), 'utf8')).not.toBe(first);
    expect((await chora(here, ['validate', '.'])).out).toBe('1 file, 1 capability: 0 errors, 0 warnings, 0 for information\n');
  });

  test.each<[string, string[], string]>([
    ['a file that is not there', ['missing.yaml'], 'usage/no-such-file'],
    ['a folder', ['.'], 'usage/no-such-file'],
    ['a bundle', ['capability.yaml.sigstore.json'], 'usage/not-a-manifest'],
    ['a file of more than 1 MiB', ['large.yaml'], 'usage/file-too-large'],
    ['--bundle for several', ['capability.yaml', 'capability.yaml', '--bundle', 'x.json'], 'usage/one-bundle'],
    ['a log over plain http', ['capability.yaml', '--rekor-url', 'http://rekor.example.org'], 'usage/insecure-url'],
    ['a folder that cannot be written to', ['capability.yaml', '--bundle', 'capability.yaml/x.json'], 'io/write'],
  ])('%s is wrong use', async (_, args, code) => {
    writeFileSync(join(here, 'large.yaml'), Buffer.alloc(1024 * 1024 + 1, '#'));
    const ran = await sign([...args, '--json']);
    expect(JSON.parse(ran.out).error.code).toBe(code);
    expect(ran.code).toBe(2);
    expect(readdirSync(here).sort()).toEqual(['capability.yaml', 'large.yaml']);
  });

  test('nobody to sign as', async () => {
    const { code, err } = await sign(['capability.yaml'], {});
    expect(code).toBe(2);
    expect(err).toContain('give --identity-token or SIGSTORE_ID_TOKEN');
  });

  test('a token that the authority refuses ends with 4, one that expired with 2', async () => {
    const server = createServer(
      (_, response) => void response.writeHead(401, { 'content-type': 'application/json' }).end(`{"message":"${token}"}`),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const refused = await sign(['capability.yaml', '--fulcio-url', url]);
    server.close();
    expect([refused.code, refused.err.split('\n')[0]]).toEqual([4, expect.stringContaining('The certificate authority refused')]);
    const expired = await sign(['capability.yaml', '--identity-token', authority.token(githubClaims('acme/x', { exp: 1000 }))]);
    expect([expired.code, expired.err]).toEqual([2, expect.stringContaining('expired at 1970-01-01T00:16:40.000Z')]);
  });

  test('nobody answers: the old bundle stays', async () => {
    writeFileSync(join(here, 'capability.yaml.sigstore.json'), 'old');
    const { code, err } = await sign(['capability.yaml', '--fulcio-url', 'http://127.0.0.1:1']);
    expect([code, err]).toEqual([2, expect.stringContaining('ECONNREFUSED')]);
    expect(readFileSync(join(here, 'capability.yaml.sigstore.json'), 'utf8')).toBe('old');
  });

  test('--help shows an example and what becomes public', async () => {
    const { code, out } = await chora(here, ['sign', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('chora sign capability.yaml');
    expect(out).toContain('become public');
  });
});
