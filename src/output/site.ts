import { capabilitiesDocument, capabilityDocuments, catalogDocument, findingsDocument } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { readDecisionLog } from '../compatibility/decision-log.js';
import { compatibilityDocument } from '../compatibility/documents.js';
import { fileNameOf } from '../model/file-names.js';
import type { CatalogDocument, FreshnessDocument, SourceRow } from '../model/generated/types.js';
import { toSarif } from '../model/sarif.js';
import { badgeDrawer, badgePaths, machineFiles } from '../site/machine/outputs.js';
import { renderCapability, type SiteContext, siteAssets } from '../site/render.js';
import { compatibilityFiles, joined } from './compatibility.js';
import type { CatalogContent, ContentBefore } from './content.js';
import type { FileWriter } from './file-writer.js';
import { ListedFiles } from './listed-files.js';
import { capabilityPage, overviewPages } from './pages.js';
import { searchFiles } from './search.js';
import { type SiteDigest, SiteList } from './site-list.js';
import { ALL_TOUCHED, type Touched, touchedSince } from './touched.js';

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
  const sameSite =
    before?.catalog != null &&
    identity(before.catalog) === identity(summary) &&
    Object.keys(assets).every((path) => there.has(path));
  const touched =
    sameSite && before.contents !== null ? touchedSince(catalog, { ...before.contents, sources: before.sources }) : ALL_TOUCHED;
  const ttls = new Map(catalog.sources.map(({ id, ttl }) => [id, ttl]));
  const sameTtl = (source: string) => before?.sources.get(source)?.ttl === ttls.get(source);
  const current = catalog.entries.filter(({ status }) => status === 'current');
  for (const [path, bytes] of Object.entries(assets)) files.put(path, bytes);

  for (const { file, document, compatibility } of joined(capabilityDocuments(catalog), content)) {
    const same = compatibility === null || files.putOneOfMany(LAYOUT.capabilityCompatibility(file), serialize(compatibility));
    if (document === null || compatibility === null) continue;
    const unchanged = files.putOneOfMany(LAYOUT.capability(file), serialize(document)) && same;
    const page = LAYOUT.capabilityPage(file);
    if (unchanged && sameSite && sameTtl(document.versions[0].source) && files.leave(page)) continue;
    files.put(page, renderCapability(context, capabilityPage(document, compatibility, ttls, store)));
  }
  const matrix = compatibilityDocument(content.matrix, stewardship.waivers);
  for (const page of overviewPages(catalog, context, changes, freshness, matrix, stewardship, touched))
    if (page.touched || !files.leave(page.path)) files.put(page.path, page.render());
  files.put(LAYOUT.capabilities, serialize(capabilitiesDocument(catalog)));
  if (catalog.trust) files.put(LAYOUT.quarantine, serialize({ quarantined: catalog.quarantined }));
  files.put(LAYOUT.findings, serialize(findingsDocument(catalog)));
  files.put(LAYOUT.sarif, serialize(toSarif(catalog.findings)));
  for (const [path, text] of compatibilityFiles(matrix, stewardship)) files.put(path, text);
  const pages = writer.pages().filter((path) => path !== LAYOUT.notFoundPage);
  const { decisions } = readDecisionLog(stewardship.log);
  for (const [path, file] of machineFiles({ summary, changes, decisions, pages }))
    files.put(path, 'text' in file ? file.text : serialize(file.json));
  if (catalog.identity.badges) {
    const rows = new Map(catalog.sources.map((row) => [row.id, row]));
    const draw = badgeDrawer(freshness.ttl);
    const sameLimit = before?.freshness?.ttl === freshness.ttl;
    for (const entry of current) {
      const row = rows.get(entry.source);
      const same = sameLimit && sameTtl(entry.source) && before?.sources.get(entry.source)?.state === row?.state;
      const paths = badgePaths(fileNameOf(entry.id));
      if (same && !touched.entry(entry.id) && files.leave(...paths)) continue;
      for (const [index, text] of draw(entry, row).entries()) files.put(paths[index] ?? '', text);
    }
  }
  files.put(LAYOUT.changes, serialize(changes));
  files.put(LAYOUT.catalog, serialize(summary));
  files.put(LAYOUT.freshness, serialize(freshness));
  files.put(LAYOUT.sources, sourcesText(catalog.sources, freshness));
  for (const [path, bytes] of searchFiles(catalog.entries, before === null ? null : { there, store }, touched.entry)) {
    if (bytes !== null) files.put(path, bytes);
    else files.leave(path);
  }
  const text = files.list.text();
  writer.put(LAYOUT.siteList, text);
  return { site: SiteList.digestOf(text), touched };
}

/** api/v1/sources.json */
export function sourcesText(sources: readonly SourceRow[], { github }: FreshnessDocument): string {
  return serialize({ sources, ...(github === undefined ? {} : { github }) });
}

/** What a capability's page shows besides its documents. */
function identity({ name, url, generator }: CatalogDocument): string {
  return serialize({ name, url, generator });
}
