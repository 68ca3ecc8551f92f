import { type ShownVerdict, urgencyOf } from '../../matrix/verdicts.js';
import type { Judged, Side } from './judged.js';
import type { MatrixState, Order } from './state.js';

/** What two capabilities have with each other: what the matrix draws in one place. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  /** Of several dependencies, the verdict that wants attention most. */
  readonly verdict: ShownVerdict;
  readonly judged: readonly Judged[];
}

/** A row or a column: one capability, and its cells by their place in the other direction. */
export interface Line {
  readonly side: Side;
  readonly cells: Map<number, Cell>;
}

/** What is left of the matrix when it is narrowed down. Rows and columns without a dependency are not in it. */
export interface View {
  readonly rows: readonly Line[];
  readonly columns: readonly Line[];
  readonly shown: readonly Judged[];
  /** How many there would be of each verdict, if no verdict were chosen. */
  readonly counts: ReadonlyMap<ShownVerdict, number>;
}

export function viewOf(all: readonly Judged[], state: MatrixState): View {
  const fitting = all.filter((each) => fits(each, state));
  const counts = new Map<ShownVerdict, number>();
  for (const { at } of fitting) counts.set(at.verdict, (counts.get(at.verdict) ?? 0) + 1);
  const { verdicts } = state;
  const shown = verdicts.length === 0 ? fitting : fitting.filter(({ at }) => verdicts.includes(at.verdict));
  const rows = linesOf(shown, ({ consumer }) => consumer, state.order);
  const columns = linesOf(shown, ({ provider }) => provider, state.order);
  for (const [row, ofRow] of Map.groupBy(shown, ({ consumer }) => consumer)) {
    for (const [column, judged] of Map.groupBy(ofRow, ({ provider }) => provider)) {
      addCell(rows.get(row), columns.get(column), judged);
    }
  }
  return {
    rows: [...rows.values()].map(({ line }) => line),
    columns: [...columns.values()].map(({ line }) => line),
    shown,
    counts,
  };
}

interface Placed {
  readonly place: number;
  readonly line: Line;
}

function addCell(row: Placed | undefined, column: Placed | undefined, judged: readonly Judged[]): void {
  if (row === undefined || column === undefined) return;
  const verdict = judged.map(({ at }) => at.verdict).reduce((a, b) => (urgencyOf(b) < urgencyOf(a) ? b : a));
  const cell = { row: row.place, column: column.place, verdict, judged };
  row.line.cells.set(cell.column, cell);
  column.line.cells.set(cell.row, cell);
}

function linesOf(shown: readonly Judged[], sideOf: (judged: Judged) => Side, order: Order): Map<Side, Placed> {
  const open = new Map<Side, number>();
  for (const each of shown) {
    const side = sideOf(each);
    open.set(side, (open.get(side) ?? 0) + (each.at.verdict === 'compatible' ? 0 : 1));
  }
  const byId = (a: Side, b: Side) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const compare: Readonly<Record<Order, (a: Side, b: Side) => number>> = {
    id: byId,
    start: (a, b) => a.start - b.start || byId(a, b),
    worst: (a, b) => (open.get(b) ?? 0) - (open.get(a) ?? 0) || byId(a, b),
  };
  const sides = [...open.keys()].sort(compare[order]);
  return new Map(sides.map((side, place) => [side, { place, line: { side, cells: new Map() } }]));
}

function fits({ dependency, consumer, provider }: Judged, { text, kinds, older, sides }: MatrixState): boolean {
  if (!older && !dependency.current) return false;
  if (kinds.length > 0 && !kinds.includes(dependency.kind)) return false;
  const asked = text.trim().toLowerCase();
  if (asked !== '' && ![consumer.id, provider.id, dependency.alias?.id ?? ''].some((id) => id.toLowerCase().includes(asked)))
    return false;
  return (
    is(sides.consumer_owner, consumer.owner ?? '') &&
    is(sides.consumer_domain, consumer.domain) &&
    is(sides.provider_owner, provider.owner ?? '') &&
    is(sides.provider_domain, provider.domain)
  );
}

const is = (wanted: string | null, value: string): boolean => wanted === null || wanted === value;

/** The cell of two ids, if it is in sight of the filters. */
export function cellOf({ rows, columns }: View, consumer: string, provider: string): Cell | undefined {
  const row = rows.find(({ side }) => side.id === consumer);
  return row && [...row.cells.values()].find(({ column }) => columns[column]?.side.id === provider);
}

/** The next place with a cell after `from` in a line, or the one before it; undefined where there is none. */
export function nextCell({ cells }: Line, from: number, step: 1 | -1): number | undefined {
  let found: number | undefined;
  for (const place of cells.keys()) {
    if ((place - from) * step <= 0) continue;
    if (found === undefined || (found - place) * step > 0) found = place;
  }
  return found;
}
