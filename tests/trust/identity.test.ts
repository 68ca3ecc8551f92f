import { describe, expect, test } from '@jest/globals';
import type { Proof, SignerClaims } from '../../src/model/trust.js';
import { claimsOfCertificate } from '../../src/trust/claims.js';
import { decide } from '../../src/trust/decide.js';
import { explain } from '../../src/trust/explain.js';
import { matchIdentity } from '../../src/trust/identity-policy.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { trustFindings } from '../../src/trust/report.js';

const ISSUER = 'https://token.actions.githubusercontent.com';
const SOURCE = 'github.com/acme/app';
const CLAIMS: SignerClaims = {
  issuer: ISSUER,
  subject: 'https://github.com/acme/workflows/.github/workflows/sign.yml@refs/heads/main',
  source_repository: 'https://github.com/acme/app',
  source_repository_id: '1001',
  source_repository_owner_id: '77',
  signer_workflow: 'https://github.com/acme/workflows/.github/workflows/sign.yml@refs/heads/main',
  ref: 'refs/tags/v1.2',
  commit: '0123456789abcdef0123456789abcdef01234567',
  runner_environment: 'github-hosted',
};
const valid = (claims: SignerClaims, more = {}): Proof => ({
  valid: true,
  claims,
  time: '2026-01-01T00:00:00.000Z',
  log_index: '7',
  content: 'statement',
  ...more,
});
const INVALID: Proof = { valid: false, reason: 'signature verification failed' };
const policyOf = (identity: object, require = 'verified') =>
  parsePolicy(JSON.stringify({ rules: [{ sources: ['github.com/acme/*'], require, identities: [identity] }] }), 'policy.yaml');
const GITHUB = { issuer: ISSUER, source_repository: '{source}' };
const checked = (...proofs: Proof[]) => proofs.map((proof, at) => ({ bundle: `sha256:${at}`, proof }));

function mismatch(claims: SignerClaims, identity: object, source = SOURCE) {
  const [written] = policyOf(identity).rules[0]?.identities ?? [];
  if (written === undefined) throw new Error('no identity');
  return matchIdentity({ claims, log_index: '7' }, written, source);
}

