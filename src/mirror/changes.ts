import { compareText } from '../model/compare-text.js';
import type { Entry, MirrorChanges } from '../model/generated/types.js';

/** What an operator is told of a sync: by the current version of each capability. */
export function changesBetween(before: Iterable<Entry>, after: Iterable<Entry>): MirrorChanges {
  const old = currentById(before);
  const changes: { [Kind in keyof MirrorChanges]: MirrorChanges[Kind][number][] } = { added: [], updated: [], removed: [] };
  const now = currentById(after);
  for (const [id, { version, manifest }] of now) {
    const previous = old.get(id);
    if (previous === undefined) changes.added.push({ id, version });
    else if (previous.version !== version || previous.manifest.digest !== manifest.digest)
      changes.updated.push({ id, from: previous.version, to: version });
  }
  for (const [id, { version }] of old) if (!now.has(id)) changes.removed.push({ id, version });
  for (const list of Object.values(changes)) list.sort((a, b) => compareText(a.id, b.id));
  return changes;
}

function currentById(entries: Iterable<Entry>): Map<string, Entry> {
  const byId = new Map<string, Entry>();
  for (const entry of entries) if (entry.status === 'current') byId.set(entry.id, entry);
  return byId;
}
