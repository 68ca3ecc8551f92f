import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUNDLE_LIMITS, readBundles } from '../../src/trust/bundle.js';
import { publicGoodTrustedRoot } from '../../src/trust/trusted-root.js';
import { verifyBundle } from '../../src/trust/verify.js';
import { soon } from '../support/soon.js';

const root = publicGoodTrustedRoot();
/** A bundle that reads, and that no authority made. */
const BUNDLE = {
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: {
    certificate: { rawBytes: 'AAAA' },
    tlogEntries: [
      {
        logIndex: '1',
        logId: { keyId: 'AAAA' },
        kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
        integratedTime: '1700000000',
        inclusionPromise: { signedEntryTimestamp: 'AAAA' },
        inclusionProof: {
          logIndex: '1',
          rootHash: 'AAAA',
          treeSize: '2',
          hashes: ['AAAA'],
          checkpoint: { envelope: 'x\n1\nAAAA\n\n— x AAAAAAAA\n' },
        },
        canonicalizedBody: 'e30=',
      },
    ],
    timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'AAAA' }] },
  },
  messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: 'AAAA' }, signature: 'AAAA' },
};
type Json = Record<string, unknown>;

function reasons(data: string | Uint8Array): string[] {
  return readBundles(typeof data === 'string' ? Buffer.from(data) : data).map((reading) => (reading.ok ? 'ok' : reading.reason));
}
const changed = (change: (bundle: typeof BUNDLE & Json) => void) => {
  const copy = structuredClone(BUNDLE) as typeof BUNDLE & Json;
  change(copy);
  return reasons(JSON.stringify(copy))[0];
};

