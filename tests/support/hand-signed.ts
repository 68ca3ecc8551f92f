import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { MANIFEST_PREDICATE } from './authority.js';
import { type CertificateOptions, type Instance, MINUTE } from './instance.js';
import type { Body, LogEntry } from './transparency-log.js';

export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
type Digests = Readonly<Record<string, string>>;

/** A bundle whose every part is open to change. */
export interface HandBundle {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    publicKey?: { hint: string };
    tlogEntries: LogEntry[];
    timestampVerificationData: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
  messageSignature?: { messageDigest: { algorithm: string; digest: string }; signature: string };
  dsseEnvelope?: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] };
}

export interface Signing extends CertificateOptions {
  readonly instance: Instance;
  readonly bytes: Uint8Array;
  /** Without a certificate: this key signs, and the bundle names it by a hint. */
  readonly key?: KeyPair;
  /** Stands in for the certificate that the instance would give. */
  readonly certificate?: Buffer;
  readonly keys?: KeyPair;
  readonly hash?: 'sha256' | 'sha384' | 'sha512' | null;
  /** A statement with these subjects in place of a signature over the bytes. */
  readonly about?: readonly { digest: Digests }[];
  /** Fields of the statement other than those in use. */
  readonly statement?: object;
  /** Bytes of the statement, which JSON could not make. */
  readonly payload?: Buffer;
  readonly payloadType?: string;
  readonly kind?: 'hashedrekord' | 'dsse' | 'intoto';
  /** When it is entered into the log and stamped: a minute after the certificate. Null for no timestamp. */
  readonly logged?: Date;
  readonly stamped?: Date | null;
  /** Changes the body of the entry before it is entered. */
  readonly body?: (body: Body) => Body;
}

const base64 = (data: Uint8Array | string) => Buffer.from(data).toString('base64');
const digestOf = (data: Uint8Array, hash: string = 'sha256') => createHash(hash).update(data).digest();
const MESSAGE_DIGESTS = { sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512' } as const;

/** Signs, enters the signature into the instance's log, and puts a bundle of version 0.3 together. */
export async function signByHand(signing: Signing): Promise<HandBundle> {
  const { instance, bytes, hash = 'sha256', key, at = instance.start, about } = signing;
  const keys = key ?? signing.keys ?? generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const certificate = key ? undefined : (signing.certificate ?? (await instance.certify(keys.publicKey, signing)));
  const payloadType = signing.payloadType ?? 'application/vnd.in-toto+json';
  const written = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: about,
      predicateType: MANIFEST_PREDICATE,
      predicate: {},
      ...signing.statement,
    }),
  );
  const payload = signing.payload ?? written;
  const isStatement = about !== undefined || signing.statement !== undefined;
  const signed = isStatement
    ? Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `), payload])
    : Buffer.from(bytes);
  const signature = sign(hash, signed, keys.privateKey);
  const signer = certificate
    ? `-----BEGIN CERTIFICATE-----\n${base64(certificate)}\n-----END CERTIFICATE-----\n`
    : keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const messageHash = hash ?? 'sha256';
  const kind = signing.kind ?? (isStatement ? 'dsse' : 'hashedrekord');
  const body = bodyOf(kind, { signed, signature, signer, payload, hash: messageHash });
  const later = new Date(at.getTime() + MINUTE);
  const stamp = signing.stamped === null ? undefined : await instance.stamp(signature, signing.stamped ?? later);
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      ...(certificate ? { certificate: { rawBytes: base64(certificate) } } : { publicKey: { hint: 'any' } }),
      tlogEntries: instance.log.enter([signing.body?.(body) ?? body], signing.logged ?? later),
      timestampVerificationData: { rfc3161Timestamps: stamp ? [{ signedTimestamp: base64(stamp) }] : [] },
    },
    ...(isStatement
      ? { dsseEnvelope: { payload: base64(payload), payloadType, signatures: [{ sig: base64(signature), keyid: '' }] } }
      : {
          messageSignature: {
            messageDigest: { algorithm: MESSAGE_DIGESTS[messageHash], digest: base64(digestOf(bytes, messageHash)) },
            signature: base64(signature),
          },
        }),
  };
}

/** What Rekor's first version keeps of a signature, by kind. */
function bodyOf(
  kind: 'hashedrekord' | 'dsse' | 'intoto',
  of: { signed: Buffer; signature: Buffer; signer: string; payload: Buffer; hash: string },
): Body {
  const value = (data: Uint8Array, algorithm = 'sha256') => ({ algorithm, value: digestOf(data, algorithm).toString('hex') });
  const { signed, signature, signer, payload } = of;
  const publicKey = base64(signer);
  if (kind === 'hashedrekord')
    return {
      apiVersion: '0.0.1',
      kind,
      spec: {
        data: { hash: value(signed, of.hash) },
        signature: { content: base64(signature), publicKey: { content: publicKey } },
      },
    };
  if (kind === 'dsse')
    return {
      apiVersion: '0.0.1',
      kind,
      spec: {
        envelopeHash: value(signed),
        payloadHash: value(payload),
        signatures: [{ signature: base64(signature), verifier: publicKey }],
      },
    };
  // Signatures are encoded twice in this kind.
  const envelope = { payloadType: 'application/vnd.in-toto+json', signatures: [{ sig: base64(base64(signature)), publicKey }] };
  return {
    apiVersion: '0.0.2',
    kind,
    spec: { content: { envelope, hash: value(signed), payloadHash: value(payload) } },
  };
}
