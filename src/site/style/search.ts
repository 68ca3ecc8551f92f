/** The search page, and the first results on the home page. */
export const SEARCH = `
.search[hidden] { display: none; }
.finder { display: grid; grid-template-columns: minmax(0, 1fr); margin-top: var(--space-6); }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-4); min-height: 2.25rem; padding-bottom: var(--space-2); border-bottom: 1px solid var(--line-strong); font-size: var(--text-2); }
.found { flex: 1 1 14rem; min-height: 1lh; color: var(--muted); font-size: var(--text-2); }
.bar label, .bar .narrow { color: var(--muted); font-size: var(--text-1); }
select { font: inherit; color: var(--ink); padding: var(--space-1) var(--space-2); border: 1px solid var(--field); border-radius: var(--radius); background: var(--paper); }
.narrow { padding: var(--space-1) var(--space-3); border: 1px solid var(--field); border-radius: var(--radius); font-size: var(--text-1); }
.narrow[aria-expanded="true"] { background: var(--surface); color: var(--ink); }

/* As high as a screen from the beginning: what comes in does not push the end of the page about. */
.finder .list { min-width: 0; min-height: 100vh; }
.filters { display: none; padding-block: var(--space-3); border-bottom: 1px solid var(--line-strong); font-size: var(--text-1); }
.filters.open { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 0 var(--space-6); align-items: start; }
.filters.waiting > details { visibility: hidden; }
.filters details { padding-block: var(--space-1); }
.filters summary { width: auto; padding-block: var(--space-1); color: var(--ink); font-size: var(--text-1); font-weight: 600; }
/* Nothing to choose in it. */
.filters details:has(li.none) { display: none; }
.filters ul { padding-bottom: var(--space-2); }
.filters label { display: flex; align-items: baseline; gap: var(--space-2); min-height: 1.5rem; padding-block: 0.125rem; cursor: pointer; }
.filters label:hover .value { text-decoration: underline; text-underline-offset: 0.2em; }
.filters input { flex: none; width: 0.875rem; height: 0.875rem; margin: 0.1875rem 0 0; align-self: flex-start; accent-color: var(--link); }
.filters label > span:nth-child(2) { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; line-clamp: 3; overflow: hidden; flex: 1; min-width: 0; }
.filters ul button { min-height: 1.5rem; font-size: var(--text-1); }

.chosen { display: flex; flex-wrap: wrap; gap: var(--space-2); padding-top: var(--space-3); font-size: var(--text-1); }
.chosen[hidden] { display: none; }
.chosen a { display: block; padding: var(--space-1) var(--space-2); border: 1px solid var(--field); border-radius: var(--radius); color: var(--ink); text-decoration: none; }
.chosen a:hover { background: var(--surface); }

.nothing:not(:empty) { padding-top: var(--space-4); max-width: var(--measure); }
.nothing p + p { margin-top: var(--space-2); }
.results li { padding-block: var(--space-3); border-top: 1px solid var(--line); }
.results li:first-child { border-top: 0; }
.results p { max-width: var(--measure); }
.results .head a { text-decoration: none; }
.results .head a:hover, .results .head a:focus-visible { text-decoration: underline; }
.results .id { font-size: var(--text-2); }
.results .version { margin-inline-start: var(--space-2); font-size: var(--text-1); color: var(--muted); }
.results .title { color: var(--ink); font-weight: 600; font-size: var(--text-2); }
.results .about { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; line-clamp: 2; overflow: hidden; font-size: var(--text-2); line-height: 1.45; }
.results .detail { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); margin-top: var(--space-1); }
.results .detail > * + * { margin: 0; }
.results mark { background: var(--found); color: inherit; border-radius: 1px; }
.results li:focus-within { box-shadow: inset 3px 0 var(--link); padding-inline-start: var(--space-4); margin-inline-start: calc(-1 * var(--space-4)); }
.finder .more button { padding: var(--space-2) var(--space-4); border: 1px solid var(--field); border-radius: var(--radius); }

.quick { margin-top: var(--space-4); min-height: 100vh; }
.quick[hidden] { display: none; }
main.searching > .quick ~ * { display: none; }

@container (max-width: 40rem) { .bar .found { flex-basis: 100%; } }
@container (min-width: 52rem) {
  .finder { grid-template-columns: 15rem minmax(0, 1fr); grid-template-rows: auto 1fr; column-gap: var(--space-8); }
  .bar { grid-column: 2; }
  .bar .narrow { display: none; }
  .filters, .filters.open { display: block; grid-column: 1; grid-row: 1 / span 2; padding-block: 0; border: 0; }
  .finder .list { grid-column: 2; }
}

@media (scripting: none) { .finder { display: none; } }
`;
