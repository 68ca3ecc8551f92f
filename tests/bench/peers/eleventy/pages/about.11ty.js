import { code, copyable, counted, facts, grouped, mark, outward, section } from '../html.js';
import { severityCounts } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = { permalink: 'about.html' };

export function render({ catalog, words }) {
  const { counts, generator, url, configuration } = catalog;
  const { states, stateOrder, tiers } = words;
  const meaning = ({ tone, word, meaning: text }) => [mark(tone, word), text];
  const built = facts([
    ['Generator', code(generator)],
    ['Published at', outward(url, url)],
    ['Configuration', copyable('the digest', code(configuration))],
    ['Capabilities', `${grouped(counts.capabilities)}, in ${counted(counts.versions, 'version')}`],
    ['Manifests', grouped(counts.manifests)],
    ['Sources', grouped(counts.sources)],
    ['Findings', severityCounts(counts.findings, words)],
    ['As data', '<a href="api/v1/catalog.json">api/v1/catalog.json</a>'],
  ]);
  const policy = `<p>${mark('info', 'No trust policy')} Manifests are listed whoever signed them, or nobody.</p>`;
  return page(
    catalog,
    { root: '', path: 'about.html', title: 'About this catalog', section: 'About' },
    `<h1>About this catalog</h1><p class="lead">It was made from the manifests of ${counted(counts.sources, 'source')}, by rules that are written out here. The same sources, configuration and program give the same files, byte for byte.</p>${section('built', 'How it was built', built)}${section('policy', 'Policy in force', policy)}${section('leaving', 'What leaves the catalog, and when', facts(words.leaving))}${section(
      'exits',
      'How a run ends',
      `<p class="detail">Exit codes of ${code('chora index')}</p>${facts(words.exits.map(([exit, meaning]) => [code(exit), meaning]))}`,
    )}${section(
      'words',
      'What the marks mean',
      facts([...stateOrder.map((state) => meaning(states[state])), ...Object.values(tiers).map(meaning)]),
    )}`,
  );
}
