import type { CapabilitySummary } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { renderPage } from '../components/page.js';
import { pager, shownRows } from '../components/pager.js';
import type { SiteContext } from '../context.js';
import { domainPage } from '../links.js';
import { rowsOf } from '../page-numbers.js';
import { counted, visible } from '../text.js';

/** domains/<file>.html, with the capabilities of that domain, or a later page of them. `page` counts from 1. */
export function renderDomain(
  { catalog }: SiteContext,
  domain: string,
  capabilities: readonly CapabilitySummary[],
  page = 1,
): string {
  const shown = shownRows(capabilities.length, page);
  const owners = new Set(capabilities.flatMap(({ owner }) => owner ?? []));
  const sources = new Set(capabilities.map(({ source }) => source));
  return renderPage(catalog, {
    root: '../',
    path: domainPage(domain, page),
    title: page === 1 ? domain : `${domain}, page ${page}`,
    section: 'capabilities',
    crumbs: [{ text: 'Capabilities', href: 'index.html' }, ...(page === 1 ? [] : [{ text: domain, href: domainPage(domain) }])],
    children: [
      <h1 dir="auto">{visible(domain)}</h1>,
      <p class="lead">
        {counted(capabilities.length, 'capability', 'capabilities')} of {counted(owners.size, 'owner')} from{' '}
        {counted(sources.size, 'source')}.{shown && ` Shown are ${shown}.`}
      </p>,
      capabilityTable('../', `Capabilities of ${visible(domain)}`, rowsOf(capabilities, page)),
      pager(capabilities.length, page, (each) => `../${domainPage(domain, each)}`),
    ],
  });
}
