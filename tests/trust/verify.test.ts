import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SerializedBundle } from '@sigstore/bundle';
import type { Artifact } from '../../src/model/trust.js';
import { readBundles } from '../../src/trust/bundle.js';
import { checkLogEntry } from '../../src/trust/log-entry.js';
import { checkStatement } from '../../src/trust/statement.js';
import type { TrustedRootFile } from '../../src/trust/trusted-root.js';
import { type Authority, githubClaims, sign, startAuthority } from '../support/authority.js';
import { signByHand } from '../support/hand-signed.js';
import { later, MINUTE, startInstance } from '../support/instance.js';
import { signWithKey } from '../support/key-signature.js';
import '../support/realm.js';
import { decide } from '../../src/trust/decide.js';
import { MANIFEST, policyOfKey, proofOf, rootOf, sha256, textPlaces, withValue } from './signatures.js';

const CLAIMS = githubClaims('acme/app');
const OTHER = Buffer.from('id: another\nversion: 1.0.0\n');
let authority: Authority;
let root: TrustedRootFile;
let message: SerializedBundle;
let statement: SerializedBundle;
let oldStatement: SerializedBundle;
let byKey: SerializedBundle;
let keys: { publicKey: KeyObject; privateKey: KeyObject };
let pem: string;

beforeAll(async () => {
  authority = await startAuthority();
  root = rootOf(authority);
  keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  pem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  message = await sign(authority, MANIFEST, CLAIMS, { kind: 'message' });
  statement = await sign(authority, MANIFEST, CLAIMS, { kind: 'dsse' });
  oldStatement = await sign(authority, MANIFEST, CLAIMS, { kind: 'dsse', entryType: 'intoto' });
  byKey = await signWithKey(authority, MANIFEST, keys);
});
afterAll(() => authority.close());

const all = (): [string, SerializedBundle][] => [
  ['message', message],
  ['statement', statement],
  ['statement logged as intoto', oldStatement],
];
const reason = (...args: Parameters<typeof proofOf>) => {
  const proof = proofOf(...args);
  return proof.valid ? 'valid' : proof.reason;
};
const withStatement = (subject: readonly { name?: string; digest: Record<string, string> }[]) =>
  sign(authority, MANIFEST, CLAIMS, { kind: 'dsse', subject });

describe('a good bundle', () => {
  test('proves who signed, when, and where it is logged', () => {
    for (const [, bundle] of all())
      expect(proofOf(bundle, root)).toMatchObject({
        valid: true,
        time: expect.stringMatching(/^20\d\d-/),
        log_index: expect.stringMatching(/^\d+$/),
        claims: {
          issuer: 'https://token.actions.githubusercontent.com',
          subject: 'https://github.com/acme/app/.github/workflows/sign.yml@refs/heads/main',
          source_repository: 'https://github.com/acme/app',
          source_repository_id: '1001',
          source_repository_owner_id: '77',
          signer_workflow: 'https://github.com/acme/app/.github/workflows/sign.yml@refs/heads/main',
          ref: 'refs/heads/main',
          commit: '0123456789abcdef0123456789abcdef01234567',
          runner_environment: 'github-hosted',
        },
      });
  });

  test('of a statement is known by its predicate type, of whatever kind', async () => {
    expect(proofOf(statement, root)).toMatchObject({
      content: 'statement',
      predicate_type: 'https://chora.dev/attestations/capability-manifest/v1',
    });
    const other = await sign(authority, MANIFEST, CLAIMS, { kind: 'dsse', predicateType: 'https://slsa.dev/provenance/v1' });
    expect(proofOf(other, root)).toMatchObject({ valid: true, predicate_type: 'https://slsa.dev/provenance/v1' });
  });

  test('is checked with the digest alone as well, where it is by the algorithm that was signed', () => {
    const digest = { algorithm: 'sha256', digest: sha256(MANIFEST) } as const;
    expect(proofOf(statement, root, digest).valid).toBe(true);
    expect(proofOf(message, root, digest)).toEqual(proofOf(message, root));
    expect(reason(message, root, { ...digest, digest: sha256(OTHER) })).toBe('the signature is over another file');
    expect(reason(message, root, { algorithm: 'sha512', digest: '0'.repeat(128) })).toBe(
      'the signature is over the file’s sha256 digest, and another is given',
    );
  });

  test('was signed at the earliest of the times that it proves', async () => {
    const instance = await startInstance();
    const [early, late] = [later(instance.start, 2 * MINUTE), later(instance.start, 5 * MINUTE)];
    for (const [logged, stamped] of [
      [early, late],
      [late, early],
    ] as const) {
      const bundle = await signByHand({ instance, bytes: MANIFEST, logged, stamped });
      expect(proofOf(bundle, rootOf(instance))).toMatchObject({ valid: true, time: early.toISOString() });
    }
  });

  test('proves nothing with the root of others, nor about other bytes', async () => {
    const stranger = await startAuthority();
    for (const [, bundle] of all()) {
      expect(proofOf(bundle, rootOf(stranger)).valid).toBe(false);
      expect(reason(bundle, root, { bytes: OTHER })).toMatch(/over another file|about another file/);
    }
    await stranger.close();
  });
});

