import type { Capability, Entry } from './generated/types.js';

export type { Capability } from './generated/types.js';
export type Format = Entry['format'];
export type Tier = Entry['tier'];

/** A file that may be a manifest, as a source gave it. */
export interface ManifestFile {
  /** Source id. */
  readonly source: string;
  /** Inside the source, with `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Files of Sigstore bundles: those that lie beside it, then the attestations that its host keeps. */
  readonly bundles?: readonly BundleFile[];
}

export interface BundleFile {
  /** Inside the source; null for an attestation that the source's host keeps. */
  readonly path: string | null;
  readonly bytes: Uint8Array;
}

/** One capability that a manifest describes. */
export interface ManifestRecord {
  readonly capability: Capability;
  readonly tier: Tier;
  /** Line of the manifest where the record starts, from 1. */
  readonly line: number;
}

/** An older name for a capability, stated apart from the capability's own manifest. */
export interface AliasStatement {
  readonly alias: string;
  readonly id: string;
  /** Date after which the alias is gone. */
  readonly sunset?: string;
}

/** What one manifest says. A manifest may hold several capabilities, or only statements about others. */
export interface ReadManifest {
  readonly path: string;
  /** Null for a file that only speaks about capabilities of other manifests. */
  readonly format: Format | null;
  readonly records: readonly ManifestRecord[];
  readonly aliases: readonly AliasStatement[];
}
