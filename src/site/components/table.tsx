import type { ComponentChild, VNode } from 'preact';
import { dirOf } from '../text.js';
import { none } from './mark.js';

/** A column's heading; `#` before it makes the column one of numbers. */
export type Heading = string;

/**
 * A table that becomes stacked rows on narrow screens, where each cell shows its column's heading. The first column names the
 * row. By where they stand, browsers know heads of columns from heads of rows. A null cell is something not stated; a column in which nothing is stated is left out.
 */
export function table(
  caption: string,
  headings: readonly Heading[],
  rows: readonly (readonly ComponentChild[])[],
  kind?: string,
): VNode {
  const columns = headings
    .map((heading, index) => ({ index, name: heading.replace(/^#/, ''), kind: heading.startsWith('#') ? 'number' : undefined }))
    .filter(({ index }) => index === 0 || rows.some((cells) => cells[index] !== null));
  return (
    <table class={kind}>
      <caption dir={dirOf(caption)}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th class={column.kind}>{column.name}</th>
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
                <td class={column.kind} data-label={column.name}>
                  {cells[column.index] ?? none()}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
