import type { Place } from './grid.js';
import { nextCell, type View } from './view.js';

/**
 * Where a key leads from a place, as in ARIA’s pattern of a grid: arrows one further, with Ctrl to the next dependency, Home and End to the
 * ends of the row, with Ctrl of the matrix, Page Up and Page Down by what is in sight. Null for other keys.
 */
export function targetOf(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { row, column }: Place,
  { rows, columns }: View,
  page: Place,
): Place | null {
  const last = { row: rows.length - 1, column: columns.length - 1 };
  const across = (step: 1 | -1): Place => {
    const line = rows[row];
    return { row, column: ctrlKey ? ((line && nextCell(line, column, step)) ?? column) : column + step };
  };
  const down = (step: 1 | -1): Place => {
    const line = columns[column];
    return { row: ctrlKey ? ((line && nextCell(line, row, step)) ?? row) : row + step, column };
  };
  switch (key) {
    case 'ArrowRight':
      return across(1);
    case 'ArrowLeft':
      return across(-1);
    case 'ArrowDown':
      return down(1);
    case 'ArrowUp':
      return down(-1);
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? last.row : row, column: last.column };
    case 'PageDown':
      return { row: row + page.row, column };
    case 'PageUp':
      return { row: row - page.row, column };
    default:
      return null;
  }
}
