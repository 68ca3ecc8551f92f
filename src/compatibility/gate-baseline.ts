import type { Capability } from '../model/generated/types.js';
import type { GateContext } from './gate-types.js';

/**
 * The published version that a candidate follows: the greatest that is not above it, else the current one. A version of an older
 * line is compared with that line; one that has the id of a removed capability as an alias, with that capability.
 */
export function baselineOf(
  candidate: Capability,
  { published, removed, reader }: Pick<GateContext, 'published' | 'removed' | 'reader'>,
): Capability | null {
  const former = (candidate.aliases ?? []).filter(({ id }) => removed?.includes(id) === true);
  const own = published.get(candidate.id) ?? former.flatMap(({ id }) => published.get(id) ?? []);
  const version = candidate.version === null ? null : reader.version(candidate.version);
  if (version === null) return own[0] ?? null;
  let best: Capability | null = null;
  for (const each of own) {
    const other = each.version === null ? null : reader.version(each.version);
    if (other === null || other.compare(version) > 0) continue;
    const known = best?.version == null ? null : reader.version(best.version);
    if (known === null || other.compare(known) > 0) best = each;
  }
  return best ?? own[0] ?? null;
}

/** Whether a candidate takes the place of the current version: not so a prerelease, or a version of an older line. */
export function isReplacement(
  { id, version }: Capability,
  { published, reader }: Pick<GateContext, 'published' | 'reader'>,
): boolean {
  const next = version === null ? null : reader.version(version);
  const [current] = published.get(id) ?? [];
  const now = current?.version == null ? null : reader.version(current.version);
  if (next === null || now === null) return true;
  return next.compare(now) >= 0 && (next.prerelease.length === 0 || now.prerelease.length > 0);
}

/** Whether an id may lead to a candidate that has it as an alias: an id that something has itself leads there. */
export function isFree(id: string, { documents, removed }: Pick<GateContext, 'documents' | 'removed'>): boolean {
  const standing = documents.get(id)?.standing;
  return standing === 'missing' || standing === undefined || standing === 'alias' || removed?.includes(id) === true;
}
