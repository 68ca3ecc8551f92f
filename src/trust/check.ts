import type { KeyObject } from 'node:crypto';
import type { Artifact, Proof } from '../model/trust.js';
import { type BundleReading, readBundles } from './bundle.js';
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
  return readBundles(file).map((reading) =>
    reading.ok
      ? { bundle: reading.digest, proof: verifyBundle(reading.bundle, artifact, root, keys) }
      : unreadable(reading.digest, reading.reason),
  );
}

/** Of the bundles in these files, those that cannot be read. Nothing is verified. */
export function unreadableBundles(files: readonly Uint8Array[]): readonly CheckedBundle[] {
  return files.flatMap((file) =>
    readBundles(file).flatMap((reading) => (reading.ok ? [] : [unreadable(reading.digest, reading.reason)])),
  );
}

function unreadable(bundle: BundleReading['digest'], reason: string): CheckedBundle {
  return { bundle, proof: { valid: false, reason }, unreadable: true };
}
