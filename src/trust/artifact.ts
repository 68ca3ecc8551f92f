import { createHash } from 'node:crypto';
import { HashAlgorithm, type MessageSignature } from '@sigstore/protobuf-specs';
import type { Artifact } from '../model/trust.js';
import type { Hash } from './signed-digest.js';

const HASHES: Partial<Record<HashAlgorithm, Hash>> = {
  [HashAlgorithm.SHA2_256]: 'sha256',
  [HashAlgorithm.SHA2_384]: 'sha384',
  [HashAlgorithm.SHA2_512]: 'sha512',
};

/** The artifact's digest in hexadecimal; undefined where only a digest by another algorithm is known. */
export function digestOfArtifact(artifact: Artifact, algorithm: Hash): string | undefined {
  if ('bytes' in artifact) return createHash(algorithm).update(artifact.bytes).digest('hex');
  return artifact.algorithm === algorithm ? artifact.digest : undefined;
}

/** By what the message was hashed before it was signed. @throws Error for an algorithm that is not read here. */
export function hashOfMessage({ messageDigest }: MessageSignature): Hash {
  const algorithm = messageDigest && HASHES[messageDigest.algorithm];
  if (algorithm === undefined) throw new Error('the signature names no digest that is read here');
  return algorithm;
}

/**
 * The digest that the bundle states is compared with the log entry by sigstore-js, but not with the artifact: that is done here,
 * so that entry, signature and manifest are about the same thing.
 */
export function checkMessageDigest(signature: MessageSignature, artifact: Artifact): void {
  const algorithm = hashOfMessage(signature);
  const actual = digestOfArtifact(artifact, algorithm);
  if (actual === undefined) throw new Error(`the signature is over the file’s ${algorithm} digest, and another is given`);
  if (actual !== signature.messageDigest?.digest.toString('hex')) throw new Error('the signature is over another file');
}
