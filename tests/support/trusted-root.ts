import { createHash } from 'node:crypto';

/** Part of every checkpoint of the log, therefore no address of the moment. */
export const LOG_NAME = 'https://rekor.authority.example';

export interface AuthorityKeys {
  /** Since when they are believed. sigstore-js takes a root without it, and we do not. */
  readonly start: Date;
  /** SPKI of the logs. */
  readonly tlog: Buffer;
  readonly ctlog: Buffer;
  /** Certificate chains, the root last. */
  readonly ca: readonly ArrayBufferView[];
  readonly tsa: readonly ArrayBufferView[];
}

/** trusted_root.json of a set of authorities. */
export function trustedRoot(keys: AuthorityKeys): Record<string, unknown> {
  const start = keys.start.toISOString();
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logInstance(LOG_NAME, keys.tlog, start)],
    certificateAuthorities: [authorityInstance('https://fulcio.authority.example', keys.ca, start)],
    ctlogs: [logInstance('https://ctfe.authority.example', keys.ctlog, start)],
    timestampAuthorities: [authorityInstance('https://timestamp.authority.example', keys.tsa, start)],
  };
}

function logInstance(baseUrl: string, publicKey: Buffer, start: string) {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: publicKey.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start } },
    logId: { keyId: createHash('sha256').update(publicKey).digest('base64') },
  };
}

function authorityInstance(uri: string, chain: readonly ArrayBufferView[], start: string) {
  return {
    subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
    uri,
    certChain: {
      certificates: chain.map((der) => ({
        rawBytes: Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64'),
      })),
    },
    validFor: { start },
  };
}
