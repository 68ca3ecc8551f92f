import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSignedDigest } from '../../src/trust/signed-digest.js';

const HASHES = ['sha256', 'sha384', 'sha512'] as const;
const CURVES = ['prime256v1', 'secp384r1'] as const;
const KEYS = CURVES.map((namedCurve) => generateKeyPairSync('ec', { namedCurve }));
const digestOf = (data: Uint8Array, hash: string) => createHash(hash).update(data).digest();
const anyKeys = fc.constantFrom(...KEYS);
const anyHash = fc.constantFrom(...HASHES);

describe('a signature checked by the digest', () => {
  // Digests longer than the order of the curve are cut off, which P-256 does with two of these.
  test('is valid where Node says so of the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), anyKeys, anyHash, (data, { publicKey, privateKey }, hash) => {
        expect(isSignedDigest(publicKey, digestOf(data, hash), sign(hash, data, privateKey))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('is invalid over another digest, by another key, or changed, wherever Node says so of the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), anyKeys, anyHash, fc.nat(), fc.integer({ min: 1, max: 255 }), (data, keys, hash, at, by) => {
        const signature = sign(hash, data, keys.privateKey);
        const digest = digestOf(data, hash);
        const { publicKey: stranger } = generateKeyPairSync('ec', {
          namedCurve: keys.publicKey.asymmetricKeyDetails?.namedCurve ?? '',
        });
        expect(isSignedDigest(stranger, digest, signature)).toBe(false);
        expect(isSignedDigest(keys.publicKey, digestOf(digest, hash), signature)).toBe(false);
        const changed = Buffer.from(signature);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ by;
        expect(attempt(() => isSignedDigest(keys.publicKey, digest, changed))).toBe(verify(hash, data, keys.publicKey, changed));
      }),
      { numRuns: 200 },
    );
  });

  test('is valid over the digest of nothing, where the key is not moved', () => {
    for (const { publicKey, privateKey } of KEYS) {
      const nothing = Buffer.alloc(0);
      expect(isSignedDigest(publicKey, digestOf(nothing, 'sha256'), sign('sha256', nothing, privateKey))).toBe(true);
    }
  });

  test('is invalid with r or s of 0, of the order, or negative, and for curves that are not read', () => {
    const integer = (hex: string) => Buffer.concat([Buffer.of(2, hex.length / 2), Buffer.from(hex, 'hex')]);
    const sequence = (...parts: Buffer[]) => Buffer.concat([Buffer.of(0x30, Buffer.concat(parts).length), ...parts]);
    const order = '00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
    const [{ publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })] = KEYS;
    for (const [r = '', s = ''] of [
      ['00', '01'],
      ['01', '00'],
      [order, '01'],
      ['01', order],
      ['81', '01'],
      ['ff', '01'],
    ])
      expect(isSignedDigest(publicKey, Buffer.alloc(32, 7), sequence(integer(r), integer(s)))).toBe(false);
    const bitcoin = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const data = Buffer.from('data');
    expect(isSignedDigest(bitcoin.publicKey, digestOf(data, 'sha256'), sign('sha256', data, bitcoin.privateKey))).toBe(false);
  });
});

/** What does not parse as a signature throws; for whom verifies it is not one. */
function attempt(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