describe('an identity', () => {
  test.each<[string, object]>([
    ['by repository', GITHUB],
    ['by ids', { issuer: ISSUER, source_repository_id: '1001', source_repository_owner_id: '77' }],
    ['by workflow at any ref', { ...GITHUB, signer_workflow: 'acme/workflows/.github/workflows/sign.yml' }],
    [
      'by workflow at its ref',
      { ...GITHUB, signer_workflow: 'https://github.com/acme/workflows/.github/workflows/sign.yml@refs/heads/main' },
    ],
    ['by ref', { ...GITHUB, refs: ['refs/heads/main', 'refs/tags/v*'] }],
    ['by runner', { ...GITHUB, runner_environment: 'github-hosted' }],
  ])('%s is met', (_what, identity) => expect(mismatch(CLAIMS, identity)).toBeNull());

  test('of a folder in a repository of github.com is the repository’s', () => {
    expect(mismatch(CLAIMS, GITHUB, 'github.com/acme/app/packages/one')).toBeNull();
    expect(mismatch(CLAIMS, GITHUB, 'github.com/acme/app-two')).toMatchObject({ claim: 'source_repository' });
  });

  // Trap 1: `github.com` as sigstore-js's subjectAlternativeName fits everything. Fails when exactly() compares parts, or
  // when the policy is handed to Verifier.verify.
  test('trap 1: compares the subject as a whole', () => {
    const mail = { issuer: 'https://accounts.example', subject: 'ann@acme.example' };
    for (const subject of [
      'ann@acme.example.evil.example',
      'joann@acme.example',
      'Ann@acme.example',
      'ann@acme.example\n',
      'ann@acmexexample',
      '',
    ])
      expect(mismatch({ issuer: 'https://accounts.example', subject }, mail)).toEqual({
        claim: 'subject',
        expected: 'ann@acme.example',
        actual: subject,
      });
    const regexp = { issuer: 'https://accounts.example', subject_regexp: '(ann|bob)@acme\\.example' };
    expect(mismatch({ issuer: 'https://accounts.example', subject: 'bob@acme.example' }, regexp)).toBeNull();
    for (const subject of ['bob@acme.example.evil.example', 'evil+bob@acme.example', 'bob@acme.example\n'])
      expect(mismatch({ issuer: 'https://accounts.example', subject }, regexp)).toMatchObject({ claim: 'subject' });
    expect(mismatch({ issuer: 'https://accounts.example' }, regexp)).toMatchObject({ claim: 'subject', actual: null });
  });

  // Trap 4. Fails when source_repository is taken from the subject.
  test('trap 4: a reusable workflow’s repository is not the source', () => {
    const stranger = { ...CLAIMS, source_repository: 'https://github.com/evil/app' };
    expect(mismatch(stranger, GITHUB, 'github.com/acme/workflows')).toMatchObject({
      claim: 'source_repository',
      actual: 'https://github.com/evil/app',
    });
    expect(mismatch(stranger, GITHUB)).toMatchObject({ claim: 'source_repository' });
  });

  // Trap 5. Fails when exactly(claims, 'issuer', …) compares beginnings.
  test('trap 5: an issuer below another is another', () => {
    for (const issuer of [
      `${ISSUER}/hammer-time`,
      `${ISSUER}/`,
      `${ISSUER}.evil.example`,
      ISSUER.toUpperCase(),
      'https://token.actions',
    ])
      expect(mismatch({ ...CLAIMS, issuer }, GITHUB)).toEqual({ claim: 'issuer', expected: ISSUER, actual: issuer });
  });

  test.each<[string, SignerClaims, object]>([
    ['another case', { ...CLAIMS, source_repository: 'https://github.com/Acme/app' }, GITHUB],
    ['a name that goes on', { ...CLAIMS, source_repository: 'https://github.com/acme/app-evil' }, GITHUB],
    ['no repository', { issuer: ISSUER }, GITHUB],
    [
      'an owner’s id that goes on',
      { ...CLAIMS, source_repository_owner_id: '771' },
      { ...GITHUB, source_repository_owner_id: '77' },
    ],
    [
      'another workflow',
      { ...CLAIMS, signer_workflow: 'https://github.com/acme/workflows/.github/workflows/other.yml@refs/heads/main' },
      { ...GITHUB, signer_workflow: 'acme/workflows/.github/workflows/sign.yml' },
    ],
    [
      'a workflow whose path goes on',
      { ...CLAIMS, signer_workflow: 'https://github.com/acme/workflows/.github/workflows/sign.yml@evil.yml@refs/heads/main' },
      { ...GITHUB, signer_workflow: 'acme/workflows/.github/workflows/sign.yml' },
    ],
    [
      'a workflow of another host',
      { ...CLAIMS, signer_workflow: 'https://evil.example/acme/workflows/.github/workflows/sign.yml@refs/heads/main' },
      { ...GITHUB, signer_workflow: 'acme/workflows/.github/workflows/sign.yml' },
    ],
    [
      'a workflow at another ref',
      { ...CLAIMS, signer_workflow: `${CLAIMS.signer_workflow}2` },
      { ...GITHUB, signer_workflow: 'acme/workflows/.github/workflows/sign.yml@refs/heads/main' },
    ],
    ['another ref', { ...CLAIMS, ref: 'refs/pull/7/merge' }, { ...GITHUB, refs: ['refs/heads/main', 'refs/tags/v*'] }],
    ['a ref that goes on', { ...CLAIMS, ref: 'refs/heads/main/x' }, { ...GITHUB, refs: ['refs/heads/main', 'refs/heads/main*'] }],
    ['another runner', { ...CLAIMS, runner_environment: 'self-hosted' }, { ...GITHUB, runner_environment: 'github-hosted' }],
  ])('is not met by %s', (_what, claims, identity) => expect(mismatch(claims, identity)).not.toBeNull());
});

