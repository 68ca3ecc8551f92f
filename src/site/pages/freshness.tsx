import type { FreshnessDocument, SourceRow } from '../../model/generated/types.js';
import { facts } from '../components/facts.js';
import { mark } from '../components/mark.js';
import { confirmed } from '../components/moment.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { code, sourceLink, words } from '../components/strangers.js';
import { table } from '../components/table.js';
import type { SiteContext } from '../context.js';
import { durationInWords } from '../text.js';
import { SOURCE_STATES } from '../words.js';

/**
 * freshness.html: when each source was last confirmed. There is no time in it: a run that finds nothing new writes freshness.json
 * alone, and script computes the ages from that.
 */
export function renderFreshness(
  { catalog }: SiteContext,
  sources: readonly SourceRow[],
  limits: Pick<FreshnessDocument, 'ttl' | 'alert_after'>,
): string {
  const listed = sources.filter(({ state }) => state !== 'deleted');
  return renderPage(catalog, {
    root: '',
    path: 'freshness.html',
    title: 'Freshness',
    section: 'freshness',
    crumbs: [],
    children: [
      <h1>Freshness</h1>,
      <p class="lead">
        When each source was last seen to be what this catalog says of it. A run asks every source where it stands, also when
        nothing has changed.
      </p>,
      facts([
        [
          'Catalog',
          <span class="confirmed" data-catalog>
            in <a href="api/v1/freshness.json">api/v1/freshness.json</a>
          </span>,
        ],
        ['Fresh for', durationInWords(limits.ttl)],
        ['Alert after', durationInWords(limits.alert_after)],
      ]),
      <noscript>
        <p class="more">
          Ages need script, as these pages do not change with the clock: <a href="api/v1/freshness.json">api/v1/freshness.json</a>{' '}
          has the times. Its <code>generated_at</code> holds for every source that it names no exception for.
        </p>
      </noscript>,
      section(
        'sources',
        'Sources',
        listed.length === 0 ? (
          <p class="none">No sources yet.</p>
        ) : (
          table(
            'Freshness of the sources',
            ['Source', 'Last confirmed', 'State', 'Fresh for'],
            listed.map((source) => row(source, limits.ttl)),
            'freshness',
          )
        ),
      ),
      section('rules', 'What the words mean', [
        facts([
          [mark('ok', 'Confirmed'), 'within its time to live'],
          [mark('warn', 'Stale'), 'later than that: what is shown may have changed since'],
          [mark('bad', 'Alert'), 'so late that somebody should look'],
        ]),
        <p class="more">
          A source with a time to live of its own alerts as much later as the catalog does. Ages are computed by the clock of your
          device, from {code('generated_at')} or the exception that names the source.
        </p>,
      ]),
    ],
  });
}

const row = ({ id, state, ttl }: SourceRow, catalogTtl: string) => [
  sourceLink('', id),
  confirmed('', id, ttl),
  mark(SOURCE_STATES[state].tone, SOURCE_STATES[state].word),
  ttl === undefined ? durationInWords(catalogTtl) : [words(durationInWords(ttl)), ', its own'],
];
