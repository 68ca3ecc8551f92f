import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { CatalogDocument, CompatibilityDocument } from '../model/generated/types.js';
import { validateCompatibilityDocument } from '../model/validators.js';
import type { CatalogContent, ContentBefore } from './content.js';
import type { FileWriter } from './file-writer.js';
import { ALL_TOUCHED, type Touched, touchedSince } from './touched.js';

/** What the catalog whose files are there has in common with the one that is written. */
export interface Earlier {
  /** Name, address, program and assets are the same: what says nothing else may stay. */
  readonly sameSite: boolean;
  readonly touched: Touched;
  /** Of a source: the time to live that its configuration gives. */
  sameTtl(source: string): boolean;
  /** Of a source: all that its badges show. */
  sameBadge(source: string): boolean;
}

/** `assets`: paths of the files that every page needs. */
export function compareWithEarlier(
  content: CatalogContent,
  summary: CatalogDocument,
  before: ContentBefore | null,
  { store, there }: FileWriter,
  assets: readonly string[],
): Earlier {
  const { catalog, matrix, stewardship, freshness } = content;
  const sameSite =
    before?.catalog != null && identity(before.catalog) === identity(summary) && assets.every((path) => there.has(path));
  const sameWaivers = store.readSync(LAYOUT.waivers)?.toString('utf8') === waiversText(stewardship);
  const touched =
    sameSite && before.contents !== null
      ? touchedSince(catalog, matrix, { ...before.contents, sources: before.sources }, () => writtenMatrix(store))
      : ALL_TOUCHED;
  const rows = new Map(catalog.sources.map((row) => [row.id, row]));
  const sameTtl = (source: string) => before?.sources.get(source)?.ttl === rows.get(source)?.ttl;
  const sameLimit = before?.freshness?.ttl === freshness.ttl;
  return {
    sameSite,
    // A waiver is shown with both that it is about.
    touched: sameWaivers ? touched : { ...touched, capability: () => true },
    sameTtl,
    sameBadge: (source) => sameLimit && sameTtl(source) && before?.sources.get(source)?.state === rows.get(source)?.state,
  };
}

/** api/v1/waivers.json */
export function waiversText({ waivers }: CatalogContent['stewardship']): string {
  return serialize({ waivers });
}

/** What a capability's page shows besides its documents. */
function identity({ name, url, generator }: CatalogDocument): string {
  return serialize({ name, url, generator });
}

/** The matrix of the catalog whose files are there; null where it cannot be read: nothing is then known of it. */
function writtenMatrix(store: FileWriter['store']): CompatibilityDocument | null {
  const text = store.readSync(LAYOUT.compatibility)?.toString('utf8');
  if (text === undefined) return null;
  try {
    const document: unknown = JSON.parse(text);
    return validateCompatibilityDocument(document) ? (document as CompatibilityDocument) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
