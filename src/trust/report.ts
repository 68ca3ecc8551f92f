import { type Finding, finding, type Place } from '../model/findings.js';
import type { Provenance } from '../model/trust.js';
import type { CheckedBundle } from './check.js';
import { signerName } from './decide.js';
import { nearestIdentity } from './identity-policy.js';
import { type Policy, ruleFor } from './policy.js';

/** What else is known of where the manifest comes from. */
export interface Known {
  /** The commit it was read at. */
  readonly commit?: string | undefined;
  /** The host's id of the repository, as it was seen first. */
  readonly repositoryId?: string | undefined;
}

/** What there is to tell people about the decision on the manifest at `place`. */
export function trustFindings(
  policy: Policy,
  place: Place,
  proofs: readonly CheckedBundle[],
  decision: Provenance,
  known: Known = {},
): Finding[] {
  const unreadable = proofs.flatMap(({ unreadable, proof }) =>
    unreadable && !proof.valid ? [finding('trust/bundle-unreadable', place, { reason: proof.reason })] : [],
  );
  return [...unreadable, ...outcomeFindings(policy, place, proofs, decision), ...changeFindings(place, decision, known)];
}

function outcomeFindings(policy: Policy, place: Place, proofs: readonly CheckedBundle[], decision: Provenance): Finding[] {
  const { outcome, admitted, rule } = decision;
  const decided = proofs.find(({ bundle }) => bundle === decision.bundle);
  if (outcome === 'unsigned') return [finding(admitted ? 'trust/unsigned-allowed' : 'trust/unsigned', place, { rule })];
  if (outcome === 'invalid' && decided?.proof.valid === false && !decided.unreadable)
    return [finding('trust/invalid-bundle', place, { reason: decided.proof.reason })];
  if (outcome !== 'untrusted' || admitted || !decided?.proof.valid) return [];
  const signer = signerName(decided.proof.claims);
  const nearest = nearestIdentity(decided.proof, ruleFor(policy, place.source)?.identities ?? [], place.source);
  if (nearest === null) return [finding('trust/untrusted', place, { signer, rule })];
  const { claim, expected, actual } = nearest.mismatch;
  return [finding('trust/identity-mismatch', place, { signer, claim, expected, actual: actual ?? 'not given' })];
}

/** Names can be taken over, commits move on: what a verified signer says is compared with what was known before. */
function changeFindings(place: Place, { outcome, claims }: Provenance, known: Known): Finding[] {
  if (outcome !== 'verified' || claims === undefined) return [];
  const found: Finding[] = [];
  const { commit, source_repository_id: id } = claims;
  if (id !== undefined && known.repositoryId !== undefined && id !== known.repositoryId)
    found.push(finding('trust/repository-id-changed', place, { pinned: known.repositoryId, actual: id }));
  if (commit !== undefined && known.commit !== undefined && commit !== known.commit)
    found.push(finding('trust/commit-differs', place, { signed: commit, read: known.commit }));
  return found;
}
