import type { ComponentChild } from 'preact';
import type { CapabilitySummary } from '../../model/generated/types.js';
import { mark, none } from '../components/mark.js';
import { ownerLink } from '../components/owner.js';
import { renderPage } from '../components/page.js';
import { domainLink } from '../components/strangers.js';
import { table } from '../components/table.js';
import type { SiteContext } from '../context.js';
import { compareNames, groupBy } from '../group.js';
import { ownerPage } from '../links.js';
import { counted, grouped } from '../text.js';

const MOST_DOMAINS = 6;

/** owners.html: who answers for what. */
export function renderOwners({ catalog }: SiteContext, capabilities: readonly CapabilitySummary[]): string {
  const owners = groupBy(capabilities, ({ owner }) => owner ?? '').sort(([a], [b]) => compareNames(a, b));
  const named = owners.filter(([owner]) => owner !== '');
  const orphans = owners.find(([owner]) => owner === '')?.[1] ?? [];
  return renderPage(catalog, {
    root: '',
    path: 'owners.html',
    title: 'Owners',
    description: `Who owns the capabilities of ${catalog.name}.`,
    section: 'owners',
    crumbs: [],
    children: [
      <h1>Owners</h1>,
      <p class="lead">Who answers for which capabilities, as their manifests say.</p>,
      orphans.length > 0 && (
        <p class="marks">
          {mark('warn', `${counted(orphans.length, 'capability', 'capabilities')} without an owner`)}{' '}
          <a href={ownerPage('')}>Show {orphans.length === 1 ? 'it' : 'them'}</a>
        </p>
      ),
      named.length === 0 ? (
        <p class="none">No manifest names an owner.</p>
      ) : (
        table('Owners', ['Owner', '#Capabilities', '#Sources', 'Deprecated or retired', 'Domains'], named.map(row))
      ),
    ],
  });
}

const row = ([owner, own]: [string, CapabilitySummary[]]): ComponentChild[] => {
  const ending = own.filter(isEnding).length;
  return [
    ownerLink('', owner),
    grouped(own.length),
    grouped(new Set(own.map(({ source }) => source)).size),
    ending > 0 ? mark('warn', grouped(ending)) : none('none'),
    domains(own),
  ];
};

export const isEnding = ({ stability, lifecycle_stage }: CapabilitySummary): boolean =>
  stability === 'deprecated' || lifecycle_stage === 'retired';

function domains(own: readonly CapabilitySummary[]): ComponentChild {
  const names = [...new Set(own.map(({ domain }) => domain))].sort(compareNames);
  const left = names.length - MOST_DOMAINS;
  return [
    ...names.slice(0, MOST_DOMAINS).map((name, index) => [index > 0 && ', ', domainLink('', name)]),
    left > 0 && ` and ${counted(left, 'more', 'more')}`,
  ];
}
