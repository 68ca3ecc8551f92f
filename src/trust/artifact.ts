import { createHash } from 'node:crypto';
import { HashAlgorithm, type MessageSignature } from '@sigstore/protobuf-specs';
import type { Artifact } from '../model/trust.js';

const HASHES: Partial<Record<HashAlgorithm, string>> = {
  [HashAlgorithm.SHA2_256]: 'sha256',
  [HashAlgorithm.SHA2_384]: 'sha384',
  [HashAlgorithm.SHA2_512]: 'sha512',
};

/** The artifact's digest in hexadecimal; undefined where only a digest by another algorithm is known. */
export function digestOfArtifact(artifact: Artifact, algorithm: 'sha256' | 'sha512'): string | undefined {
  if ('bytes' in artifact) return createHash(algorithm).update(artifact.bytes).digest('hex');
  return artifact.algorithm === algorithm ? artifact.digest : undefined;
}

/**
 * The bytes that a message signature is over. A digest does not do: Node has no ECDSA over a digest made elsewhere, and
 * believing the log entry in place of the signature would let the log speak for the signer.
 *
 * The digest that the bundle states is compared with the log entry by sigstore-js, but not with the bytes: that is done here,
 * so that entry, signature and manifest are about the same thing.
 */
export function messageOf({ messageDigest }: MessageSignature, artifact: Artifact): Buffer {
  if (!('bytes' in artifact)) throw new Error('a signature over the bytes of a file cannot be checked with its digest alone');
  const algorithm = messageDigest && HASHES[messageDigest.algorithm];
  if (messageDigest === undefined || algorithm === undefined) throw new Error('the signature names no digest that is read here');
  if (!createHash(algorithm).update(artifact.bytes).digest().equals(messageDigest.digest))
    throw new Error('the signature is over another file');
  return Buffer.from(artifact.bytes);
}
