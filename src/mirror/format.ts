import type { Catalog } from '../model/catalog.js';
import type { CatalogStore } from '../model/catalog-store.js';
import type { Entry, FreshnessDocument } from '../model/generated/types.js';
import type { ManifestFile } from '../model/manifest.js';
import type { Snapshot } from '../model/source.js';

/** What the mirror needs to know of a release's data; the format may carry more. */
export interface ReleaseContents {
  readonly catalog: Catalog;
  readonly site: { readonly digest: string; readonly files: number };
  readonly freshness: Pick<FreshnessDocument, 'ttl' | 'alert_after' | 'exceptions'>;
  /** The decision log as it is; empty where there is none. */
  readonly decisions: string;
}

/** What there is to compare a release with. */
export type EarlierContents = {
  readonly catalog: Pick<Catalog, 'entries' | 'sources' | 'findings' | 'quarantined'>;
} & Pick<ReleaseContents, 'decisions'>;

/** Gives a target by its name; null where there is no such target. */
export type ReadTarget = (name: string) => Promise<Uint8Array | null>;

export interface RenderedRelease {
  readonly site: { readonly digest: string; readonly files: number };
}

/** How a release's data is written down in targets, and what site is made of it. */
export interface ReleaseFormat<Data extends ReleaseContents = ReleaseContents> {
  /**
   * Reads and checks the targets. `names` are those of all, relative to `targets/`; so is what `read` takes.
   * @throws ChoraError for data that is not of this format
   */
  read(names: readonly string[], read: ReadTarget): Promise<Data>;
  /**
   * Reads a release that is mirrored already, beside another one: what both have in targets that are the `same` are the very same objects
   * then, which are not read again. Absent where `read` does.
   * @throws ChoraError for data that is not of this format
   */
  readEarlier?(
    names: readonly string[],
    read: ReadTarget,
    beside: { readonly data: Data; readonly same: ReadonlySet<string> },
  ): Promise<EarlierContents>;
  /**
   * The entries that a manifest's bytes give, in the way in which they came into the catalog; none for what is no manifest. What other
   * files of its source say of them (aliases) is not among it. Absent where nothing can be read from manifests alone.
   */
  describe?(file: ManifestFile, at: Pick<Snapshot, 'commit' | 'ref'>): readonly Entry[];
  /**
   * Writes the site and the API into a store that holds an earlier release, or nothing; only what differs is written. The
   * catalog in `data` may hold fewer entries than the targets do. Blobs are in the store; targets are none of its business.
   * `before`: what the files in the store show, just as it is; null where that is not known.
   */
  render(
    data: Data,
    generatedAt: string,
    store: CatalogStore,
    before: EarlierContents | null,
  ): Promise<RenderedRelease> | RenderedRelease;
}
