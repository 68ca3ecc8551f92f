import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { QuarantineDocument } from '../../src/model/generated/types.js';
import type { Trust } from '../../src/trust/examine.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { type Authority, githubClaims, sign, startAuthority } from '../support/authority.js';
import { manifest } from '../support/federation.js';
import type { Repository } from '../support/github/repository.js';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { GitHubFederation } from './github.js';

const POLICY = `
default:
  require: verified
  identities:
    - { issuer: "https://token.actions.githubusercontent.com", source_repository: "https://github.com/acme/billing" }
`;
const text = manifest('acme.billing.issue');
const LISTED = [{ repo: 'acme/billing' }];
let authority: Authority;
let trust: Trust;
let hub: LocalGitHub;
let repository: Repository;
let federation: GitHubFederation;

beforeAll(async () => {
  authority = await startAuthority();
  const root = parseTrustedRoot(JSON.stringify(authority.trustedRoot), 'trusted_root.json');
  trust = { policy: parsePolicy(POLICY, 'policy.yaml'), root };
});
afterAll(() => authority.close());
beforeEach(async () => {
  hub = await startGitHub();
  federation = new GitHubFederation(hub);
  repository = hub.model.repository('acme/billing', { files: { 'capability.yaml': text } });
});
afterEach(() => hub.close());

/** As a job of GitHub Actions attests the manifest. */
async function attest(signer: string, stored: boolean): Promise<void> {
  // The certificate names the repository's number at its host, which is the one that the source was pinned to.
  const claims = githubClaims(signer, { repository_id: String(repository.databaseId) });
  const bundle = await sign(authority, Buffer.from(text), claims, { kind: 'dsse', entryType: 'intoto' });
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  repository.attest({ digest, bundle: bundle as unknown as Record<string, unknown>, stored });
}
const outcome = () => federation.capability('acme.billing.issue').versions[0]?.provenance?.outcome;
const asked = () => hub.requests.entries.filter(({ path }) => decodeURIComponent(path).includes('/attestations/sha256:')).length;

describe('an attestation that GitHub keeps', () => {
  test.each([
    ['in its answer', false],
    ['in its storage', true],
  ])('%s proves who signed the manifest, and is asked for once', async (_where, stored) => {
    await attest('acme/billing', stored);
    await federation.indexGitHub(LISTED, { trust });
    expect([outcome(), asked()]).toEqual(['verified', 1]);
    repository.push({ 'README.md': 'new' });
    await federation.indexGitHub(LISTED, { trust });
    expect([outcome(), asked()]).toEqual(['verified', 1]);
  });

  test('of a stranger is told as one', async () => {
    await attest('thief/billing', false);
    await federation.indexGitHub(LISTED, { trust });
    const { quarantined } = federation.json<QuarantineDocument>('api/v1/quarantine.json');
    expect(quarantined.map(({ provenance }) => provenance.outcome)).toEqual(['untrusted']);
  });

  test('that is made a moment later is found by the next run, though the repository did not change', async () => {
    await federation.indexGitHub(LISTED, { trust });
    expect(federation.ids()).toEqual([]);
    await attest('acme/billing', false);
    await federation.indexGitHub(LISTED, { trust });
    expect(outcome()).toBe('verified');
    await federation.indexGitHub(LISTED, { trust });
    expect(asked()).toBe(2);
  });

  test('that cannot be fetched leaves the catalog as it was', async () => {
    await attest('acme/billing', false);
    await federation.indexGitHub(LISTED, { trust });
    repository.push({ 'capability.yaml': manifest('acme.billing.issue', '2.0.0') });
    hub.faults.status(503, { times: 100, when: ({ kind }) => kind === 'rest' });
    await federation.indexGitHub(LISTED, { trust });
    expect(federation.versions('acme.billing.issue').map(({ version }) => version)).toEqual(['1.0.0']);
    expect(outcome()).toBe('verified');
  });
});
