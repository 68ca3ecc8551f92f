import type { ComponentChild, VNode } from 'preact';
import { groupBy } from '../group.js';
import { grouped } from '../text.js';

/** A row of a long list. Rows of which all but the names are the same are told together. */
export interface Row {
  /** What rows are ordered by first, such as the verdict: those of one stage stand together. */
  readonly stage: string;
  /** The same in all rows that say the same; null for one that says something of its own. */
  readonly same: string | null;
  /** All cells of the row, where it stands alone. */
  cells(): readonly ComponentChild[];
  /** What is left of it under a heading that says the rest. */
  brief(): ComponentChild;
  /** The heading of `count` rows that say the same, and a sentence about all of them. */
  together(count: number): readonly [heading: ComponentChild, about: ComponentChild];
}

/** Fewer that say the same are no bother. */
export const LEAST = 6;
/** Rows that stand open. More fold away, so that what follows them stays within reach. */
const OPEN = 50;

interface Run {
  readonly together: boolean;
  readonly rows: Row[];
}

/** Stage by stage: what stands alone, then those that say the same. Tables that would follow one another are one. */
function runsOf(rows: readonly Row[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [, stage] of groupBy(rows, (row) => row.stage)) {
    const groups = groupBy(
      stage.filter(({ same }) => same !== null),
      ({ same }) => same ?? '',
    ).filter(([, { length }]) => length >= LEAST);
    const large = new Set(groups.map(([same]) => same));
    const alone = stage.filter(({ same }) => same === null || !large.has(same));
    const last = runs.at(-1);
    if (last?.together === false) last.rows.push(...alone);
    else if (alone.length > 0) runs.push({ together: false, rows: alone });
    for (const [, group] of groups) runs.push({ together: true, rows: group });
  }
  return runs;
}

/** Rows as tables, made by `table`, and as lists of those that say the same. */
export function runs(rows: readonly Row[], table: (rows: readonly (readonly ComponentChild[])[]) => VNode): ComponentChild {
  return runsOf(rows).map(({ together, rows: own }) =>
    together ? listed(own) : folded(own, (part) => table(part.map((row) => row.cells()))),
  );
}

function listed(rows: readonly Row[]): VNode {
  const [heading, about] = rows[0]?.together(rows.length) ?? [];
  return (
    <div class="group">
      <h3>{heading}</h3>
      <p class="hint">{about}</p>
      {folded(rows, (part) => (
        <ul class="names">
          {part.map((row) => (
            <li>{row.brief()}</li>
          ))}
        </ul>
      ))}
    </div>
  );
}

function folded(rows: readonly Row[], show: (rows: readonly Row[]) => VNode): ComponentChild {
  if (rows.length <= OPEN) return show(rows);
  return [
    show(rows.slice(0, OPEN)),
    <details class="more">
      <summary>{grouped(rows.length - OPEN)} more</summary>
      {show(rows.slice(OPEN))}
    </details>,
  ];
}
