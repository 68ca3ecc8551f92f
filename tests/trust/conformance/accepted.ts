import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { later, MINUTE } from '../../support/instance.js';
import { MANIFEST, sha256 } from '../signatures.js';
import {
  accepted,
  byClient,
  DIGEST,
  entryOf,
  message,
  OTHER,
  rootWith,
  statement,
  validFor,
  withBundle,
  withEntry,
} from './case.js';

const V1 = 'application/vnd.dev.sigstore.bundle+json;version=0.1';
const V2 = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
const V3 = 'application/vnd.dev.sigstore.bundle+json;version=0.3';
const sha512 = createHash('sha512').update(MANIFEST).digest('hex');
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const NOBODY = { mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1' };

const KEYS = [
  ['ECDSA P-256', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), 'sha256'],
  ['ECDSA P-384, SHA-384', () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }), 'sha384'],
  ['ECDSA P-384, SHA-256', () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }), 'sha256'],
  ['ECDSA P-521, SHA-512', () => generateKeyPairSync('ec', { namedCurve: 'secp521r1' }), 'sha512'],
  ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256'],
  ['Ed25519', () => generateKeyPairSync('ed25519'), null],
] as const;

export const ACCEPTED = [
  accepted('a message signature, by the client', async (world) => ({
    bundle: await byClient(world, { kind: 'message' }),
    root: world.authority.trustedRoot,
  })),
  accepted('a statement logged as dsse, by the client', async (world) => ({
    bundle: await byClient(world, { kind: 'dsse' }),
    root: world.authority.trustedRoot,
  })),
  accepted('a statement logged as intoto, by the client', async (world) => ({
    bundle: await byClient(world, { kind: 'dsse', entryType: 'intoto' }),
    root: world.authority.trustedRoot,
  })),
  accepted('a message signature', async (world) => ({ bundle: await message(world) })),
  accepted('a statement logged as dsse', async (world) => ({ bundle: await statement(world) })),
  accepted('a statement logged as intoto', async (world) => ({ bundle: await statement(world, { kind: 'intoto' }) })),
  accepted('a statement logged as hashedrekord', async (world) => ({
    bundle: await statement(world, { kind: 'hashedrekord' }),
  })),
  accepted('version 0.1: a chain, a promise and no proof', async (world) => {
    const bundle = await message(world, { stamped: null });
    const { certificate, ...material } = withEntry(bundle, { inclusionProof: undefined }).bundle.verificationMaterial;
    const chain = { certificates: [certificate] };
    return { bundle: { ...bundle, mediaType: V1, verificationMaterial: { ...material, x509CertificateChain: chain } } };
  }),
  accepted('version 0.1 whose chain holds the authority, too', async (world) => {
    const bundle = await message(world);
    const { certificate, ...material } = bundle.verificationMaterial;
    const authority = { rawBytes: world.instance.certificateAuthority.certificate.toString('base64') };
    const x509CertificateChain = { certificates: [certificate, authority] };
    return { bundle: { ...bundle, mediaType: V1, verificationMaterial: { ...material, x509CertificateChain } } };
  }),
  accepted('version 0.2: a chain and a proof', async (world) => {
    const bundle = await statement(world);
    const { certificate, ...material } = bundle.verificationMaterial;
    const x509CertificateChain = { certificates: [certificate] };
    return { bundle: { ...bundle, mediaType: V2, verificationMaterial: { ...material, x509CertificateChain } } };
  }),
  accepted('version 0.3 under its older media type', async (world) => ({ bundle: { ...(await message(world)), mediaType: V3 } })),
  accepted('a promise and no timestamp', async (world) => ({ bundle: await message(world, { stamped: null }) })),
  accepted('a proof and a timestamp, no promise', async (world) =>
    withEntry(await message(world), { inclusionPromise: undefined }),
  ),
  accepted('a proof and a timestamp, and no time in the entry', async (world) =>
    withEntry(await statement(world), { inclusionPromise: undefined, integratedTime: '0' }),
  ),
  accepted('two timestamps of two authorities', async (world) => {
    const bundle = await message(world);
    const signature = Buffer.from(bundle.messageSignature?.signature ?? '', 'base64');
    const stamp = await world.stranger.stamp(signature, later(world.instance.start, 2 * MINUTE));
    bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps.push({ signedTimestamp: stamp.toString('base64') });
    const root = rootWith(world.instance, (changed) =>
      changed.timestampAuthorities.push(...rootWith(world.stranger, () => undefined).timestampAuthorities),
    );
    return { bundle, root };
  }),
  accepted('the digest of a file that was signed', async (world) => ({ bundle: await message(world), artifact: DIGEST })),
  accepted('the digest in capitals', async (world) => ({
    bundle: await message(world),
    artifact: `sha256:${sha256(MANIFEST).toUpperCase()}`,
  })),
  accepted('the digest of a statement’s subject', async (world) => ({ bundle: await statement(world), artifact: DIGEST })),
  accepted('a SHA-512 digest of a statement’s subject', async (world) => ({
    bundle: await statement(world, { about: [{ digest: { sha512 } }] }),
    artifact: `sha512:${sha512}`,
  })),
  accepted('a statement with a SHA-512 digest of the file', async (world) => ({
    bundle: await statement(world, { about: [{ digest: { sha512 } }] }),
  })),
  accepted('one of the two digests that a statement has', async (world) => ({
    bundle: await statement(world, { about: [{ digest: { sha256: sha256(MANIFEST), sha512 } }] }),
    artifact: DIGEST,
  })),
  accepted('a statement about several files', async (world) => ({
    bundle: await statement(world, { about: [{ digest: { sha256: sha256(OTHER) } }, { digest: { sha256: sha256(MANIFEST) } }] }),
  })),
  accepted('a statement of version 0.1', async (world) => ({
    bundle: await statement(world, { statement: { _type: 'https://in-toto.io/Statement/v0.1' } }),
  })),
  accepted('a root with another authority of the same name before the right one', async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, (root) =>
      root.certificateAuthorities.unshift(...rootWith(world.stranger, () => undefined).certificateAuthorities),
    ),
  })),
  ...(['tlogs', 'timestampAuthorities', 'certificateAuthorities'] as const).map((list) =>
    accepted(`the last second of the validity: ${list}`, async (world) => ({
      bundle: await message(world),
      root: rootWith(world.instance, validFor(list, { start: world.instance.start, end: later(world.instance.start, MINUTE) })),
    })),
  ),

  ...KEYS.flatMap(([name, make, hash]) => {
    const key = make();
    return [
      accepted(`a message signature by a key: ${name}`, async (world) => ({
        bundle: await message(world, { key, hash }),
        key: pem(key.publicKey),
      })),
      accepted(`a statement by a key: ${name}`, async (world) => ({
        bundle: await statement(world, { key, hash }),
        key: pem(key.publicKey),
      })),
    ];
  }),
  ...KEYS.filter(([, , hash]) => hash === 'sha256').map(([name, make]) => {
    const key = make();
    return accepted(`the digest of a file signed by a key: ${name}`, async (world) => ({
      bundle: await message(world, { key }),
      key: pem(key.publicKey),
      artifact: DIGEST,
    }));
  }),
  accepted('a key’s signature with a proof, and nothing that says when', async (world) => {
    const key = KEYS[0][1]();
    const bundle = await statement(world, { key, stamped: null, kind: 'intoto' });
    const { tlogs } = rootWith(world.instance, () => undefined);
    return {
      ...withEntry(bundle, { inclusionPromise: undefined, integratedTime: '0' }),
      key: pem(key.publicKey),
      root: { ...NOBODY, tlogs },
    };
  }),
  accepted('a key’s signature that no log holds, and a root that names nobody', async (world) => {
    const key = KEYS[0][1]();
    const { bundle } = withBundle(await message(world, { key, stamped: null }), ({ verificationMaterial }) => {
      verificationMaterial.tlogEntries = [];
    });
    return { bundle, key: pem(key.publicKey), root: NOBODY };
  }),
  accepted('an entry whose index differs from that of its proof, as logs of several trees have it', async (world) => {
    const bundle = await message(world);
    if (entryOf(bundle).logIndex === entryOf(bundle).inclusionProof?.logIndex) throw new Error('the same');
    return { bundle };
  }),
];