describe('what a certificate says', () => {
  const der = (tag: number, content: Uint8Array) =>
    Buffer.from([tag, ...(content.length > 127 ? [0x81] : []), content.length, ...content]);
  const names = (...list: Uint8Array[]) => der(0x30, Buffer.concat(list));
  const claimsOf = (...extensions: [string, Uint8Array][]) =>
    claimsOfCertificate({
      oids: extensions.map(([id, value]) => ({ oid: { id: id.split('.').map(Number) }, value: Buffer.from(value) })),
    });
  const SAN = '2.5.29.17';
  const FULCIO = '1.3.6.1.4.1.57264.1';

  test('is read as UTF-8 from DER, and the old issuer as bare text', () => {
    expect(
      claimsOf([SAN, names(der(0x81, Buffer.from('ann@acme.example')))], [`${FULCIO}.1`, Buffer.from('https://old')]),
    ).toEqual({
      subject: 'ann@acme.example',
      issuer: 'https://old',
    });
    expect(claimsOf([`${FULCIO}.1`, Buffer.from('https://old')], [`${FULCIO}.8`, der(0x0c, Buffer.from('https://ü'))])).toEqual({
      issuer: 'https://ü',
    });
  });

  // sigstore-js decodes names as 7-bit ASCII: 0xe1 would be read as “a”, and take somebody else's name.
  test('is not made of bytes that are no text', () => {
    expect(() => claimsOf([SAN, names(der(0x81, Buffer.from([0xe1, 0x6e, 0x6e])))])).toThrow();
  });

  test.each<[string, [string, Uint8Array][]]>([
    ['two subjects', [[SAN, names(der(0x81, Buffer.from('a@b')), der(0x86, Buffer.from('https://c')))]]],
    ['no subject in the list of them', [[SAN, names()]]],
    ['a subject of another kind', [[SAN, names(der(0x82, Buffer.from('host.example')))]]],
    ['a subject that does not parse', [[SAN, Buffer.from([0x30, 0x05, 0x81])]]],
    [
      'an extension twice',
      [
        [`${FULCIO}.8`, der(0x0c, Buffer.from('a'))],
        [`${FULCIO}.8`, der(0x0c, Buffer.from('b'))],
      ],
    ],
    ['an extension of another type', [[`${FULCIO}.12`, der(0x16, Buffer.from('a'))]]],
    [
      'an extension with something behind it',
      [[`${FULCIO}.12`, Buffer.concat([der(0x0c, Buffer.from('a')), Buffer.from([0, 0])])]],
    ],
    ['a length that is not in its shortest form', [[`${FULCIO}.12`, Buffer.from([0x0c, 0x81, 0x01, 0x61])]]],
  ])('with %s proves nothing', (_what, extensions) => expect(() => claimsOf(...extensions)).toThrow());
});

