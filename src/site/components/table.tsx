import type { ComponentChild, VNode } from 'preact';
import { dirOf } from '../text.js';
import { none } from './mark.js';

/**
 * A column's heading; `#` before it makes the column one of numbers, `+` gives it more room where columns have fixed shares. With an
 * element, that stands in its place.
 */
export type Heading = string | readonly [name: string, shown: VNode];
const KINDS: Readonly<Record<string, string>> = { '#': 'number', '+': 'wide' };

/**
 * A table that becomes stacked rows on narrow screens, where each cell shows its column's heading. The first column names the
 * row. By where they stand, browsers know heads of columns from heads of rows. A null cell is something not stated, which `absent` says; a
 * column in which nothing is stated is left out.
 */
export function table(
  caption: string,
  headings: readonly Heading[],
  rows: readonly (readonly ComponentChild[])[],
  kind?: string,
  absent?: string,
): VNode {
  const columns = headings
    .map((heading, index) => {
      const [name, shown] = typeof heading === 'string' ? [heading] : heading;
      const kind = KINDS[name.slice(0, 1)];
      return { index, name: kind === undefined ? name : name.slice(1), shown, kind };
    })
    .filter(({ index }) => index === 0 || rows.some((cells) => cells[index] !== null));
  return (
    <table class={kind}>
      <caption dir={dirOf(caption)}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th class={column.kind}>{column.shown ?? column.name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>
            {columns.map((column) =>
              column.index === 0 ? (
                <th>{cells[0]}</th>
              ) : (
                <td class={column.kind === 'number' ? 'number' : undefined} data-label={column.name}>
                  {cells[column.index] ?? none(absent)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
