import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { prover } from '../../src/compose.js';
import { examineAgain } from '../../src/mirror/prove.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import type { Entry } from '../../src/model/generated/types.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { digestOf, entry } from '../catalog/entries.js';
import { type Authority, githubClaims, sign, startAuthority } from '../support/authority.js';
import { blobPath, type Mirror, mirrors, type Publisher } from '../support/mirror.js';

const SOURCE = 'github.com/quay/berths';
const rule = (owner: string, require = 'verified') => `
rules:
  - sources: ["github.com/${owner}/*"]
    require: ${require}
    identities:
      - { issuer: "https://token.actions.githubusercontent.com", source_repository: "{source}" }
default: { require: none }
`;
const POLICY = rule('quay');
const make = mirrors();
let authority: Authority;

beforeAll(async () => {
  authority = await startAuthority();
});
afterAll(() => authority.close());

interface Signed {
  readonly id: string;
  readonly by?: string;
  /** What is signed, where it is not what is published. */
  readonly over?: string;
  readonly claims?: Entry['provenance'];
}

/** An entry of SOURCE that says it is verified, signed by `by` (nobody, where there is none). */
async function signed(publisher: Publisher, { id, by = 'quay/berths', over, claims }: Signed): Promise<Entry> {
  const text = `id: ${id}`;
  const bundles: { digest: string; size: number }[] = [];
  if (by !== '') {
    const bundle = JSON.stringify(
      await sign(authority, new TextEncoder().encode(over ?? text), githubClaims(by), { kind: 'message' }),
    );
    bundles.push({ digest: publisher.blob(bundle), size: Buffer.byteLength(bundle) });
  }
  publisher.blob(text);
  const manifest = { digest: digestOf(text), size: text.length, ...(bundles.length === 0 ? {} : { bundles }) };
  const provenance = claims ?? { outcome: 'verified', admitted: true, rule: 'github.com/quay/*', reason: 'as they say' };
  return entry(id, '1.0.0', { source: SOURCE, manifest, provenance });
}

/** What is true of an entry is worded as the proof gives it; what is a lie stays one. */
async function publish(publisher: Publisher, entries: readonly Entry[], policy = POLICY): Promise<void> {
  const trust = {
    policy: parsePolicy(policy, 'policy.yaml'),
    root: parseTrustedRoot(JSON.stringify(authority.trustedRoot), 'trusted_root.json'),
  };
  publisher.trust = trust;
  const blob = (digest: string) => publisher.blobs.get(digest) ?? null;
  const worded = entries.map(async (each) => {
    const options = { trust, blob, prove: prover(Number.POSITIVE_INFINITY) };
    const { provenance } = await examineAgain({ entries: [each], pinned: undefined }, options);
    return provenance.outcome === each.provenance?.outcome ? { ...each, provenance: { ...provenance } } : each;
  });
  publisher.publishEntries(await Promise.all(worded));
}

