import type { KeyObject } from 'node:crypto';
import type { Artifact, Proof } from '../model/trust.js';
import { readBundles } from './bundle.js';
import type { TrustedRootFile } from './trusted-root.js';
import { verifyBundle } from './verify.js';

/** A bundle that was found for a manifest, and what it proves. */
export interface CheckedBundle {
  /** Digest of the bundle. */
  readonly bundle: string;
  readonly proof: Proof;
  /** Set where there is no bundle in what stands in a bundle's place. */
  readonly unreadable?: true;
}

/** What the bundles of one file prove about the artifact. `keys` are the policy's. */
export function checkBundles(
  file: Uint8Array,
  artifact: Artifact,
  root: TrustedRootFile,
  keys: readonly KeyObject[] = [],
): readonly CheckedBundle[] {
  return readBundles(file).map(
    (reading): CheckedBundle =>
      reading.ok
        ? { bundle: reading.digest, proof: verifyBundle(reading.bundle, artifact, root, keys) }
        : { bundle: reading.digest, proof: { valid: false, reason: reading.reason }, unreadable: true },
  );
}
