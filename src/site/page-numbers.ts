/** Rows of a page of a long list: about 600 KB of HTML, which a browser shows in a blink. */
export const ROWS = 1_000;

/** How many pages a list of so many rows takes; an empty one takes one too. */
export const pagesFor = (rows: number): number => Math.max(1, Math.ceil(rows / ROWS));

/** The rows of one page. Pages count from 1. */
export const rowsOf = <T>(rows: readonly T[], page: number): readonly T[] => rows.slice((page - 1) * ROWS, page * ROWS);