function ownPolicy(mirror: Mirror, text: string): void {
  writeFileSync(join(mirror.folder, 'policy.yaml'), text);
  writeFileSync(join(mirror.folder, 'trusted_root.json'), JSON.stringify(authority.trustedRoot));
  const config = readFileSync(join(mirror.folder, 'mirror.yaml'), 'utf8');
  writeFileSync(join(mirror.folder, 'mirror.yaml'), config.replace(/^# policy:.*$/m, 'policy: policy.yaml'));
}

describe('a release of signed manifests', () => {
  test('is mirrored after each proof was verified again, and known ones are not verified twice', async () => {
    const { mirror, publisher } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a' }), await signed(publisher, { id: 'b' })]);
    expect(await mirror.sync()).toMatchObject({ proofs: { verified: 2, known: 0 }, site: 'equal' });
    const { entries } = publisher.catalog;
    await publish(publisher, [...entries, await signed(publisher, { id: 'c' })]);
    expect(await mirror.sync()).toMatchObject({ proofs: { verified: 1, known: 2 } });
    expect((await verifyMirror(mirror.ops())).checked.proofs).toBe(5);
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
  });

  test('of which one was signed by somebody else is refused as a whole', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    await publish(publisher, [await signed(publisher, { id: 'a' }), await signed(publisher, { id: 'b', by: 'mallory/berths' })]);
    await expect(mirror.sync()).rejects.toMatchObject({ kind: 'trust', code: 'mirror/proof-refused' });
    expect(mirror.served()).toContain('quay.berth.list');
    expect(mirror.journal().at(-1)).toMatchObject({ event: 'refused', code: 'mirror/proof-refused' });
  });

  test('of which one was invented, with a signature over other bytes, is refused', async () => {
    const { mirror, publisher } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a', over: 'id: other' })]);
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/proof-refused' });
    expect(existsSync(join(mirror.folder, 'current'))).toBe(false);
  });

  test('of which one says that it is verified, and nobody signed it, is refused', async () => {
    const { mirror, publisher } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a', by: '' })], 'default: { require: none }');
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/proof-refused' });
  });

  test('whose known manifest suddenly says that it is verified is refused', async () => {
    const { mirror, publisher } = await make();
    const claims = { outcome: 'unsigned' as const, admitted: true, rule: 'default', reason: 'There is no signature.' };
    await publish(publisher, [await signed(publisher, { id: 'a', by: '', claims })], 'default: { require: none }');
    await mirror.sync();
    await publish(publisher, [await signed(publisher, { id: 'a', by: '' })], 'default: { require: none }');
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/proof-refused' });
  });

  test('that brings another policy is told', async () => {
    const { mirror, publisher } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a' })]);
    expect(await mirror.sync()).toMatchObject({ policy_changed: false });
    await publish(publisher, publisher.catalog.entries, rule('quay', 'signed'));
    expect(await mirror.sync()).toMatchObject({ policy_changed: true, proofs: { verified: 1, known: 0 } });
    expect(mirror.journal().at(-1)).toMatchObject({ policy_changed: true });
  });

  test('is not verified where mirror.yaml says so, and the status tells', async () => {
    const { mirror, publisher } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a', by: 'mallory/berths' })]);
    writeFileSync(join(mirror.folder, 'mirror.yaml'), mirror.read('mirror.yaml').replace('proofs: true', 'proofs: false'));
    expect(await mirror.sync()).toMatchObject({ proofs: { verified: 0 } });
    expect((await mirror.status()).notes).toContain('Proofs of manifests were not verified, as mirror.yaml says.');
  });
});

describe('a policy of the mirror’s own', () => {
  test('keeps out what it does not admit, lists it, and mirrors the rest', async () => {
    const { mirror, publisher } = await make();
    const evil = rule('mallory')
      .replace('github.com/mallory/*', 'github.com/*/*')
      .replace('{source}', 'https://github.com/mallory/berths');
    await publish(
      publisher,
      [await signed(publisher, { id: 'a' }), await signed(publisher, { id: 'b', by: 'mallory/berths' })],
      evil,
    );
    ownPolicy(mirror, POLICY);
    const report = await mirror.sync();
    expect(report.judged).toMatchObject([{ source: SOURCE, capabilities: ['b'], outcome: 'untrusted', quarantined: true }]);
    expect(report.site).toBe('own-policy');
    expect(mirror.served()).toBe('Quay: a 1.0.0');
    expect(JSON.parse(mirror.served('api/v1/quarantine.json'))).toMatchObject([{ capabilities: [{ id: 'b' }] }]);
    const [, evilEntry] = publisher.catalog.entries;
    expect(existsSync(join(mirror.folder, 'current', blobPath(evilEntry?.manifest.digest ?? '')))).toBe(false);
    expect((await mirror.status()).notes).toContain('1 manifest is kept out by this mirror’s own policy.');
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
  });

  test('wins over a policy that a thief ships: nothing of the thief gets in', async () => {
    const { mirror, publisher } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a', by: 'mallory/berths' })], 'default: { require: signed }');
    ownPolicy(mirror, POLICY);
    expect(await mirror.sync()).toMatchObject({ judged: [{ quarantined: true }] });
    expect(mirror.served()).toBe('Quay: ');
  });

  test('that agrees with the release changes nothing', async () => {
    const { mirror, publisher } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a' })]);
    ownPolicy(mirror, POLICY);
    expect(await mirror.sync()).toMatchObject({ judged: [], site: 'equal' });
  });

  test('that changes makes the release anew, without anything being fetched', async () => {
    const { mirror, publisher, server } = await make();
    await publish(publisher, [await signed(publisher, { id: 'a' })]);
    await mirror.sync();
    ownPolicy(mirror, rule('nobody').replace('default: { require: none }', 'default: { require: verified }'));
    server.asked();
    expect(await mirror.sync()).toMatchObject({ outcome: 'released', judged: [{ quarantined: true }], fetched: { files: 0 } });
    expect(server.asked()).toHaveLength(2);
    expect(mirror.served()).toBe('Quay: ');
    expect((await mirror.status()).release?.folder).toBe('3.2');
  });

  test('that is broken ends the sync before anything is asked for', async () => {
    const { mirror, server } = await make();
    ownPolicy(mirror, 'rules: [');
    server.asked();
    await expect(mirror.sync()).rejects.toMatchObject({ kind: 'config', code: 'trust/policy' });
    expect(server.asked()).toEqual([]);
  });
});

test('a filter mirrors a part, says so, and fetches no more than that', async () => {
  const { mirror, publisher, server } = await make(
    { 'quay.slot.assign': {}, 'yard.crane.lift': {} },
    { only: { domain: ['yard'] } },
  );
  const report = await mirror.sync();
  expect(report).toMatchObject({ partial: true, site: 'partial' });
  expect(mirror.served()).toBe('Quay (part: domain yard): yard.crane.lift 1.0.0');
  expect(server.asked().filter((path) => path.startsWith('blobs/'))).toHaveLength(1);
  expect(await mirror.status()).toMatchObject({
    partial: { domain: ['yard'] },
    notes: ['This mirror holds a part of the catalog.'],
  });
  publisher.publish({ 'quay.slot.assign': { version: '2.0.0' }, 'yard.crane.lift': {} });
  expect(await mirror.sync()).toMatchObject({ changes: { added: [], updated: [], removed: [] } });
  expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
});

test('a site that is not what its targets give is refused', async () => {
  const { mirror, publisher } = await make();
  await mirror.sync();
  publisher.freshness = { site: digestOf('another site') };
  publisher.publish({ evil: {} });
  await expect(mirror.sync()).rejects.toMatchObject({ kind: 'trust', code: 'mirror/site-differs' });
  expect(mirror.served()).toContain('quay.berth.list');
});

test('a site of another version of the program is not compared, and the status says so', async () => {
  const { mirror, publisher } = await make();
  const identity = { ...publisher.catalog.identity, generator: { name: 'chora-catalog', version: '0.0.1' } };
  publisher.freshness = { site: digestOf('another site') };
  publisher.publish({ a: {} }, undefined, { identity });
  expect(await mirror.sync()).toMatchObject({ site: 'other-generator' });
  expect((await mirror.status()).notes[0]).toContain('Published by version 0.0.1');
});
