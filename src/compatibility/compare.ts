import type { Capability } from '../model/generated/types.js';
import { type ChangeReport, compareCapabilities } from './changes.js';
import { VersionReader } from './ranges.js';

/** What changed between all that was described and all that is. */
export interface Comparison {
  /** Of what is in both, in the order of the old ones. */
  readonly reports: readonly ChangeReport[];
  /** No longer described under any id: breaking for whoever depends on it. */
  readonly removed: readonly Capability[];
  readonly added: readonly Capability[];
}

/**
 * Compares two sets of capabilities, such as all of two manifests. Those with the same id belong together, then those that have an
 * old id as an alias. Where one is left on each side, it is taken for the same under another id, and judged as such.
 */
export function compareAll(old: readonly Capability[], next: readonly Capability[]): Comparison {
  const reader = new VersionReader();
  const left = new Set(next);
  const pairs = new Map<Capability, Capability>();
  const pair = (before: Capability, isSame: (after: Capability) => boolean) => {
    const after = pairs.has(before) ? undefined : [...left].find(isSame);
    if (after === undefined) return;
    pairs.set(before, after);
    left.delete(after);
  };
  for (const before of old) pair(before, ({ id }) => id === before.id);
  for (const before of old) pair(before, ({ aliases }) => aliases?.some(({ id }) => id === before.id) === true);
  const [only, ...more] = old.filter((before) => !pairs.has(before));
  if (only !== undefined && more.length === 0 && left.size === 1) pair(only, () => true);
  return {
    reports: old.flatMap((before) => {
      const after = pairs.get(before);
      return after === undefined ? [] : [compareCapabilities(before, after, reader)];
    }),
    removed: old.filter((before) => !pairs.has(before)),
    added: [...left],
  };
}
