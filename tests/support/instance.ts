import { createHash, generateKeyPairSync } from 'node:crypto';
import * as mock from '@sigstore/mock';
import { GITHUB_ISSUER } from './authority.js';
import { type TransparencyLog, transparencyLog } from './transparency-log.js';
import { LOG_NAME, trustedRoot } from './trusted-root.js';

/** Milliseconds. */
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const later = (start: Date, milliseconds: number) => new Date(start.getTime() + milliseconds);

export interface CertificateOptions {
  readonly at?: Date;
  readonly subject?: string;
  readonly extensions?: readonly { oid: string; value: string }[];
}

/**
 * Authorities and a log that do as they are told: any time, any entry, with or without a certificate transparency log. What
 * startAuthority serves to real clients of Sigstore is what such clients would ask for; this makes the rest.
 */
export interface Instance {
  /** When its authorities began; whole seconds. */
  readonly start: Date;
  readonly log: TransparencyLog;
  readonly trustedRoot: Record<string, unknown>;
  readonly certificateAuthority: { readonly certificate: Buffer; readonly keys: KeyPair };
  readonly timestampAuthority: { readonly certificate: Buffer; readonly root: Buffer; readonly keys: KeyPair };
  /** A certificate for the key, for ten minutes, in DER. */
  certify(publicKey: KeyPair['publicKey'], options?: CertificateOptions): Promise<Buffer>;
  /** A timestamp over the signature. */
  stamp(signature: Buffer, at?: Date): Promise<Buffer>;
}

export const SUBJECT = 'https://github.com/acme/app/.github/workflows/sign.yml@refs/heads/main';
const ISSUER_EXTENSION = '1.3.6.1.4.1.57264.1.8';

export async function startInstance({ ctLog = true }: { ctLog?: boolean } = {}): Promise<Instance> {
  const start = new Date(Math.floor(Date.now() / 1000) * 1000);
  const [ctKeys, caKeys, tsaKeys] = [keyPair(), keyPair(), keyPair()];
  let now = start;
  const clock = { getCurrentTime: () => now };
  const ctlog = Object.assign(await mock.initializeCTLog(ctKeys), clock);
  const ca = Object.assign(await mock.initializeCA(caKeys, ctLog ? ctlog : undefined), clock);
  const tsa = Object.assign(await mock.initializeTSA(tsaKeys), clock);
  const log = transparencyLog(new URL(LOG_NAME).host);
  const bytes = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return {
    start,
    log,
    trustedRoot: trustedRoot({
      start: new Date(start.getTime() - MINUTE),
      tlog: log.publicKey,
      ctlog: ctKeys.publicKey.export({ format: 'der', type: 'spki' }),
      ca: [ca.rootCertificate],
      tsa: [tsa.intCertificate, tsa.rootCertificate],
    }),
    certificateAuthority: { certificate: bytes(ca.rootCertificate), keys: caKeys },
    timestampAuthority: {
      certificate: bytes(tsa.intCertificate),
      root: bytes(tsa.rootCertificate),
      keys: tsaKeys,
    },
    certify: async (publicKey, { at = start, subject = SUBJECT, extensions } = {}) => {
      now = at;
      const certificate = await ca.issueCertificate({
        publicKey: publicKey.export({ format: 'der', type: 'spki' }),
        subjectAltName: subject,
        extensions: [...(extensions ?? [{ oid: ISSUER_EXTENSION, value: GITHUB_ISSUER }])],
      });
      return bytes(certificate);
    },
    stamp: async (signature, at = start) => {
      now = at;
      const answer = await tsa.timestamp({
        artifactHash: createHash('sha256').update(signature).digest(),
        hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
        policyOID: '1.3.6.1.4.1.57264.2',
        nonce: 7,
        certReq: false,
      });
      return bytes(answer);
    },
  };
}

type KeyPair = ReturnType<typeof keyPair>;
const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
