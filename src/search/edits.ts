/**
 * Least number of edits between two words: a character put in, left out or changed, or two neighbours swapped. `limit + 1` stands
 * for more than `limit`.
 */
export function editsBetween(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    before = last;
    last = row;
    row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((last[j - 1] ?? 0) + (same ? 0 : 1), (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row.push(edits);
      if (edits < least) least = edits;
    }
    if (least > limit) return limit + 1;
  }
  return Math.min(row[b.length] ?? 0, limit + 1);
}

/** Edits that a word of this length may be away from what was meant. */
export function editsAllowed(length: number): number {
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}
