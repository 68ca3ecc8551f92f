import { code, copyable, counted, facts, grouped, mark, outward, section } from '../html.js';
import { severityCounts } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = { permalink: 'about.html' };

const LEAVING = facts([
  [
    'A source',
    'goes when the configuration no longer lists it. One that is missing, unreachable or rate limited keeps what was last read.',
  ],
  ['A capability', 'goes when its source was read and no longer describes it.'],
  [
    'A version',
    'stays as long as its capability is described, also when its tag is gone; unless the policy no longer admits it.',
  ],
  ['A run', 'that would drop more than 15 % of the capabilities writes nothing, unless somebody tells it to.'],
]);

const EXITS = `<p class="detail">Exit codes of ${code('chora index')}</p>${facts([
  [code('0'), 'done'],
  [code('1'), 'refused: more capabilities would go than may'],
  [code('2'), 'wrong use or configuration, or a disk that refuses'],
  [code('3'), 'written, but some sources failed; their last good entries were kept'],
  [code('4'), 'policy or trusted root refused'],
  [code('70'), 'a fault of the program'],
])}`;

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
    `<h1>About this catalog</h1><p class="lead">It was made from the manifests of ${counted(counts.sources, 'source')}, by rules that are written out here. The same sources, configuration and program give the same files, byte for byte.</p>${section('built', 'How it was built', built)}${section('policy', 'Policy in force', policy)}${section('leaving', 'What leaves the catalog, and when', LEAVING)}${section('exits', 'How a run ends', EXITS)}${section(
      'words',
      'What the marks mean',
      facts([...stateOrder.map((state) => meaning(states[state])), ...Object.values(tiers).map(meaning)]),
    )}`,
  );
}
