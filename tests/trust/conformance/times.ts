import { generateKeyPairSync } from 'node:crypto';
import { DAY, later, MINUTE } from '../../support/instance.js';
import { type Case, message, misused, type Root, refused, rootWith, statement, validFor, withBundle, withEntry } from './case.js';

const CHAIN = 'Failed to verify certificate chain';
const STAMP = 'timestamp could not be verified';
const ENDED = { start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' };
const withoutPromise = { inclusionPromise: undefined };

const STARTLESS = [
  ['tlogs', 'the transparency log'],
  ['ctlogs', 'the certificate transparency log'],
  ['certificateAuthorities', 'the certificate authority'],
  ['timestampAuthorities', 'the timestamp authority'],
] as const;

const ROOTS: readonly (readonly [string, string, (root: Root) => void])[] = [
  ...STARTLESS.flatMap(([list, what]) => [
    [`without a validity: ${list}`, `${what} https://`, validFor(list, undefined)] as const,
    [
      `without the start of a validity: ${list}`,
      'since when it is valid',
      validFor(list, { end: '2100-01-01T00:00:00Z' }),
    ] as const,
    [
      `whose validity ends before it starts: ${list}`,
      'ends before it starts',
      validFor(list, { ...ENDED, end: '2019-01-01T00:00:00Z' }),
    ] as const,
  ]),
  ...(['tlogs', 'ctlogs', 'certificateAuthorities'] as const).map(
    (list) => [`without ${list}`, 'not a usable trusted root: it has no', (root: Root) => root[list].splice(0)] as const,
  ),
  [
    'with an authority that has no certificate',
    'an authority has no certificate',
    (root) => Object.assign(root.timestampAuthorities[0] ?? {}, { certChain: { certificates: [] } }),
  ],
  ['of another media type', 'its media type is text/plain', (root) => Object.assign(root, { mediaType: 'text/plain' })],
];

/** Times outside of the validity of certificates and keys, and roots that do not give it. */
export const TIMES: readonly Case[] = [
  refused('a log entry made after the certificate ended', CHAIN, async (world) => ({
    bundle: await message(world, { stamped: null, logged: later(world.instance.start, 11 * MINUTE) }),
  })),
  refused('a log entry made before the certificate began', CHAIN, async (world) => ({
    bundle: await message(world, {
      stamped: null,
      at: later(world.instance.start, DAY),
      logged: later(world.instance.start, DAY - MINUTE),
    }),
  })),
  refused('a log entry made after the certificate ended, and a good timestamp', CHAIN, async (world) => ({
    bundle: await message(world, { logged: later(world.instance.start, 11 * MINUTE) }),
  })),
  refused('a timestamp made after the certificate ended', CHAIN, async (world) => ({
    bundle: await message(world, { stamped: later(world.instance.start, 11 * MINUTE) }),
  })),
  refused('a timestamp made before the certificate began', CHAIN, async (world) => ({
    bundle: await statement(world, {
      at: later(world.instance.start, DAY),
      stamped: later(world.instance.start, DAY - MINUTE),
    }),
  })),
  refused('two timestamps, one of them after the certificate ended', CHAIN, async (world) => {
    const bundle = await message(world);
    const signature = Buffer.from(bundle.messageSignature?.signature ?? '', 'base64');
    const late = await world.instance.stamp(signature, later(world.instance.start, 11 * MINUTE));
    return withBundle(bundle, ({ verificationMaterial }) => {
      verificationMaterial.timestampVerificationData.rfc3161Timestamps.push({ signedTimestamp: late.toString('base64') });
    });
  }),
  refused('one timestamp twice', 'duplicate timestamp', async (world) =>
    withBundle(await message(world), ({ verificationMaterial: { timestampVerificationData: data } }) => {
      data.rfc3161Timestamps.push(...data.rfc3161Timestamps);
    }),
  ),
  refused('a timestamp of an unknown authority', STAMP, async (world) => ({
    bundle: await message(world, { instance: { ...world.instance, stamp: world.stranger.stamp } }),
  })),
  refused('a timestamp over another signature', STAMP, async (world) => ({
    bundle: await message(world, { instance: { ...world.instance, stamp: () => world.instance.stamp(Buffer.from('another')) } }),
  })),
  refused('a timestamp by an authority that ended before', STAMP, async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, validFor('timestampAuthorities', ENDED)),
  })),
  refused('a timestamp by an authority that began later', STAMP, async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, validFor('timestampAuthorities', { start: later(world.instance.start, DAY) })),
  })),
  refused('a timestamp by an authority that ended, beside another that has not', STAMP, async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, (root) => {
      validFor('timestampAuthorities', ENDED)(root);
      root.timestampAuthorities.push(...rootWith(world.stranger, () => undefined).timestampAuthorities);
    }),
  })),
  refused('a proof, no promise and no timestamp', 'expected 1 timestamps, got 0', async (world) =>
    withEntry(await message(world, { stamped: null }), withoutPromise),
  ),
  refused('a promise by a log whose key ended before', 'inclusion promise could not be verified', async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, validFor('tlogs', ENDED)),
  })),
  refused('a promise by a log whose key began later', 'inclusion promise could not be verified', async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, validFor('tlogs', { start: later(world.instance.start, DAY) })),
  })),
  ...[ENDED, { start: '2100-01-01T00:00:00Z' }].map((validity) =>
    refused(`a proof by a log whose key is valid from ${validity.start}`, 'was not in use at that time', async (world) => ({
      ...withEntry(await message(world), withoutPromise),
      root: rootWith(world.instance, validFor('tlogs', validity)),
    })),
  ),
  refused('a key’s entry without a time, by a log whose key has ended', 'was not in use at that time', async (world) => {
    const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    return {
      ...withEntry(await message(world, { key, stamped: null }), { ...withoutPromise, integratedTime: '0' }),
      key: key.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      root: rootWith(world.instance, validFor('tlogs', { start: '2020-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z' })),
    };
  }),
  ...ROOTS.map(([name, says, change]) =>
    misused(`a trusted root ${name}`, says, async (world) => ({
      bundle: await message(world),
      root: rootWith(world.instance, change),
    })),
  ),
];
