import type { VNode } from 'preact';
import { isDuration } from '../../model/freshness.js';
import type { SourceRow } from '../../model/generated/types.js';
import { renderPage } from '../components/page.js';
import { searchBox } from '../components/search-box.js';
import type { SiteContext } from '../context.js';
import { OPEN_FACETS, SEARCH_FACETS, SEARCH_ORDERS } from '../search-facets.js';

/** search.html: the frame that the search fills in. What is found is in the index; what is shown of it is decided in the browser. */
export function renderSearch({ catalog }: SiteContext, sources: readonly SourceRow[]): string {
  return renderPage(catalog, {
    root: '',
    path: 'search.html',
    title: 'Search',
    description: `Find capabilities of ${catalog.name} by words, ids and facts.`,
    section: 'search',
    crumbs: [],
    children: [
      <h1>Search</h1>,
      <noscript>
        <p class="lead">
          The search needs script, which is off here. Everything can be found without it: by <a href="index.html">domain</a>, by{' '}
          <a href="owners.html">owner</a>, by <a href="sources.html">source</a>, or in <a href="api/v1/catalog.json">api/v1/</a>,
          for programs.
        </p>
      </noscript>,
      searchBox(false),
      <div class="finder" data-ttls={plainJson(ownTtls(sources))}>
        <div class="bar">
          <p class="found" role="status" data-said />
          <button type="button" class="narrow" aria-expanded="false" aria-controls="filters">
            Filters
          </button>
          <label>
            Sort by{' '}
            <select data-sort>
              {SEARCH_ORDERS.map(({ name, label }) => (
                <option value={name}>{label}</option>
              ))}
            </select>
          </label>
        </div>
        <section id="filters" class="filters waiting" aria-label="Filters">
          {SEARCH_FACETS.map(facetGroup)}
        </section>
        <div class="list">
          <ul class="chosen" aria-label="Filters in use" data-chosen hidden />
          <div class="nothing" data-nothing />
          <ol class="results" aria-label="Results" data-results />
          <p class="more">
            <button type="button" data-more hidden>
              Show more
            </button>
          </p>
        </div>
      </div>,
    ],
  });
}

const facetGroup = ({ name, label }: (typeof SEARCH_FACETS)[number]): VNode => (
  <details data-facet={name} open={OPEN_FACETS.has(name)}>
    <summary>{label}</summary>
    <ul aria-label={label} />
  </details>
);

/** Time to live → the sources that have it as their own: freshness.json says when they were confirmed, and not how long that holds. */
function ownTtls(sources: readonly SourceRow[]): Record<string, string[]> {
  const ttls: Record<string, string[]> = {};
  for (const { id, ttl, state } of sources)
    if (ttl !== undefined && isDuration(ttl) && state !== 'deleted') {
      const own = ttls[ttl] ?? [];
      own.push(id);
      ttls[ttl] = own;
    }
  return ttls;
}

/** In visible ASCII: ids of sources may hold characters that hide. */
function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
