import type { VNode } from 'preact';
import type { CapabilitySummary } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { facts } from '../components/facts.js';
import { lines } from '../components/lines.js';
import { mark } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { pager, shownRows } from '../components/pager.js';
import { section } from '../components/section.js';
import { contact, domainLink, sourceLink } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { groupBy } from '../group.js';
import { ownerPage } from '../links.js';
import { rowsOf } from '../page-numbers.js';
import { counted, grouped, readable } from '../text.js';
import { isEnding } from './owners.js';

const MOST_LISTED = 50;

/**
 * owners/<file>.html, or a later page of a long list; `page` counts from 1. The empty owner has what names none. `contacts`: those
 * that its capabilities state, each once.
 */
export function renderOwner(
  { catalog }: SiteContext,
  owner: string,
  capabilities: readonly CapabilitySummary[],
  contacts: readonly string[],
  page = 1,
): string {
  const name = owner === '' ? 'Without an owner' : readable(owner);
  const domains = groupBy(capabilities, ({ domain }) => domain);
  const sources = groupBy(capabilities, ({ source }) => source);
  const shown = shownRows(capabilities.length, page);
  const ending = capabilities.filter(isEnding).length;
  return renderPage(catalog, {
    root: '../',
    path: ownerPage(owner, page),
    title: page === 1 ? name : `${name}, page ${page}`,
    section: 'owners',
    crumbs: [{ text: 'Owners', href: 'owners.html' }, ...(page === 1 ? [] : [{ text: name, href: ownerPage(owner) }])],
    children: [
      <h1 dir="auto">{name}</h1>,
      <p class="lead">
        {owner === '' ? 'Manifests that name no owner: ' : 'Answers for '}
        {counted(capabilities.length, 'capability', 'capabilities')} in {counted(domains.length, 'domain')} from{' '}
        {counted(sources.length, 'source')}.{shown && ` Shown are ${shown}.`}
      </p>,
      page === 1 &&
        facts([
          ['Contact', contacts.length === 0 ? null : lines(contacts, contact, MOST_LISTED)],
          ['Domains', lines(domains, ([name, own]) => [domainLink('../', name), ' ', count(own)], MOST_LISTED)],
          ['Sources', lines(sources, ([id, own]) => [sourceLink('../', id), ' ', count(own)], MOST_LISTED)],
          ['Deprecated or retired', ending === 0 ? null : mark('warn', counted(ending, 'capability', 'capabilities'))],
        ]),
      section('capabilities', 'Capabilities', [
        capabilityTable('../', `Capabilities of ${name}`, rowsOf(capabilities, page), 'owner'),
        pager(capabilities.length, page, (each) => `../${ownerPage(owner, each)}`),
      ]),
    ],
  });
}

const count = ({ length }: readonly unknown[]): VNode => <span class="count">{grouped(length)}</span>;
