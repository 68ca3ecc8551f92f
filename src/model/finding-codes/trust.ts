import type { FindingCode } from '../findings.js';
import { quote } from '../quote.js';

const quarantined = 'The manifest is listed with this reason, and is in no search, list or matrix.';

export const TRUST_CODES = {
  'trust/unsigned': {
    severity: 'warning',
    title: 'The manifest is not signed',
    explanation: `No Sigstore bundle was found for the manifest, and the rule of its source asks for one. ${quarantined}`,
    message: ({ rule }) => `There is no signature for this manifest, and the rule ${quote(rule ?? '')} asks for one.`,
    hint: () => 'Sign it with `chora sign`, or attest it in a GitHub workflow.',
  },
  'trust/unsigned-allowed': {
    severity: 'info',
    title: 'The manifest is not signed, which the policy allows',
    explanation:
      'No Sigstore bundle was found for the manifest. The rule of its source admits it. Nobody can tell whether it is what its author wrote.',
    message: ({ rule }) => `There is no signature for this manifest; the rule ${quote(rule ?? '')} admits it.`,
    hint: () => 'Sign it with `chora sign`, so that the policy can ask for signatures.',
  },
  'trust/untrusted': {
    severity: 'error',
    title: 'The manifest is signed by somebody the policy does not name',
    explanation: `The signature is valid, but the rule of the source allows other signers, or no rule is for the source at all. ${quarantined}`,
    message: ({ signer, rule }) =>
      `This manifest is signed by ${quote(signer ?? '', 200)}, whom the rule ${quote(rule ?? '')} does not allow.`,
    hint: () => '`chora policy explain` shows what the rule demands. If the signer is right, name them in the policy.',
  },
  'trust/identity-mismatch': {
    severity: 'error',
    title: 'One claim of the signer differs from what the policy demands',
    explanation: `The signature is valid. Of the signers that the rule names, the one that comes closest differs in this claim. ${quarantined}`,
    message: ({ signer, claim, actual, expected }) =>
      `Signed by ${quote(signer ?? '', 200)}, whose ${quote(claim ?? '')} is ${quote(actual ?? '', 200)}; the policy demands ${quote(expected ?? '', 200)}.`,
    hint: () => 'Sign from where the policy expects it, or correct the policy.',
  },
  'trust/invalid-bundle': {
    severity: 'error',
    title: 'The signature of the manifest fails',
    explanation: `A Sigstore bundle is there and proves nothing: the manifest was changed after it was signed, the bundle belongs to another file, or it was made by authorities that the trusted root does not hold. Such a manifest is never admitted, whatever the policy requires. ${quarantined}`,
    message: ({ reason }) => `The signature of this manifest fails: ${quote(reason ?? '', 200)}.`,
    hint: () => 'Sign the manifest anew, or remove the bundle.',
  },
  'trust/bundle-unreadable': {
    severity: 'error',
    title: 'A signature file is not a Sigstore bundle',
    explanation:
      'The file stands where a bundle is expected, and does not parse as one. It counts as a signature that fails; another, good bundle makes up for it.',
    message: ({ reason }) => `This is not a usable Sigstore bundle: ${quote(reason ?? '', 200)}.`,
    hint: () => 'Make it anew with `chora sign`, or remove it.',
  },
  'trust/commit-differs': {
    severity: 'info',
    title: 'The signature was made at another commit',
    explanation:
      'The certificate names the commit that was built. It is not the one that the manifest was read from. The bytes of the manifest are the ones that were signed.',
    message: ({ signed, read }) => `Signed at the commit ${quote(signed ?? '')}, read at ${quote(read ?? '')}.`,
    hint: () => 'Usual where the bundle is committed beside the manifest, or the manifest has not changed since it was signed.',
  },
  'trust/repository-id-changed': {
    severity: 'error',
    title: 'The repository behind this name is another one',
    explanation: `The host’s id of the repository differs from the one that was seen first. The repository was deleted and made anew, or somebody took over its name. ${quarantined}`,
    message: ({ pinned, actual }) =>
      `Signed in the repository with the id ${quote(actual ?? '')}; this source was known as ${quote(pinned ?? '')}.`,
    hint: () => 'Ask the owner. If the change is meant, write the new id into the policy as source_repository_id.',
  },
  'trust/version-withdrawn': {
    severity: 'warning',
    title: 'An older version is no longer admitted',
    explanation:
      'The version was in the catalog, and its source no longer describes it. The policy or the trusted root changed since, and with them the judgement of its signature. It is dropped from the history of its capability.',
    message: ({ id, version, reason }) =>
      `Version ${quote(version ?? '')} of ${quote(id ?? '')} is dropped from the history: ${quote(reason ?? '', 200)}.`,
    hint: () => 'If it should stay, let the policy name who signed it, and tag it in its repository so that it is read again.',
  },
  'trust/namespace': {
    severity: 'error',
    title: 'The source may not claim this id',
    explanation: `The policy gives the ids with this prefix to other sources. ${quarantined}`,
    message: ({ id, prefix, holders }) =>
      `The id ${quote(id ?? '')} belongs to the namespace ${quote(prefix ?? '')}, which is for ${quote(holders ?? '', 200)}.`,
    hint: () => 'Give the capability an id of another namespace, or let the policy allow this source.',
  },
  'trust/alias-namespace': {
    severity: 'error',
    title: 'The source may not claim this older name',
    explanation: `The policy gives the ids with this prefix to other sources. An alias leads whoever depends on it to the capability that states it, so it is claimed like an id. ${quarantined}`,
    message: ({ id, prefix, holders }) =>
      `The alias ${quote(id ?? '')} belongs to the namespace ${quote(prefix ?? '')}, which is for ${quote(holders ?? '', 200)}.`,
    hint: () => 'Remove the alias, or let the policy allow this source.',
  },
} as const satisfies Record<string, FindingCode>;