describe('the decision', () => {
  const policy = policyOf(GITHUB);
  const stranger = valid({ ...CLAIMS, source_repository: 'https://github.com/evil/app' });

  test('is verified with the first bundle of an allowed signer, whatever lies beside it', () => {
    expect(decide(policy, SOURCE, checked(INVALID, stranger, valid(CLAIMS), valid(CLAIMS)))).toEqual({
      outcome: 'verified',
      admitted: true,
      rule: 'github.com/acme/*',
      reason: 'Signed by “https://github.com/acme/app”.',
      claims: CLAIMS,
      time: '2026-01-01T00:00:00.000Z',
      log_index: '7',
      bundle: 'sha256:2',
    });
  });

  test('is untrusted with the nearest claim', () => {
    expect(decide(policy, SOURCE, checked(INVALID, stranger))).toMatchObject({
      outcome: 'untrusted',
      admitted: false,
      bundle: 'sha256:1',
      reason: expect.stringContaining(
        'source_repository is “https://github.com/evil/app”, expected “https://github.com/acme/app”',
      ),
    });
  });

  // Trap 3: an empty policy accepts any signer of sigstore-js. Fails when NO_RULE in decide.ts admits more.
  test.each(['{}', 'rules: []', 'default: {require: verified}', 'rules: [{sources: ["other/*"], require: none}]'])(
    'trap 3: nobody is allowed by a policy that does not name the source: %s',
    (text) => {
      const empty = parsePolicy(text, 'p');
      for (const proofs of [[], checked(valid(CLAIMS)), checked(INVALID)])
        expect(decide(empty, SOURCE, proofs).admitted).toBe(false);
      expect(decide(empty, SOURCE, checked(valid(CLAIMS))).outcome).toBe('untrusted');
    },
  );

  test.each<[string, Proof[], string, boolean]>([
    ['verified', [], 'unsigned', false],
    ['verified', [stranger], 'untrusted', false],
    ['verified', [INVALID], 'invalid', false],
    ['signed', [], 'unsigned', false],
    ['signed', [stranger], 'untrusted', true],
    ['signed', [INVALID], 'invalid', false],
    ['signed', [INVALID, stranger], 'untrusted', true],
    ['none', [], 'unsigned', true],
    ['none', [stranger], 'untrusted', true],
    ['none', [valid(CLAIMS)], 'verified', true],
    // Somebody who signs, signs well: tampering is not let in by a rule that asks for nothing.
    ['none', [INVALID], 'invalid', false],
  ])('%s, with %j: %s, admitted %s', (require, proofs, outcome, admitted) =>
    expect(decide(policyOf(GITHUB, require), SOURCE, checked(...proofs))).toMatchObject({ outcome, admitted }),
  );

  test('lets no name of a stranger disturb a terminal', () => {
    const evil = valid({ ...CLAIMS, source_repository: 'https://evil\u001b[2J\u202e' });
    expect(decide(policy, SOURCE, checked(evil)).reason).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('is explained: the rule, its demands, and what differs in each bundle', () => {
    const explanation = explain(policy, SOURCE, checked(stranger, INVALID));
    expect(explanation).toMatchObject({
      rule: 'github.com/acme/*',
      require: 'verified',
      demands: [{ issuer: ISSUER, source_repository: 'https://github.com/acme/app' }],
      bundles: [
        { bundle: 'sha256:0', identities: [{ claim: 'source_repository' }] },
        { bundle: 'sha256:1', invalid: 'signature verification failed' },
      ],
      decision: { outcome: 'untrusted' },
    });
    expect(explain(policy, 'x/y')).toMatchObject({ rule: null, require: null, demands: [], decision: { admitted: false } });
  });
});

describe('the findings of a decision', () => {
  const place = { source: SOURCE, path: 'capability.yaml' };
  const codes = (
    policy: ReturnType<typeof policyOf>,
    proofs: readonly { bundle: string; proof: Proof; unreadable?: true }[],
    known = {},
  ) => trustFindings(policy, place, proofs, decide(policy, SOURCE, proofs), known).map(({ code }) => code as string);
  const policy = policyOf(GITHUB);
  const stranger = valid({ ...CLAIMS, source_repository: 'https://github.com/evil/app' });

  test('unsigned', () => {
    expect(codes(policy, [])).toEqual(['trust/unsigned']);
    expect(codes(policyOf(GITHUB, 'none'), [])).toEqual(['trust/unsigned-allowed']);
  });
  test('not allowed', () => {
    expect(codes(policy, checked(stranger))).toEqual(['trust/identity-mismatch']);
    expect(codes(parsePolicy('{}', 'p'), checked(stranger))).toEqual(['trust/untrusted']);
    expect(codes(policyOf(GITHUB, 'signed'), checked(stranger))).toEqual([]);
  });
  test('invalid, and not a bundle at all', () => {
    expect(codes(policy, checked(INVALID))).toEqual(['trust/invalid-bundle']);
    const unreadable = { bundle: 'sha256:9', proof: INVALID, unreadable: true } as const;
    expect(codes(policy, [unreadable])).toEqual(['trust/bundle-unreadable']);
    expect(codes(policy, [unreadable, ...checked(valid(CLAIMS))])).toEqual(['trust/bundle-unreadable']);
  });
  test('verified, with something that changed', () => {
    expect(codes(policy, checked(valid(CLAIMS)), { commit: CLAIMS.commit, repositoryId: '1001' })).toEqual([]);
    expect(codes(policy, checked(valid(CLAIMS)), { commit: 'f'.repeat(40) })).toEqual(['trust/commit-differs']);
    expect(codes(policy, checked(valid(CLAIMS)), { repositoryId: '1002' })).toEqual(['trust/repository-id-changed']);
  });
});
