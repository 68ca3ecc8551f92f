import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IndexerOps } from '../../src/indexer/ops.js';
import type { QuarantineDocument } from '../../src/model/generated/types.js';
import type { Trust } from '../../src/trust/examine.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { chora } from '../interfaces/cli.js';
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

  test('can be verified again with nothing but what the catalog holds', async () => {
    const federation = new Federation();
    const files = { 'capability.yaml': text, 'capability.yaml.sigstore.json': await signed(text, 'quay/berths') };
    await federation.indexSources([await source(federation, files)], { trust });
    const page = readFileSync(join(federation.out, 'capabilities/berth.slot.assign.html'), 'utf8');
    const line = /<pre class="command"[^>]*><code[^>]*>chora (verify [^<]*)<\/code>/.exec(page)?.[1] ?? '';
    const { code, out } = await chora(federation.out, line.split(/[\s\\]+/));
    expect([code, out.split('\n')[0]]).toEqual([0, `verified: Signed by “https://${SOURCE}”.`]);
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

  test('that states an older name of another’s namespace is quarantined: its consumers would be led away', async () => {
    const federation = new Federation();
    const thief = manifest('yard.gate.open', '1.0.0', { aliases: [{ id: 'berth.slot.assign' }] });
    const files = { 'capability.yaml': thief, 'capability.yaml.sigstore.json': await signed(thief, 'quay/yard') };
    const needs = manifest('pier.board.show', '1.0.0', { dependencies: [{ id: 'berth.slot.assign', version: '^1.0.0' }] });
    await federation.indexSources(
      [
        await federation.repository('yard', [files], { id: 'github.com/quay/yard' }),
        federation.folder('pier', { 'capability.yaml': needs }),
      ],
      { trust },
    );
    expect(quarantined(federation)).toEqual(['capability.yaml yard.gate.open verified']);
    expect(federation.findings('trust/alias-namespace')).toMatchObject([
      { line: 1, message: expect.stringContaining('The alias “berth.slot.assign” belongs to the namespace “berth.”') },
    ]);
    expect(federation.findings('compatibility/missing')).toMatchObject([{ source: 'dir:folders/pier' }]);
  });

  test('gets no older names from a file beside it that is not signed', async () => {
    const federation = new Federation();
    const mapping = JSON.stringify({ aliases: { 'SAP-700': { namespace: 'berth.slot.assign' } } });
    const files = { 'capability.yaml': text, 'capability.yaml.sigstore.json': await signed(text, 'quay/berths') };
    const both = { ...files, 'capabilities/alias-mapping.json': mapping };
    await federation.indexSources([await source(federation, both)], { trust });
    expect(quarantined(federation)).toEqual(['capabilities/alias-mapping.json  unsigned']);
    expect(federation.capability('berth.slot.assign').versions[0].capability.aliases).toBeUndefined();
    const whole = { ...both, 'capabilities/alias-mapping.json.sigstore.json': await signed(mapping, 'quay/berths') };
    await source(federation, whole);
    await federation.index({ trust });
    expect(quarantined(federation)).toEqual([]);
    expect(federation.capability('berth.slot.assign').versions[0].capability.aliases).toEqual([{ id: 'SAP-700' }]);
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

describe('verification', () => {
  /** Counts what is proven. */
  const counting = (asked: string[]) => (ops: IndexerOps) => ({
    ...ops,
    prove: (...[believed, question]: Parameters<IndexerOps['prove']>) => {
      asked.push('bytes' in question.artifact ? Buffer.from(question.artifact.bytes).toString() : '');
      return ops.prove(believed, question);
    },
  });
  const signedFile = async (path: string, text: string) => ({
    [path]: text,
    [`${path}.sigstore.json`]: await signed(text, 'quay/berths'),
  });
  const one = manifest('berth.slot.assign');
  const other = manifest('berth.slot.release');

  test('is not done again for a manifest that did not change, in a source that did', async () => {
    const federation = new Federation();
    const first = { ...(await signedFile('a/capability.yaml', one)), ...(await signedFile('b/capability.yaml', other)) };
    await federation.indexSources([await source(federation, first)], { trust });
    const before = federation.capability('berth.slot.assign').versions[0].provenance;
    const next = manifest('berth.slot.release', '1.1.0');
    await source(federation, { ...first, ...(await signedFile('b/capability.yaml', next)) });
    const asked: string[] = [];
    await federation.index({ trust, ops: counting(asked) });
    expect(asked).toEqual([next]);
    expect(federation.capability('berth.slot.assign').versions[0].provenance).toEqual(before);
    expect(federation.catalog().counts.by_provenance).toEqual({ verified: 2 });
  });

  test('is done once for a manifest that the head and tags share', async () => {
    const federation = new Federation();
    const files = await signedFile('capability.yaml', one);
    const asked: string[] = [];
    const tagged = ['v1', 'v2', 'v3'].map((tag) => ({ files: { ...files, 'README.md': tag }, tag }));
    await federation.indexSources([await federation.repository('berths', tagged, { id: SOURCE, tags: 'v*' })], {
      trust,
      ops: counting(asked),
    });
    expect(asked).toEqual([one]);
  });

  test('is not done at all where nothing changed', async () => {
    const federation = new Federation();
    await federation.indexSources([await source(federation, await signedFile('capability.yaml', one))], { trust });
    const asked: string[] = [];
    await federation.index({ trust, ops: counting(asked) });
    expect(asked).toEqual([]);
  });

  test('is done again by another trusted root, which believes nobody that the first one did', async () => {
    const federation = new Federation();
    await federation.indexSources([await source(federation, await signedFile('capability.yaml', one))], { trust });
    const stranger = await startAuthority();
    const root = parseTrustedRoot(JSON.stringify(stranger.trustedRoot), 'other.json');
    await stranger.close();
    await federation.index({ trust: { ...trust, root }, allowShrink: true });
    expect([federation.ids(), quarantined(federation)]).toEqual([[], ['capability.yaml berth.slot.assign invalid']]);
  });

  test('tells an unreadable bundle beside a good one also when the good one is not verified again', async () => {
    const federation = new Federation();
    const files = { ...(await signedFile('a/capability.yaml', one)), 'a/.sigstore/capability.yaml.json': '{}' };
    await federation.indexSources([await source(federation, files)], { trust });
    await source(federation, { ...files, 'b/capability.yaml': other });
    await federation.index({ trust });
    expect(federation.findings('trust/bundle-unreadable')).toHaveLength(1);
    expect(federation.catalog().counts.by_provenance).toEqual({ verified: 1 });
  });
});

describe('an older version that its source no longer describes', () => {
  async function withHistory(): Promise<Federation> {
    const federation = new Federation();
    const describedAt = async (version: string) => {
      const text = manifest('berth.slot.assign', version);
      return { 'capability.yaml': text, 'capability.yaml.sigstore.json': await signed(text, 'quay/berths', { ref: version }) };
    };
    await federation.indexSources([await source(federation, await describedAt('1.0.0'))], { trust });
    await source(federation, await describedAt('2.0.0'));
    await federation.index({ trust });
    expect(federation.versions('berth.slot.assign').map(({ version }) => version)).toEqual(['2.0.0', '1.0.0']);
    return federation;
  }
  const believing = (refs: string) => ({
    ...trust,
    policy: parsePolicy(POLICY.replace('source_repository: "{source}"', `source_repository: "{source}", refs: [${refs}]`), 'p'),
  });

  test('stays where a new policy still believes its signer', async () => {
    const federation = await withHistory();
    await federation.index({ trust: believing('"1.0.0", "2.0.0"') });
    expect(federation.versions('berth.slot.assign').map(({ version }) => version)).toEqual(['2.0.0', '1.0.0']);
    expect(federation.findings('trust/version-withdrawn')).toEqual([]);
  });

  test('is withdrawn where a new policy does not', async () => {
    const federation = await withHistory();
    await federation.index({ trust: believing('"2.0.0"') });
    expect(federation.versions('berth.slot.assign').map(({ version }) => version)).toEqual(['2.0.0']);
    expect(federation.findings('trust/version-withdrawn')).toMatchObject([
      { path: 'capability.yaml', message: expect.stringContaining('1.0.0') },
    ]);
  });

  test('has no provenance where there is no policy any more', async () => {
    const federation = await withHistory();
    await federation.index({ trust: null, rebuild: true });
    const { versions } = federation.capability('berth.slot.assign');
    expect(versions.map(({ version, provenance }) => [version, provenance])).toEqual([
      ['2.0.0', undefined],
      ['1.0.0', undefined],
    ]);
  });
});
