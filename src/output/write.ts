import { capabilitiesDocument, capabilityDocuments, catalogDocument, findingsDocument } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { CatalogStore } from '../model/catalog-store.js';
import type { CatalogDocument, FreshnessDocument, SourceRow, UnfinishedDocument } from '../model/generated/types.js';
import { toSarif } from '../model/sarif.js';
import { machineFiles } from '../site/machine/outputs.js';
import { renderCapability, SITE_ASSETS, type SiteContext } from '../site/render.js';
import { compatibilityFiles } from './compatibility.js';
import type { CatalogContent, ContentBefore } from './content.js';
import { isOwned } from './owned.js';
import { capabilityPage, overviewPages } from './pages.js';
import { searchFiles } from './search.js';
import { readSiteList, type SiteDigest, SiteList } from './site-list.js';
import { releaseDocument, targetFiles } from './targets.js';

export interface WriteSummary {
  /** Files of the catalog. */
  readonly files: number;
  /** Of them, those whose bytes changed. */
  readonly written: number;
  readonly removed: number;
}

/** What was written, and what stands for it. */
export interface WrittenCatalog extends WriteSummary {
  readonly site: SiteDigest;
}

/**
 * Writes what changed and removes what is no longer there. All files are written before the first takes its place, so that a full
 * disk leaves the previous catalog as it was. A mark lies in the folder from the first change to the last: where a run finds it, the
 * one before was killed, and what it left may be half of one catalog and half of another. The mark is `unfinished`, which says how the
 * catalog was before, so that the changes since then can still be told.
 *
 * `before` is the catalog whose files are there, left by an undisturbed run: where it had the same name, address, generator and
 * assets, the page of a capability whose document and whose source's time to live did not change is not made again, nor is the search
 * index when nothing that it holds did.
 */
export function writeCatalog(
  content: CatalogContent,
  before: ContentBefore | null,
  unfinished: UnfinishedDocument,
  store: CatalogStore,
): WrittenCatalog {
  const { catalog, changes, freshness } = content;
  const there = store.list();
  const keep = new Set<string>();
  const list = new SiteList();
  const listed = before === null ? new Map<string, string>() : readSiteList(store);
  let written = 0;
  const put = (path: string, bytes: string | Uint8Array): void => {
    keep.add(path);
    list.add(path, bytes);
    if (there.has(path) && store.readSync(path)?.equals(Buffer.from(bytes)) === true) return;
    store.stage(path, bytes);
    written += 1;
  };
  const keepAsItIs = (path: string): void => {
    keep.add(path);
    list.keep(path, listed, store);
  };

  const summary = catalogDocument(catalog);
  const context: SiteContext = { catalog: summary };
  const sameSite =
    !!before?.catalog &&
    identity(before.catalog) === identity(summary) &&
    Object.keys(SITE_ASSETS).every((path) => there.has(path));
  const ttls = new Map(catalog.sources.map(({ id, ttl }) => [id, ttl]));
  const sameTtl = (source: string) => before?.sources.get(source)?.ttl === ttls.get(source);
  for (const { manifest } of catalog.entries) {
    for (const { digest } of [manifest, ...(manifest.bundles ?? [])]) keep.add(LAYOUT.blob(digest));
  }
  for (const [path, text] of Object.entries(SITE_ASSETS)) put(path, text);
  for (const { file, document } of capabilityDocuments(catalog)) {
    const path = LAYOUT.capability(file);
    const page = LAYOUT.capabilityPage(file);
    const text = serialize(document);
    const unchanged = sameSite && sameTtl(document.versions[0].source);
    if (unchanged && there.has(path) && there.has(page) && store.readSync(path)?.equals(Buffer.from(text)) === true) {
      list.add(path, text);
      keep.add(path);
      keepAsItIs(page);
      continue;
    }
    put(page, renderCapability(context, capabilityPage(document, ttls, store)));
    put(path, text);
  }
  for (const [path, text] of overviewPages(catalog, context, changes, freshness)) put(path, text);
  put(LAYOUT.capabilities, serialize(capabilitiesDocument(catalog)));
  if (catalog.trust) put(LAYOUT.quarantine, serialize({ quarantined: catalog.quarantined }));
  put(LAYOUT.findings, serialize(findingsDocument(catalog)));
  put(LAYOUT.sarif, serialize(toSarif(catalog.findings)));
  for (const [path, text] of compatibilityFiles(content)) put(path, text);
  const pages = [...keep].filter((path) => path.endsWith('.html')).sort();
  const input = { catalog, summary, changes, ttl: freshness.ttl, pages };
  for (const [path, file] of machineFiles(input)) put(path, 'text' in file ? file.text : serialize(file.json));
  put(LAYOUT.changes, serialize(changes));
  put(LAYOUT.catalog, serialize(summary));
  put(LAYOUT.freshness, serialize(freshness));
  put(LAYOUT.sources, sourcesText(catalog.sources, freshness));
  for (const [path, bytes] of searchFiles(catalog.entries, before === null ? null : { there, store })) {
    if (bytes === null) keepAsItIs(path);
    else put(path, bytes);
  }
  const listText = list.text();
  const site = SiteList.digestOf(listText);
  put(LAYOUT.siteList, listText);
  for (const [path, text] of targetFiles(content)) put(path, text);
  put(LAYOUT.release, serialize(releaseDocument(content, site)));

  const obsolete = [...there].filter((path) => !keep.has(path) && isOwned(path));
  const changed = written + obsolete.length > 0;
  if (changed) store.write(LAYOUT.unfinished, serialize(unfinished));
  store.publish();
  for (const path of obsolete) store.remove(path);
  if (changed || there.has(LAYOUT.unfinished)) store.remove(LAYOUT.unfinished);
  return { files: keep.size, written, removed: obsolete.length, site };
}

/** All that a run with nothing new writes: the time, and what was asked of GitHub. */
export function writeFreshness(sources: Iterable<SourceRow>, freshness: FreshnessDocument, store: CatalogStore): void {
  if (freshness.github !== undefined) store.write(LAYOUT.sources, sourcesText([...sources], freshness));
  store.write(LAYOUT.freshness, serialize(freshness));
}

/** api/v1/sources.json */
function sourcesText(sources: readonly SourceRow[], { github }: FreshnessDocument): string {
  return serialize({ sources, ...(github === undefined ? {} : { github }) });
}

/** What a capability's page shows besides its document. */
function identity({ name, url, generator }: CatalogDocument): string {
  return serialize({ name, url, generator });
}
