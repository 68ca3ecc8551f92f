import { counted, escaped, facts, grouped, joined, link, mark, section } from '../html.js';
import { count, severityCounts } from '../includes/lists.js';
import { page } from '../includes/page.js';
import { searchBox } from '../includes/search-box.js';

export const data = { permalink: 'index.html' };

const QUICK =
  '<section class="quick" aria-label="Search results" hidden><p class="found" role="status" data-said="true"></p><div class="nothing" data-nothing="true"></div><ol class="results" aria-label="First results" data-results="true"></ol><p class="more"><a href="search.html" data-all="true">All results, with filters</a></p></section>';

const jsonLdOf = ({ name, url }) => ({
  '@context': 'https://schema.org',
  '@type': 'DataCatalog',
  name,
  '@id': url,
  url,
  dataset: {
    '@type': 'Dataset',
    name: `${name}: capabilities`,
    description: 'Software capabilities with their versions, owners, dependencies and signers.',
    isAccessibleForFree: true,
    distribution: { '@type': 'DataDownload', encodingFormat: 'application/json', contentUrl: `${url}api/v1/capabilities.json` },
  },
});

export function render({ catalog, words, domains }) {
  const { name, counts, assets } = catalog;
  const description = `What ${counted(counts.sources, 'source')} say of the capabilities they provide: who owns each one, how far along it is, and what depends on it.`;
  const domain = ({ file, name: text, members }) => `<li>${link(`domains/${file}.html`, text)} ${count(members.length)}</li>`;
  return page(
    catalog,
    { root: '', path: 'index.html', description, jsonLd: jsonLdOf(catalog), section: 'Capabilities', search: 'quick' },
    `<h1 dir="auto">${escaped(name)}</h1><p class="lead">${description}</p>${searchBox(assets, assets.search)}${QUICK}<div class="health">${health(counts, words)}</div><div class="beside">${section('domains', 'Domains', `<ul class="columns">${joined(domains, domain)}</ul>`)}${section('changes', 'What changed', '<p class="none">Nothing since the first run.</p>')}</div>`,
  );
}

function health({ capabilities, by_tier, versions, manifests, sources, by_source_state, findings }, words) {
  const { tiers, states, severityOrder } = words;
  const figure = (number, detail) => `<span class="figure">${grouped(number)}</span><span class="detail">${detail}</span>`;
  const linked = (href, number, detail) =>
    `<a class="figure" href="${href}">${grouped(number)}</a><span class="detail">${detail}</span>`;
  const marks = (numbers, kinds) =>
    joined(Object.entries(numbers), ([kind, number]) =>
      mark(kinds[kind].tone, `${grouped(number)} ${kinds[kind].word.toLowerCase()}`),
    );
  const found = severityOrder.reduce((sum, severity) => sum + findings[severity], 0);
  return facts([
    ['Capabilities', figure(capabilities, marks(by_tier, tiers))],
    ['Versions', figure(versions, `in ${counted(manifests, 'manifest')}`)],
    ['Sources', linked('sources.html', sources, marks(by_source_state, states))],
    ['Findings', linked('findings.html', found, severityCounts(findings, words))],
  ]);
}
