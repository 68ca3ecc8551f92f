export const DETAILS = `
.facts > div { min-width: 0; }
dt { font-size: var(--text-1); color: var(--muted); }
main > .facts, section > .facts { font-size: var(--text-2); }
main > .facts > div, section > .facts > div { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 0 var(--space-6); padding-block: var(--space-2); border-top: 1px solid var(--line); align-items: baseline; }

.capability { display: grid; grid-template-columns: minmax(0, 1fr); }
.capability > header > h1 + p { margin-top: var(--space-2); color: var(--muted); }
.description { margin-top: var(--space-4); }
.capability > header .facts { display: flex; flex-wrap: wrap; gap: var(--space-3) var(--space-8); margin-top: var(--space-6); }
.parts { container-type: inline-size; }
.parts > section { margin-top: var(--space-12); }
.capability > aside { margin-top: var(--space-12); padding-top: var(--space-6); border-top: 1px solid var(--line); font-size: var(--text-2); }
.capability > aside .facts { display: grid; gap: var(--space-4); }
.capability > aside nav { display: none; margin-top: var(--space-8); }
.capability > aside nav h2 { font-size: var(--text-1); font-weight: inherit; color: var(--muted); }
.capability > aside nav li { padding-block: 0.125rem; }
#provenance > p > .mark { font-weight: 600; }
#provenance > p > .mark.ok, #provenance > p > .mark.quiet { color: var(--ink); }
/* Where a part is one line that says that there is nothing, the line stands beside its heading. */
.parts > section:has(> h2 + .none:last-child) { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-4); margin-top: var(--space-8); }
.parts > section:has(> h2 + .none:last-child) + section:has(> h2 + .none:last-child) { margin-top: var(--space-3); }
.parts > section:has(> h2 + .none:last-child) > h2 { margin: 0; }
.command { margin: var(--space-2) 0 0; padding: var(--space-2) var(--space-4); background: var(--surface); font-size: var(--text-2); white-space: pre-wrap; overflow-wrap: anywhere; }
section > .facts + h3 { margin-top: var(--space-6); }
section > h3 { margin-bottom: var(--space-2); }
section > .facts + .detail { margin-top: var(--space-4); }
.claims li { margin-top: var(--space-1); }
.claims .detail { display: block; }
.lines li + li { margin-top: var(--space-1); }
.tags { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-2); }
.tags li { padding-inline: var(--space-2); border: 1px solid var(--line); border-radius: var(--radius); font-size: var(--text-1); min-width: 0; }

@container (min-width: 60rem) {
  .capability { grid-template-columns: minmax(0, 1fr) 17rem; column-gap: var(--space-12); grid-template-rows: auto 1fr; }
  /* Said, so that nothing moves when the record, which comes last, takes the second column. */
  .capability > header, .capability > .parts { grid-column: 1; }
  .capability > aside nav { display: block; }
  .capability > aside { grid-column: 2; grid-row: 1 / span 2; margin-top: 0; padding: 0 0 0 var(--space-6); border-top: 0; border-inline-start: 1px solid var(--line); }
  /* The way about the page stays at hand on a long one. */
  .capability > aside nav { position: sticky; top: var(--space-6); max-height: calc(100vh - 2 * var(--space-6)); overflow: auto; }
}

.banner { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); max-width: var(--measure); margin-top: var(--space-4); padding: var(--space-2) var(--space-4); background: var(--surface); border-inline-start: 3px solid var(--quiet); }
.banner > .mark { font-weight: 600; }
.banner.warn { border-color: var(--warn); }

.group, .group + table, .group + .more + table { margin-top: var(--space-6); }
.group .asks { font-weight: 400; }
.group .count { font-weight: 400; }
.names { columns: 16rem; column-gap: var(--space-8); font-size: var(--text-2); line-height: 1.45; padding-top: var(--space-2); border-top: 1px solid var(--line); }
.names li { padding-block: 0.125rem; break-inside: avoid; }
.names a, .group > h3 a { display: inline-block; padding-block: 0.125rem; }
.findings { font-size: var(--text-2); }
.findings li { padding-block: var(--space-3); border-top: 1px solid var(--line); }
.of-source + .of-source { margin-top: var(--space-12); }
.of-source > h3 { font-size: var(--text-4); }
.of-source > .marks { margin-top: var(--space-1); font-size: var(--text-2); }
.group > h3, .group > h4 { padding-bottom: var(--space-2); }
.group > h4 { margin: 0; font-size: var(--text-2); line-height: var(--tight); }
.group > h3 .mark, .group > h4 .mark { font-weight: inherit; }
.group > .more { margin: 0; padding-top: var(--space-2); border-top: 1px solid var(--line); }
.group > .hint { max-width: var(--measure); padding-bottom: var(--space-2); font-size: var(--text-2); color: var(--muted); }
.group .findings li { padding-block: var(--space-2); }
section > .findings > li:first-child { border-top: 0; padding-top: 0; }
.findings p { max-width: var(--measure); }
.findings .head { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); align-items: baseline; max-width: none; font-size: var(--text-1); color: var(--muted); }
.findings .head .mark { min-width: 4.5rem; }
.findings .head > * { min-width: 0; }
.findings .hint { color: var(--muted); }

@container (max-width: 34rem) {
  main > .facts > div, section > .facts > div { grid-template-columns: minmax(0, 1fr); }
}
`;
