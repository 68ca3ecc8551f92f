export const TABLES = `
table { width: 100%; border-collapse: collapse; font-size: var(--text-2); line-height: 1.45; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: var(--space-2) var(--space-4) var(--space-2) 0; text-align: start; vertical-align: baseline; font-weight: inherit; }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th { padding-block: var(--space-1); border-bottom: 1px solid var(--line-strong); font-size: var(--text-1); color: var(--muted); white-space: nowrap; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
/* Long words break anywhere, so the columns need a width below which others give way. */
tbody th, td { min-width: 6.5rem; }
tbody th:has(code, .id) { min-width: 15rem; }
.hash { white-space: nowrap; }
.number { text-align: end; }
.title { display: block; color: var(--muted); text-align: left; }
td .mark { white-space: nowrap; }
td .version + .mark { margin-inline-start: var(--space-2); }
/* At the end, so that one that begins a line begins where the line does. */
td .mark + .mark { margin-inline-start: 0; }
td .mark:has(+ .mark) { margin-inline-end: var(--space-2); }
.number + :not(.number) { padding-inline-start: var(--space-6); }

.short { max-width: var(--measure); }

thead a { color: inherit; }
/* The rest is shared by the columns that there are, alike. */
.capabilities { table-layout: fixed; }
.capabilities thead th:first-child { width: 34%; }
.capabilities thead .wide { width: 18%; }

/* Verdicts and why. */
.why { display: block; }
.holds { white-space: nowrap; }

/* Words of ids stay whole as long as there is room. */
.quarantined td:last-child { min-width: 15rem; }

/* What fills in later must not move the columns. */
.freshness { table-layout: fixed; }
.freshness thead th:nth-child(2) { width: 30%; }
.freshness thead th:nth-child(n + 3) { width: 13%; }
@container (min-width: 64rem) { .freshness thead th:nth-child(2) { width: 37%; } }

/* Too narrow for columns: each row is a block, each cell says what it is. */
@container (max-width: 48rem) {
  table, tbody { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); padding-block: var(--space-3); }
  tbody tr:first-child { padding-top: var(--space-1); }
  tbody tr + tr { border-top: 1px solid var(--line); }
  tbody th, tbody th:has(code, .id), td { display: block; min-width: 0; max-width: 100%; padding: 0; border: 0; text-align: start; }
  tbody tr + tr > * { border: 0; }
  tbody th { flex: 1 0 100%; padding-bottom: var(--space-1); }
  .number + :not(.number) { padding: 0; }
  .quarantined td:last-child { min-width: 0; }
  /* A line for each thing that is not stated would be most of a list. */
  .capabilities td:has(> .none:only-child) { display: none; }
  tbody th:not(:has(a, code)) { font-weight: 600; }
  td::before { content: attr(data-label); margin-inline-end: 0.5em; font-size: var(--text-1); color: var(--muted); }
  td .mark { white-space: normal; }
  td .title, .why { display: inline; }
  td .title { margin-inline-start: var(--space-2); }
  td:has(> .why) { flex: 1 0 100%; }
}
`;