describe('trap 2: sigstore-js does not look at what a statement is about', () => {
  // Each fails when the line of statement.ts goes that the comment names.
  test('no subject', async () => expect(reason(await withStatement([]), root)).toBe('the statement has no subject')); // subjects.length === 0
  test('another file', async () =>
    expect(reason(await withStatement([{ digest: { sha256: sha256(OTHER) } }]), root)).toBe(
      'the statement is about another file',
    )); // subjects.some(isAbout)
  test.each<[string, () => Record<string, string>]>([
    ['a shortened digest', () => ({ sha256: sha256(MANIFEST).slice(0, 32) })], // actual !== claimed
    ['an empty digest', () => ({ sha256: '' })],
    ['no digest', () => ({})], // compared > 0
    ['the digest under another name', () => ({ sha1: sha256(MANIFEST) })],
    ['the digest under the name of another algorithm', () => ({ sha512: sha256(MANIFEST) })], // DIGEST[algorithm]
    ['capitals', () => ({ sha256: sha256(MANIFEST).toUpperCase() })],
    ['two digests that contradict each other', () => ({ sha256: sha256(MANIFEST), sha512: '0'.repeat(128) })], // actual !== claimed
  ])('%s', async (_what, digest) =>
    expect(reason(await withStatement([{ digest: digest() }]), root)).toBe('the statement is about another file'),
  );
  test('several subjects, one of them the manifest, is valid', async () =>
    expect(
      reason(await withStatement([{ digest: { sha256: sha256(OTHER) } }, { digest: { sha256: sha256(MANIFEST) } }]), root),
    ).toBe('valid'));
});

