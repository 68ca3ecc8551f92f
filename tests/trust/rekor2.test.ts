import { createHash, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SerializedBundle } from '@sigstore/bundle';
import { parseTrustedRoot, type TrustedRootFile } from '../../src/trust/trusted-root.js';
import { type Authority, githubClaims, sign, startAuthority } from '../support/authority.js';
import '../support/realm.js';
import { MANIFEST, proofOf, withValue } from './signatures.js';

// Rekor's second version: no promise, no time of its own, hashedrekord for statements too, Ed25519 checkpoints. The test
// takes a statement with a timestamp, and puts it into such a log of one entry.
const NAME = 'log2025-1.rekor.authority.example';
const LOG = generateKeyPairSync('ed25519');
const sha256 = (...data: (string | Uint8Array)[]) =>
  data.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const LOG_ID = sha256(spki(LOG.publicKey));
const ENTRY = ['verificationMaterial', 'tlogEntries', 0] as const;

let authority: Authority;
let bundle: SerializedBundle;

function rootFrom(start: string, end?: string): TrustedRootFile {
  const root = structuredClone(authority.trustedRoot) as { tlogs: object[] };
  root.tlogs.push({
    baseUrl: `https://${NAME}`,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: spki(LOG.publicKey).toString('base64'), keyDetails: 'PKIX_ED25519', validFor: { start, end } },
    logId: { keyId: LOG_ID.toString('base64') },
  });
  return parseTrustedRoot(JSON.stringify(root), 'root.json');
}

function entryOf(body: object, kind = 'hashedrekord') {
  const canonical = Buffer.from(JSON.stringify(body));
  const rootHash = sha256(Buffer.of(0), canonical).toString('base64');
  const note = `${NAME}\n1\n${rootHash}\n`;
  const signature = Buffer.concat([LOG_ID.subarray(0, 4), signBytes(null, Buffer.from(note), LOG.privateKey)]).toString('base64');
  return {
    logIndex: '0',
    logId: { keyId: LOG_ID.toString('base64') },
    kindVersion: { kind, version: '0.0.2' },
    integratedTime: '0',
    inclusionProof: {
      logIndex: '0',
      rootHash,
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: `${note}\n— ${NAME} ${signature}\n` },
    },
    canonicalizedBody: canonical.toString('base64'),
  };
}

function bodyOf(of: SerializedBundle, verifier: object, digest?: Buffer) {
  const envelope = of.dsseEnvelope;
  if (!envelope) throw new Error('no statement');
  const payload = Buffer.from(envelope.payload, 'base64');
  const encoded = Buffer.from(`DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${payload.length} `);
  return {
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: { algorithm: 'SHA2_256', digest: (digest ?? sha256(encoded, payload)).toString('base64') },
        signature: { content: envelope.signatures[0]?.sig, verifier: { keyDetails: 'PKIX_ECDSA_P256_SHA_256', ...verifier } },
      },
    },
  };
}

const certificateOf = (of: SerializedBundle): object => {
  const { certificate, x509CertificateChain } = of.verificationMaterial as unknown as {
    certificate?: object;
    x509CertificateChain?: { certificates: object[] };
  };
  return { x509Certificate: certificate ?? x509CertificateChain?.certificates[0] };
};

beforeAll(async () => {
  authority = await startAuthority();
  const statement = await sign(authority, MANIFEST, githubClaims('acme/app'), { kind: 'dsse' });
  bundle = withValue(statement, ENTRY, entryOf(bodyOf(statement, certificateOf(statement))));
});
afterAll(() => authority.close());

describe('a bundle of Rekor’s second version', () => {
  const started = '2020-01-01T00:00:00Z';

  test('verifies, at the time of its timestamp', () => {
    const proof = proofOf(bundle, rootFrom(started));
    expect(proof).toMatchObject({ valid: true, log_index: '0', time: expect.stringMatching(/^20\d\d-/) });
  });

  // Fails when checkLogKey goes from verify.ts: sigstore-js asks for the validity of the log's key only with a promise.
  test('is refused where the log’s key was not in use at that time', () => {
    for (const root of [rootFrom(started, '2021-01-01T00:00:00Z'), rootFrom('2200-01-01T00:00:00Z')])
      expect(proofOf(bundle, root)).toEqual({
        valid: false,
        reason: 'the key of the transparency log was not in use at that time',
      });
  });

  // Fails when signingTime of verify.ts counts entries without a promise: nothing binds the time they give.
  test('does not believe a time that the entry gives without a promise', () => {
    const dated = withValue(bundle, [...ENTRY, 'integratedTime'], '1600000000');
    expect(proofOf(dated, rootFrom(started))).toEqual(proofOf(bundle, rootFrom(started)));
  });

  // Fails when an entry's own time counts without a promise.
  test('is refused without a timestamp, whatever time its entry gives', () => {
    const bare = withValue(bundle, ['verificationMaterial', 'timestampVerificationData'], undefined);
    for (const time of ['0', '1700000000', String(Math.floor(Date.now() / 1000))])
      expect(proofOf(withValue(bare, [...ENTRY, 'integratedTime'], time), rootFrom(started)).valid).toBe(false);
  });

  test('is refused with an entry about something else, of another signer, or of another log', async () => {
    const root = rootFrom(started);
    const other = await sign(authority, MANIFEST, githubClaims('evil/app'), { kind: 'dsse' });
    const payload = Buffer.from(bundle.dsseEnvelope?.payload ?? '', 'base64');
    const entries = [
      entryOf(bodyOf(bundle, certificateOf(bundle), sha256(payload))),
      entryOf(bodyOf(bundle, certificateOf(other))),
      entryOf(bodyOf(bundle, { publicKey: { rawBytes: spki(LOG.publicKey).toString('base64') } })),
      entryOf(bodyOf(bundle, {})),
      entryOf(bodyOf(other, certificateOf(other))),
      entryOf({ ...bodyOf(bundle, certificateOf(bundle)), kind: 'dsse' }, 'dsse'),
      { ...entryOf(bodyOf(bundle, certificateOf(bundle))), logId: { keyId: Buffer.alloc(32).toString('base64') } },
    ];
    for (const [at, entry] of entries.entries())
      expect([at, proofOf(withValue(bundle, ENTRY, entry), root).valid]).toEqual([at, false]);
  });
});
