import { createECDH, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readDer } from './der.js';

export type Hash = 'sha256' | 'sha384' | 'sha512';

interface Curve {
  readonly name: string;
  /** Bytes of a coordinate. */
  readonly size: number;
  /** Prime of the field. */
  readonly p: bigint;
  /** Order of the generator. */
  readonly n: bigint;
}

/** https://doi.org/10.6028/NIST.SP.800-186, section 3.2.1 */
const CURVES: Readonly<Record<string, Curve>> = {
  'P-256': {
    name: 'prime256v1',
    size: 32,
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    name: 'secp384r1',
    size: 48,
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
};

/** Any message will do; Node makes its digest. */
const MESSAGE = Buffer.alloc(0);

/**
 * Whether the ECDSA signature (in DER) is over this digest. Node verifies messages only, so it is given one message whose digest
 * is known, and a key that is moved by as much as the digests differ.
 *
 * A signature (r, s) over e fits the key Q if r is the abscissa of (e/s)·G + (r/s)·Q. With t = (e − e′)/r and Q′ = Q + t·G that
 * is the same point as (e′/s)·G + (r/s)·Q′. So (r, s) fits e and Q exactly if it fits e′ and Q′. All of this is public.
 */
export function isSignedDigest(key: KeyObject, digest: Buffer, signature: Buffer): boolean {
  const { crv = '', x = '', y = '' } = key.export({ format: 'jwk' });
  const curve = CURVES[crv];
  if (curve === undefined) return false;
  // Where this is 0, or too large for an r, the key is moved anywhere, and Node refuses the signature.
  const r = firstOf(signature);
  const known = createHash('sha256').update(MESSAGE).digest();
  const t = modulo((scalar(digest, curve) - scalar(known, curve)) * inverse(modulo(r, curve.n), curve.n), curve.n);
  const moved = t === 0n ? { x, y } : add({ x, y }, t, curve);
  if (moved === null) return false;
  return verify('sha256', MESSAGE, createPublicKey({ key: { kty: 'EC', crv, ...moved }, format: 'jwk' }), signature);
}

/** The point and t·G together, in coordinates as JWK has them. Null where they are equal or opposite, which nobody meets by chance. */
function add(point: { x: string; y: string }, t: bigint, { name, size, p }: Curve): { x: string; y: string } | null {
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(bytesOf(t, size));
  const other = ecdh.getPublicKey();
  const [x1, y1] = [numberOf(Buffer.from(point.x, 'base64url')), numberOf(Buffer.from(point.y, 'base64url'))];
  const [x2, y2] = [numberOf(other.subarray(1, 1 + size)), numberOf(other.subarray(1 + size))];
  if (x1 === x2) return null;
  const slope = modulo((y2 - y1) * inverse(modulo(x2 - x1, p), p), p);
  const x = modulo(slope * slope - x1 - x2, p);
  const y = modulo(slope * (x1 - x) - y1, p);
  return { x: bytesOf(x, size).toString('base64url'), y: bytesOf(y, size).toString('base64url') };
}

/** The digest as a number: of one that is longer than the order, its leftmost bits. */
function scalar(digest: Buffer, { size }: Curve): bigint {
  return numberOf(digest.subarray(0, size));
}

/** r of SEQUENCE { r INTEGER, s INTEGER }. */
function firstOf(signature: Buffer): bigint {
  const [sequence] = readDer(signature);
  const [r] = readDer(sequence?.content ?? new Uint8Array());
  return numberOf(Buffer.from(r?.content ?? []));
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, u, v] = [value, modulus, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [u, v] = [v, u - quotient * v];
  }
  return modulo(u, modulus);
}

const modulo = (value: bigint, modulus: bigint) => ((value % modulus) + modulus) % modulus;
const numberOf = (bytes: Uint8Array) => BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (value: bigint, size: number) => Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
