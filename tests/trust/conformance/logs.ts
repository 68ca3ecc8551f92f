import { generateKeyPairSync } from 'node:crypto';
import { later, MINUTE } from '../../support/instance.js';
import type { Body, LogEntry } from '../../support/transparency-log.js';
import { MANIFEST, sha256 } from '../signatures.js';
import { type Case, entryOf, message, OTHER, refused, statement, type World, withBundle, withEntry, withProof } from './case.js';

/** Two entries in one tree; the bundle holds the first, with what is changed by the second. */
async function besides(world: World, change: (mine: LogEntry, other: LogEntry) => object) {
  const bundle = await message(world);
  const second = await message(world, { bytes: OTHER });
  const bodies = [bundle, second].map(
    (of) => JSON.parse(Buffer.from(entryOf(of).canonicalizedBody, 'base64').toString()) as Body,
  );
  const [mine, other] = world.instance.log.enter(bodies, later(world.instance.start, MINUTE));
  if (!mine || !other) throw new Error('no entries');
  return withEntry(bundle, { ...mine, ...change(mine, other) });
}

/** Entries that are in no log, in another one, or about something else. */
export const LOGS: readonly Case[] = [
  refused('no entry', 'tlog entries', async (world) =>
    withBundle(await message(world), ({ verificationMaterial }) => {
      verificationMaterial.tlogEntries = [];
    }),
  ),
  refused('the entry of another bundle', 'signature mismatch', async (world) =>
    withEntry(await message(world), entryOf(await message(world))),
  ),
  refused('the entry of another statement', 'signature mismatch', async (world) =>
    withEntry(await statement(world), entryOf(await statement(world))),
  ),
  refused('one entry twice', 'duplicate', async (world) =>
    withBundle(await message(world), ({ verificationMaterial: { tlogEntries } }) => {
      tlogEntries.push(...structuredClone(tlogEntries));
    }),
  ),
  refused('one entry twice, once without its promise', 'duplicate tlog entry', async (world) =>
    withBundle(await message(world), ({ verificationMaterial: { tlogEntries } }) => {
      tlogEntries.push(...tlogEntries.map(({ inclusionPromise: _, ...bare }) => bare as LogEntry));
    }),
  ),
  refused('the right entry and one of another bundle', 'signature mismatch', async (world) =>
    withBundle(await message(world), ({ verificationMaterial: { tlogEntries } }) => {
      const at = later(world.instance.start, 2 * MINUTE);
      const hash = { algorithm: 'sha256', value: sha256(MANIFEST) };
      const spec = { data: { hash }, signature: { content: 'AAAA', publicKey: { content: '' } } };
      tlogEntries.push(...world.instance.log.enter([{ apiVersion: '0.0.1', kind: 'hashedrekord', spec }], at));
    }),
  ),
  refused('the right entry and one that names another signer', 'the log entry names another signer', async (world) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const content = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })).toString('base64');
    return withBundle(await message(world), ({ verificationMaterial: { tlogEntries } }) => {
      const body = JSON.parse(Buffer.from(tlogEntries[0]?.canonicalizedBody ?? '', 'base64').toString());
      body.spec.signature.publicKey = { content };
      tlogEntries.push(...world.instance.log.enter([body], later(world.instance.start, 2 * MINUTE)));
    });
  }),
  refused('the inclusion proof of another entry', 'calculated root hash does not match', (world) =>
    besides(world, (_mine, other) => ({ inclusionProof: other.inclusionProof })),
  ),
  refused('the hashes of another entry’s proof', 'calculated root hash does not match', (world) =>
    besides(world, (mine, other) => ({ inclusionProof: { ...mine.inclusionProof, hashes: other.inclusionProof?.hashes } })),
  ),
  refused('the index of another entry’s proof', 'calculated root hash does not match', (world) =>
    besides(world, (mine, other) => ({ inclusionProof: { ...mine.inclusionProof, logIndex: other.inclusionProof?.logIndex } })),
  ),
  refused('the body of another entry', 'inclusion promise could not be verified', (world) =>
    besides(world, (_mine, other) => ({ canonicalizedBody: other.canonicalizedBody })),
  ),
  refused('the promise of another entry', 'inclusion promise could not be verified', (world) =>
    besides(world, (_mine, other) => ({ inclusionPromise: other.inclusionPromise })),
  ),
  refused('the index of another entry', 'inclusion promise could not be verified', (world) =>
    besides(world, (_mine, other) => ({ logIndex: other.logIndex })),
  ),
  refused('an index outside of the tree', 'invalid index', async (world) => withProof(await message(world), { logIndex: '4' })),
  refused('a hash too many in the proof', 'invalid hash count', async (world) => {
    const bundle = await message(world);
    return withProof(bundle, {
      hashes: [...(entryOf(bundle).inclusionProof?.hashes ?? []), Buffer.alloc(32).toString('base64')],
    });
  }),
  refused('a proof that states another root hash than the checkpoint', 'another tree than the checkpoint', async (world) =>
    withProof(await message(world), { rootHash: Buffer.alloc(32).toString('base64') }),
  ),
  refused('a proof that states another size than the checkpoint', 'another tree than the checkpoint', async (world) =>
    withProof(await message(world), { treeSize: '5' }),
  ),
  refused('no proof, in a version that needs one', 'inclusionProof', async (world) =>
    withEntry(await message(world), { inclusionProof: undefined }),
  ),
  refused('an entry of a log that the root does not name', 'inclusion promise could not be verified', async (world) => ({
    bundle: await message(world, { instance: { ...world.instance, log: world.stranger.log } }),
  })),
  refused('an entry of such a log, with a proof only', 'invalid checkpoint signature', async (world) =>
    withEntry(await message(world, { instance: { ...world.instance, log: world.stranger.log } }), {
      inclusionPromise: undefined,
    }),
  ),
  refused('the id of another log', 'inclusion promise could not be verified', async (world) => {
    const { logId } = entryOf(await message(world, { instance: { ...world.instance, log: world.stranger.log } }));
    return withEntry(await message(world), { logId });
  }),
  refused('a promise that is broken', 'inclusion promise could not be verified', async (world) =>
    withEntry(await message(world), { inclusionPromise: { signedEntryTimestamp: 'AAAA' } }),
  ),
  refused('a time that the log did not promise', 'inclusion promise could not be verified', async (world) =>
    withEntry(await message(world), { integratedTime: String(world.instance.start.getTime() / 1000 + 30) }),
  ),
  refused('a dsse entry for a message signature', 'signature mismatch', async (world) =>
    withEntry(await message(world), entryOf(await statement(world))),
  ),
  // Whoever watches the log for statements does not see this one, nor the other way round.
  refused('a message signature entered as dsse', 'a log entry of the kind dsse does not fit what was signed', async (world) => ({
    bundle: await message(world, {
      kind: 'dsse',
      body: (body) => ({ ...body, spec: { ...body.spec, payloadHash: hashOf(MANIFEST) } }),
    }),
  })),
  refused(
    'a message signature entered as intoto',
    'a log entry of the kind intoto does not fit what was signed',
    async (world) => ({
      bundle: await message(world, {
        kind: 'intoto',
        body: (body) => ({
          ...body,
          spec: { content: { ...(body.spec as { content: object }).content, payloadHash: hashOf(MANIFEST) } },
        }),
      }),
    }),
  ),
  refused('an entry of a kind that its body does not have', 'kind/version mismatch', async (world) =>
    withEntry(await statement(world), { kindVersion: { kind: 'intoto', version: '0.0.2' } }),
  ),
  refused('an entry of an unknown kind', 'unsupported kind: rekord', async (world) => ({
    bundle: await message(world, { body: (body) => ({ ...body, kind: 'rekord' }) }),
  })),
  refused('a hashedrekord entry over the payload alone of a statement', 'digest mismatch', async (world) => {
    const { dsseEnvelope } = await statement(world);
    const value = sha256(Buffer.from(dsseEnvelope?.payload ?? '', 'base64'));
    return {
      bundle: await statement(world, {
        kind: 'hashedrekord',
        body: (body) => ({ ...body, spec: { ...body.spec, data: { hash: { algorithm: 'sha256', value } } } }),
      }),
    };
  }),
  refused('an entry over another digest', 'digest mismatch', async (world) => ({
    bundle: await message(world, { body: (body) => ({ ...body, spec: { ...body.spec, data: { hash: hashOf(OTHER) } } }) }),
  })),
  refused('an entry of another payload', 'DSSE payload hash mismatch', async (world) => ({
    bundle: await statement(world, { body: (body) => ({ ...body, spec: { ...body.spec, payloadHash: hashOf(OTHER) } }) }),
  })),
  ...(['certificate', 'key'] as const).map((what) =>
    refused(`an entry that names another ${what}`, 'the log entry names another signer', async (world) => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const [type, der] =
        what === 'key'
          ? ['PUBLIC KEY', publicKey.export({ type: 'spki', format: 'der' })]
          : ['CERTIFICATE', await world.instance.certify(publicKey)];
      const content = Buffer.from(`-----BEGIN ${type}-----\n${der.toString('base64')}\n-----END ${type}-----\n`).toString(
        'base64',
      );
      return {
        bundle: await message(world, {
          body: (body) => {
            const { signature } = body.spec as { signature: object };
            return { ...body, spec: { ...body.spec, signature: { ...signature, publicKey: { content } } } };
          },
        }),
      };
    }),
  ),
  refused('an entry that names nobody', 'the log entry names another signer', async (world) => ({
    bundle: await message(world, {
      body: (body) => {
        const { content } = (body.spec as { signature: { content: string } }).signature;
        return { ...body, spec: { ...body.spec, signature: { content } } };
      },
    }),
  })),
];

function hashOf(data: Uint8Array) {
  return { algorithm: 'sha256', value: sha256(data) };
}
