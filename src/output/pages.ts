import { LAYOUT } from '../catalog/layout.js';
import { readDecisionLog } from '../compatibility/decision-log.js';
import { explain } from '../compatibility/explain.js';
import type { Catalog } from '../model/catalog.js';
import { compareText } from '../model/compare-text.js';
import { fileNameOf } from '../model/file-names.js';
import type { CapabilitySummary, ChangesDocument, CompatibilityDocument, FreshnessDocument } from '../model/generated/types.js';
import {
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
  sourcePages,
} from '../site/render.js';
import type { CatalogContent } from './content.js';
import type { Touched } from './touched.js';

/** A page that is rendered only if it has to be. */
export interface OverviewPage {
  readonly path: string;
  readonly touched: boolean;
  render(): string;
}

/** Every page but those of capabilities. Those that show something of all, of which there are few, are always taken for touched. */
export function* overviewPages(
  catalog: Catalog,
  capabilities: readonly CapabilitySummary[],
  context: SiteContext,
  changes: ChangesDocument,
  limits: Pick<FreshnessDocument, 'ttl' | 'alert_after'>,
  compatibility: CompatibilityDocument,
  { log, waivers }: CatalogContent['stewardship'],
  touched: Touched,
): Generator<OverviewPage> {
  const current = catalog.entries.filter(({ status }) => status === 'current');
  const always = (path: string, render: () => string): OverviewPage => ({ path, touched: true, render });
  yield always(LAYOUT.home, () => renderHome(context, capabilities, catalog.sources, changes));
  yield always(LAYOUT.searchPage, () => renderSearch(context, catalog.sources));
  yield always(LAYOUT.sourcesPage, () => renderSources(context, catalog.sources));
  yield always(LAYOUT.findingsPage, () => renderFindings(context, catalog.findings, current));
  yield always(LAYOUT.freshnessPage, () => renderFreshness(context, catalog.sources, limits));
  yield always(LAYOUT.aboutPage, () => renderAbout(context, { trust: catalog.trust }));
  yield always(LAYOUT.compatibilityPage, () => renderMatrix(context, { compatibility, capabilities, explain }));
  yield always(LAYOUT.decisionsPage, () => {
    const { decisions } = readDecisionLog(log);
    return renderDecisions(context, { decisions, waivers, capabilities });
  });
  yield always(LAYOUT.ownersPage, () => renderOwners(context, capabilities));
  yield always(LAYOUT.notFoundPage, () => renderNotFound(context.catalog));
  if (catalog.trust) yield always(LAYOUT.quarantinePage, () => renderQuarantine(context, catalog.quarantined));
  for (const [domain, members] of Map.groupBy(capabilities, (each) => each.domain))
    for (const page of pagesOf(members))
      yield {
        path: LAYOUT.domainPage(fileNameOf(domain), page),
        touched: touched.domain(domain),
        render: () => renderDomain(context, domain, members, page),
      };
  const byOwner = Map.groupBy(current, ({ capability }) => capability.owner ?? '');
  for (const [owner, members] of Map.groupBy(capabilities, (each) => each.owner ?? '')) {
    const render = (page: number) => {
      const contacts = new Set((byOwner.get(owner) ?? []).flatMap(({ capability }) => capability.contact ?? []));
      return renderOwner(context, owner, members, [...contacts].sort(compareText), page);
    };
    for (const page of pagesOf(members)) {
      const path = LAYOUT.ownerPage(fileNameOf(owner), page);
      yield { path, touched: touched.owner(owner), render: () => render(page) };
    }
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
    const pages = sourcePages(page);
    for (let number = 1; number <= pages; number += 1)
      yield {
        path: LAYOUT.sourcePage(source.file, number),
        touched: touched.source(source.id),
        render: () => renderSource(context, page, number),
      };
  }
}

/** 1, 2, 3 … for a list that takes as many pages. */
const pagesOf = ({ length }: readonly unknown[]): readonly number[] =>
  Array.from({ length: pagesFor(length) }, (_, index) => index + 1);
