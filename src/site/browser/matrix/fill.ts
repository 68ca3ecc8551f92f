import type { Window } from './windows.js';

/** The places of a window. */
export function range({ first, end }: Window): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}

export function withPlace(places: readonly number[], place: number): number[] {
  return places.includes(place) ? [...places] : [...places, place].sort((a, b) => a - b);
}

/** Puts in what is wanted, in its order, and takes out what is not; what is there already stays where it is, and keeps the focus. */
export function fill<T>(
  parent: HTMLElement,
  drawn: Map<number, T>,
  wanted: readonly number[],
  elementOf: (made: T) => HTMLElement,
  make: (place: number) => T,
): void {
  const keep = new Set(wanted);
  for (const [place, made] of drawn) {
    if (keep.has(place)) continue;
    elementOf(made).remove();
    drawn.delete(place);
  }
  let after: HTMLElement | null = null;
  for (const place of wanted.toReversed()) {
    let made = drawn.get(place);
    if (made === undefined) {
      made = make(place);
      drawn.set(place, made);
      parent.insertBefore(elementOf(made), after);
    }
    after = elementOf(made);
  }
}
