import type { KeyObject } from 'node:crypto';
import type { Artifact } from '../model/trust.js';
import { type CheckedBundle, checkBundles } from './check.js';
import { parseTrustedRoot } from './trusted-root.js';

/** A manifest, and the files of bundles that are said to sign it. */
export interface Question {
  readonly artifact: Artifact;
  readonly bundles: readonly Uint8Array[];
}

/** What proofs are checked against, in a form that can go to another thread. */
export interface ProverSetup {
  /** Text of a trusted_root.json that was found to be usable. */
  readonly trustedRoot: string;
  /** The keys that the policy names. */
  readonly keys: readonly KeyObject[];
}

/** What the bundles prove about the manifest: the costly part of judging it, and a function of nothing but its arguments. */
export type Prover = (question: Question) => readonly CheckedBundle[];

/** Makes a prover. Every thread calls this once: nothing of what it makes is plain data. */
export function prepare({ trustedRoot, keys }: ProverSetup): Prover {
  const root = parseTrustedRoot(trustedRoot, 'trusted_root.json');
  return ({ artifact, bundles }) => bundles.flatMap((bundle) => checkBundles(bundle, artifact, root, keys));
}
