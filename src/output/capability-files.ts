import { capabilityDocuments } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { capabilityCompatibilities } from '../compatibility/capability-documents.js';
import { explain } from '../compatibility/explain.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { genuine } from '../model/digest.js';
import { fileNameOf } from '../model/file-names.js';
import type { CapabilityDocument } from '../model/generated/types.js';
import { badgeDrawer, badgePaths } from '../site/machine/outputs.js';
import { renderCapability, type SiteContext } from '../site/render.js';
import type { CatalogContent } from './content.js';
import type { Earlier } from './earlier.js';
import type { ListedFiles } from './listed-files.js';

/** A larger manifest is linked to, not shown: one file may describe hundreds of capabilities, and each has a page. */
const MOST_BYTES_SHOWN = 32 * 1024;

/**
 * Puts the documents of each id, one after the other: all at once they would be a great deal; and the pages of those that are
 * capabilities of the catalog. What a page shows is all in its documents, but for the time to live of its source.
 */
export function putCapabilities(
  { catalog, matrix, stewardship }: CatalogContent,
  context: SiteContext,
  earlier: Earlier,
  store: Pick<CatalogStore, 'readSync'>,
  files: ListedFiles,
): void {
  const ttls = new Map(catalog.sources.map(({ id, ttl }) => [id, ttl]));
  const documents = capabilityDocuments(catalog);
  for (const [id, makeCompatibility] of capabilityCompatibilities(matrix, stewardship.waivers)) {
    const file = fileNameOf(id);
    const makeDocument = documents.get(id);
    const paths = [LAYOUT.capabilityCompatibility(file), LAYOUT.capability(file), LAYOUT.capabilityPage(file)] as const;
    if (!earlier.touched.capability(id) && files.leave(...paths.slice(0, makeDocument ? 3 : 1))) continue;
    const compatibility = makeCompatibility();
    const same = files.putOneOfMany(paths[0], serialize(compatibility));
    if (makeDocument === undefined) continue;
    const document = makeDocument();
    const unchanged = files.putOneOfMany(paths[1], serialize(document)) && same;
    const [{ source, manifest }] = document.versions;
    if (unchanged && earlier.sameSite && earlier.sameTtl(source) && files.leave(paths[2])) continue;
    const page = { document, compatibility, explain, sourceTtl: ttls.get(source), manifest: manifestText(manifest, store) };
    files.put(paths[2], renderCapability(context, page));
  }
}

function manifestText(
  { digest, size }: CapabilityDocument['versions'][0]['manifest'],
  store: Pick<CatalogStore, 'readSync'>,
): string | null {
  if (size > MOST_BYTES_SHOWN) return null;
  const bytes = genuine(store.readSync(LAYOUT.blob(digest)), digest);
  if (bytes === null || bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // No UTF-8: readers have reported that already, and the bytes can be downloaded.
    return null;
  }
}

/** Puts the badges of each current entry. */
export function putBadges({ catalog, freshness }: CatalogContent, earlier: Earlier, files: ListedFiles): void {
  const rows = new Map(catalog.sources.map((row) => [row.id, row]));
  const draw = badgeDrawer(freshness.ttl);
  for (const entry of catalog.entries) {
    if (entry.status !== 'current') continue;
    const paths = badgePaths(fileNameOf(entry.id));
    if (earlier.sameBadge(entry.source) && !earlier.touched.entry(entry.id) && files.leave(...paths)) continue;
    for (const [index, text] of draw(entry, rows.get(entry.source)).entries()) files.put(paths[index] ?? '', text);
  }
}
