import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { type SignedEntity, type Signer, toSignedEntity, Verifier } from '@sigstore/verify';
import type { Artifact, Proof } from '../model/trust.js';
import { checkMessageDigest } from './artifact.js';
import { claimsOfCertificate, claimsOfKey } from './claims.js';
import { encodeOnce } from './encode-once.js';
import { checkLogEntry, checkLogKey } from './log-entry.js';
import { reasonOf } from './reason.js';
import { isSignedBy } from './signature.js';
import { checkStatement } from './statement.js';
import type { TrustedRootFile } from './trusted-root.js';

const NO_BYTES = Buffer.alloc(0);
const WHOLE_AND_SIGNED_PART = 1;
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';

/**
 * What the bundle proves about the artifact, believing only `root` and, for bundles without a certificate, the `keys` that the
 * policy names. Never throws: bundle and artifact are a stranger's, and whatever is wrong with them is a reason.
 *
 * Time comes from the log's promise or a timestamp, never from a clock. Who may sign is not asked here.
 */
export function verifyBundle(bundle: Bundle, artifact: Artifact, root: TrustedRootFile, keys: readonly KeyObject[] = []): Proof {
  try {
    const content = checkContent(bundle, artifact);
    const entity = signedEntity(bundle, artifact);
    const signer = verifySigner(bundle, entity, root, keys);
    const time = signingTime(entity);
    const logIndex = checkEntries(bundle, root, signer.key, time);
    return {
      valid: true,
      claims: signer.identity ? claimsOfCertificate(signer.identity) : claimsOfKey(signer.key),
      time: time?.toISOString() ?? null,
      log_index: logIndex,
      ...content,
    };
  } catch (error) {
    return { valid: false, reason: reasonOf(error) };
  }
}

/** That the bundle is about this artifact at all: by its message digest, or by its statement's subject. */
function checkContent({ content }: Bundle, artifact: Artifact) {
  if (content.$case === 'messageSignature') {
    checkMessageDigest(content.messageSignature, artifact);
    return { content: 'message' as const };
  }
  const { payloadType, payload } = content.dsseEnvelope;
  return { content: 'statement' as const, predicate_type: checkStatement(payloadType, payload, artifact) };
}

/** The bundle as sigstore-js verifies it, with our own check of the signature itself, which knows more keys and needs no bytes. */
function signedEntity(bundle: Bundle, artifact: Artifact): SignedEntity {
  const entity = toSignedEntity(bundle, NO_BYTES);
  entity.signature.verifySignature = (key) => isSignedBy(key, bundle.content, artifact);
  if (entity.key.$case === 'certificate') encodeOnce(entity.key.certificate, WHOLE_AND_SIGNED_PART);
  return entity;
}

/** sigstore-js: timestamps, certificate chain and its log, transparency log entries, signature. */
function verifySigner(bundle: Bundle, entity: SignedEntity, root: TrustedRootFile, keys: readonly KeyObject[]): Signer {
  const { content } = bundle.verificationMaterial;
  if (content.$case === 'publicKey') return verifyWithKeys(entity, root, keys);
  const certificate = content.$case === 'certificate' ? content.certificate : content.x509CertificateChain.certificates[0];
  // Fulcio's certificates are for this and nothing else; another of the authority's, such as a server's, does not sign files.
  if (!new X509Certificate(certificate?.rawBytes ?? NO_BYTES).keyUsage?.includes(CODE_SIGNING))
    throw new Error('the certificate is not for code signing');
  const signer = new Verifier(root.material, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 }).verify(entity);
  if (!signer.identity) throw new Error('the certificate names nobody');
  return signer;
}

/**
 * The hint in a bundle is the signer's to choose, so each key of the policy is tried. A log entry is verified if it is there;
 * whether there must be one is up to the identity that names the key.
 */
function verifyWithKeys(entity: SignedEntity, root: TrustedRootFile, keys: readonly KeyObject[]): Signer {
  const verifies = (publicKey: KeyObject) => entity.signature.verifySignature(publicKey);
  const publicKey = keys.find(verifies);
  if (publicKey === undefined) throw new Error('no key that the policy names made this signature');
  const material = { ...root.material, publicKey: () => ({ publicKey, validFor: () => true }) };
  return new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }).verify(entity);
}

/** The earliest of the times that were just verified; null for a key's signature that no log and no authority saw. */
function signingTime({ timestamps }: SignedEntity): Date | null {
  const times = timestamps.flatMap((stamp) => {
    if (stamp.$case === 'timestamp-authority') return [stamp.timestamp.signingTime.getTime()];
    // Without the log's signed promise, the time in an entry is the sender's word.
    return stamp.tlogEntry.inclusionPromise ? [Number(stamp.tlogEntry.integratedTime) * 1000] : [];
  });
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** The index of the first log entry; null where there is none, which only keys may have. */
function checkEntries(bundle: Bundle, root: TrustedRootFile, key: KeyObject, time: Date | null): string | null {
  const signerKey = createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' });
  const { tlogEntries } = bundle.verificationMaterial;
  for (const entry of tlogEntries) {
    checkLogEntry(entry, bundle, signerKey);
    checkLogKey(entry, root.material, time);
  }
  return tlogEntries[0]?.logIndex ?? null;
}
