import type { ComponentChild, VNode } from 'preact';
import { compareText } from '../../model/findings.js';
import type { CapabilitySummary, CatalogDocument, SourceRow } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { facts } from '../components/facts.js';
import { mark, severityCounts } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { domainLink } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { groupBy } from '../group.js';
import { domainPage } from '../links.js';
import { counted, grouped, visible } from '../text.js';
import { SOURCE_STATE_ORDER, SOURCE_STATES } from '../words.js';

const SHOWN_PER_DOMAIN = 25;
/** Up to these their tables are overview enough. */
const FEW_DOMAINS = 4;
/** Beyond these the page lists domains only. */
const MOST_DOMAINS = 40;
const MOST_CAPABILITIES = 2_000;

type Domain = readonly [name: string, capabilities: readonly CapabilitySummary[]];

/** index.html */
export function renderHome(
  { catalog }: SiteContext,
  capabilities: readonly CapabilitySummary[],
  sources: readonly SourceRow[],
): string {
  const domains = groupBy(capabilities, ({ domain }) => domain).sort(([a], [b]) => compareText(a, b));
  const inFull = domains.length <= MOST_DOMAINS && capabilities.length <= MOST_CAPABILITIES;
  return renderPage(catalog, {
    root: '',
    path: 'index.html',
    section: 'capabilities',
    crumbs: [],
    children: [
      <h1 dir="auto">{visible(catalog.name)}</h1>,
      <p class="lead">
        What {counted(sources.length, 'source')} {sources.length === 1 ? 'says' : 'say'} of the capabilities they provide: who
        owns each one, how far along it is, and what depends on it.
      </p>,
      health(catalog, sources),
      domains.length === 0 && <p class="none more">No capabilities yet.</p>,
      (domains.length > FEW_DOMAINS || !inFull) && section('domains', 'Domains', domainList(domains)),
      ...(inFull ? domains.map(domainSection) : []),
    ],
  });
}

function health({ counts }: CatalogDocument, sources: readonly SourceRow[]): VNode {
  return (
    <div class="health">
      {facts([
        ['Capabilities', figure(counts.capabilities, `${grouped(counts.by_tier.conformant ?? 0)} conformant`)],
        ['Versions', figure(counts.versions, `in ${counted(counts.manifests, 'manifest')}`)],
        ['Sources', figure(counts.sources, states(sources), 'sources.html')],
        counts.by_provenance === undefined
          ? ['Provenance', null]
          : ['Signed and verified', figure(counts.by_provenance.verified ?? 0, quarantineLink(counts.quarantined ?? 0))],
        [
          'Findings',
          figure(
            counts.findings.error + counts.findings.warning + counts.findings.info,
            severityCounts(counts.findings),
            'findings.html',
          ),
        ],
      ])}
    </div>
  );
}

const quarantineLink = (count: number): VNode => <a href="quarantine.html">{counted(count, 'manifest')} quarantined</a>;

const figure = (count: number, detail: ComponentChild, href?: string): ComponentChild => [
  href ? (
    <a class="figure" href={href}>
      {grouped(count)}
    </a>
  ) : (
    <span class="figure">{grouped(count)}</span>
  ),
  <span class="detail">{detail}</span>,
];

const states = (sources: readonly SourceRow[]): ComponentChild =>
  SOURCE_STATE_ORDER.map((state) => {
    const count = sources.filter((source) => source.state === state).length;
    return count > 0 && mark(SOURCE_STATES[state].tone, `${grouped(count)} ${SOURCE_STATES[state].word.toLowerCase()}`);
  });

const domainList = (domains: readonly Domain[]): VNode => (
  <ul class="columns">
    {domains.map(([domain, { length }]) => (
      <li>
        {domainLink('', domain)} <span class="count">{grouped(length)}</span>
      </li>
    ))}
  </ul>
);

function domainSection([domain, capabilities]: Domain, index: number): VNode {
  const count = capabilities.length;
  return section(`domain-${index + 1}`, domainLink('', domain), [
    capabilityTable('', `Capabilities of ${visible(domain)}`, capabilities.slice(0, SHOWN_PER_DOMAIN)),
    count > SHOWN_PER_DOMAIN && (
      <p class="more">
        <a href={domainPage(domain)}>
          All {grouped(count)} in <bdi>{visible(domain)}</bdi>
        </a>
      </p>
    ),
  ]);
}
