import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type Signer, toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';

/** What sigstore-js itself finds, without any code of ours: who signed the bytes. @throws VerificationError */
export function verified(trustedRoot: unknown, bundle: unknown, bytes: Uint8Array): Signer {
  const material = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot));
  const verifier = new Verifier(material, { tlogThreshold: 1, ctlogThreshold: 1 });
  return verifier.verify(toSignedEntity(bundleFromJSON(bundle), Buffer.from(bytes)));
}
