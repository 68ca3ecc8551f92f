import { compareText } from '../model/compare-text.js';
import { ChoraError } from '../model/errors.js';
import type { Entry } from '../model/generated/types.js';

/** What a release would change, capability by capability, and why. Pure data; print it before it is written. */
export interface ReleasePlan {
  readonly added: readonly { id: string; version: string | null }[];
  readonly changed: readonly { id: string; from: string | null; to: string | null; why: ChangeReason }[];
  readonly removed: readonly { id: string; version: string | null; source: string }[];
  /** Capabilities in the previous catalog. */
  readonly before: number;
}

/** `version`: another version is current. `content`: same version, other manifest. `moved`: another source or path. */
export type ChangeReason = 'version' | 'content' | 'moved';

export function planRelease(previous: Iterable<Entry>, next: Iterable<Entry>): ReleasePlan {
  const before = currentById(previous);
  const after = currentById(next);
  const added: ReleasePlan['added'][number][] = [];
  const changed: ReleasePlan['changed'][number][] = [];
  const removed: ReleasePlan['removed'][number][] = [];
  for (const [id, entry] of after) {
    const old = before.get(id);
    const why = old && reasonOf(old, entry);
    if (!old) added.push({ id, version: entry.version });
    else if (why) changed.push({ id, from: old.version, to: entry.version, why });
  }
  for (const [id, { version, source }] of before) if (!after.has(id)) removed.push({ id, version, source });
  const byId = (a: { id: string }, b: { id: string }) => compareText(a.id, b.id);
  return { added: added.sort(byId), changed: changed.sort(byId), removed: removed.sort(byId), before: before.size };
}

function reasonOf(old: Entry, entry: Entry): ChangeReason | null {
  if (old.version !== entry.version) return 'version';
  if (old.manifest.digest !== entry.manifest.digest) return 'content';
  return old.source !== entry.source || old.path !== entry.path ? 'moved' : null;
}

function currentById(entries: Iterable<Entry>): Map<string, Entry> {
  const current = new Map<string, Entry>();
  for (const entry of entries) if (entry.status === 'current') current.set(entry.id, entry);
  return current;
}

/** Share of the capabilities that a run may drop without being told to. */
const MAX_SHRINK = 0.15;

/**
 * A mistake in the configuration, or a host that answers with nothing, must not empty a catalog. `discard` takes back what the run
 * has written already.
 * @throws ChoraError `catalog/shrinks` when more than 15 % of the capabilities would go.
 */
export function guardShrink({ removed, before }: ReleasePlan, discard: () => void): void {
  if (removed.length <= before * MAX_SHRINK) return;
  discard();
  const some = removed.slice(0, 5).map(({ id }) => id);
  throw new ChoraError(
    'refused',
    'catalog/shrinks',
    `${removed.length} of ${before} capabilities would be dropped, more than 15 %: ${some.join(', ')}${removed.length > some.length ? ' …' : ''}. Nothing was written.`,
    'If they are meant to go, run again with --allow-shrink.',
  );
}
