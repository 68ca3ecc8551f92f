import { cell, counted, grouped, head, link, mark, none, number, table } from '../html.js';
import { page } from '../includes/page.js';

export const data = { permalink: 'owners.html' };

const MOST_DOMAINS = 6;
const HEADINGS = ['Owner', '#Capabilities', '#Sources', 'Deprecated or retired', 'Domains'];

export const render = ({ catalog, owners }) =>
  page(
    catalog,
    {
      root: '',
      path: 'owners.html',
      title: 'Owners',
      description: `Who owns the capabilities of ${catalog.name}.`,
      section: 'Owners',
    },
    `<h1>Owners</h1><p class="lead">Who answers for which capabilities, as their manifests say.</p>${table('Owners', HEADINGS, owners, row)}`,
  );

const row = ({ file, name, members, sources, ending, domains }) =>
  head(link(`owners/${file}.html`, name)) +
  number('Capabilities', members.length) +
  number('Sources', sources.length) +
  cell('Deprecated or retired', ending > 0 ? mark('warn', grouped(ending)) : none('none')) +
  cell('Domains', domainLinks(domains));

function domainLinks(domains) {
  const left = domains.length - MOST_DOMAINS;
  const shown = domains.slice(0, MOST_DOMAINS).map(({ file, name }) => link(`domains/${file}.html`, name));
  return shown.join(', ') + (left > 0 ? ` and ${counted(left, 'more', 'more')}` : '');
}
