export const LAYOUT = `
body { display: grid; grid-template: auto auto 1fr auto / minmax(0, var(--page)); justify-content: center; min-height: 100vh; padding-inline: var(--space-6); }

.skip { position: absolute; inset-inline-start: var(--space-4); top: -6rem; padding: var(--space-2) var(--space-4); background: var(--paper); border: 1px solid var(--line-strong); }
.skip:focus { top: var(--space-2); z-index: 1; }

header.site { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 var(--space-6); padding-block: var(--space-4) var(--space-2); font-size: var(--text-2); }
header.site a { color: inherit; text-decoration: none; }
header.site a:hover { text-decoration: underline; }
header.site .name { padding-block: var(--space-1); font-weight: 600; min-width: 0; }
header.site nav { display: flex; flex-wrap: wrap; gap: 0 var(--space-6); margin-block: 0; }
header.site nav a { padding-block: var(--space-1); border-bottom: 2px solid transparent; color: var(--muted); }
header.site nav a[aria-current] { border-color: var(--ink); color: var(--ink); }

.where { grid-row: 2; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-6); padding-block: var(--space-2) 0; font-size: var(--text-1); color: var(--muted); }
.where .age { flex: 1 0 auto; min-width: min(100%, 24rem); min-height: 1lh; text-align: end; padding-block: 0.125rem; }
.where .age a { color: inherit; }
.where .age .mark { margin-inline-end: var(--space-1); }
/* The catalog itself is late: the same place, now a banner. */
.where .late .mark { padding: 0.125rem var(--space-2); border-radius: var(--radius); font-weight: 600; background: var(--surface); box-shadow: inset 0 0 0 1px var(--tone); }
.where .late .mark.bad { background: var(--bad); color: var(--paper); box-shadow: none; }
.where .late .mark.bad::before { background: var(--paper); }
.crumbs ol { display: flex; flex-wrap: wrap; gap: 0 var(--space-2); }
.crumbs li { padding-block: 0.125rem; min-width: 0; }
.crumbs li + li::before { content: "/" / ""; margin-inline-end: var(--space-2); color: var(--line-strong); }
.crumbs a { color: inherit; }

main { grid-row: 3; container-type: inline-size; padding-block: var(--space-6) var(--space-16); }
main > section, main > table, main > .facts { margin-top: var(--space-8); }
section > h2 { margin-bottom: var(--space-3); }
section > h2 a { color: inherit; }
.more { margin-top: var(--space-3); font-size: var(--text-2); }
.marks { margin-top: var(--space-3); }

footer.site { grid-row: 4; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-1) var(--space-6); padding-block: var(--space-4) var(--space-6); border-top: 1px solid var(--line); font-size: var(--text-1); color: var(--muted); }
footer.site a { color: inherit; }

.health { margin-top: var(--space-8); padding-block: var(--space-4); border-block: 1px solid var(--line); }
.health .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(8rem, 100%), 1fr)); gap: var(--space-4) var(--space-6); }
.health .figure { display: block; font-size: var(--text-6); line-height: var(--tight); letter-spacing: -0.02em; }
.health a.figure { width: fit-content; color: inherit; }
.health .detail { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
.health .mark + .mark { margin-inline-start: 0; }
.health > .detail { margin-top: var(--space-3); }
main > .domains, .domains > section + section { margin-top: var(--space-8); }
.domains .columns { columns: 13rem; }
.health dt { font-size: var(--text-2); }

.beside { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-8) var(--space-12); margin-top: var(--space-8); }
@container (min-width: 52rem) { .beside:has(> :nth-child(2)) { grid-template-columns: minmax(0, 3fr) minmax(0, 4fr); } }
.changes { font-size: var(--text-2); }
.changes li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-3); padding-block: var(--space-1); border-top: 1px solid var(--line); }
.changes li:first-child { border-top: 0; }
.changes a { display: inline-block; padding-block: 0.125rem; }
.changes .mark { min-width: 6.5rem; }
.changes .ago { min-width: 6.5rem; text-align: end; }
.changes .detail { display: flex; gap: var(--space-2); margin-inline-start: auto; }

.columns { columns: 9.5rem; column-gap: var(--space-8); font-size: var(--text-2); }
.columns li { display: flex; align-items: baseline; gap: var(--space-2); padding-block: var(--space-1); break-inside: avoid; }
.columns a { min-width: 0; }
.columns .count { flex: none; }

@media (max-width: 40rem) {
  body { padding-inline: var(--space-4); }
  .where { padding-block: var(--space-2) 0; }
  .where .age { flex: 1 0 100%; min-width: 0; min-height: 2.3lh; text-align: start; }
  .where .age > * { display: block; width: fit-content; margin: 0; }
  h1 { font-size: 1.5rem; }
  header.site nav { gap: 0 var(--space-4); }
  footer.site { flex-direction: column; align-items: flex-start; }
}
`;
