import { constants, type KeyObject, publicDecrypt, verify } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import type { Artifact } from '../model/trust.js';
import { hashOfMessage } from './artifact.js';
import { type Hash, isSignedDigest } from './signed-digest.js';

/** What Sigstore's registry of algorithms has each curve sign with; older clients sign with SHA-256, whatever the curve. */
const CURVE_HASHES: Readonly<Record<string, Hash>> = { secp384r1: 'sha384', secp521r1: 'sha512' };

/** `DigestInfo` of PKCS #1 up to the digest itself. https://www.rfc-editor.org/rfc/rfc8017#section-9.2 */
const DIGEST_INFO: Readonly<Record<Hash, string>> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

/**
 * Whether `key` made the signature of `content`: over the artifact, or over the statement in its envelope.
 *
 * sigstore-js names a hash to Node with every message, which Ed25519 does not take; names none with every statement, which is
 * SHA-256 for every curve; and has no signatures over a digest made elsewhere. All three are valid bundles.
 */
export function isSignedBy(key: KeyObject, content: Bundle['content'], artifact: Artifact): boolean {
  try {
    if (content.$case === 'dsseEnvelope') {
      const { payloadType, payload, signatures } = content.dsseEnvelope;
      const start = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
      const signed = Buffer.concat([Buffer.from(start), payload]);
      return hashesOf(key).some((hash) => verify(hash, signed, key, signatures[0]?.sig ?? Buffer.alloc(0)));
    }
    const { messageSignature } = content;
    const hash = hashOfMessage(messageSignature);
    if ('bytes' in artifact) return verify(hashesItself(key) ? null : hash, artifact.bytes, key, messageSignature.signature);
    return isSignedHash(key, hash, Buffer.from(artifact.digest, 'hex'), messageSignature.signature);
  } catch {
    // A key that cannot have made such a signature.
    return false;
  }
}

function hashesOf(key: KeyObject): readonly (Hash | null)[] {
  if (hashesItself(key)) return [null];
  const own = CURVE_HASHES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  return own === undefined ? ['sha256'] : ['sha256', own];
}

function hashesItself(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ed25519';
}

/** Ed25519 signs the bytes and not their digest: with the digest alone, such a signature cannot be checked by anybody. */
function isSignedHash(key: KeyObject, hash: Hash, digest: Buffer, signature: Buffer): boolean {
  if (key.asymmetricKeyType === 'ec') return isSignedDigest(key, digest, signature);
  if (key.asymmetricKeyType !== 'rsa') return false;
  const signed = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
  return signed.equals(Buffer.concat([Buffer.from(DIGEST_INFO[hash], 'hex'), digest]));
}