describe('a bundle changed in any place', () => {
  // What a verifier may ignore: hints, copies of what is signed elsewhere, and the second proof of the same inclusion.
  const UNSIGNED =
    /mediaType|rootHash|inclusionProof\.(logIndex|treeSize)|logIndex$|keyid|messageDigest\.algorithm|integratedTime/;

  test('is refused', () => {
    let tried = 0;
    for (const [what, bundle] of all())
      for (const [path, text] of textPlaces(bundle)) {
        const name = path.join('.');
        if (UNSIGNED.test(name)) continue;
        for (const at of [0, 2, Math.floor(text.length / 2), text.length - 6]) {
          // The wrapper of a timestamp is the sender's; what the authority signed lies within.
          if (name.endsWith('signedTimestamp') && at < 10) continue;
          const other = text[at] === 'B' ? 'C' : 'B';
          const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
          expect([what, name, at, proofOf(withValue(bundle, path, changed), root).valid]).toEqual([what, name, at, false]);
          tried += 1;
        }
        expect([what, name, proofOf(withValue(bundle, path, ''), root).valid]).toEqual([what, name, false]);
      }
    expect(tried).toBeGreaterThan(100);
  });

  test('in its times or numbers is refused where the log promised them', () => {
    for (const [, bundle] of all()) {
      const entry = ['verificationMaterial', 'tlogEntries', 0] as const;
      for (const field of ['integratedTime', 'logIndex'])
        expect(proofOf(withValue(bundle, [...entry, field], '1'), root).valid).toBe(false);
      expect(proofOf(withValue(bundle, [...entry, 'inclusionPromise'], undefined), root).valid && 'message' in bundle).toBe(
        false,
      );
    }
  });

  test('by parts of another good bundle is refused', async () => {
    const second = await sign(authority, OTHER, CLAIMS, { kind: 'message' });
    const [mine, theirs] = [message.verificationMaterial, second.verificationMaterial];
    const [entry, stranger] = [mine.tlogEntries[0], theirs.tlogEntries[0]];
    const withMaterial = (more: object) => ({ ...message, verificationMaterial: { ...mine, ...more } });
    const withEntry = (more: object) => withMaterial({ tlogEntries: [{ ...entry, ...more }] });
    const swapped = [
      withMaterial({ tlogEntries: theirs.tlogEntries }),
      withMaterial({ tlogEntries: [] }),
      withMaterial({ tlogEntries: [entry, entry] }),
      withMaterial({ tlogEntries: [entry, stranger] }),
      { ...message, verificationMaterial: { ...theirs, tlogEntries: mine.tlogEntries } },
      withEntry({ inclusionProof: stranger?.inclusionProof }),
      withEntry({ inclusionPromise: stranger?.inclusionPromise }),
      withEntry({ canonicalizedBody: stranger?.canonicalizedBody }),
      withEntry({ inclusionProof: { ...entry?.inclusionProof, checkpoint: stranger?.inclusionProof?.checkpoint } }),
      withEntry({ inclusionProof: { ...entry?.inclusionProof, hashes: [sha256('x')] } }),
      withEntry({ inclusionPromise: undefined, inclusionProof: undefined }),
      { ...message, messageSignature: second.messageSignature },
      { ...second, messageSignature: message.messageSignature },
    ];
    for (const [at, bundle] of swapped.entries()) expect([at, proofOf(bundle, root).valid]).toEqual([at, false]);
  });

  // Fails when the comparison of digests goes from checkMessageDigest: the signature alone is then what speaks.
  test('whose message digest is another’s is refused', () => {
    const digest = { algorithm: 'SHA2_256', digest: Buffer.from(sha256(OTHER), 'hex').toString('base64') };
    const changed = { ...message, messageSignature: { ...message.messageSignature, messageDigest: digest } };
    expect(reason(changed, root)).toBe('the signature is over another file');
  });
});

test('an envelope that holds anything but an in-toto statement about the digest proves nothing', () => {
  const digest = { sha256: sha256(MANIFEST) };
  const good = { _type: 'https://in-toto.io/Statement/v1', subject: [{ digest }], predicateType: 'p' };
  const check = (statement: unknown, type = 'application/vnd.in-toto+json', artifact: Artifact = { bytes: MANIFEST }) =>
    checkStatement(type, Buffer.from(JSON.stringify(statement)), artifact);
  expect(check(good)).toBe('p');
  expect(check({ ...good, _type: 'https://in-toto.io/Statement/v0.1' })).toBe('p');
  expect(() => check(good, 'text/plain')).toThrow('not an in-toto statement');
  for (const _type of [
    'https://in-toto.io/Statement/v2',
    'https://in-toto.io/Statement/v1/',
    undefined,
    ['https://in-toto.io/Statement/v1'],
  ])
    expect(() => check({ ...good, _type })).toThrow('does not hold an in-toto statement');
  for (const value of [null, [], 'x', 7]) expect(() => check(value)).toThrow('does not hold an in-toto statement');
  expect(() => check({ ...good, predicateType: 7 })).toThrow('no predicate type');
  // A digest that nobody could have computed, beside one that fits.
  const both = { ...good, subject: [{ digest: { ...digest, sha512: 'ab' } }] };
  expect(() => check(both, undefined, { algorithm: 'sha256', digest: digest.sha256 })).toThrow('about another file');
});

