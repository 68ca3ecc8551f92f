import type { VNode } from 'preact';
import type { CapabilitySummary, ChangesDocument, SourceRow } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { renderPage } from '../components/page.js';
import { quickResults, searchBox } from '../components/search-box.js';
import { section } from '../components/section.js';
import { domainLink } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { compareNames, groupBy } from '../group.js';
import { catalogJsonLd } from '../machine/head.js';
import { counted, grouped, visible } from '../text.js';
import { recentChanges } from './home/changes.js';
import { health } from './home/health.js';

/** Up to these the page lists all capabilities; beyond, domains only, so that it stays quick whatever the catalog holds. */
const MOST_CAPABILITIES = 50;

type Domain = readonly [name: string, capabilities: readonly CapabilitySummary[]];

/** index.html */
export function renderHome(
  { catalog }: SiteContext,
  capabilities: readonly CapabilitySummary[],
  sources: readonly SourceRow[],
  changes: ChangesDocument | null,
): string {
  const domains = groupBy(capabilities, ({ domain }) => domain).sort(([a], [b]) => compareNames(a, b));
  const says = `What ${counted(sources.length, 'source')} ${sources.length === 1 ? 'says' : 'say'} of the capabilities they provide: who owns each one, how far along it is, and what depends on it.`;
  return renderPage(catalog, {
    root: '',
    path: 'index.html',
    description: says,
    data: catalogJsonLd(catalog),
    section: 'capabilities',
    crumbs: [],
    children: [
      <h1 dir="auto">{visible(catalog.name)}</h1>,
      <p class="lead">{says}</p>,
      searchBox(true),
      quickResults(),
      health(catalog),
      domains.length === 0 ? (
        <p class="none more">No capabilities yet.</p>
      ) : (
        <div class={changes && changes.changes.length > 0 ? 'beside' : 'domains'}>
          {section('domains', 'Domains', domainList(domains))}
          {changes && section('changes', 'What changed', recentChanges(changes, new Set(capabilities.map(({ file }) => file))))}
        </div>
      ),
      capabilities.length > 0 &&
        capabilities.length <= MOST_CAPABILITIES &&
        section('capabilities', 'All capabilities', capabilityTable('', 'All capabilities', capabilities)),
    ],
  });
}

const domainList = (domains: readonly Domain[]): VNode => (
  <ul class="columns">
    {domains.map(([domain, { length }]) => (
      <li>
        {domainLink('', domain)} <span class="count">{grouped(length)}</span>
      </li>
    ))}
  </ul>
);
