import { cell, code, facts, head, idLink, mark, section, table } from '../html.js';
import { confirmed } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = { permalink: 'freshness.html' };

const DOCUMENT = '<a href="api/v1/freshness.json">api/v1/freshness.json</a>';
const HEADINGS = ['Source', 'Last confirmed', 'State', 'Fresh for'];

export const render = ({ catalog, sources, words }) =>
  page(
    catalog,
    { root: '', path: 'freshness.html', title: 'Freshness', section: 'Freshness' },
    `<h1>Freshness</h1><p class="lead">When each source was last seen to be what this catalog says of it. A run asks every source where it stands, also when nothing has changed.</p>${facts(
      [
        ['Catalog', `<span class="confirmed" data-catalog="true">in ${DOCUMENT}</span>`],
        ['Fresh for', catalog.ttl],
        ['Alert after', catalog.alertAfter],
      ],
    )}<noscript><p class="more">Ages need script, as these pages do not change with the clock: ${DOCUMENT} has the times. Its ${code('generated_at')} holds for every source that it names no exception for.</p></noscript>${section(
      'sources',
      'Sources',
      table('Freshness of the sources', HEADINGS, sources, (source) => row(source, catalog, words), 'freshness'),
    )}${section('rules', 'What the words mean', RULES)}`,
  );

const row = ({ id, file, state }, { ttl }, { states }) =>
  head(idLink(`sources/${file}.html`, id)) +
  cell('Last confirmed', confirmed('', id)) +
  cell('State', mark(states[state].tone, states[state].word)) +
  cell('Fresh for', ttl);

const RULES = `${facts([
  [mark('ok', 'Confirmed'), 'within its time to live'],
  [mark('warn', 'Stale'), 'later than that: what is shown may have changed since'],
  [mark('bad', 'Alert'), 'so late that somebody should look'],
])}<p class="more">A source with a time to live of its own alerts as much later as the catalog does. Ages are computed by the clock of your device, from ${code('generated_at')} or the exception that names the source.</p>`;
