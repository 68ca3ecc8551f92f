import { capabilitiesDocument, capabilityDocuments, catalogDocument, findingsDocument } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { readDecisionLog } from '../compatibility/decision-log.js';
import { compatibilityDocument } from '../compatibility/documents.js';
import type { CatalogDocument, FreshnessDocument, SourceRow } from '../model/generated/types.js';
import { toSarif } from '../model/sarif.js';
import { machineFiles } from '../site/machine/outputs.js';
import { renderCapability, type SiteContext, siteAssets } from '../site/render.js';
import { compatibilityFiles, joined } from './compatibility.js';
import type { CatalogContent, ContentBefore } from './content.js';
import type { FileWriter } from './file-writer.js';
import { capabilityPage, overviewPages } from './pages.js';
import { searchFiles } from './search.js';
import { readSiteList, type SiteDigest, SiteList } from './site-list.js';

/**
 * Makes the site: pages, API, search index, feeds and badges, and the list of them.
 *
 * `before` is the catalog whose files are there, left by an undisturbed run: where it had the same name, address, generator and
 * assets, the page of a capability whose two documents and whose source's time to live did not change is not made again, nor is the search
 * index when nothing that it holds did.
 */
export function writeSite(content: CatalogContent, before: ContentBefore | null, files: FileWriter): SiteDigest {
  const { catalog, changes, freshness, stewardship } = content;
  const { store, there } = files;
  const list = new SiteList();
  const listed = before === null ? new Map<string, string>() : readSiteList(store);
  const put = (path: string, bytes: string | Uint8Array): boolean => {
    list.add(path, bytes);
    return files.put(path, bytes);
  };
  const keep = (path: string): void => {
    list.keep(path, listed, store);
    files.keep(path);
  };

  const summary = catalogDocument(catalog);
  const context: SiteContext = { catalog: summary };
  const assets = siteAssets(catalog.identity.name);
  const sameSite =
    !!before?.catalog && identity(before.catalog) === identity(summary) && Object.keys(assets).every((path) => there.has(path));
  const ttls = new Map(catalog.sources.map(({ id, ttl }) => [id, ttl]));
  const sameTtl = (source: string) => before?.sources.get(source)?.ttl === ttls.get(source);
  for (const [path, bytes] of Object.entries(assets)) put(path, bytes);
  for (const { file, document, compatibility } of joined(capabilityDocuments(catalog), content)) {
    const same = compatibility === null || put(LAYOUT.capabilityCompatibility(file), serialize(compatibility));
    if (document === null || compatibility === null) continue;
    const page = LAYOUT.capabilityPage(file);
    const unchanged = put(LAYOUT.capability(file), serialize(document)) && same;
    if (unchanged && sameSite && sameTtl(document.versions[0].source) && there.has(page)) keep(page);
    else put(page, renderCapability(context, capabilityPage(document, compatibility, ttls, store)));
  }
  const matrix = compatibilityDocument(content.matrix, stewardship.waivers);
  for (const [path, text] of overviewPages(catalog, context, changes, freshness, matrix, stewardship)) put(path, text);
  put(LAYOUT.capabilities, serialize(capabilitiesDocument(catalog)));
  if (catalog.trust) put(LAYOUT.quarantine, serialize({ quarantined: catalog.quarantined }));
  put(LAYOUT.findings, serialize(findingsDocument(catalog)));
  put(LAYOUT.sarif, serialize(toSarif(catalog.findings)));
  for (const [path, text] of compatibilityFiles(matrix, stewardship)) put(path, text);
  const pages = files
    .paths()
    .filter((path) => path.endsWith('.html') && path !== LAYOUT.notFoundPage)
    .sort();
  const { decisions } = readDecisionLog(stewardship.log);
  const input = { catalog, summary, changes, decisions, ttl: freshness.ttl, pages };
  for (const [path, file] of machineFiles(input)) put(path, 'text' in file ? file.text : serialize(file.json));
  put(LAYOUT.changes, serialize(changes));
  put(LAYOUT.catalog, serialize(summary));
  put(LAYOUT.freshness, serialize(freshness));
  put(LAYOUT.sources, sourcesText(catalog.sources, freshness));
  for (const [path, bytes] of searchFiles(catalog.entries, before === null ? null : { there, store })) {
    if (bytes === null) keep(path);
    else put(path, bytes);
  }
  const text = list.text();
  put(LAYOUT.siteList, text);
  return SiteList.digestOf(text);
}

/** api/v1/sources.json */
export function sourcesText(sources: readonly SourceRow[], { github }: FreshnessDocument): string {
  return serialize({ sources, ...(github === undefined ? {} : { github }) });
}

/** What a capability's page shows besides its document. */
function identity({ name, url, generator }: CatalogDocument): string {
  return serialize({ name, url, generator });
}
