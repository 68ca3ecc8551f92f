import type { CapabilitySummary } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { renderPage } from '../components/page.js';
import type { SiteContext } from '../context.js';
import { domainPage } from '../links.js';
import { counted, visible } from '../text.js';

/** domains/<file>.html, with the capabilities of that domain */
export function renderDomain({ catalog }: SiteContext, domain: string, capabilities: readonly CapabilitySummary[]): string {
  const owners = new Set(capabilities.flatMap(({ owner }) => owner ?? []));
  const sources = new Set(capabilities.map(({ source }) => source));
  return renderPage(catalog, {
    root: '../',
    path: domainPage(domain),
    title: domain,
    section: 'capabilities',
    crumbs: [{ text: 'Capabilities', href: 'index.html' }],
    children: [
      <h1 dir="auto">{visible(domain)}</h1>,
      <p class="lead">
        {counted(capabilities.length, 'capability', 'capabilities')} of {counted(owners.size, 'owner')} from{' '}
        {counted(sources.size, 'source')}.
      </p>,
      capabilityTable('../', `Capabilities of ${visible(domain)}`, capabilities),
    ],
  });
}
