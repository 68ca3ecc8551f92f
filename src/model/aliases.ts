import { compareText } from './compare-text.js';
import type { Alias, Entry, QuarantinedManifest } from './generated/types.js';

/** An older name, and the current entry that states it. */
export interface AliasClaim extends Alias {
  readonly entry: Entry;
}

/** An older name that does not lead to the entry that states it. */
export interface RefusedAlias extends AliasClaim {
  /** taken: another source describes a capability with that id. claimed: another capability states it, too. */
  readonly why: 'taken' | 'claimed';
  /** The source, or else the capability. */
  readonly by: string;
}

/**
 * Who answers to an older name. One that another source describes, be it in quarantine, leads to nobody else, or whoever states it
 * would get that source's consumers; for the same reason one that capabilities of several sources state leads nowhere. Of those of
 * one source the first by id has it.
 */
export function settleAliases(
  entries: readonly Entry[],
  quarantined: readonly QuarantinedManifest[],
): { readonly owners: ReadonlyMap<string, AliasClaim>; readonly refused: readonly RefusedAlias[] } {
  const claims = claimsOf(entries);
  const describers = describersOf(claims, entries, quarantined);
  const owners = new Map<string, AliasClaim>();
  const refused: RefusedAlias[] = [];
  for (const [id, all] of [...claims].sort(([a], [b]) => compareText(a, b))) {
    const open: AliasClaim[] = [];
    for (const claim of all.sort((a, b) => compareText(a.entry.id, b.entry.id))) {
      const by = describers.get(id)?.find((source) => source !== claim.entry.source);
      if (by === undefined) open.push(claim);
      else refused.push({ ...claim, why: 'taken', by });
    }
    const [first, ...others] = open;
    if (first === undefined) continue;
    const foreign = others.find(({ entry }) => entry.source !== first.entry.source);
    if (foreign === undefined) owners.set(id, first);
    else refused.push({ ...first, why: 'claimed', by: foreign.entry.id });
    refused.push(...others.map((claim): RefusedAlias => ({ ...claim, why: 'claimed', by: first.entry.id })));
  }
  return { owners, refused };
}

/** Each older name with those that state it, each of them once. */
function claimsOf(entries: readonly Entry[]): Map<string, AliasClaim[]> {
  const claims = new Map<string, AliasClaim[]>();
  for (const entry of entries) {
    if (entry.status !== 'current') continue;
    for (const alias of entry.capability.aliases ?? []) {
      const all = claims.get(alias.id) ?? [];
      if (alias.id === entry.id || all.some((other) => other.entry === entry)) continue;
      claims.set(alias.id, [...all, { ...alias, entry }]);
    }
  }
  return claims;
}

/** The sources that describe each of these ids themselves, in order. */
function describersOf(
  ids: ReadonlyMap<string, unknown>,
  entries: readonly Entry[],
  quarantined: readonly QuarantinedManifest[],
): Map<string, readonly string[]> {
  const sources = new Map<string, Set<string>>();
  const describes = (source: string, id: string) => {
    if (ids.has(id)) sources.set(id, (sources.get(id) ?? new Set()).add(source));
  };
  for (const { id, source } of entries) describes(source, id);
  for (const { source, capabilities } of quarantined) for (const { id } of capabilities) describes(source, id);
  return new Map([...sources].map(([id, all]) => [id, [...all].sort(compareText)]));
}
