import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { QuarantineDocument } from '../../src/model/generated/types.js';
import type { Trust } from '../../src/trust/examine.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { type Authority, githubClaims, sign, startAuthority } from '../support/authority.js';
import { differences, Federation, FRESHNESS, manifest } from '../support/federation.js';

const SOURCE = 'github.com/quay/berths';
const POLICY = `
rules:
  - sources: ["github.com/quay/*"]
    require: verified
    identities:
      - { issuer: "https://token.actions.githubusercontent.com", source_repository: "{source}" }
  - sources: ["dir:**"]
    require: none
namespaces:
  - { prefix: berth., sources: [${SOURCE}] }
`;
let authority: Authority;
let trust: Trust;

beforeAll(async () => {
  authority = await startAuthority();
  trust = {
    policy: parsePolicy(POLICY, 'policy.yaml'),
    root: parseTrustedRoot(JSON.stringify(authority.trustedRoot), 'trusted_root.json'),
  };
});
afterAll(() => authority.close());

async function signed(text: string, repository: string, more: Record<string, string> = {}): Promise<string> {
  return JSON.stringify(
    await sign(authority, new TextEncoder().encode(text), githubClaims(repository, more), { kind: 'message' }),
  );
}

const quarantined = (federation: Federation) =>
  federation
    .json<QuarantineDocument>('api/v1/quarantine.json')
    .quarantined.map(
      ({ path, capabilities, provenance }) => `${path} ${capabilities.map(({ id }) => id).join()} ${provenance.outcome}`,
    );
const source = (federation: Federation, files: Record<string, string>) =>
  federation.repository('berths', [files], { id: SOURCE });

describe('a manifest', () => {
  const text = manifest('berth.slot.assign');

  test('signed by its repository is an entry that says who signed it, with its bundle kept', async () => {
    const federation = new Federation();
    const bundle = await signed(text, 'quay/berths');
    await federation.indexSources(
      [await source(federation, { 'capability.yaml': text, 'capability.yaml.sigstore.json': bundle })],
      { trust },
    );
    const [entry] = federation.capability('berth.slot.assign').versions;
    expect(entry.provenance).toMatchObject({
      outcome: 'verified',
      admitted: true,
      claims: { source_repository: `https://${SOURCE}` },
    });
    const digest = entry.manifest.bundles?.[0]?.digest.replace('sha256:', '') ?? '';
    expect(existsSync(join(federation.out, 'blobs/sha256', digest.slice(0, 2), digest))).toBe(true);
    expect(federation.catalog().counts).toMatchObject({ by_provenance: { verified: 1 }, quarantined: 0 });
    expect(quarantined(federation)).toEqual([]);
  });

  test('may have its bundle in a folder .sigstore', async () => {
    const federation = new Federation();
    const bundle = await signed(text, 'quay/berths');
    await federation.indexSources(
      [await source(federation, { 'a/capability.yaml': text, 'a/.sigstore/capability.yaml.json': bundle })],
      { trust },
    );
    expect(federation.ids()).toEqual(['berth.slot.assign']);
  });

  test.each([
    ['unsigned', async () => ({ 'capability.yaml': text }), 'trust/unsigned'],
    [
      'untrusted',
      async () => ({ 'capability.yaml': text, 'capability.yaml.sigstore.json': await signed(text, 'thief/berths') }),
      'trust/identity-mismatch',
    ],
    [
      'invalid',
      async () => ({ 'capability.yaml': text, 'capability.yaml.sigstore.json': await signed(`${text} `, 'quay/berths') }),
      'trust/invalid-bundle',
    ],
  ] as const)('that is %s is quarantined and appears nowhere else', async (outcome, files, code) => {
    const federation = new Federation();
    await federation.indexSources([await source(federation, await files())], { trust });
    expect(quarantined(federation)).toEqual([`capability.yaml berth.slot.assign ${outcome}`]);
    expect(federation.ids()).toEqual([]);
    expect(existsSync(join(federation.out, 'capabilities/berth.slot.assign.html'))).toBe(false);
    expect(federation.findings(code)).toHaveLength(1);
  });

  test('with something else in place of a bundle is told', async () => {
    const federation = new Federation();
    await federation.indexSources(
      [await source(federation, { 'capability.yaml': text, 'capability.yaml.sigstore.json': '{"not": "a bundle"}' })],
      { trust },
    );
    expect(federation.findings('trust/bundle-unreadable')).toMatchObject([{ path: 'capability.yaml' }]);
    expect(federation.ids()).toEqual([]);
  });

  test('that claims an id of another’s namespace is quarantined, however well it is signed', async () => {
    const federation = new Federation();
    const bundle = await signed(text, 'quay/yard');
    const files = { 'capability.yaml': text, 'capability.yaml.sigstore.json': bundle };
    await federation.indexSources([await federation.repository('yard', [files], { id: 'github.com/quay/yard' })], { trust });
    expect(quarantined(federation)).toEqual(['capability.yaml berth.slot.assign verified']);
    expect(federation.findings('trust/namespace')).toMatchObject([{ message: expect.stringContaining(SOURCE) }]);
  });

  test('of a repository that has only the name of the one we knew is quarantined', async () => {
    const federation = new Federation();
    const first = {
      'capability.yaml': text,
      'capability.yaml.sigstore.json': await signed(text, 'quay/berths', { repository_id: '1' }),
    };
    await federation.indexSources([await source(federation, first)], { trust });
    expect(federation.source(SOURCE)?.repository_id).toBe('1');
    const next = manifest('berth.slot.assign', '2.0.0');
    const second = {
      'capability.yaml': next,
      'capability.yaml.sigstore.json': await signed(next, 'quay/berths', { repository_id: '2' }),
    };
    await source(federation, second);
    await federation.index({ trust, allowShrink: true });
    expect(quarantined(federation)).toEqual(['capability.yaml berth.slot.assign verified']);
    expect(federation.findings('trust/repository-id-changed')).toHaveLength(1);
    expect(federation.source(SOURCE)?.repository_id).toBe('1');
  });

  test('of a folder whose rule asks for nothing is admitted unsigned', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift') })], { trust });
    expect(federation.capability('yard.crane.lift').versions[0].provenance).toMatchObject({
      outcome: 'unsigned',
      admitted: true,
    });
  });
});

describe('a policy', () => {
  test('that changes makes every source be read and judged again', async () => {
    const federation = new Federation();
    const files = { 'capability.yaml': manifest('berth.slot.assign') };
    await federation.indexSources([await source(federation, files)], { trust });
    expect(federation.ids()).toEqual([]);
    const lenient = { ...trust, policy: parsePolicy('default: { require: none }\n', 'policy.yaml') };
    await federation.index({ trust: lenient });
    expect([federation.ids(), quarantined(federation)]).toEqual([['berth.slot.assign'], []]);
  });

  test('and nothing new leaves the tree as it is', async () => {
    const federation = new Federation();
    await federation.indexSources([await source(federation, { 'capability.yaml': manifest('berth.slot.assign') })], { trust });
    const before = federation.tree();
    await federation.index({ trust, now: '2026-05-04T09:00:00.000Z' });
    expect(differences(federation.tree(), before)).toEqual([FRESHNESS]);
  });
});
