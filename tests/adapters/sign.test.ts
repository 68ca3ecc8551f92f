import { X509Certificate } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signBytes } from '../../src/adapters/sigstore/sign.js';
import { type Authority, githubClaims, startAuthority } from '../support/authority.js';
import { failureWithout, servers } from '../support/secrets.js';
import { verified } from '../support/verified.js';

const BYTES = Buffer.from('id: lending.loan.issue\nversion: 2.0.0\n');
const SAN = 'https://github.com/acme/lending/.github/workflows/sign.yml@refs/heads/main';

let authority: Authority;
let token: string;
beforeAll(async () => {
  authority = await startAuthority();
  token = authority.token(githubClaims('acme/lending'));
});
afterAll(() => authority.close());

const serve = servers();

const services = (more: object = {}) => ({
  fulcioURL: authority.fulcioURL,
  rekorURL: authority.rekorURL,
  timeout: 5000,
  retries: 0,
  ...more,
});

describe('signing', () => {
  test('gives a bundle that sigstore-js verifies, with who signed', async () => {
    const { bundle, logIndex } = await signBytes(BYTES, token, services());
    const signer = verified(authority.trustedRoot, JSON.parse(bundle.toString()), BYTES);
    expect(signer.identity?.subjectAlternativeName).toBe(SAN);
    expect(logIndex).toMatch(/^\d+$/);
    expect(() => verified(authority.trustedRoot, JSON.parse(bundle.toString()), Buffer.from('other'))).toThrow();
  });

  test('a timestamp authority gives a second proof of the time', async () => {
    const { bundle } = await signBytes(BYTES, token, services({ tsaURL: authority.tsaURL }));
    const json = JSON.parse(bundle.toString());
    expect(json.verificationMaterial.timestampVerificationData.rfc3161Timestamps).toHaveLength(1);
    expect(verified(authority.trustedRoot, json, BYTES).identity?.subjectAlternativeName).toBe(SAN);
  });

  test('the claims of GitHub stand in the certificate where Fulcio puts them', async () => {
    const { bundle } = await signBytes(BYTES, token, services());
    const raw = JSON.parse(bundle.toString()).verificationMaterial.x509CertificateChain.certificates[0].rawBytes;
    const certificate = new X509Certificate(Buffer.from(raw, 'base64'));
    expect(certificate.subjectAltName).toBe(`URI:${SAN}`);
    // OID 1.3.6.1.4.1.57264.1.<n> and its value as a DER UTF8String inside the OCTET STRING.
    const extension = (n: number, value: string) =>
      Buffer.concat([
        Buffer.from([0x06, 0x0a, 0x2b, 6, 1, 4, 1, 0x83, 0xbf, 0x30, 1, n, 0x04, value.length + 2, 0x0c, value.length]),
        Buffer.from(value),
      ]);
    for (const [n, value] of [
      [8, 'https://token.actions.githubusercontent.com'],
      [9, SAN],
      [11, 'github-hosted'],
      [12, 'https://github.com/acme/lending'],
      [13, '0123456789abcdef0123456789abcdef01234567'],
      [14, 'refs/heads/main'],
      [15, '1001'],
      [17, '77'],
      [20, 'push'],
    ] as const)
      expect([n, certificate.raw.includes(extension(n, value))]).toEqual([n, true]);
  });

  test('a service that is not there', async () => {
    const error = await failureWithout(token, signBytes(BYTES, token, services({ fulcioURL: 'http://127.0.0.1:1' })));
    expect([error.code, error.kind]).toEqual(['sign/unavailable', 'io']);
    expect(error.message).toMatch(/certificate authority.*ECONNREFUSED/);
  });

  test('an authority that refuses, and repeats the token in its answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message: `bad token ${token}` }));
    });
    const error = await failureWithout(token, signBytes(BYTES, token, services({ fulcioURL: url })));
    expect([error.code, error.kind]).toEqual(['sign/refused', 'trust']);
    expect(error.message).toContain('bad token …');
  });

  test('an expired token that only the authority knows to be expired', async () => {
    const old = authority.token(githubClaims('acme/lending', { exp: 1000 }));
    expect((await failureWithout(old, signBytes(BYTES, old, services()))).code).toBe('sign/refused');
  });

  test('a token that names no subject, which sigstore-js would print', async () => {
    const bad = `eyJhbGciOiJub25lIn0.${Buffer.from('{"a":"secret-of-ours"}').toString('base64url')}.c2lnbmF0dXJl`;
    expect((await failureWithout(bad, signBytes(BYTES, bad, services()))).code).toBe('sign/answer-invalid');
  });

  test.each([
    ['nothing', (): RequestListener => () => undefined],
    [
      'a byte now and then',
      (): RequestListener => (_, response) => {
        response.writeHead(201, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('a log that answers %s runs into the time-out', async (_, listener) => {
    const rekorURL = await serve(listener());
    const before = Date.now();
    const error = await failureWithout(token, signBytes(BYTES, token, services({ rekorURL, timeout: 400 })));
    expect(error.code).toBe('sign/unavailable');
    expect(error.message).toContain('transparency log');
    expect(Date.now() - before).toBeLessThan(4000);
  });

  test.each([
    ['cut off', '{"signedCertificateEmbeddedSct":{"chain":{"certific'],
    ['empty', ''],
    ['of another kind', '[]'],
    ['without certificates', '{"signedCertificateEmbeddedSct":{"chain":{"certificates":[]}}}'],
  ])('a certificate that comes %s', async (_, answer) => {
    const url = await serve((__, response) => void response.writeHead(201, { 'content-type': 'application/json' }).end(answer));
    const error = await failureWithout(token, signBytes(BYTES, token, services({ fulcioURL: url })));
    expect(['sign/unavailable', 'sign/answer-invalid']).toContain(error.code);
  });

  test.each(['{"uuid":{"body":"e30', '{}', '{"u":{"body":"e30=","logIndex":1}}', '{"u":{},"v":{}}'])(
    'a log that answers %s',
    async (answer) => {
      const url = await serve((_, response) => void response.writeHead(201, { 'content-type': 'application/json' }).end(answer));
      const error = await failureWithout(token, signBytes(BYTES, token, services({ rekorURL: url })));
      expect(['sign/unavailable', 'sign/answer-invalid']).toContain(error.code);
    },
  );

  test.each(['http://fulcio.example.org', 'file:///etc/passwd', 'ftp://127.0.0.1'])('%s never sees a token', async (url) => {
    expect((await failureWithout(token, signBytes(BYTES, token, services({ fulcioURL: url })))).code).toBe('usage/insecure-url');
  });
});
