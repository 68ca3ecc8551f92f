import type { Provenance, SignerClaims } from '../model/trust.js';
import type { CheckedBundle } from './check.js';
import { decide } from './decide.js';
import { type Mismatch, matchIdentity, repositoryOf } from './identity-policy.js';
import { type Identity, type Policy, type Requirement, ruleFor } from './policy.js';

/** Why the policy says what it says about a source: the data behind `chora policy explain`. */
export interface Explanation {
  readonly source: string;
  /** The rule's first pattern, `default`, or null where nothing is for this source. */
  readonly rule: string | null;
  readonly require: Requirement | null;
  /** What each identity demands, with `{source}` filled in. */
  readonly demands: readonly Readonly<Record<string, string>>[];
  readonly bundles: readonly ExplainedBundle[];
  readonly decision: Provenance;
}

export interface ExplainedBundle {
  readonly bundle: string;
  /** Why the bundle proves nothing. */
  readonly invalid?: string;
  readonly claims?: SignerClaims;
  /** One for each identity of the rule: the claim that differs, or null where the signer is the one it names. */
  readonly identities?: readonly (Mismatch | null)[];
}

export function explain(policy: Policy, source: string, proofs: readonly CheckedBundle[] = []): Explanation {
  const rule = ruleFor(policy, source);
  const identities = rule?.identities ?? [];
  return {
    source,
    rule: rule?.name ?? null,
    require: rule?.require ?? null,
    demands: identities.map((identity) => demandsOf(identity, source)),
    bundles: proofs.map(({ bundle, proof }) =>
      proof.valid
        ? { bundle, claims: proof.claims, identities: identities.map((identity) => matchIdentity(proof, identity, source)) }
        : { bundle, invalid: proof.reason },
    ),
    decision: decide(policy, source, proofs),
  };
}

function demandsOf(identity: Identity, source: string): Record<string, string> {
  if (identity.kind === 'key') return { public_key: identity.digest, transparency_log: identity.log };
  const { kind: _kind, regexp: _regexp, refs, source_repository, ...claims } = identity;
  return {
    ...claims,
    ...(source_repository === undefined
      ? {}
      : { source_repository: source_repository === '{source}' ? repositoryOf(source) : source_repository }),
    ...(refs === undefined ? {} : { refs: refs.join(', ') }),
  };
}
