import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Configuration, readConfiguration } from '../model/configuration.js';
import type { TrustPolicy, Identity as WrittenIdentity } from '../model/generated/types.js';
import { validatePolicy } from '../model/validators.js';
import { keyDigest } from './claims.js';
import { matchesAny } from './pattern.js';
import { reasonOf } from './reason.js';
import { compileRegexp, type LinearRegexp } from './regexp.js';

export type Requirement = 'verified' | 'signed' | 'none';

/** One who may sign. All fields that are given must hold. */
export type Identity = CertificateIdentity | KeyIdentity;
export interface CertificateIdentity extends Omit<WrittenIdentity, 'issuer' | 'public_key' | 'transparency_log'> {
  readonly kind: 'certificate';
  readonly issuer: string;
  readonly regexp?: LinearRegexp;
}
export interface KeyIdentity {
  readonly kind: 'key';
  readonly key: KeyObject;
  readonly digest: `sha256:${string}`;
  readonly log: 'required' | 'optional';
}

export interface Rule {
  /** Its first source pattern, or `default`. */
  readonly name: string;
  readonly sources: readonly string[];
  readonly require: Requirement;
  readonly identities: readonly Identity[];
}

export interface Namespace {
  readonly prefix: string;
  readonly sources: readonly string[];
}

export interface Policy {
  readonly rules: readonly Rule[];
  /** For sources that no rule names. Without it, nothing of them is admitted. */
  readonly default: Rule | null;
  readonly namespaces: readonly Namespace[];
  /** The keys that identities name: what `verifyBundle` needs for bundles without a certificate. */
  readonly keys: readonly KeyObject[];
  /** The file as it was read. */
  readonly text: string;
  /** Digest of what the policy says: layout and comments do not count. */
  readonly digest: `sha256:${string}`;
}

const KIND = { code: 'trust/policy', validate: validatePolicy, schema: 'policy.schema.json' } as const;
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/**
 * Reads policy.yaml. What would let anybody sign is an error, not a rule.
 * @throws ChoraError `trust/policy` with line and column for whatever is wrong in it.
 */
export function parsePolicy(text: string, name: string): Policy {
  const file = readConfiguration<TrustPolicy>(text, name, KIND);
  const { default: fallback, rules = [], namespaces = [] } = file.value;
  const read = rules.map(({ sources, require = fallback?.require, identities = [] }, at): Rule => {
    const path = ['rules', at];
    if (require === undefined)
      throw file.problem(path, 'this rule needs “require”', 'Write it here, or for all rules under “default”.');
    // Under “default: verified” this would be a rule that nothing can pass; nobody means that.
    if (require === 'verified' && identities.length === 0)
      throw file.problem(path, 'this rule needs “identities”', 'Say who may sign, or set “require” to signed or none.');
    return { name: sources[0], sources, require, identities: readIdentities(file, identities, [...path, 'identities']) };
  });
  const byDefault: Rule | null = fallback
    ? {
        name: 'default',
        sources: ['**'],
        require: fallback.require,
        identities: readIdentities(file, fallback.identities ?? [], ['default', 'identities']),
      }
    : null;
  checkNamespaces(file, namespaces);
  return {
    rules: read,
    default: byDefault,
    namespaces,
    text,
    keys: [...read, ...(byDefault ? [byDefault] : [])].flatMap((rule) =>
      rule.identities.flatMap((identity) => (identity.kind === 'key' ? [identity.key] : [])),
    ),
    digest: file.digest,
  };
}

/** The rule that decides about a source: the first that names it, else the default, else none. */
export function ruleFor(policy: Policy, source: string): Rule | null {
  return policy.rules.find(({ sources }) => matchesAny(sources, source)) ?? policy.default;
}

type Path = readonly (string | number)[];

function readIdentities(file: Configuration<TrustPolicy>, written: readonly WrittenIdentity[], path: Path): Identity[] {
  return written.map((identity, at) =>
    identity.public_key === undefined
      ? readCertificateIdentity(file, identity, [...path, at])
      : readKeyIdentity(file, identity, [...path, at]),
  );
}

function readKeyIdentity(file: Configuration<TrustPolicy>, written: WrittenIdentity, path: Path): KeyIdentity {
  const { public_key: pem = '', transparency_log: log = 'required', ...others } = written;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw file.problem([...path, other], `a public key has no “${other}”`, 'Make it an identity of its own.');
  // Node derives the public half of a private key without a word. A private key in a policy is one that everybody has.
  if (/PRIVATE KEY/.test(pem)) throw file.problem([...path, 'public_key'], 'this is a private key', 'Replace the key pair.');
  try {
    const key = createPublicKey(pem);
    return { kind: 'key', key, digest: keyDigest(key), log };
  } catch (error) {
    throw file.problem([...path, 'public_key'], `not a public key in PEM: ${reasonOf(error)}`);
  }
}

function readCertificateIdentity(file: Configuration<TrustPolicy>, written: WrittenIdentity, path: Path): CertificateIdentity {
  const { issuer, transparency_log, public_key: _, ...claims } = written;
  if (issuer === undefined) throw file.problem(path, 'this identity needs “issuer”', 'Or “public_key”.');
  if (transparency_log !== undefined)
    throw file.problem([...path, 'transparency_log'], 'certificates always need a transparency log', 'Remove this field.');
  const bySource = claims.source_repository ?? claims.source_repository_id ?? claims.source_repository_owner_id;
  const bySubject = claims.subject ?? claims.subject_regexp;
  // An issuer vouches for everybody who has an account there, and a workflow can be called from any repository.
  if (bySource === undefined && bySubject === undefined)
    throw file.problem(
      path,
      'this identity accepts anybody',
      'Add source_repository, or subject for issuers without repositories.',
    );
  // The subject is the workflow, which with a reusable workflow is another repository's: anybody can call it.
  if (bySource === undefined && (issuer === GITHUB_ISSUER || issuer.startsWith(`${GITHUB_ISSUER}/`)))
    throw file.problem(
      path,
      'for GitHub Actions this identity needs “source_repository”',
      'Bind the repository, not the subject alone.',
    );
  if (claims.source_repository?.includes('{') && claims.source_repository !== '{source}')
    throw file.problem([...path, 'source_repository'], '“{source}” stands alone', 'Write {source} or a whole URL.');
  if (claims.subject_regexp === undefined) return { kind: 'certificate', issuer, ...claims };
  return { kind: 'certificate', issuer, ...claims, regexp: readRegexp(file, claims.subject_regexp, [...path, 'subject_regexp']) };
}

function readRegexp(file: Configuration<TrustPolicy>, source: string, path: Path): LinearRegexp {
  let regexp: LinearRegexp;
  try {
    regexp = compileRegexp(source);
  } catch (error) {
    throw file.problem(path, `the expression is not understood: ${reasonOf(error)}`);
  }
  // A subject that nobody has: what matches it matches more or less everything.
  if (regexp.matches('') || ['q', 'https://q7.invalid/q7', 'q7@q7.invalid'].every((probe) => regexp.matches(probe)))
    throw file.problem(path, 'this expression accepts anybody', 'Name whom you expect.');
  return regexp;
}

function checkNamespaces(file: Configuration<TrustPolicy>, namespaces: readonly Namespace[]): void {
  const seen = new Set<string>();
  for (const [at, { prefix }] of namespaces.entries()) {
    const folded = prefix.toLowerCase();
    if (seen.has(folded)) throw file.problem(['namespaces', at, 'prefix'], 'this prefix is already given', 'Join the two.');
    seen.add(folded);
  }
}
