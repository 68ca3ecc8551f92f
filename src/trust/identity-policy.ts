import type { SignerClaims } from '../model/trust.js';
import { matchesAny } from './pattern.js';
import type { CertificateIdentity, Identity } from './policy.js';

/** A claim that keeps a signer from being the one that an identity names. */
export interface Mismatch {
  readonly claim: keyof SignerClaims | 'transparency_log';
  readonly expected: string;
  /** Null where the certificate does not say. */
  readonly actual: string | null;
}

/** What is compared, beside the claims themselves: whether a log holds the signature. */
export interface Signature {
  readonly claims: SignerClaims;
  readonly log_index: string | null;
}

/**
 * Null if the signer is the one that `identity` names for manifests of `source`, else the first claim that differs. Claims are
 * compared as whole text. An issuer that starts like another, or a repository whose name contains another's, is a stranger.
 */
export function matchIdentity(signature: Signature, identity: Identity, source: string): Mismatch | null {
  return differences(signature, identity, source)[0] ?? null;
}

/** The identity that comes closest, by how far down the list of its demands the signer gets, and what differs there. */
export function nearestIdentity(
  signature: Signature,
  identities: readonly Identity[],
  source: string,
): { readonly identity: number; readonly mismatch: Mismatch } | null {
  const misses = identities.flatMap((identity, at) => {
    const found = differences(signature, identity, source);
    const [mismatch] = found;
    return mismatch ? [{ identity: at, mismatch, count: found.length, issuer: mismatch.claim !== 'issuer' }] : [];
  });
  misses.sort((a, b) => Number(b.issuer) - Number(a.issuer) || a.count - b.count || a.identity - b.identity);
  const [nearest] = misses;
  return nearest ? { identity: nearest.identity, mismatch: nearest.mismatch } : null;
}

function differences(signature: Signature, identity: Identity, source: string): Mismatch[] {
  const { claims, log_index } = signature;
  if (identity.kind === 'certificate') return certificateDifferences(claims, identity, source);
  const found = exactly(claims, 'public_key', identity.digest);
  if (identity.log === 'required' && log_index === null)
    found.push({ claim: 'transparency_log', expected: 'an entry in a transparency log', actual: null });
  return found;
}

function certificateDifferences(claims: SignerClaims, identity: CertificateIdentity, source: string): Mismatch[] {
  const repository = identity.source_repository === '{source}' ? repositoryOf(source) : identity.source_repository;
  return [
    // Exactly: enterprises have issuers of their own below the address of GitHub's.
    ...exactly(claims, 'issuer', identity.issuer),
    // The extension, not the subject: with a reusable workflow the subject is the repository of the workflow.
    ...exactly(claims, 'source_repository', repository),
    ...exactly(claims, 'source_repository_id', identity.source_repository_id),
    ...exactly(claims, 'source_repository_owner_id', identity.source_repository_owner_id),
    ...exactly(claims, 'subject', identity.subject),
    ...when(claims, 'subject', identity.subject_regexp, (subject) => identity.regexp?.matches(subject) === true),
    ...when(claims, 'signer_workflow', identity.signer_workflow, (workflow) => isWorkflow(workflow, identity.signer_workflow)),
    ...exactly(claims, 'runner_environment', identity.runner_environment),
    ...when(claims, 'ref', identity.refs?.join(', '), (ref) => matchesAny(identity.refs ?? [], ref)),
  ];
}

/** URL of the repository that a source is, or is a folder of. Only on github.com does the id tell where the folder begins. */
export function repositoryOf(source: string): string {
  return `https://${/^github\.com\/[^/]+\/[^/]+/.exec(source)?.[0] ?? source}`;
}

function exactly(claims: SignerClaims, claim: keyof SignerClaims, expected: string | undefined): Mismatch[] {
  return when(claims, claim, expected, (actual) => actual === expected);
}

/** A claim that the identity does not ask for is not compared; one that the certificate lacks does not fit. */
function when(
  claims: SignerClaims,
  claim: keyof SignerClaims,
  expected: string | undefined,
  fits: (actual: string) => boolean,
): Mismatch[] {
  const actual = claims[claim];
  if (expected === undefined || (actual !== undefined && fits(actual))) return [];
  return [{ claim, expected, actual: actual ?? null }];
}

/** The workflow at any ref or commit; at the one ref, if the policy writes it. What follows the path must be a ref, not more path. */
function isWorkflow(actual: string, written = ''): boolean {
  const expected = /^https?:\/\//.test(written) ? written : `https://github.com/${written}`;
  if (expected.includes('@')) return actual === expected;
  return actual.startsWith(`${expected}@`) && /^(refs\/.+|[0-9a-f]{40}|[0-9a-f]{64})$/.test(actual.slice(expected.length + 1));
}
