import { shardOf } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { Matrix } from '../compatibility/matrix.js';
import type { Catalog } from '../model/catalog.js';
import { domainOf } from '../model/domain.js';
import type { CompatibilityDocument, Entry, Finding, QuarantinedManifest, SourceRow } from '../model/generated/types.js';
import { touchedCapabilities } from './touched-capabilities.js';

/** Which files of a catalog may say something else than those of the catalog before it. */
export interface Touched {
  /** The capability itself: it came, or one of its entries is another one. */
  entry(id: string): boolean;
  /** What the documents and the page of an id say, which is also something of its neighbours. */
  capability(id: string): boolean;
  domain(name: string): boolean;
  /** The empty string stands for none. */
  owner(name: string): boolean;
  /** What a source's row, its capabilities and its findings say. */
  source(id: string): boolean;
  shard(name: string): boolean;
}

/** Nothing is known of a catalog before, or it cannot be relied on. */
export const ALL_TOUCHED: Touched = {
  entry: () => true,
  capability: () => true,
  domain: () => true,
  owner: () => true,
  source: () => true,
  shard: () => true,
};

/** What a run knows of the catalog before it; by source. */
export interface Before {
  readonly sources: ReadonlyMap<string, SourceRow>;
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly quarantined: ReadonlyMap<string, readonly QuarantinedManifest[]>;
}

/**
 * Compares a catalog with the one before. What a run took over from there are the very same objects, which makes this far cheaper than
 * comparing files: only what was read anew is looked into.
 */
export function touchedSince(
  catalog: Catalog,
  matrix: Matrix,
  before: Before,
  compatibility: () => CompatibilityDocument | null,
): Touched {
  const old = [...before.entries.values()].flat();
  const differing = differingEntries(catalog.entries, old);
  const entries = new Set(differing.map(({ id }) => id));
  const sources = differingSources(catalog, before);
  const domains = new Set(differing.map(({ capability }) => domainOf(capability)));
  const owners = new Set(differing.map(({ capability }) => capability.owner ?? ''));
  const ofEntries = new Set(differing.map(({ source }) => source));
  const here = new Set(catalog.sources.map(({ id }) => id));
  const gone = [...before.sources.keys()].filter((id) => !here.has(id));
  const shards = new Set([...ofEntries, ...sources.rows, ...sources.findings, ...gone].map(shardOf));
  const others = catalog.entries.filter(({ source }) => sources.findings.has(source) || sources.ttls.has(source));
  const capabilities =
    sources.quarantined.size > 0
      ? null
      : touchedCapabilities(
          { entries: differing, others: others.map(({ id }) => id), comeOrGone: comeOrGone(catalog.entries, old) },
          matrix,
          compatibility,
        );
  return {
    entry: (id) => entries.has(id),
    capability: (id) => capabilities === null || capabilities.has(id),
    domain: (name) => domains.has(name),
    owner: (name) => owners.has(name),
    source: (id) => ofEntries.has(id) || sources.rows.has(id) || sources.findings.has(id),
    shard: (name) => shards.has(name),
  };
}

/** Entries of one of both that the other does not have; of a changed one the old and the new. */
function differingEntries(now: readonly Entry[], old: readonly Entry[]): Entry[] {
  const kept = new Set(old);
  const unknown = now.filter((entry) => !kept.delete(entry));
  // What was read again may say the same.
  const gone = new Map([...kept].map((entry) => [serialize(entry), entry]));
  return [...unknown.filter((entry) => !gone.delete(serialize(entry))), ...gone.values()];
}

/** Ids that only one of both has. */
function comeOrGone(now: readonly Entry[], old: readonly Entry[]): Set<string> {
  const gone = new Set(old.map(({ id }) => id));
  const here = new Set(now.map(({ id }) => id));
  const come = [...here].filter((id) => !gone.has(id));
  for (const id of here) gone.delete(id);
  return new Set([...come, ...gone]);
}

interface DifferingSources {
  readonly rows: ReadonlySet<string>;
  /** Those of which something else was found, or refused. */
  readonly findings: ReadonlySet<string>;
  /** Those of which something else was refused; also those that are gone. */
  readonly quarantined: ReadonlySet<string>;
  /** Those with another time to live. */
  readonly ttls: ReadonlySet<string>;
}

function differingSources(catalog: Catalog, before: Before): DifferingSources {
  const bySource = <T extends { readonly source: string }>(items: readonly T[]) => Map.groupBy(items, ({ source }) => source);
  const [findings, quarantined] = [bySource(catalog.findings), bySource(catalog.quarantined)];
  const ids = catalog.sources.map(({ id }) => id);
  const refused = [...new Set([...ids, ...before.quarantined.keys()])].filter(
    (id) => !sameItems(quarantined.get(id), before.quarantined.get(id)),
  );
  const found = ids.filter((id) => !sameItems(findings.get(id), before.findings.get(id)));
  const differ = (row: SourceRow, old: SourceRow | undefined) => row !== old && serialize(row) !== serialize(old ?? null);
  return {
    rows: new Set(catalog.sources.filter((row) => differ(row, before.sources.get(row.id))).map(({ id }) => id)),
    findings: new Set([...found, ...refused]),
    quarantined: new Set(refused),
    ttls: new Set(catalog.sources.filter(({ id, ttl }) => before.sources.get(id)?.ttl !== ttl).map(({ id }) => id)),
  };
}

function sameItems(now: readonly object[] = [], old: readonly object[] = []): boolean {
  return (
    now.length === old.length && now.every((item, index) => item === old[index] || serialize(item) === serialize(old[index]))
  );
}
