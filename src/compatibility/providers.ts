import { type AliasClaim, type RefusedAlias, settleAliases } from '../model/aliases.js';
import { compareText } from '../model/compare-text.js';
import type { Capability, Entry, ProviderVersion, QuarantinedManifest } from '../model/generated/types.js';
import { newestFirst, type VersionReader } from './ranges.js';

/** One version of what is depended on. */
export interface Version {
  readonly version: string | null;
  readonly status: ProviderVersion['status'];
  readonly ending?: ProviderVersion['ending'];
  readonly sunset?: string | undefined;
  /** Absent for quarantined ones. */
  readonly entry?: Entry;
}

/** All versions of one id, newest first. */
export interface Provider {
  readonly id: string;
  /** untrusted: only quarantined manifests describe it. missing: nobody does. */
  readonly standing: 'known' | 'untrusted' | 'missing';
  readonly versions: readonly Version[];
  readonly current?: Version;
}

/** An older name, and what has it. */
export interface AliasTarget extends Pick<AliasClaim, 'id' | 'sunset'> {
  readonly target: Provider;
}

export interface Providers {
  /** By id. Missing ones are not in it. */
  readonly byId: ReadonlyMap<string, Provider>;
  /** By older name. */
  readonly aliases: ReadonlyMap<string, AliasTarget>;
  readonly refusedAliases: readonly RefusedAlias[];
}

/** Brings the versions of each id together, quarantined ones among them. */
export function indexProviders(
  entries: readonly Entry[],
  quarantined: readonly QuarantinedManifest[],
  reader: VersionReader,
): Providers {
  const order = newestFirst(reader);
  const entriesById = Map.groupBy(entries, ({ id }) => id);
  const untrusted = Map.groupBy(
    quarantined.flatMap(({ capabilities }) => capabilities),
    ({ id }) => id,
  );
  const ids = [...new Set([...entriesById.keys(), ...untrusted.keys()])].sort(compareText);
  const byId = new Map<string, Provider>();
  for (const id of ids) {
    const known = entriesById.get(id) ?? [];
    const held = new Set(known.map(({ version }) => version));
    const refused = new Set((untrusted.get(id) ?? []).map(({ version }) => version).filter((version) => !held.has(version)));
    const versions = [...versionsOf(known, order), ...[...refused].map((version): Version => ({ version, status: 'untrusted' }))];
    versions.sort((a, b) => order(a.version, b.version));
    const current = versions.find(({ status }) => status === 'current');
    byId.set(id, { id, standing: known.length > 0 ? 'known' : 'untrusted', versions, ...(current ? { current } : {}) });
  }
  const { owners, refused: refusedAliases } = settleAliases(entries, quarantined);
  const aliases = new Map<string, AliasTarget>();
  for (const [id, { sunset, entry }] of owners) {
    const target = byId.get(entry.id);
    if (target !== undefined) aliases.set(id, { id, ...(sunset === undefined ? {} : { sunset }), target });
  }
  return { byId, aliases, refusedAliases };
}

/** An older manifest cannot know that its capability was deprecated later: what the current one says holds for those before it. */
function versionsOf(entries: readonly Entry[], order: ReturnType<typeof newestFirst>): Version[] {
  const current = entries.find(({ status }) => status === 'current');
  const later = current === undefined ? {} : endingOf(current.capability);
  return entries.map((entry) => {
    const own = endingOf(entry.capability);
    const before = current !== undefined && order(entry.version, current.version) >= 0;
    return { version: entry.version, status: entry.status, entry, ...(own.ending === undefined && before ? later : own) };
  });
}

/** What a manifest says of the end of its capability. */
export function endingOf({ lifecycle_stage, stability, deprecation }: Capability): Pick<Version, 'ending' | 'sunset'> {
  if (lifecycle_stage === 'retired') return { ending: 'retired', sunset: deprecation?.sunset };
  if (stability === 'deprecated' || deprecation !== undefined) return { ending: 'deprecated', sunset: deprecation?.sunset };
  return {};
}
