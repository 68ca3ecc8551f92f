import { CELL, COLUMN_HEAD, ROW_HEAD } from '../matrix/sizes.js';

/** The matrix, letters of verdicts, and the log of decisions: on the pages that have them. */
export const MATRIX = `
/* A verdict where there is no room for its word: a letter, in a shape of its own. */
.v { display: inline-grid; place-items: center; flex: none; width: 1.25rem; height: 1.25rem; border: 1px solid currentColor; font: 600 0.75rem/1 var(--sans); forced-color-adjust: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.v.compatible { border-radius: 50%; color: var(--ok); background: color-mix(in srgb, var(--ok) 10%, var(--paper)); border-color: color-mix(in srgb, var(--ok) 55%, var(--paper)); }
.v.waived { height: 1rem; border-radius: 0.5rem; color: var(--muted); background: var(--paper); border-color: var(--quiet); }
.v.deprecated { border-radius: 0 0.625rem 0 0; color: var(--warn); background: color-mix(in srgb, var(--warn) 12%, var(--paper)); }
.v.untrusted { border-radius: 50%; color: var(--paper); background: var(--warn); border-color: var(--warn); }
.v.unknown { border-radius: 50%; border-style: dashed; color: var(--info); background: var(--paper); }
.v.missing { border-style: dashed; color: var(--bad); background: var(--paper); }
.v.incompatible { color: var(--paper); background: var(--bad); border-color: var(--bad); }

.matrix { font-size: var(--text-2); }
.controls { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(8.5rem, 100%), 1fr)); gap: var(--space-3) var(--space-4); }
.controls label { display: grid; align-content: start; min-width: 0; font-size: var(--text-1); color: var(--muted); }
.controls input, .controls select { width: 100%; min-width: 0; height: 2.25rem; margin-top: var(--space-1); padding: var(--space-1) var(--space-2); border: 1px solid var(--field); border-radius: var(--radius); background: var(--paper); color: var(--ink); font-size: var(--text-2); text-overflow: ellipsis; }
.keys { display: flex; flex-wrap: wrap; gap: 0 var(--space-8); margin-top: var(--space-3); }
.keys fieldset { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); min-width: 0; margin: 0; padding: 0; border: 0; }
.keys legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.keys label { display: flex; align-items: center; gap: var(--space-1); min-height: 2rem; font-size: var(--text-1); cursor: pointer; }
.keys input { width: 0.875rem; height: 0.875rem; margin: 0 var(--space-1) 0 0; accent-color: var(--link); }
.keys .count { min-width: 4ch; }
.matrix .bar { margin-top: var(--space-2); }
.matrix .bar button { padding: var(--space-1) var(--space-3); border: 1px solid var(--field); border-radius: var(--radius); font-size: var(--text-1); }
.matrix .bar button:disabled { color: var(--muted); border-color: var(--line); cursor: default; text-decoration: none; }
.matrix[aria-busy] .sheet { min-height: 24rem; }
.sheet { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4) var(--space-6); align-items: start; margin-top: var(--space-3); }
.view { min-width: 0; }
.pointed { min-height: 1.5em; margin-top: var(--space-2); font: var(--text-1)/1.5 var(--mono); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.matrix .help { max-width: var(--measure); }
.matrix.failed > :not(.bar), .matrix.failed .bar > :not(.found) { display: none; }

.grid { position: relative; width: fit-content; max-width: 100%; scrollbar-gutter: stable; max-height: max(22rem, 85vh); overflow: auto; border: 1px solid var(--line); font-size: var(--text-1); line-height: ${CELL}px; overscroll-behavior: contain; scrollbar-width: thin; }
.heads { position: sticky; top: 0; z-index: 3; height: ${COLUMN_HEAD}px; background: var(--paper); border-bottom: 1px solid var(--line-strong); min-width: 100%; }
.corner { position: sticky; inset-inline-start: 0; z-index: 4; display: flex; align-items: flex-end; justify-content: flex-end; width: ${ROW_HEAD}px; height: ${COLUMN_HEAD - 1}px; padding: 0 var(--space-2); background: var(--paper); color: var(--muted); border-inline-end: 1px solid var(--line-strong); }
.columnhead { position: absolute; top: 0; left: 0; display: flex; justify-content: flex-start; width: ${CELL}px; height: ${COLUMN_HEAD - 1}px; padding-block: var(--space-2); }
.columnhead > * { display: block; width: ${CELL}px; height: 100%; writing-mode: vertical-rl; transform: rotate(180deg); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: ${CELL}px; }
.body { position: relative; background: linear-gradient(var(--line) 1px, transparent 1px) 0 -1px / 100% ${CELL}px, linear-gradient(90deg, var(--line) 1px, transparent 1px) ${ROW_HEAD - 1}px 0 / ${CELL}px 100%; }
.row { position: absolute; inset-inline: 0; top: 0; height: ${CELL}px; }
.rowhead { position: sticky; inset-inline-start: 0; z-index: 2; width: ${ROW_HEAD}px; height: ${CELL}px; padding-inline: var(--space-3) var(--space-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; background: var(--paper); border-inline-end: 1px solid var(--line-strong); border-bottom: 1px solid var(--line); }
.rowhead a, .columnhead a { color: var(--ink); text-decoration: none; }
.rowhead a:hover, .columnhead a:hover { text-decoration: underline; }
.cell { position: absolute; top: 0; left: 0; display: grid; place-items: center; width: ${CELL}px; height: ${CELL}px; line-height: 1; }
.cell:not(.empty) { cursor: pointer; }
.cell:not(.empty):hover .v { outline: 2px solid color-mix(in srgb, currentColor 40%, transparent); outline-offset: 1px; }
.cell:focus { outline: 2px solid var(--link); outline-offset: -2px; }
.band { position: absolute; top: 0; bottom: 0; left: 0; width: ${CELL}px; background: color-mix(in srgb, var(--link) 9%, transparent); pointer-events: none; }
.row.on { background: color-mix(in srgb, var(--link) 9%, transparent); }
.on.columnhead, .on > .rowhead { background: color-mix(in srgb, var(--link) 14%, var(--paper)); }

.reason { min-width: 0; padding: var(--space-4); border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--surface); line-height: 1.45; }
.reason[hidden] { display: none; }
.reason .top { display: flex; align-items: baseline; justify-content: space-between; gap: var(--space-4); margin-bottom: var(--space-2); }
.reason h2 { font-size: var(--text-3); }
.reason h2 .mark { margin-inline-start: var(--space-2); }
.reason h3 { font-size: var(--text-1); font-weight: 600; }
.reason .pair + .part, .reason .part + .part { margin-top: var(--space-3); padding-top: var(--space-3); border-top: 1px solid var(--line); }
.reason .why + *, .reason .waiver + *, .reason .hint + .facts { margin-top: var(--space-2); }
.reason .hint { color: var(--muted); }
.reason .facts { display: grid; gap: var(--space-2); font-size: var(--text-1); }
.reason .facts > div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0 var(--space-3); }
.reason .version { color: var(--muted); font-size: var(--text-1); }
.evidence { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-4); margin-top: var(--space-3); padding-top: var(--space-3); border-top: 1px solid var(--line); font-size: var(--text-1); min-height: 7rem; align-content: start; }
.evidence p { margin-top: var(--space-1); }
.evidence > div + div { padding-inline-start: var(--space-4); border-inline-start: 1px solid var(--line); }

.consumers > ul > li { padding-block: var(--space-3); border-top: 1px solid var(--line); }
.consumers h3 { font-size: var(--text-2); font-weight: 400; }
.consumers h3 > * { display: inline-block; padding-block: var(--space-1); }
.matrix > h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.consumers li li button { display: flex; align-items: center; gap: var(--space-2); width: 100%; min-height: 2.25rem; color: var(--ink); text-align: start; }
.consumers li li .id { flex: 1; min-width: 0; }
.consumers li li .id, .consumers h3 .id { overflow-wrap: anywhere; }
.consumers .narrow { margin-top: var(--space-3); }

@container (max-width: 52rem) {
  .reason { position: sticky; bottom: 0; z-index: 5; max-height: 50vh; overflow: auto; box-shadow: 0 -0.25rem 1rem color-mix(in srgb, #000 18%, transparent); }
}
@container (min-width: 52rem) {
  .told .sheet { grid-template-columns: minmax(0, 1fr) 22rem; }
  .reason { position: sticky; top: var(--space-4); max-height: max(22rem, 85vh); overflow: auto; }
}
@container (max-width: 40rem) {
  .matrix .help, .pointed, .matrix:not(.open) .controls, .matrix:not(.open) .keys { display: none; }
  .matrix .bar .found { min-height: 2lh; }
  .matrix .bar label { display: flex; flex: 1 0 13rem; align-items: center; gap: var(--space-2); }
  .matrix .bar select { flex: 1; }
  .reason .facts > div { grid-template-columns: minmax(0, 1fr); }
}
@container (min-width: 40rem) { .matrix .bar .narrow { display: none; } }

.open thead th:first-child, .open thead th:nth-child(2) { width: 28%; }
.circle { overflow-wrap: anywhere; }
.order { display: block; margin-top: var(--space-3); padding-inline-start: 3rem; list-style: decimal; columns: 20rem; font-size: var(--text-2); }
.order li { padding-block: 0.125rem; }
.order li > * { display: inline-block; padding-block: 0.125rem; }
.circle > * { display: inline-block; padding-block: var(--space-1); }
.order li::marker { color: var(--muted); font-size: var(--text-1); }

.decisions { margin-top: var(--space-6); font-size: var(--text-2); }
.decisions > li { padding-block: var(--space-4) var(--space-6); border-top: 1px solid var(--line); }
.decisions > li:target { box-shadow: inset 3px 0 var(--link); padding-inline-start: var(--space-4); }
.decisions .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-4); }
.decisions .head .number { display: inline-block; min-width: 1.5rem; padding-block: 0.125rem; color: var(--muted); text-align: start; }
.decisions .head > .mark { margin: 0; font-weight: 600; }
.decisions .summary { max-width: var(--measure); margin-top: var(--space-1); font-size: var(--text-3); }
.decisions .facts { margin-top: var(--space-3); display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 0 var(--space-8); }
.decisions .facts > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0 var(--space-4); align-items: baseline; padding-block: var(--space-1); }
.chain { display: inline-block; max-width: 20ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }

@media (scripting: none) { .matrix { display: none; } }
@media print { .matrix { display: none; } }
`;