describe('log entries', () => {
  // Fails when tlogThreshold goes from verify.ts: the timestamp alone would do.
  test('are needed, also where a timestamp says when', () =>
    expect(reason(withValue(statement, ['verificationMaterial', 'tlogEntries'], []), root)).toContain('tlog entries'));

  // Fails when the comparison with KINDS goes from log-entry.ts.
  test('whose body and kind agree, but do not fit the content, are refused', () => {
    const [reading] = readBundles(Buffer.from(JSON.stringify(message)));
    if (!reading?.ok) throw new Error('no bundle');
    const [entry] = reading.bundle.verificationMaterial.tlogEntries;
    if (entry === undefined) throw new Error('no entry');
    for (const kind of ['dsse', 'intoto'])
      expect(() => checkLogEntry({ ...entry, kindVersion: { kind, version: '0.0.1' } }, reading.bundle, Buffer.alloc(0))).toThrow(
        'does not fit what was signed',
      );
  });

  // Fails when KINDS goes from log-entry.ts, or with one that is laxer.
  test('of a kind that does not fit the content are refused', () => {
    for (const [, bundle] of all())
      for (const kind of ['hashedrekord', 'dsse', 'intoto', 'rekord', 'toString']) {
        const [entry] = bundle.verificationMaterial.tlogEntries;
        if (kind === entry?.kindVersion?.kind) continue;
        const changed = withValue(bundle, ['verificationMaterial', 'tlogEntries', 0, 'kindVersion'], { kind, version: '0.0.1' });
        expect(proofOf(changed, root).valid).toBe(false);
      }
  });

  // Fails when `!keyOf(named).equals(signerKey)` goes from log-entry.ts: sigstore-js does not compare the two.
  test('that name another signer are refused', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const named = { publicKey: stranger.publicKey, privateKey: keys.privateKey };
    const bundle = await signWithKey(authority, MANIFEST, named);
    expect(reason(bundle, root, undefined, [pem])).toBe('the log entry names another signer');
  });

  test('are believed only for times at which the log’s key was in use', () => {
    const later = structuredClone(authority.trustedRoot) as { tlogs: { publicKey: { validFor: object } }[] };
    for (const { publicKey } of later.tlogs) publicKey.validFor = { start: '2000-01-01T00:00:00Z', end: '2001-01-01T00:00:00Z' };
    expect(proofOf(message, rootOf({ ...authority, trustedRoot: later }))).toMatchObject({ valid: false });
    expect(proofOf(statement, rootOf({ ...authority, trustedRoot: later }))).toMatchObject({ valid: false });
  });

  test('trap 7: a certificate that the authorities did not issue at that time is refused', () => {
    const later = structuredClone(authority.trustedRoot) as { certificateAuthorities: { validFor: object }[] };
    for (const ca of later.certificateAuthorities) ca.validFor = { start: '2000-01-01T00:00:00Z', end: '2001-01-01T00:00:00Z' };
    for (const [, bundle] of all()) expect(proofOf(bundle, rootOf({ ...authority, trustedRoot: later })).valid).toBe(false);
  });
});

describe('a bundle by a plain key', () => {
  test('verifies with a key of the policy, whatever its hint, and with no other', () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString();
    expect(proofOf(byKey, root, undefined, [stranger, pem])).toMatchObject({
      valid: true,
      claims: { public_key: expect.stringMatching(/^sha256:/) },
    });
    expect(
      proofOf(withValue(byKey, ['verificationMaterial', 'publicKey', 'hint'], '__proto__'), root, undefined, [pem]).valid,
    ).toBe(true);
    for (const list of [[], [stranger]])
      expect(reason(byKey, root, undefined, list)).toBe('no key that the policy names made this signature');
    expect(reason(byKey, root, { bytes: OTHER }, [pem])).toBe('the signature is over another file');
  });

  test('needs a log entry, unless its identity does without', () => {
    const unlogged = withValue(byKey, ['verificationMaterial', 'tlogEntries'], []);
    const proof = proofOf(unlogged, root, undefined, [pem]);
    expect(proof).toMatchObject({ valid: true, time: null, log_index: null });
    const outcome = (log: string) => decide(policyOfKey(pem, log), 'a/b', [{ bundle: 'b', proof }]).outcome;
    expect(outcome('required')).toBe('untrusted');
    expect(outcome('optional')).toBe('verified');
  });

  test('with a log entry that fails is refused, needed or not', () => {
    const broken = withValue(byKey, ['verificationMaterial', 'tlogEntries', 0, 'inclusionPromise'], {
      signedEntryTimestamp: 'AAAA',
    });
    expect(proofOf(broken, root, undefined, [pem]).valid).toBe(false);
  });
});
