import { createPublicKey, type KeyObject } from 'node:crypto';
import { ChoraError } from '../model/errors.js';
import type { Artifact, Provenance } from '../model/trust.js';
import { checkBundles } from '../trust/check.js';
import { keyDigest } from '../trust/claims.js';
import { decide } from '../trust/decide.js';
import type { Identity, Policy } from '../trust/policy.js';
import { reasonOf } from '../trust/reason.js';
import { compileRegexp } from '../trust/regexp.js';
import type { TrustedRootFile } from '../trust/trusted-root.js';

/** The policy that a signer named on a command line amounts to. */
export function policyFor(identity: Identity): Policy {
  return {
    rules: [{ name: 'command line', sources: ['**'], require: 'verified', identities: [identity] }],
    default: null,
    namespaces: [],
    keys: identity.kind === 'key' ? [identity.key] : [],
    text: '',
    digest: 'sha256:',
  };
}

/** A signer by its certificate: the issuer exactly, and the subject exactly or wholly matched by an expression. */
export function certificateIdentity(issuer: string, subject: { exactly: string } | { regexp: string }): Identity {
  if ('exactly' in subject) return { kind: 'certificate', issuer, subject: subject.exactly };
  try {
    return { kind: 'certificate', issuer, subject_regexp: subject.regexp, regexp: compileRegexp(subject.regexp) };
  } catch (error) {
    throw new ChoraError(
      'usage',
      'usage/regexp',
      `The expression is not understood: ${reasonOf(error)}.`,
      'It must match the whole identity.',
    );
  }
}

/**
 * A signer by its public key, in PEM. Whoever names the key believes it without a log; an entry is verified if it is there.
 * @throws ChoraError `usage/key`
 */
export function keyIdentity(pem: string): Identity {
  if (/PRIVATE KEY/.test(pem)) throw new ChoraError('usage', 'usage/key', 'This is a private key.', 'Give the public key.');
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (error) {
    throw new ChoraError('usage', 'usage/key', `This is no public key in PEM: ${reasonOf(error)}.`, undefined, { cause: error });
  }
  return { kind: 'key', key, digest: keyDigest(key), log: 'optional' };
}

/** What `sha256:<hex>` or `sha512:<hex>` names; null for what is meant as a path. */
export function artifactOfDigest(text: string): Artifact | null {
  const match = /^(sha256|sha512):([0-9a-fA-F]+)$/.exec(text);
  const algorithm = match?.[1] === 'sha512' ? 'sha512' : 'sha256';
  const digest = match?.[2]?.toLowerCase();
  if (digest === undefined) return null;
  if (digest.length === (algorithm === 'sha256' ? 64 : 128)) return { algorithm, digest };
  throw new ChoraError(
    'usage',
    'usage/digest',
    `A ${algorithm} digest has ${algorithm === 'sha256' ? 64 : 128} hexadecimal digits; this has ${digest.length}.`,
  );
}

/** Who signed an artifact, and whether the policy lets them for manifests of `source`. */
export function verifyArtifact(
  artifact: Artifact,
  files: readonly Uint8Array[],
  root: TrustedRootFile,
  policy: Policy,
  source: string,
): Provenance {
  return decide(
    policy,
    source,
    files.flatMap((file) => checkBundles(file, artifact, root, policy.keys)),
  );
}
