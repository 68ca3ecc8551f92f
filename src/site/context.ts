import type { CatalogDocument } from '../model/generated/types.js';

export interface SiteContext {
  readonly catalog: CatalogDocument;
}
