import { capabilitiesDocument, catalogDocument, findingsDocument } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { readDecisionLog } from '../compatibility/decision-log.js';
import { compatibilityDocument } from '../compatibility/documents.js';
import type { CapabilitiesDocument, FreshnessDocument, SourceRow } from '../model/generated/types.js';
import { toSarif } from '../model/sarif.js';
import { machineFiles } from '../site/machine/outputs.js';
import { type SiteContext, siteAssets } from '../site/render.js';
import { putBadges, putCapabilities } from './capability-files.js';
import { compatibilityFiles } from './compatibility.js';
import type { CatalogContent, ContentBefore } from './content.js';
import { compareWithEarlier } from './earlier.js';
import type { FileWriter } from './file-writer.js';
import { ListedFiles } from './listed-files.js';
import { overviewPages } from './pages.js';
import { putSearch } from './search.js';
import type { SiteDigest } from './site-list.js';
import type { Touched } from './touched.js';

export interface WrittenSite {
  readonly site: SiteDigest;
  /** What of the catalog may be another than before. */
  readonly touched: Touched;
}

/**
 * Makes the site: pages, API, search index, feeds and badges, and the list of them.
 *
 * `before` is the catalog whose files are there, left by an undisturbed run: where it had the same name, address, generator and
 * assets, a file that is there is made again only when something of what it shows is another than in that catalog. Files that show
 * something of everything are always made, and written where they differ.
 */
export function writeSite(content: CatalogContent, before: ContentBefore | null, writer: FileWriter): WrittenSite {
  const { catalog, changes, freshness, stewardship } = content;
  const { store, there } = writer;
  const files = new ListedFiles(writer, before !== null);
  const summary = catalogDocument(catalog);
  const context: SiteContext = { catalog: summary };
  const assets = siteAssets(catalog.identity.name);
  const earlier = compareWithEarlier(content, summary, before, writer, Object.keys(assets));
  const { touched } = earlier;
  for (const [path, bytes] of Object.entries(assets)) files.put(path, bytes);
  putCapabilities(content, context, earlier, store, files);
  const { capabilities } = capabilitiesDocument(catalog);
  const matrix = compatibilityDocument(content.matrix, stewardship.waivers);
  for (const page of overviewPages(catalog, capabilities, context, changes, freshness, matrix, stewardship, touched))
    if (page.touched || !files.leave(page.path)) files.put(page.path, page.render());
  if (catalog.identity.badges) putBadges(content, earlier, files);
  files.put(LAYOUT.capabilities, serialize({ capabilities } satisfies CapabilitiesDocument));
  if (catalog.trust) files.put(LAYOUT.quarantine, serialize({ quarantined: catalog.quarantined }));
  files.put(LAYOUT.findings, serialize(findingsDocument(catalog)));
  files.put(LAYOUT.sarif, serialize(toSarif(catalog.findings)));
  for (const [path, text] of compatibilityFiles(matrix, stewardship)) files.put(path, text);
  files.put(LAYOUT.changes, serialize(changes));
  files.put(LAYOUT.catalog, serialize(summary));
  files.put(LAYOUT.freshness, serialize(freshness));
  files.put(LAYOUT.sources, sourcesText(catalog.sources, freshness));
  putSearch(catalog.entries, before === null ? null : { there, store }, touched.entry, files);
  const pages = writer.pages().filter((path) => path !== LAYOUT.notFoundPage);
  const { decisions } = readDecisionLog(stewardship.log);
  for (const [path, file] of machineFiles({ summary, changes, decisions, pages }))
    files.put(path, 'text' in file ? file.text : serialize(file.json));
  const { bytes, site } = files.list.finish();
  writer.put(LAYOUT.siteList, bytes);
  return { site, touched };
}

/** api/v1/sources.json */
export function sourcesText(sources: readonly SourceRow[], { github }: FreshnessDocument): string {
  return serialize({ sources, ...(github === undefined ? {} : { github }) });
}
