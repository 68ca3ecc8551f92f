/**
 * Lines of a plain table: columns as wide as their widest cell, two spaces between them. Cells are cut so that a line fits `width`;
 * the widest columns give first.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const gaps = 2 * (widths.length - 1);
  while (widths.reduce((sum, each) => sum + each, gaps) > width) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= 12) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cellOf(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)];
}

function cellOf(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

/** The same with a sentence below each row, which is never cut. */
export function tableWithReasons(
  header: readonly string[],
  rows: readonly { readonly cells: readonly string[]; readonly reason: string }[],
  width: number,
): string[] {
  const [head = '', ...lines] = table(
    header,
    rows.map(({ cells }) => cells),
    width,
  );
  return [head, ...rows.flatMap(({ reason }, place) => [lines[place] ?? '', `  ${reason}`])];
}
