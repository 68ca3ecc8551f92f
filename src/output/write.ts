import { shardDocuments } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { CatalogStore } from '../model/catalog-store.js';
import type { FreshnessDocument, SourceRow, UnfinishedDocument } from '../model/generated/types.js';
import { SITE_ASSETS } from '../site/render.js';
import type { CatalogContent, ContentBefore } from './content.js';
import { FileWriter, type WriteSummary } from './file-writer.js';
import { isOwned } from './owned.js';
import { sourcesText, writeSite } from './site.js';
import type { SiteDigest } from './site-list.js';
import { releaseDocument, targetFiles } from './targets.js';

/**
 * Writes what changed of a catalog and removes what is no longer there. Where a run finds the mark `unfinished`, the one before was
 * killed, and what it left may be half of one catalog and half of another. The mark says how the catalog was before, so that the
 * changes since then can still be told.
 */
export function writeCatalog(
  content: CatalogContent,
  before: ContentBefore | null,
  unfinished: UnfinishedDocument,
  store: CatalogStore,
): WriteSummary {
  const files = new FileWriter(store);
  for (const { manifest } of content.catalog.entries)
    for (const { digest } of [manifest, ...(manifest.bundles ?? [])]) files.keep(LAYOUT.blob(digest));
  const { site, touched } = writeSite(content, before, files);
  for (const [path, text] of targetFiles(content)) files.put(path, text);
  for (const [shard, document] of shardDocuments(content.catalog)) {
    const path = LAYOUT.shard(shard);
    if (!touched.shard(shard) && files.there.has(path)) files.keep(path);
    else files.put(path, serialize(document));
  }
  files.put(LAYOUT.release, serialize(releaseDocument(content, site)));
  // Where releases are made of the folder, blobs of those that readers may still fetch are kept until publishing removes them.
  const isPublished = files.there.has(`${LAYOUT.metadata}/root.json`);
  return files.finish(unfinished, (path) => isOwned(path) && !(isPublished && path.startsWith('blobs/')));
}

/** Writes the site alone into a folder where targets and blobs are somebody else's business. */
export function renderSite(content: CatalogContent, before: ContentBefore | null, store: CatalogStore): SiteDigest {
  const files = new FileWriter(store);
  const { site } = writeSite(content, before, files);
  files.finish(null, (path) => isOwned(path) && !/^(targets|blobs)\//.test(path));
  return site;
}

/** Whether the pages that are there have the styles and the scripts of this program. */
export function hasAssets(store: Pick<CatalogStore, 'has'>): boolean {
  return Object.keys(SITE_ASSETS).every((path) => store.has(path));
}

/** All that a run with nothing new writes: the time, and what was asked of GitHub. */
export function writeFreshness(sources: Iterable<SourceRow>, freshness: FreshnessDocument, store: CatalogStore): void {
  if (freshness.github !== undefined) store.write(LAYOUT.sources, sourcesText([...sources], freshness));
  store.write(LAYOUT.freshness, serialize(freshness));
}
