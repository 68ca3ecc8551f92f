import type { ComponentChild, VNode } from 'preact';

/** A column's heading; `#` before it makes the column one of numbers. */
export type Heading = string;

/** A table that becomes stacked rows on narrow screens, where each cell shows its column's heading. The first column names the row. */
export function table(caption: string, headings: readonly Heading[], rows: readonly (readonly ComponentChild[])[], kind?: string): VNode {
  const names = headings.map((heading) => heading.replace(/^#/, ''));
  const kinds = headings.map((heading) => (heading.startsWith('#') ? 'number' : undefined));
  return (
    <table class={kind}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {names.map((name, column) => (
            <th scope="col" class={kinds[column]}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>
            {cells.map((cell, column) =>
              column === 0 ? (
                <th scope="row">{cell}</th>
              ) : (
                <td class={kinds[column]} data-label={names[column]}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
