import { nearest } from '../model/suggest.js';

/** How many pairs of ids are compared for one matrix. A catalog full of misspelt ids must not cost more than its good ones. */
const COMPARISONS = 200_000;

/**
 * Finds the ids that a misspelt one may have meant: those that share its last part, or all but the last, and are near.
 * Answers do not depend on the order of the ids given, but on the order of the questions: the number of comparisons is limited.
 */
export function suggester(ids: Iterable<string>): (missing: string) => string[] {
  const byPart = new Map<string, string[]>();
  for (const id of ids) {
    for (const part of partsOf(id)) {
      const group = byPart.get(part);
      if (group) group.push(id);
      else byPart.set(part, [id]);
    }
  }
  let left = COMPARISONS;
  return (missing) => {
    const candidates = [...new Set(partsOf(missing).flatMap((part) => byPart.get(part) ?? []))];
    left -= candidates.length;
    return left < 0 ? [] : nearest(missing, candidates.sort());
  };
}

/** `a.b.c` → what it has in common with ids that differ before, and in, the last part. */
function partsOf(id: string): [last: string, others: string] {
  const plain = id.toLowerCase().replaceAll('_', '-');
  const cut = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('/'), plain.lastIndexOf(':'));
  return [`last ${plain.slice(cut + 1)}`, `others ${plain.slice(0, Math.max(cut, 0))}`];
}
