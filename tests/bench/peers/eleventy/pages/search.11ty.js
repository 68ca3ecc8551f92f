import { joined } from '../html.js';
import { page } from '../includes/page.js';
import { searchBox } from '../includes/search-box.js';

export const data = { permalink: 'search.html' };

const option = ({ name, label }) => `<option value="${name}">${label}</option>`;

export const render = ({ catalog, search }) =>
  page(
    catalog,
    {
      root: '',
      path: 'search.html',
      title: 'Search',
      description: `Find capabilities of ${catalog.name} by words, ids and facts.`,
      section: 'Search',
      search: 'page',
    },
    `<h1>Search</h1><noscript><p class="lead">The search needs script, which is off here. Everything can be found without it: by <a href="index.html">domain</a>, by <a href="owners.html">owner</a>, by <a href="sources.html">source</a>, or in <a href="api/v1/catalog.json">api/v1/</a>, for programs.</p></noscript>${searchBox(catalog.assets)}<div class="finder" data-ttls="{}"><div class="bar"><p class="found" role="status" data-said="true"></p><button type="button" class="narrow" aria-expanded="false" aria-controls="filters">Filters</button><label>Sort by <select data-sort="true">${joined(search.orders, option)}</select></label></div><section id="filters" class="filters waiting" aria-label="Filters">${joined(
      search.facets,
      ({ name, label, open }) =>
        `<details data-facet="${name}"${open ? ' open' : ''}><summary>${label}</summary><ul aria-label="${label}"></ul></details>`,
    )}</section><div class="list"><ul class="chosen" aria-label="Filters in use" data-chosen="true" hidden></ul><div class="nothing" data-nothing="true"></div><ol class="results" aria-label="Results" data-results="true"></ol><p class="more"><button type="button" data-more="true" hidden>Show more</button></p></div></div>`,
  );
