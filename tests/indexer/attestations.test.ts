import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IndexerOps } from '../../src/indexer/ops.js';
import { SourceError } from '../../src/model/source.js';
import type { Trust } from '../../src/trust/examine.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { type Authority, githubClaims, sign, startAuthority } from '../support/authority.js';
import { Federation, manifest } from '../support/federation.js';

const SOURCE = 'github.com/quay/berths';
const policy = (require: string) =>
  parsePolicy(
    `default: { require: ${require}, identities: [{ issuer: "https://token.actions.githubusercontent.com", source_repository: "{source}" }] }`,
    'policy.yaml',
  );
let authority: Authority;
let trust: Trust;

beforeAll(async () => {
  authority = await startAuthority();
  trust = { policy: policy('verified'), root: parseTrustedRoot(JSON.stringify(authority.trustedRoot), 'trusted_root.json') };
});
afterAll(() => authority.close());

const text = manifest('berth.slot.assign');
const other = manifest('berth.slot.release');

async function attested(content: string): Promise<Uint8Array> {
  return Buffer.from(
    JSON.stringify(
      await sign(authority, Buffer.from(content), githubClaims('quay/berths'), { kind: 'dsse', entryType: 'intoto' }),
    ),
  );
}

/** A host that answers with these attestations, and counts what it is asked. */
class Host {
  asked = 0;
  answers: readonly Uint8Array[] = [];
  failure: SourceError | null = null;
  readonly ops = (ops: IndexerOps): IndexerOps => ({
    ...ops,
    readAttestations: () => {
      this.asked += 1;
      return this.failure ? Promise.reject(this.failure) : Promise.resolve(this.answers);
    },
  });
}

async function start(files: Record<string, string>): Promise<{ federation: Federation; host: Host }> {
  const federation = new Federation();
  federation.configure({ sources: [await federation.repository('berths', [files], { id: SOURCE })] });
  return { federation, host: new Host() };
}

describe('an attestation that the host keeps', () => {
  test('proves who signed, is kept as a blob, and is not asked for again', async () => {
    const { federation, host } = await start({ 'capability.yaml': text });
    host.answers = [await attested(text)];
    await federation.index({ trust, ops: host.ops });
    const [entry] = federation.capability('berth.slot.assign').versions;
    expect(entry.provenance?.outcome).toBe('verified');
    expect(entry.manifest.bundles).toMatchObject([{ digest: expect.stringMatching(/^sha256:/) }]);
    expect(entry.manifest.bundles?.[0]).not.toHaveProperty('path');
    const digest = entry.manifest.bundles?.[0]?.digest.slice('sha256:'.length) ?? '';
    expect(existsSync(join(federation.out, 'blobs/sha256', digest.slice(0, 2), digest))).toBe(true);

    await federation.repository('berths', [{ 'capability.yaml': text, 'README.md': 'new' }], { id: SOURCE });
    host.answers = [];
    await federation.index({ trust, ops: host.ops });
    expect(host.asked).toBe(1);
    expect(federation.capability('berth.slot.assign').versions[0].provenance?.outcome).toBe('verified');
  });

  test('is not asked for where a bundle lies beside the manifest', async () => {
    const bundle = Buffer.from(await attested(text)).toString();
    const { federation, host } = await start({ 'capability.yaml': text, 'capability.yaml.sigstore.json': bundle });
    await federation.index({ trust, ops: host.ops });
    expect([host.asked, federation.ids()]).toEqual([0, ['berth.slot.assign']]);
  });

  test('is asked for once, however many snapshots have the manifest', async () => {
    const federation = new Federation();
    const commits = ['v1', 'v2'].map((tag) => ({ files: { 'capability.yaml': text, 'README.md': tag }, tag }));
    federation.configure({ sources: [await federation.repository('berths', commits, { id: SOURCE, tags: 'v*' })] });
    const host = new Host();
    host.answers = [await attested(text)];
    await federation.index({ trust, ops: host.ops });
    expect(host.asked).toBe(1);
  });

  test('of another manifest proves nothing', async () => {
    const { federation, host } = await start({ 'capability.yaml': text });
    host.answers = [await attested(other)];
    await federation.index({ trust, ops: host.ops });
    expect(federation.ids()).toEqual([]);
    expect(federation.findings('trust/invalid-bundle')).toHaveLength(1);
  });

  test.each(['verified', 'none'])(
    'that comes later than the manifest is found by the next run (require: %s)',
    async (require) => {
      const believed = { ...trust, policy: policy(require) };
      const { federation, host } = await start({ 'capability.yaml': text });
      await federation.index({ trust: believed, ops: host.ops });
      expect([host.asked, federation.source(SOURCE)?.unsettled]).toEqual([1, true]);
      host.answers = [await attested(text)];
      await federation.index({ trust: believed, ops: host.ops });
      expect(federation.capability('berth.slot.assign').versions[0].provenance?.outcome).toBe('verified');
      expect([host.asked, federation.source(SOURCE)?.unsettled]).toEqual([2, undefined]);
    },
  );

  test('that never comes is asked for twice and no more', async () => {
    const { federation, host } = await start({ 'capability.yaml': text });
    for (let run = 0; run < 4; run += 1) await federation.index({ trust, ops: host.ops });
    expect(host.asked).toBe(2);
  });

  test('that cannot be asked for leaves the source as it was', async () => {
    const { federation, host } = await start({ 'capability.yaml': text });
    host.answers = [await attested(text)];
    await federation.index({ trust, ops: host.ops });
    await federation.repository('berths', [{ 'capability.yaml': other }], { id: SOURCE });
    host.failure = new SourceError({ code: 'source/unreachable', state: 'unreachable', transient: false, args: { detail: 'x' } });
    await federation.index({ trust, ops: host.ops });
    expect(federation.ids()).toEqual(['berth.slot.assign']);
    expect(federation.source(SOURCE)).toMatchObject({ state: 'unreachable' });
    expect(federation.findings('source/last-good-kept')).toHaveLength(1);
  });

  test('is not asked for where there is no policy', async () => {
    const { federation, host } = await start({ 'capability.yaml': text });
    await federation.index({ ops: host.ops });
    expect(host.asked).toBe(0);
  });
});
