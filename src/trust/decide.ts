import { quote } from '../model/quote.js';
import type { Proof, Provenance, SignerClaims } from '../model/trust.js';
import type { CheckedBundle } from './check.js';
import { type Mismatch, matchIdentity, nearestIdentity } from './identity-policy.js';
import { type Policy, type Requirement, type Rule, ruleFor } from './policy.js';

export type { CheckedBundle } from './check.js';

type ValidBundle = CheckedBundle & { readonly proof: Extract<Proof, { valid: true }> };

/** Whom the policy has not heard of gets the strictest rule there is, which nobody can pass. */
const NO_RULE: Rule = { name: 'none', sources: [], require: 'verified', identities: [] };

/** Admission is the outcome by what is required. What is invalid is never admitted: somebody tampered, or believes it is signed. */
const ADMITS: Record<Requirement, Record<Provenance['outcome'], boolean>> = {
  verified: { verified: true, untrusted: false, unsigned: false, invalid: false },
  signed: { verified: true, untrusted: true, unsigned: false, invalid: false },
  none: { verified: true, untrusted: true, unsigned: true, invalid: false },
};

/**
 * What the proofs make of a manifest from `source`. The first bundle of a signer that the source's rule names decides; without
 * one, the first valid bundle, then the first invalid one: a stranger's extra bundle cannot take away what a good one proves.
 */
export function decide(policy: Policy, source: string, proofs: readonly CheckedBundle[]): Provenance {
  const rule = ruleFor(policy, source) ?? NO_RULE;
  const valid = proofs.filter((checked): checked is ValidBundle => checked.proof.valid);
  const allowed = valid.find(({ proof }) => rule.identities.some((identity) => matchIdentity(proof, identity, source) === null));
  if (allowed) return outcome('verified', rule, `Signed by ${quote(signerName(allowed.proof.claims), 200)}.`, allowed);
  const [stranger] = valid;
  if (stranger) return outcome('untrusted', rule, whyUntrusted(stranger, rule, source), stranger);
  const [broken] = proofs;
  if (broken && !broken.proof.valid) return outcome('invalid', rule, `The signature fails: ${broken.proof.reason}.`, broken);
  return outcome(
    'unsigned',
    rule,
    rule === NO_RULE ? 'There is no signature, and no rule for this source.' : 'There is no signature.',
  );
}

function outcome(kind: Provenance['outcome'], rule: Rule, reason: string, decided?: CheckedBundle): Provenance {
  const proof = decided?.proof;
  return {
    outcome: kind,
    admitted: ADMITS[rule.require][kind],
    rule: rule.name,
    reason,
    ...(proof?.valid ? { claims: proof.claims } : {}),
    ...(proof?.valid && proof.time !== null ? { time: proof.time } : {}),
    ...(proof?.valid && proof.log_index !== null ? { log_index: proof.log_index } : {}),
    ...(decided ? { bundle: decided.bundle } : {}),
  };
}

function whyUntrusted({ proof }: ValidBundle, rule: Rule, source: string): string {
  const who = `Signed by ${quote(signerName(proof.claims), 200)}`;
  if (rule === NO_RULE) return `${who}, but no rule of the policy is for this source.`;
  const nearest = nearestIdentity(proof, rule.identities, source);
  if (nearest === null) return `${who}; the rule names nobody in particular.`;
  return `${who}, whom the rule does not name: ${describeMismatch(nearest.mismatch)}.`;
}

/** “issuer” is “x”, expected “y”. */
export function describeMismatch({ claim, expected, actual }: Mismatch): string {
  return `${claim} is ${actual === null ? 'not given' : quote(actual, 200)}, expected ${quote(expected, 200)}`;
}

/** The most telling name that the claims have. */
export function signerName(claims: SignerClaims): string {
  return claims.source_repository ?? claims.subject ?? claims.public_key ?? 'nobody';
}
