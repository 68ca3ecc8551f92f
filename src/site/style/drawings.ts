/** Lines of a file, and the graph of relations. */
export const DRAWINGS = `
section > p + .facts, section > .facts + details, .facts + .more { margin-top: var(--space-4); }
details > summary { width: fit-content; cursor: pointer; color: var(--link); font-size: var(--text-2); }
details > summary:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.source { margin: var(--space-3) 0 0; padding: var(--space-3) 0; background: var(--surface); font-size: var(--text-1); line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; counter-reset: line; }
.source code, .excerpt code { font-size: inherit; }
.source bdi { display: block; position: relative; padding-inline: 4.5rem var(--space-4); min-height: 1lh; text-align: left; unicode-bidi: isolate; counter-increment: line; }
.source bdi::before { content: counter(line) / ""; position: absolute; inset-inline-start: 0; width: 3.5rem; text-align: end; color: var(--muted); user-select: none; }
.source bdi.found { box-shadow: inset 3px 0 var(--line-strong); }
.source bdi:target { background: color-mix(in srgb, var(--link) 14%, transparent); box-shadow: inset 3px 0 var(--link); }
.excerpt { margin: var(--space-1) 0; padding: var(--space-1) var(--space-3); background: var(--surface); font-size: var(--text-1); white-space: pre-wrap; max-width: var(--measure); }
.excerpt mark { background: none; color: inherit; text-decoration: underline 2px var(--line-strong); text-underline-offset: 0.3em; }

.graph { display: grid; grid-template-columns: minmax(0, 1fr) 2.5rem minmax(0, 1fr) 2.5rem minmax(0, 1fr); align-items: center; margin: 0; font-size: var(--text-1); line-height: 1.4; }
.graph figcaption { grid-column: 1 / -1; margin-bottom: var(--space-3); color: var(--muted); }
.graph ul { display: grid; grid-auto-rows: 1fr; align-self: stretch; }
.graph .from { grid-column: 1; }
.graph .lines-in { grid-column: 2; }
.graph .self { grid-column: 3; }
.graph .lines-out { grid-column: 4; }
.graph .to { grid-column: 5; }
/* A side with nothing on it takes no room. */
.graph.no-from { grid-template-columns: minmax(0, 2fr) 2.5rem minmax(0, 3fr); }
.graph.no-to { grid-template-columns: minmax(0, 3fr) 2.5rem minmax(0, 2fr); }
.graph.no-from .self { grid-column: 1; }
.graph.no-from .lines-out { grid-column: 2; }
.graph.no-from .to { grid-column: 3; }
.graph li > a { padding: var(--space-1) var(--space-2); }
.graph li { display: flex; align-items: center; min-width: 0; padding-block: var(--space-1); }
.graph div > div, .graph li > div { flex: 1; min-width: 0; padding: var(--space-1) var(--space-2); border: 1px solid var(--line-strong); border-radius: var(--radius); }
.graph div > * { display: block; }
.graph li a { font-family: var(--mono); }
.graph .absent { border-style: dashed; }
.graph .self > div { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); }
.graph .note { color: var(--muted); }
.graph svg { align-self: stretch; width: 100%; height: 100%; min-height: 0; overflow: visible; }
.graph path { fill: none; stroke: var(--line-strong); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
/* Without its own colours, what a shade told is told by a line. */
@media (forced-colors: active) {
  .graph path { stroke: CanvasText; }
  .graph .self > div { border-width: 2px; }
  .source bdi.found { border-inline-start: 3px solid CanvasText; }
  .source bdi:target, [aria-pressed="true"], .pager [aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
}

@container (max-width: 40rem) {
  .graph, .graph.no-from, .graph.no-to { grid-template-columns: minmax(0, 1fr); }
  .graph svg { display: none; }
  .graph .from, .graph .self, .graph .to, .graph.no-from .to { grid-column: 1; }
  .graph .from li, .graph .to li { position: relative; padding-inline-start: var(--space-6); }
  .graph .from li::before, .graph .to li::before { content: ""; position: absolute; inset-inline-start: var(--space-2); top: 0; bottom: 0; border-inline-start: 1.5px solid var(--line-strong); }
  .graph .from li::after, .graph .to li::after { content: ""; position: absolute; inset-inline-start: var(--space-2); top: 50%; width: var(--space-4); border-top: 1.5px solid var(--line-strong); }
  .graph .from li:first-child::before { top: 50%; }
  .graph .to li:last-child::before { bottom: 50%; }
}
`;
