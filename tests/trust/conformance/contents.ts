import { createHash, generateKeyPairSync } from 'node:crypto';
import { MANIFEST, sha256 } from '../signatures.js';
import { DIGEST, message, OTHER, refused, statement, withBundle } from './case.js';

const sha512 = createHash('sha512').update(MANIFEST).digest('hex');
const OTHER_DIGEST = `sha256:${sha256(OTHER)}`;
const about = (digest: Record<string, string>) => ({ about: [{ digest }] });

/** Signatures, digests, envelopes and statements that do not fit each other or the artifact. */
export const CONTENTS = [
  refused('a signature over another file', 'the signature is over another file', async (world) => ({
    bundle: await message(world, { bytes: OTHER }),
  })),
  refused('a signature over another file, by its digest', 'the signature is over another file', async (world) => ({
    bundle: await message(world),
    artifact: OTHER_DIGEST,
  })),
  refused('a digest by another algorithm than was signed', 'sha256 digest, and another is given', async (world) => ({
    bundle: await message(world),
    artifact: `sha512:${sha512}`,
  })),
  refused('a message digest that is another’s', 'the signature is over another file', async (world) =>
    withBundle(await message(world), (bundle) => {
      if (bundle.messageSignature)
        bundle.messageSignature.messageDigest.digest = Buffer.from(sha256(OTHER), 'hex').toString('base64');
    }),
  ),
  refused('a message digest by an algorithm that is not read', 'names no digest that is read here', async (world) =>
    withBundle(await message(world), (bundle) => {
      if (bundle.messageSignature) bundle.messageSignature.messageDigest.algorithm = 'SHA3_256';
    }),
  ),
  refused('no message digest', 'messageSignature.messageDigest', async (world) =>
    withBundle(await message(world), (bundle) => {
      const { signature = '' } = bundle.messageSignature ?? {};
      Object.assign(bundle, { messageSignature: { signature } });
    }),
  ),
  // The log entry fits the bundle, and the bundle's digest the file: only the signature is over something else.
  ...(['file', 'digest'] as const).map((what) =>
    refused(
      `a signature over other bytes, entered with the file’s digest: ${what}`,
      'signature verification failed',
      async (world) => {
        const bundle = await message(world, {
          bytes: OTHER,
          body: (body) => ({ ...body, spec: { ...body.spec, data: { hash: { algorithm: 'sha256', value: sha256(MANIFEST) } } } }),
        });
        if (bundle.messageSignature)
          bundle.messageSignature.messageDigest.digest = Buffer.from(sha256(MANIFEST), 'hex').toString('base64');
        return { bundle, ...(what === 'digest' ? { artifact: DIGEST } : {}) };
      },
    ),
  ),
  refused('a statement’s signature over another payload type', 'signature verification failed', async (world) => {
    const bundle = await statement(world, { payloadType: 'text/plain' });
    if (bundle.dsseEnvelope) bundle.dsseEnvelope.payloadType = 'application/vnd.in-toto+json';
    return { bundle };
  }),
  refused('an envelope with another type than an in-toto statement', 'not an in-toto statement', async (world) => ({
    bundle: await statement(world, { payloadType: 'text/plain' }),
  })),
  refused('a payload that was changed', 'DSSE payload hash mismatch', async (world) =>
    withBundle(await statement(world), ({ dsseEnvelope }) => {
      if (!dsseEnvelope) throw new Error('no envelope');
      const payload = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString());
      dsseEnvelope.payload = Buffer.from(JSON.stringify({ ...payload, predicate: { more: true } })).toString('base64');
    }),
  ),
  refused('an envelope with two signatures', 'signatures', async (world) =>
    withBundle(await statement(world), ({ dsseEnvelope }) => {
      dsseEnvelope?.signatures.push(...dsseEnvelope.signatures);
    }),
  ),
  refused('an envelope with no signature', 'signatures', async (world) =>
    withBundle(await statement(world), ({ dsseEnvelope }) => {
      dsseEnvelope?.signatures.splice(0);
    }),
  ),
  refused('no statement type', 'does not hold an in-toto statement', async (world) => ({
    bundle: await statement(world, { statement: { _type: undefined } }),
  })),
  refused('an unknown statement type', 'does not hold an in-toto statement', async (world) => ({
    bundle: await statement(world, { statement: { _type: 'https://in-toto.io/Statement/v9' } }),
  })),
  refused('no predicate type', 'the statement has no predicate type', async (world) => ({
    bundle: await statement(world, { statement: { predicateType: undefined } }),
  })),
  refused('an empty predicate type', 'the statement has no predicate type', async (world) => ({
    bundle: await statement(world, { statement: { predicateType: '' } }),
  })),
  refused('a payload that is not JSON', 'JSON', async (world) => ({
    bundle: await statement(world, { payload: Buffer.from('{') }),
  })),
  refused('a payload that is not UTF-8', 'not valid for encoding utf-8', async (world) => {
    const { dsseEnvelope } = await statement(world, { statement: { predicateType: '~' } });
    const payload = Buffer.from(dsseEnvelope?.payload ?? '', 'base64');
    payload[payload.indexOf('~')] = 0xff;
    return { bundle: await statement(world, { payload }) };
  }),
  ...[null, 'file', {}, { digest: null }, { digest: sha256(MANIFEST) }, { digest: [sha256(MANIFEST)] }].map((subject) =>
    refused(
      `a subject that is ${JSON.stringify(subject).slice(0, 30)}`,
      'the statement is about another file',
      async (world) => ({
        bundle: await statement(world, { statement: { subject: [subject] } }),
      }),
    ),
  ),
  refused('no subject', 'the statement has no subject', async (world) => ({ bundle: await statement(world, { about: [] }) })),
  refused('a subject that is no list', 'the statement has no subject', async (world) => ({
    bundle: await statement(world, { statement: { subject: { digest: { sha256: sha256(MANIFEST) } } } }),
  })),
  refused('a statement about another file', 'the statement is about another file', async (world) => ({
    bundle: await statement(world, about({ sha256: sha256(OTHER) })),
  })),
  refused('a statement about another file, by its digest', 'the statement is about another file', async (world) => ({
    bundle: await statement(world),
    artifact: OTHER_DIGEST,
  })),
  refused('a statement with a SHA-1 digest only', 'the statement is about another file', async (world) => ({
    bundle: await statement(world, about({ sha1: createHash('sha1').update(MANIFEST).digest('hex') })),
  })),
  refused(
    'a statement with a SHA-512 digest only, where SHA-256 is asked',
    'the statement is about another file',
    async (world) => ({
      bundle: await statement(world, about({ sha512 })),
      artifact: DIGEST,
    }),
  ),
  refused(
    'a statement with the digest under the name of another algorithm',
    'the statement is about another file',
    async (world) => ({
      bundle: await statement(world, about({ sha512: sha256(MANIFEST) })),
    }),
  ),
  refused('a statement with one right and one wrong digest', 'the statement is about another file', async (world) => ({
    bundle: await statement(world, about({ sha256: sha256(MANIFEST), sha512: '0'.repeat(128) })),
  })),
  refused('an unknown media type', 'its media type is', async (world) => ({
    bundle: { ...(await message(world)), mediaType: 'application/vnd.dev.sigstore.bundle.v0.9+json' },
  })),
  // Which of the two a reader takes differs from reader to reader.
  refused('a message signature and an envelope', 'more than one of messageSignature', async (world) => {
    const { messageSignature } = await message(world);
    return { bundle: { ...(await statement(world)), messageSignature } };
  }),
  refused('a certificate and a key', 'more than one of certificate', async (world) =>
    withBundle(await message(world), ({ verificationMaterial }) => {
      verificationMaterial.publicKey = { hint: 'any' };
    }),
  ),
  refused('version 0.3 with a chain', 'verificationMaterial.content.$case', async (world) => {
    const bundle = await message(world);
    const { certificate, ...material } = bundle.verificationMaterial;
    return {
      bundle: { ...bundle, verificationMaterial: { ...material, x509CertificateChain: { certificates: [certificate] } } },
    };
  }),
  refused('no signature', 'messageSignature.signature', async (world) =>
    withBundle(await message(world), ({ messageSignature }) => {
      if (messageSignature) messageSignature.signature = '';
    }),
  ),
  refused('a certificate of another key', 'signature verification failed', async (world) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    return { bundle: await message(world, { certificate: await world.instance.certify(publicKey) }) };
  }),
  refused('no bundle at all', 'it is not a bundle', () => ({ bundle: {} })),
];
