import { ROWS } from '../../page-numbers.js';

/** A list that may be too long for one page. */
export interface Part {
  readonly rows: number;
}

/** Rows `from` (inclusive) `to` (exclusive) of a part. */
export interface Shown<P extends Part> {
  readonly part: P;
  readonly from: number;
  readonly to: number;
}

/** What of several lists, one after the other, is on a page. Pages count from 1. */
export function shownOn<P extends Part>(parts: readonly P[], page: number): Shown<P>[] {
  let before = 0;
  return parts.flatMap((part) => {
    const from = Math.max(0, (page - 1) * ROWS - before);
    const to = Math.min(part.rows, page * ROWS - before);
    before += part.rows;
    return from < to ? [{ part, from, to }] : [];
  });
}

/** The page that row `row` of part `place` is on. */
export const pageOf = (parts: readonly Part[], place: number, row: number): number =>
  Math.floor((total(parts.slice(0, place)) + row) / ROWS) + 1;

export const total = (parts: readonly Part[]): number => parts.reduce((sum, { rows }) => sum + rows, 0);
