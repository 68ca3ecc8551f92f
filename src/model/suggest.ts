import { distance } from 'fastest-levenshtein';
import { compareText } from './compare-text.js';

/** The known words nearest to a mistyped one, nearest first: at most `count`, and only those that are near. */
export function nearest(word: string, known: readonly string[], count = 3): string[] {
  const asked = word.toLowerCase().slice(0, 300);
  const far = Math.max(2, Math.floor(asked.length / 3));
  return known
    .map((candidate) => ({
      candidate,
      distance: candidate.toLowerCase().includes(asked) ? 0 : distance(asked, candidate.toLowerCase()),
    }))
    .filter((each) => each.distance <= far)
    .sort((a, b) => a.distance - b.distance || a.candidate.length - b.candidate.length || compareText(a.candidate, b.candidate))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
