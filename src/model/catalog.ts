import type { CatalogDocument, Entry, Finding, QuarantinedManifest, SourceRow } from './generated/types.js';

/** What makes a catalog, besides its sources. */
export interface CatalogIdentity {
  readonly name: string;
  readonly url?: string | undefined;
  readonly generator: CatalogDocument['generator'];
  /** Digest of the configuration. */
  readonly configuration: string;
  /** Whether every capability gets badges. */
  readonly badges: boolean;
}

/** All that is needed to judge the manifests again. */
export interface CatalogTrust {
  /** policy.yaml as it was read, and the digest of what it says. */
  readonly policy: { readonly text: string; readonly digest: string };
  /** trusted_root.json as it was read. */
  readonly root: {
    readonly text: string;
    readonly digest: string;
    /** When the newest of its keys came into use; null for a root that names nobody. */
    readonly newestKeyStart: string | null;
  };
}

/** One source with what the catalog holds of it. Pure data; no clock in it. */
export interface CatalogSource {
  readonly row: Pick<
    SourceRow,
    | 'id'
    | 'kind'
    | 'url'
    | 'state'
    | 'commit'
    | 'tags'
    | 'reading'
    | 'ttl'
    | 'repository_id'
    | 'moved_to'
    | 'unsettled'
    | 'manifests'
  >;
  /** All versions: current ones and superseded ones. */
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
  /** Manifests that the trust policy does not admit. */
  readonly quarantined: readonly QuarantinedManifest[];
}

/** All entries, sources and findings, each in its one order. */
export interface Catalog {
  readonly identity: CatalogIdentity;
  readonly entries: readonly Entry[];
  readonly sources: readonly SourceRow[];
  readonly findings: readonly Finding[];
  readonly quarantined: readonly QuarantinedManifest[];
  /** By what the manifests were judged; null where there is no policy. */
  readonly trust: CatalogTrust | null;
}
