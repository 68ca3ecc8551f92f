import { capabilitiesDocument } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { readDecisionLog } from '../compatibility/decision-log.js';
import { explain } from '../compatibility/explain.js';
import type { Catalog } from '../model/catalog.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { genuine } from '../model/digest.js';
import { fileNameOf } from '../model/file-names.js';
import { compareText } from '../model/findings.js';
import type {
  CapabilityCompatibility,
  CapabilityDocument,
  ChangesDocument,
  CompatibilityDocument,
  FreshnessDocument,
} from '../model/generated/types.js';
import {
  type CapabilityPage,
  pagesFor,
  renderAbout,
  renderDecisions,
  renderDomain,
  renderFindings,
  renderFreshness,
  renderHome,
  renderMatrix,
  renderNotFound,
  renderOwner,
  renderOwners,
  renderQuarantine,
  renderSearch,
  renderSource,
  renderSources,
  type SiteContext,
} from '../site/render.js';
import type { CatalogContent } from './content.js';

/** A larger manifest is linked to, not shown: one file may describe hundreds of capabilities, and each has a page. */
const MOST_BYTES_SHOWN = 32 * 1024;

/** What a capability's page is made of. All of it but the time to live hangs on its two documents: a manifest is named by its digest. */
export function capabilityPage(
  document: CapabilityDocument,
  compatibility: CapabilityCompatibility,
  ttls: SourceTtls,
  store: CatalogStore,
): CapabilityPage {
  const [{ source, manifest }] = document.versions;
  return { document, compatibility, explain, sourceTtl: ttls.get(source), manifest: manifestText(manifest, store) };
}

/** Source → the time to live that its configuration gives. */
export type SourceTtls = ReadonlyMap<string, string | undefined>;

function manifestText({ digest, size }: CapabilityDocument['versions'][0]['manifest'], store: CatalogStore): string | null {
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

/** Every page but those of capabilities: path and text. */
export function* overviewPages(
  catalog: Catalog,
  context: SiteContext,
  changes: ChangesDocument,
  limits: Pick<FreshnessDocument, 'ttl' | 'alert_after'>,
  compatibility: CompatibilityDocument,
  { log, waivers }: CatalogContent['stewardship'],
): Generator<[path: string, text: string]> {
  const { capabilities } = capabilitiesDocument(catalog);
  const current = catalog.entries.filter(({ status }) => status === 'current');
  yield [LAYOUT.home, renderHome(context, capabilities, catalog.sources, changes)];
  yield [LAYOUT.searchPage, renderSearch(context, catalog.sources)];
  yield [LAYOUT.sourcesPage, renderSources(context, catalog.sources)];
  yield [LAYOUT.findingsPage, renderFindings(context, catalog.findings, current)];
  yield [LAYOUT.freshnessPage, renderFreshness(context, catalog.sources, limits)];
  yield [LAYOUT.aboutPage, renderAbout(context, { trust: catalog.trust })];
  yield [LAYOUT.compatibilityPage, renderMatrix(context, { compatibility, capabilities, explain })];
  yield [LAYOUT.decisionsPage, renderDecisions(context, { decisions: readDecisionLog(log).decisions, waivers, capabilities })];
  yield [LAYOUT.ownersPage, renderOwners(context, capabilities)];
  yield [LAYOUT.notFoundPage, renderNotFound(context.catalog)];
  if (catalog.trust) yield [LAYOUT.quarantinePage, renderQuarantine(context, catalog.quarantined)];
  for (const [domain, members] of Map.groupBy(capabilities, (each) => each.domain))
    for (const page of pagesOf(members))
      yield [LAYOUT.domainPage(fileNameOf(domain), page), renderDomain(context, domain, members, page)];
  const byOwner = Map.groupBy(current, ({ capability }) => capability.owner ?? '');
  for (const [owner, members] of Map.groupBy(capabilities, (each) => each.owner ?? '')) {
    const contacts = new Set((byOwner.get(owner) ?? []).flatMap(({ capability }) => capability.contact ?? []));
    const ordered = [...contacts].sort(compareText);
    for (const page of pagesOf(members))
      yield [LAYOUT.ownerPage(fileNameOf(owner), page), renderOwner(context, owner, members, ordered, page)];
  }
  const ofSource = <T extends { readonly source: string }>(items: readonly T[]) => Map.groupBy(items, ({ source }) => source);
  const [own, entries, findings, quarantined] = [
    ofSource(capabilities),
    ofSource(current),
    ofSource(catalog.findings),
    ofSource(catalog.quarantined),
  ];
  for (const source of catalog.sources) {
    const page = {
      source,
      capabilities: own.get(source.id) ?? [],
      entries: entries.get(source.id) ?? [],
      findings: findings.get(source.id) ?? [],
      quarantined: quarantined.get(source.id) ?? [],
    };
    yield [LAYOUT.sourcePage(source.file), renderSource(context, page)];
  }
}

/** 1, 2, 3 … for a list that takes as many pages. */
const pagesOf = ({ length }: readonly unknown[]): readonly number[] =>
  Array.from({ length: pagesFor(length) }, (_, index) => index + 1);
