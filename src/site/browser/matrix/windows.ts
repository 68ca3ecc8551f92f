/** Places from `first` to before `end`. */
export interface Window {
  readonly first: number;
  readonly end: number;
}

/** Places beyond the edge that are drawn, so that a little scrolling meets no empty space. */
const BEYOND = 4;

/** What of `count` places of `size` pixels is seen in `room` pixels from `offset` on. */
export function windowOf(offset: number, room: number, size: number, count: number): Window {
  const first = Math.max(0, Math.floor(offset / size) - BEYOND);
  const end = Math.min(count, Math.ceil((offset + Math.max(room, 0)) / size) + BEYOND);
  return { first: Math.min(first, count), end: Math.max(end, Math.min(first, count)) };
}

/** Where to scroll to so that a place is seen whole; the same when it already is. */
export function offsetFor(place: number, offset: number, room: number, size: number): number {
  const start = place * size;
  if (start < offset) return start;
  return Math.max(offset, start + size - Math.max(room, size));
}