describe('a file of bundles', () => {
  test('holds one, pretty or not, or one a line', () => {
    const line = JSON.stringify(BUNDLE);
    expect(reasons(line)).toEqual(['ok']);
    expect(reasons(JSON.stringify(BUNDLE, null, 2))).toEqual(['ok']);
    expect(reasons(`${line}\n\n${line}\n`)).toEqual(['ok', 'ok']);
    expect(reasons(`${line}\n{"mediaType": 1}\n`)).toEqual(['ok', 'it is not a bundle: its media type is 1']);
    const [first, second] = readBundles(Buffer.from(`${line}\n${line}`));
    expect(first?.digest).toBe(second?.digest);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'it is empty'],
    ['blank', ' \n\n', 'it is empty'],
    ['too large', new Uint8Array(BUNDLE_LIMITS.bytes + 1), 'it has 1048577 bytes; at most 1048576 are read'],
    ['not UTF-8', Uint8Array.of(0xff, 0xfe), 'it is not UTF-8 text'],
    ['a list', '[]', 'it is not a JSON object'],
    ['null', 'null', 'it is not a JSON object'],
    ['another JSON', '{"a": 1}', 'its media type is undefined'],
    ['another media type', JSON.stringify({ ...BUNDLE, mediaType: 'text/plain' }), 'its media type is text/plain'],
    [
      'a version to come',
      JSON.stringify({ ...BUNDLE, mediaType: 'application/vnd.dev.sigstore.bundle.v0.4+json' }),
      'its media type is',
    ],
    ['a media type with more behind it', JSON.stringify({ ...BUNDLE, mediaType: `${BUNDLE.mediaType}x` }), 'its media type is'],
    ['nested deeply', '['.repeat(500_000), 'it is nested too deeply'],
    [
      'nested deeply in a field nobody reads',
      JSON.stringify({ ...BUNDLE, x: JSON.parse('['.repeat(50) + ']'.repeat(50)) }),
      'nested too deeply',
    ],
    ['full of quotation marks', '"\\"'.repeat(300_000), 'it is not a bundle'],
    ['many bundles', `${'{}\n'.repeat(17)}`, 'it has 17 bundles; at most 16 are read'],
  ])('that is %s says so', (_what, data, expected) => {
    expect(soon(1000, () => reasons(data))).toEqual([expect.stringContaining(expected)]);
  });

  test('that is cut off anywhere says so', () => {
    const line = JSON.stringify(BUNDLE);
    for (let end = 0; end < line.length; end += 7) expect(reasons(line.slice(0, end))[0]).not.toBe('ok');
  });

  // Fails when checkBinary goes from bundle.ts: each of these makes Buffer.from allocate gigabytes.
  test('cannot ask for memory by a length in place of text', () => {
    const bomb = { length: 2_000_000_000 };
    expect(changed((bundle) => Object.assign(bundle.verificationMaterial.certificate, { rawBytes: bomb }))).toContain(
      '“rawBytes” is not text',
    );
    expect(changed((bundle) => Object.assign(bundle.messageSignature, { signature: bomb }))).toContain('“signature” is not text');
    expect(changed((bundle) => Object.assign(bundle.messageSignature.messageDigest, { digest: bomb }))).toContain(
      '“digest” is not text',
    );
    const entry = (change: Json) =>
      changed((bundle) => Object.assign(bundle.verificationMaterial.tlogEntries[0] as object, change));
    expect(entry({ canonicalizedBody: bomb })).toContain('“canonicalizedBody” is not text');
    expect(entry({ logId: { keyId: bomb } })).toContain('“keyId” is not text');
    expect(entry({ inclusionProof: { hashes: [bomb] } })).toContain('“hashes” is not a list of text');
  });

  test('cannot make checks expensive', () => {
    const [entry] = BUNDLE.verificationMaterial.tlogEntries;
    expect(changed((b) => Object.assign(b.verificationMaterial, { tlogEntries: Array(9).fill(entry) }))).toContain('too many');
    expect(changed((b) => Object.assign(b.verificationMaterial, { certificate: { rawBytes: 'A'.repeat(100_000) } }))).toContain(
      'too large',
    );
    expect(
      changed((b) => Object.assign(b.verificationMaterial.tlogEntries[0] as object, { logIndex: '9'.repeat(100_000) })),
    ).toContain('a number that is none');
    expect(changed((b) => Object.assign(b.verificationMaterial.tlogEntries[0] as object, { integratedTime: '-1' }))).toContain(
      'a number that is none',
    );
  });

  test('with two signatures on one envelope is refused', () => {
    expect(
      changed((b) => {
        Object.assign(b, {
          messageSignature: undefined,
          dsseEnvelope: { payload: 'e30=', payloadType: 'x', signatures: [{ sig: 'AAAA' }, { sig: 'AAAA' }] },
        });
      }),
    ).toContain('signatures');
  });
});

describe('whatever bytes there are', () => {
  const artifact = { bytes: Buffer.from('manifest') };
  const neverVerifies = (data: Uint8Array) => {
    for (const reading of readBundles(data)) {
      if (reading.ok) expect(verifyBundle(reading.bundle, artifact, root).valid).toBe(false);
      else expect(reading.reason).toMatch(/^it /);
    }
  };
  test('reading never throws, and nothing verifies: bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), neverVerifies), { numRuns: 500 });
  });
  test('reading never throws, and nothing verifies: JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => neverVerifies(Buffer.from(text))),
      { numRuns: 500 },
    );
  });
  test('reading never throws, and nothing verifies: a bundle with any value in any place', () => {
    const places: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]) => {
      places.push(path);
      if (typeof value === 'object' && value !== null)
        for (const [key, item] of Object.entries(value)) walk(item, [...path, Array.isArray(value) ? Number(key) : key]);
    };
    walk(BUNDLE, []);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.base64String()), (path, value) => {
        const copy = { root: structuredClone(BUNDLE) as unknown };
        let parent: Json = copy;
        for (const step of ['root', ...path].slice(0, -1)) parent = parent[step] as Json;
        parent[['root', ...path].at(-1) as string] = value;
        neverVerifies(Buffer.from(JSON.stringify(copy.root)));
      }),
      { numRuns: 2000 },
    );
  });
  test('the test’s own file is no bundle', () => neverVerifies(readFileSync('package.json')));
});
