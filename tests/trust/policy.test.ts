import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChoraError } from '../../src/model/errors.js';
import { finding } from '../../src/model/findings.js';
import { mayClaim } from '../../src/trust/namespaces.js';
import { parsePolicy, ruleFor } from '../../src/trust/policy.js';

const ISSUER = 'https://token.actions.githubusercontent.com';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

function failure(text: string): string {
  try {
    parsePolicy(text, 'policy.yaml');
  } catch (error) {
    if (error instanceof ChoraError && error.kind === 'config' && error.code === 'trust/policy') return error.message;
    throw error;
  }
  return 'accepted';
}
/** A policy with this one identity, in flow style or JSON. */
const withIdentity = (identity: object) =>
  failure(`rules:\n  - sources: ["a/b"]\n    require: verified\n    identities:\n      - ${JSON.stringify(identity)}\n`);

describe('a policy', () => {
  test('of trust.md’s shape is read', () => {
    const policy = parsePolicy(
      `default: {require: verified}
rules:
  - sources: ["github.com/acme/*"]
    identities:
      - issuer: ${ISSUER}
        source_repository: "{source}"
        source_repository_owner_id: "77"
        signer_workflow: "acme/workflows/.github/workflows/sign.yml"
        runner_environment: github-hosted
        refs: ["refs/heads/main", "refs/tags/v*"]
  - sources: ["keys.example/**"]
    identities: [{public_key: ${JSON.stringify(pem)}}]
  - sources: ["dir:**"]
    require: none
namespaces:
  - prefix: "mcp."
    sources: ["github.com/acme/mcp-*"]`,
      'policy.yaml',
    );
    expect(policy.rules.map(({ name, require }) => [name, require])).toEqual([
      ['github.com/acme/*', 'verified'],
      ['keys.example/**', 'verified'],
      ['dir:**', 'none'],
    ]);
    expect(policy.keys).toHaveLength(1);
    expect(policy.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(ruleFor(policy, 'github.com/acme/app')?.name).toBe('github.com/acme/*');
    expect(ruleFor(policy, 'github.com/evil/app')?.name).toBe('default');
  });

  test('has the digest of what it says, not of how it is laid out', () => {
    const digest = (text: string) => parsePolicy(text, 'p').digest;
    expect(digest('default: {require: none}\nrules: []')).toBe(digest('# note\nrules: []\ndefault:\n  require: none\n'));
    expect(digest('default: {require: none}')).not.toBe(digest('default: {require: signed}'));
  });

  test('without a rule for a source has none', () => expect(ruleFor(parsePolicy('{}', 'p'), 'a/b')).toBeNull());

  test('lets the first rule that names a source decide', () => {
    const policy = parsePolicy('rules: [{sources: ["a/*"], require: none}, {sources: ["a/b"], require: signed}]', 'p');
    expect(ruleFor(policy, 'a/b')?.require).toBe('none');
  });

  // Fails closed: each of these would accept anybody, or look as if it accepted somebody.
  test.each<[string, string]>([
    ['', 'policy.yaml:1:1: the file must be a mapping'],
    ['default: {require: strict}', 'policy.yaml:1:20: “default.require” must be one of verified, signed, none'],
    ['default: {require: verified}\nrule: []', 'policy.yaml:2:1: unknown field “rule”'],
    ['rules:\n  - sources: []\n    require: none', 'policy.yaml:2:14: “rules.0.sources” is empty'],
    ['rules:\n  - require: none', 'policy.yaml:2:5: “rules.0” needs the field “sources”'],
    ['rules:\n  - sources: ["a/b"]', 'policy.yaml:2:5: this rule needs “require”'],
    ['rules:\n  - sources: ["a/b"]\n    require: verified', 'policy.yaml:2:5: this rule needs “identities”'],
    ['default: {require: verified}\nrules:\n  - sources: ["a/b"]', 'policy.yaml:3:5: this rule needs “identities”'],
    [
      'rules:\n  - sources: ["a/b"]\n    require: verified\n    identities: []',
      'policy.yaml:4:17: “rules.0.identities” is empty',
    ],
    [
      'rules:\n  - sources: ["a/b"]\n    require: verified\n    identities: [{}]',
      'policy.yaml:4:18: “rules.0.identities.0” is empty',
    ],
    ['default: {require: none}\ndefault: {require: none}', 'policy.yaml:2:1: not valid YAML: Map keys must be unique'],
    ['rules: *nobody', 'policy.yaml:1:1: not usable'],
    [
      'namespaces:\n  - {prefix: "Mcp.", sources: ["a/b"]}\n  - {prefix: "mcp.", sources: ["c/d"]}',
      'policy.yaml:3:14: this prefix is already given',
    ],
  ])('that cannot be meant is refused: %j', (text, expected) => expect(failure(text)).toContain(expected));

  test.each<[object, string]>([
    [{ issuer: ISSUER }, 'policy.yaml:5:9: this identity accepts anybody'],
    [{ issuer: 'https://accounts.example' }, 'this identity accepts anybody'],
    // A reusable workflow can be called from any repository.
    [{ issuer: ISSUER, signer_workflow: 'acme/w/.github/workflows/sign.yml' }, 'this identity accepts anybody'],
    [{ issuer: ISSUER, runner_environment: 'github-hosted', refs: ['refs/heads/main'] }, 'this identity accepts anybody'],
    // Trap 4: the subject is the workflow's repository, not the source.
    [{ issuer: ISSUER, subject: 'https://github.com/a/b/.github/workflows/x.yml@refs/heads/main' }, 'needs “source_repository”'],
    [{ issuer: `${ISSUER}/acme`, subject_regexp: 'https://github\\.com/acme/.*' }, 'needs “source_repository”'],
    [{ source_repository: '{source}' }, 'this identity needs “issuer”'],
    [{ subject: 'ann@acme.example' }, 'this identity needs “issuer”'],
    [{ issuer: 'https://x', source_repository: 'https://{source}' }, '“{source}” stands alone'],
    [{ issuer: 'https://x', source_repository_id: 77 }, 'must be text'],
    [{ issuer: 'https://x', source_repository_id: '7*' }, 'must match pattern'],
    [{ issuer: '', subject: 'x' }, 'must NOT have fewer than 1 characters'],
    [{ issuer: 'https://x', subject: 'x', subjekt: 'y' }, 'unknown field “subjekt”'],
    [{ issuer: 'https://x', subject: 'x', transparency_log: 'optional' }, 'certificates always need a transparency log'],
    [{ issuer: 'https://x', subject_regexp: '.*' }, 'this expression accepts anybody'],
    [{ issuer: 'https://x', subject_regexp: '.+' }, 'this expression accepts anybody'],
    [{ issuer: 'https://x', subject_regexp: '(' }, 'the expression is not understood'],
    [{ issuer: 'https://x', subject_regexp: '(?!evil).*' }, 'the expression is not understood'],
    [{ public_key: 'x' }, 'not a public key in PEM'],
    [{ public_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) }, 'this is a private key'],
    [{ public_key: pem, issuer: 'https://x' }, 'a public key has no “issuer”'],
  ])('with an identity that would let in the wrong ones is refused: %j', (identity, expected) =>
    expect(withIdentity(identity)).toContain(expected),
  );

  test('is read or refused with our own error, whatever it is', () => {
    const key = fc.constantFrom(
      'default',
      'rules',
      'namespaces',
      'sources',
      'require',
      'identities',
      'issuer',
      'subject',
      'subject_regexp',
      'public_key',
      'prefix',
    );
    const leaf = fc.oneof(fc.string(), fc.constantFrom('verified', 'none', 'a/*', pem), fc.integer(), fc.constant(null));
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5, depthSize: 'large' },
        leaf,
        fc.array(tie('tree'), { maxLength: 2 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => void failure(JSON.stringify(value))),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => void failure(text)),
      { numRuns: 500 },
    );
  });
});

