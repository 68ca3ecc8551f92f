import { githubClaims, sign, startAuthority } from '../../support/authority.js';
import { DAY, later, MINUTE, startInstance } from '../../support/instance.js';
import { MANIFEST } from '../signatures.js';
import { byClient, type Case, message, refused, rootWith, statement, validFor } from './case.js';

const CHAIN = 'Failed to verify certificate chain';

/** Certificates that the authorities of the root did not give, or not for this. */
export const CERTIFICATES: readonly Case[] = [
  refused('of an authority that the root does not name', CHAIN, async (world) => {
    const instance = { ...world.instance, certify: world.stranger.certify };
    return { bundle: await message(world, { instance }) };
  }),
  refused('whose authority ended before', CHAIN, async (world) => ({
    bundle: await message(world),
    root: rootWith(
      world.instance,
      validFor('certificateAuthorities', { start: '2020-01-01T00:00:00Z', end: world.instance.start }),
    ),
  })),
  refused('whose authority began later', CHAIN, async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, validFor('certificateAuthorities', { start: later(world.instance.start, DAY) })),
  })),
  refused('whose chain expired before it', CHAIN, async (world) => ({
    // The authority's own certificate is for 365 days; this is for ten minutes around their end.
    bundle: await message(world, {
      at: later(world.instance.start, 365 * DAY - 5 * MINUTE),
      logged: later(world.instance.start, 365 * DAY + MINUTE),
      stamped: null,
    }),
  })),
  refused('without a signed certificate timestamp', 'expected 1 SCTs, got 0', async (world) => {
    const instance = await startInstance({ ctLog: false });
    return { bundle: await message(world, { instance }), root: instance.trustedRoot };
  }),
  refused('without a signed certificate timestamp, by the client', 'expected 1 SCTs, got 0', async () => {
    const authority = await startAuthority({ ctLog: false });
    try {
      const bundle = await sign(authority, MANIFEST, githubClaims('acme/app'), { kind: 'message' });
      return { bundle, root: authority.trustedRoot };
    } finally {
      await authority.close();
    }
  }),
  refused('with a timestamp of an unknown certificate log', 'SCT verification failed', async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, (root) => {
      root.ctlogs = rootWith(world.stranger, () => undefined).ctlogs;
    }),
  })),
  refused('with a timestamp of a certificate log whose key ended before', 'SCT verification failed', async (world) => ({
    bundle: await message(world),
    root: rootWith(world.instance, validFor('ctlogs', { start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' })),
  })),
  refused('of the authority itself', 'the certificate is not for code signing', async (world) => {
    return { bundle: await message(world, world.instance.certificateAuthority) };
  }),
  refused('of a timestamp authority', 'the certificate is not for code signing', async (world) => {
    const { certificate, keys, root } = world.instance.timestampAuthority;
    return {
      bundle: await message(world, { certificate, keys }),
      root: rootWith(world.instance, ({ certificateAuthorities: [ca] }) =>
        Object.assign(ca ?? {}, { certChain: { certificates: [{ rawBytes: root.toString('base64') }] } }),
      ),
    };
  }),
  refused('that is none', 'unsupported tag', async (world) => {
    const bundle = await message(world);
    bundle.verificationMaterial.certificate = { rawBytes: 'AAAA' };
    return { bundle };
  }),
  refused('with an extension twice', 'the certificate has the extension 1.3.6.1.4.1.57264.1.12 twice', async (world) => ({
    bundle: await message(world, {
      extensions: ['https://github.com/acme/app', 'https://github.com/evil/app'].map((value) => ({
        oid: '1.3.6.1.4.1.57264.1.12',
        value,
      })),
    }),
  })),
  refused('of a statement, of an unknown authority', CHAIN, async (world) => ({
    bundle: await byClient(world, { kind: 'dsse' }),
    root: rootWith(world.instance, (root) => {
      const { tlogs, timestampAuthorities } = world.authority.trustedRoot as typeof root;
      Object.assign(root, { tlogs, timestampAuthorities });
    }),
  })),
  refused('of a statement, changed', 'signature', async (world) => {
    const bundle = await statement(world);
    bundle.verificationMaterial.certificate = (await statement(world)).verificationMaterial.certificate ?? { rawBytes: '' };
    return { bundle };
  }),
];
