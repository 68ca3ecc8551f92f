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

.crumbs { grid-row: 2; padding-block: var(--space-2) 0; font-size: var(--text-1); color: var(--muted); }
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

footer.site { grid-row: 4; display: flex; flex-wrap: wrap; justify-content: space-between; gap: var(--space-1) var(--space-6); padding-block: var(--space-4) var(--space-6); border-top: 1px solid var(--line); font-size: var(--text-1); color: var(--muted); }
footer.site a { color: inherit; }

.health { margin-top: var(--space-8); padding-block: var(--space-4); border-block: 1px solid var(--line); }
.health .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(8.5rem, 100%), 1fr)); gap: var(--space-4) var(--space-6); }
.health .figure { display: block; font-size: var(--text-6); line-height: var(--tight); letter-spacing: -0.02em; }
.health a.figure { width: fit-content; color: inherit; }
.health .detail { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
.health .mark + .mark { margin-inline-start: 0; }
.health dt { font-size: var(--text-2); }

.columns { columns: 14rem; column-gap: var(--space-8); font-size: var(--text-2); }
.columns li { display: flex; align-items: baseline; gap: var(--space-2); padding-block: var(--space-1); break-inside: avoid; }
.columns a { min-width: 0; }

@media (max-width: 40rem) {
  body { padding-inline: var(--space-4); }
  h1 { font-size: 1.5rem; }
  header.site nav { gap: 0 var(--space-4); }
}
`;
