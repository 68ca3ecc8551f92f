import { generateKeyPairSync } from 'node:crypto';
import { GITHUB_ISSUER } from '../../support/authority.js';
import { SUBJECT } from '../../support/instance.js';
import { accepted, type Case, DIGEST, IDENTITY, message, misused, OTHER, refused, statement, withBundle } from './case.js';

const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const edwards = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (keys: typeof key) => keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const by = (subject: string, issuer: string = GITHUB_ISSUER, option = 'identity') => [
  ...[`--certificate-${option}`, subject],
  ...['--certificate-oidc-issuer', issuer],
];
const NO_KEY = 'no key that the policy names made this signature';

const STRANGERS: readonly (readonly [string, string, readonly string[]])[] = [
  ['another identity', 'subject is', by('https://github.com/acme/other/.github/workflows/sign.yml@refs/heads/main')],
  ['the beginning of the identity', 'subject is', by('https://github.com/acme/app')],
  ['the identity with more behind it', 'subject is', by(`${SUBJECT}/more`)],
  ['the identity in capitals', 'subject is', by(SUBJECT.toUpperCase())],
  ['an identity that would match as an expression', 'subject is', by('.*')],
  ['an empty identity', 'subject is', by('')],
  ['an expression that matches a part', 'subject is', by('github\\.com/acme/app', GITHUB_ISSUER, 'identity-regexp')],
  ['an expression that matches the beginning', 'subject is', by('https://github\\.com/acme/', GITHUB_ISSUER, 'identity-regexp')],
  [
    'an expression with the whole as one of its alternatives’ parts',
    'subject is',
    by('x|https', GITHUB_ISSUER, 'identity-regexp'),
  ],
  ['an empty expression', 'subject is', by('', GITHUB_ISSUER, 'identity-regexp')],
  ['another issuer', 'issuer is', by(SUBJECT, 'https://accounts.example')],
  ['the beginning of the issuer', 'issuer is', by(SUBJECT, GITHUB_ISSUER.slice(0, -4))],
  ['the end of the issuer', 'issuer is', by(SUBJECT, GITHUB_ISSUER.slice(8))],
  ['the issuer with more behind it', 'issuer is', by(SUBJECT, `${GITHUB_ISSUER}/acme`)],
  ['the issuer with a slash', 'issuer is', by(SUBJECT, `${GITHUB_ISSUER}/`)],
  ['an empty issuer', 'issuer is', by(SUBJECT, '')],
];

const MISUSES: readonly (readonly [string, string, readonly string[], string?])[] = [
  ['nobody', 'Say in one way who must have signed', []],
  ['an identity and a key', 'Say in one way who must have signed', IDENTITY, pem(key)],
  ['an identity and an expression', 'Say in one way who', [...IDENTITY, '--certificate-identity-regexp', '.*']],
  ['an identity without an issuer', '--certificate-oidc-issuer', ['--certificate-identity', SUBJECT]],
  ['an issuer alone', 'Say in one way who', ['--certificate-oidc-issuer', GITHUB_ISSUER]],
  ['an issuer and a key', 'a key has no issuer', ['--certificate-oidc-issuer', GITHUB_ISSUER], pem(key)],
  ['an expression that is none', 'The expression is not understood', by('(', GITHUB_ISSUER, 'identity-regexp')],
  ['a key that is none', 'no public key', [], 'key'],
  ['a private key', 'This is a private key', [], key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['a source without a policy', '--source goes with --policy', [...IDENTITY, '--source', 'github.com/acme/app']],
];

/** Signers other than the one who is asked for, and questions that are not clear. */
export const SIGNERS: readonly Case[] = [
  accepted('an expression that matches the whole identity', async (world) => ({
    bundle: await message(world),
    signer: by('https://github\\.com/acme/.*@refs/heads/main', GITHUB_ISSUER, 'identity-regexp'),
  })),
  ...STRANGERS.map(([name, says, signer]) =>
    refused(name, `${says} “`, async (world) => ({ bundle: await message(world), signer })),
  ),
  refused('a certificate without an issuer', 'issuer is not given', async (world) => ({
    bundle: await message(world, { extensions: [] }),
  })),
  refused('another identity of a statement', 'subject is “', async (world) => ({
    bundle: await statement(world, { subject: 'https://github.com/evil/app' }),
  })),
  refused('another key', NO_KEY, async (world) => ({ bundle: await message(world, { key }), key: pem(stranger) })),
  refused('another key, by the digest', NO_KEY, async (world) => ({
    bundle: await message(world, { key }),
    key: pem(stranger),
    artifact: DIGEST,
  })),
  refused('another key, of a statement', NO_KEY, async (world) => ({
    bundle: await statement(world, { key }),
    key: pem(stranger),
  })),
  refused('a key of another kind', NO_KEY, async (world) => ({ bundle: await message(world, { key }), key: pem(edwards) })),
  refused('an Ed25519 key, by the digest, which it did not sign', NO_KEY, async (world) => ({
    bundle: await message(world, { key: edwards, hash: null }),
    key: pem(edwards),
    artifact: DIGEST,
  })),
  refused('an RSA key, by the digest, which is not the one it signed', NO_KEY, async (world) => {
    const bundle = await message(world, { key: rsa, bytes: OTHER });
    const { messageSignature } = await message(world, { key: rsa });
    if (bundle.messageSignature && messageSignature) bundle.messageSignature.messageDigest = messageSignature.messageDigest;
    return { bundle, key: pem(rsa), artifact: DIGEST };
  }),
  refused('a key where a certificate signed', 'public_key is not given', async (world) => ({
    bundle: await message(world),
    key: pem(key),
  })),
  refused('an identity where a key signed', NO_KEY, async (world) => ({ bundle: await message(world, { key }) })),
  refused('a key whose log entry is broken', 'inclusion promise could not be verified', async (world) => ({
    ...withBundle(await message(world, { key }), ({ verificationMaterial: { tlogEntries } }) => {
      Object.assign(tlogEntries[0] ?? {}, { inclusionPromise: { signedEntryTimestamp: 'AAAA' } });
    }),
    key: pem(key),
  })),
  ...MISUSES.map(([name, says, signer, wrong]) =>
    misused(`wrong use: ${name}`, says, async (world) => ({
      bundle: await message(world),
      signer,
      ...(wrong === undefined ? {} : { key: wrong }),
    })),
  ),
  misused('wrong use: a digest of another length', 'hexadecimal digits', async (world) => ({
    bundle: await message(world),
    artifact: 'sha256:abcd',
  })),
];
