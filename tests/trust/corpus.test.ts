import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Artifact, Proof } from '../../src/model/trust.js';
import { readBundles } from '../../src/trust/bundle.js';
import { decide } from '../../src/trust/decide.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { publicGoodTrustedRoot } from '../../src/trust/trusted-root.js';
import { verifyBundle } from '../../src/trust/verify.js';

/** Real bundles, kept outside the repository. */
const corpus = join(process.env['CHORA_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url)), 'sigstore');
const root = publicGoodTrustedRoot();

function proofsOf(name: string, artifact: Artifact): Proof[] {
  return readBundles(readFileSync(join(corpus, name))).map(
    (reading): Proof => (reading.ok ? verifyBundle(reading.bundle, artifact, root) : { valid: false, reason: reading.reason }),
  );
}

const SIGSTORE_JS: Artifact = {
  algorithm: 'sha512',
  digest:
    '90f223f992e4c88dd068cd2a5fc57f9d2b30798343dd6e38f29c240e04ba090ef831f84490847c4e82b9232c78e8a258463b1e55c0f7469f730265008fa6633f',
};
const REUSABLE: Artifact = { algorithm: 'sha256', digest: '49a3aa6075e0f49f82843e74b5baa614ad2a588e6675612bf108a0a008c5ac25' };

(existsSync(corpus) ? describe : describe.skip)(
  'real bundles (CHORA_CORPUS, or ../shared/corpus; skipped where it is absent)',
  () => {
    test.each([
      ['sigstore-js-2.1.0-bundle.json', 1],
      ['sigstore-js-2.1.0-bundle-v0.1.json', 1],
      ['sigstore-js-2.1.0_with_2_bundles.jsonl', 2],
    ])('%s verifies', (name, count) => {
      const proofs = proofsOf(name, SIGSTORE_JS);
      expect(proofs).toHaveLength(count);
      for (const proof of proofs)
        expect(proof).toMatchObject({
          valid: true,
          content: 'statement',
          claims: {
            issuer: 'https://token.actions.githubusercontent.com',
            source_repository: 'https://github.com/sigstore/sigstore-js',
            ref: 'refs/heads/main',
            runner_environment: 'github-hosted',
          },
        });
    });

    test('a custom issuer verifies, and is not the issuer whose address it starts with', () => {
      const [proof] = proofsOf('custom-issuer.sigstore.json', { bytes: readFileSync(join(corpus, 'custom-issuer-artifact')) });
      if (!proof?.valid) throw new Error(proof?.reason);
      expect(proof.claims.issuer).toBe('https://token.actions.githubusercontent.com/hammer-time');
      const policy = parsePolicy(
        'default: {require: verified, identities: [{issuer: "https://token.actions.githubusercontent.com", source_repository: "{source}"}]}',
        'policy.yaml',
      );
      const decision = decide(policy, 'github.com/too-legit/attest', [{ bundle: 'b', proof }]);
      expect(decision).toMatchObject({ outcome: 'untrusted', admitted: false });
      expect(decision.reason).toContain('issuer is “https://token.actions.githubusercontent.com/hammer-time”');
    });

    test('a reusable workflow: the source is bound by its extension, the subject is the repository of the workflow', () => {
      const [proof] = proofsOf('reusable-workflow-attestation.sigstore.json', REUSABLE);
      if (!proof?.valid) throw new Error(proof?.reason);
      expect(proof.claims.source_repository).toBe('https://github.com/malancas/attest-demo');
      expect(proof.claims.subject).toMatch(/^https:\/\/github\.com\/github\/artifact-attestations-workflows\//);
      const policy = parsePolicy(
        `default:
  require: verified
  identities:
    - issuer: https://token.actions.githubusercontent.com
      source_repository: "{source}"
      signer_workflow: github/artifact-attestations-workflows/.github/workflows/attest.yml`,
        'policy.yaml',
      );
      const decisionFor = (source: string) => decide(policy, source, [{ bundle: 'b', proof }]).outcome;
      expect(decisionFor('github.com/malancas/attest-demo')).toBe('verified');
      expect(decisionFor('github.com/github/artifact-attestations-workflows')).toBe('untrusted');
    });

    test('an invalid signature is refused', () => {
      const [proof] = proofsOf('sigstoreBundle-invalid-signature.json', SIGSTORE_JS);
      expect(proof?.valid).toBe(false);
    });

    test('a bundle of GitHub’s own instance is refused with the public-good root', () => {
      const proofs = proofsOf('github_provenance_demo-0.0.12-py3-none-any-bundle.jsonl', {
        algorithm: 'sha256',
        digest: 'ae57936def59bc4c75edd3a837d89bcefc6d3a5e31d55a6fa7a71624f92c3c3b',
      });
      expect(proofs).toHaveLength(1);
      expect(proofs[0]).toEqual({ valid: false, reason: 'timestamp could not be verified' });
    });
  },
);