describe('namespaces', () => {
  const policy = parsePolicy(
    'namespaces: [{prefix: "mcp.", sources: ["github.com/acme/mcp-*"]}, {prefix: "mcp.lab.", sources: ["github.com/lab/**"]}]',
    'p',
  );
  test.each<[string, string, boolean]>([
    ['mcp.search', 'github.com/acme/mcp-search', true],
    ['mcp.search', 'github.com/acme/other', false],
    ['mcp.lab.x', 'github.com/lab/x', true],
    ['mcp.lab.x', 'github.com/acme/mcp-x', false],
    ['MCP.search', 'github.com/evil/x', false],
    ['other.search', 'github.com/evil/x', true],
    ['mcp', 'github.com/evil/x', true],
  ])('%s claimed by %s: %s', (id, source, allowed) => expect(mayClaim(policy, id, source) === true).toBe(allowed));
  test('are told of in a finding', () => {
    const refused = mayClaim(policy, 'mcp.a', 'x/y');
    if (refused === true) throw new Error('allowed');
    const { message } = finding(
      'trust/namespace',
      { source: 'x/y' },
      { id: 'mcp.a', prefix: refused.prefix, holders: refused.holders.join(', ') },
    );
    expect(message).toBe('The id “mcp.a” belongs to the namespace “mcp.”, which is for “github.com/acme/mcp-*”.');
  });
  test('name who may', () =>
    expect(mayClaim(policy, 'mcp.a', 'x/y')).toEqual({ prefix: 'mcp.', holders: ['github.com/acme/mcp-*'] }));
});
