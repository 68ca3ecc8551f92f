import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import { buildMatrix } from '../compatibility/matrix.js';
import { entriesOf, readManifests } from '../indexer/read-manifests.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import type { CatalogDocument, FreshnessDocument, SourcesDocument } from '../model/generated/types.js';
import { validateCatalogDocument, validateFreshnessDocument, validateSourcesDocument } from '../model/validators.js';
import type { CatalogContent, ContentBefore } from '../output/content.js';
import { readRelease } from '../output/release.js';
import { renderSite } from '../output/write.js';
import type { ReleaseContents, ReleaseFormat } from './ops.js';

const FOLDER = 'targets/';
/** No target holds the time of the run: the timestamp of a release tells it when it is rendered. */
const NO_TIME = '';

/** A release as the mirror sees it, with the rest that its site is made of. */
interface CatalogRelease extends ReleaseContents {
  readonly content: CatalogContent;
}

/** Releases as `chora index` and `chora publish` make them. */
export const CATALOG_FORMAT: ReleaseFormat<CatalogRelease> = {
  async read(names, read) {
    const reader = {
      name: 'The release',
      read: async (path: string) => {
        const bytes = await read(path.slice(FOLDER.length));
        return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      },
    };
    const paths = names.map((name) => `${FOLDER}${name}`);
    const { content, document } = await readRelease(reader, paths, NO_TIME);
    const { catalog, freshness, stewardship } = content;
    return { content, catalog, site: document.site, freshness, decisions: stewardship.log };
  },

  describe(file, { commit, ref }) {
    const snapshot = { commit, ref, files: [file], skipped: [], matched: 1 };
    return entriesOf(readManifests(file.source, [snapshot], { files: 1 }).manifests).flat();
  },

  async render({ catalog, content }, generatedAt, store) {
    const own: CatalogContent = {
      ...content,
      catalog,
      // A mirror that holds a part, or judges by a policy of its own, says what works with what among the entries that it has.
      matrix: catalog === content.catalog ? content.matrix : buildMatrix(catalog.entries, catalog.quarantined),
      freshness: { ...content.freshness, generated_at: generatedAt },
    };
    return { site: await renderSite(own, await renderedBefore(store), store) };
  },
};

/** The catalog whose site is in the store; null where there is none, or none that can be relied on. */
async function renderedBefore(store: CatalogStore): Promise<ContentBefore | null> {
  try {
    const catalog = await readDocument<CatalogDocument>(store, LAYOUT.catalog, validateCatalogDocument);
    const sources = await readDocument<SourcesDocument>(store, LAYOUT.sources, validateSourcesDocument);
    const freshness = await readDocument<FreshnessDocument>(store, LAYOUT.freshness, validateFreshnessDocument);
    if (catalog === null || sources === null || store.has(LAYOUT.unfinished)) return null;
    return { catalog, freshness, sources: new Map(sources.sources.map((row) => [row.id, row])), contents: null };
  } catch (error) {
    if (error instanceof ChoraError && error.code === 'catalog/unreadable') return null;
    throw error;
  }
}
