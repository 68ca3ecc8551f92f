/** Pixels of the drawn matrix: the side of a cell, the width of the heads of rows, the height of the heads of columns. */
export const CELL = 28;
export const ROW_HEAD = 232;
export const COLUMN_HEAD = 184;
/** Pixels of the space for the matrix below which it is a list. */
export const NARROW = 640;
