import type { Matrix } from '../compatibility/matrix.js';
import type { Catalog } from '../model/catalog.js';
import type { AppliedWaiver, CatalogDocument, ChangesDocument, FreshnessDocument, SourceRow } from '../model/generated/types.js';
import type { Before } from './touched.js';

/** All that the files of a catalog are made of. */
export interface CatalogContent {
  readonly catalog: Catalog;
  /** Of the catalog's entries. */
  readonly matrix: Matrix;
  /** The decision log as it is, and the waivers that it grants. */
  readonly stewardship: { readonly log: string; readonly waivers: readonly AppliedWaiver[] };
  /** What runs saw change. */
  readonly changes: ChangesDocument;
  readonly freshness: FreshnessDocument;
}

/** What is known of the catalog whose files are there already. */
export interface ContentBefore {
  readonly catalog: CatalogDocument | null;
  readonly freshness: Pick<FreshnessDocument, 'ttl'> | null;
  /** By id. */
  readonly sources: ReadonlyMap<string, SourceRow>;
  /** All that it held, by source; null where only its files tell. What was taken over from it are the same objects. */
  readonly contents: Omit<Before, 'sources'> | null;
}
