import type { Capability } from '../model/generated/types.js';
import { statedRange } from '../model/version-range.js';
import type { GateInput } from './gate-types.js';

/**
 * Ids whose per-capability documents the gate needs and that are not among those read: the candidates with their older names, what
 * they depend on, what was removed, and what older names lead to. Ask, read, and ask again until the answer is empty: two rounds.
 */
export function idsToRead(candidates: readonly Capability[], removed: readonly string[], read: GateInput['documents']): string[] {
  const direct = candidates.flatMap(({ id, aliases, dependencies }) => [
    id,
    ...(aliases ?? []).map((alias) => alias.id),
    ...(dependencies ?? []).map((dependency) => statedRange(dependency).id),
  ]);
  const ids = new Set([...direct, ...removed]);
  const targets = [...ids].flatMap((id) => read.get(id)?.renamed_to?.id ?? []);
  return [...ids, ...targets].filter((id, place, all) => !read.has(id) && all.indexOf(id) === place).sort();
}
