/** What can be pressed or typed into, and what script fills in. */
export const CONTROLS = `
button, input { font: inherit; color: inherit; }
button { padding: 0; border: 0; background: none; color: var(--link); cursor: pointer; }
button:hover { text-decoration: underline; text-underline-offset: 0.2em; }

.copyable { display: flex; align-items: baseline; gap: var(--space-3); position: relative; width: fit-content; max-width: 100%; }
.copyable > code { min-width: 0; }
.copy { flex: none; min-width: 3.75rem; min-height: 1.5rem; text-align: start; font-size: var(--text-1); }
.copyable:has(.command) { display: block; width: auto; }
.command + .copy { position: absolute; top: var(--space-2); inset-inline-end: var(--space-4); text-align: end; }
.copyable > .command { padding-inline-end: 5rem; }

.search { display: flex; gap: var(--space-2); max-width: var(--measure); margin-top: var(--space-6); }
.search input { flex: 1; min-width: 0; padding: var(--space-2) var(--space-3); border: 1px solid var(--field); border-radius: var(--radius); background: var(--paper); }
.search button { padding: var(--space-2) var(--space-4); border: 1px solid var(--field); border-radius: var(--radius); }

.preferences { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-6); }
.preferences fieldset { display: flex; align-items: center; gap: var(--space-1); min-width: 0; margin: 0; padding: 0; border: 0; }
.preferences legend { float: left; padding: 0; margin-inline-end: var(--space-2); }
.preferences button { min-height: 1.5rem; padding-inline: var(--space-2); border-radius: var(--radius); color: inherit; }
.preferences button[aria-pressed="true"] { background: var(--surface); color: var(--ink); box-shadow: inset 0 0 0 1px var(--field); }
.preferences label { display: flex; align-items: center; gap: var(--space-2); min-height: 1.5rem; }
.preferences input { width: 1rem; height: 1rem; margin: 0; }

.pager { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-4); margin-top: var(--space-6); font-size: var(--text-2); }
.pager ol { display: flex; flex-wrap: wrap; gap: var(--space-1); }
.pager ol a { display: block; min-width: 2rem; padding: var(--space-1) var(--space-2); border-radius: var(--radius); text-align: center; }
.pager a[aria-current] { background: var(--surface); color: var(--ink); box-shadow: inset 0 0 0 1px var(--field); text-decoration: none; }

/* Room for what script fills in, so that nothing moves when it does. */
.confirmed { display: block; min-height: 1lh; }
.confirmed time { color: var(--muted); white-space: nowrap; }
.ago { display: block; min-height: 1lh; color: var(--muted); font-size: var(--text-1); }
.confirmed .mark { margin-inline-end: var(--space-2); white-space: nowrap; }
.capability > aside .confirmed, td .confirmed { min-height: 2lh; }
.capability > aside .confirmed > *, td .confirmed > * { display: block; margin: 0; }
.capability > aside .confirmed time, td .confirmed time { font-size: var(--text-1); }
@container (max-width: 34rem) {
  .confirmed { min-height: 2lh; }
  .confirmed > * { display: block; margin: 0; }
}
@container (max-width: 48rem) { td:has(.confirmed) { flex: 1 0 100%; } }
@container (min-width: 64rem) {
  td .confirmed { min-height: 1lh; white-space: nowrap; }
  td .confirmed > * { display: inline; }
}

@media (scripting: none) {
  .copy, .search, .preferences, .ago { display: none; }
  .confirmed.confirmed, td .confirmed.confirmed { min-height: 0; }
  .copyable > .command { padding-inline-end: var(--space-4); }
}
`;
