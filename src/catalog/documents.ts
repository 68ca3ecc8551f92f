import { settleAliases } from '../model/aliases.js';
import type { Catalog } from '../model/catalog.js';
import { compareText } from '../model/compare-text.js';
import { domainOf } from '../model/domain.js';
import { fileNameOf } from '../model/file-names.js';
import { countSeverities } from '../model/findings.js';
import type {
  CapabilitiesDocument,
  CapabilityDocument,
  CapabilitySummary,
  CatalogDocument,
  DependencyLink,
  DependentLink,
  Entry,
  Finding,
  FindingsDocument,
  ShardDocument,
} from '../model/generated/types.js';
import { statedRange } from '../model/version-range.js';
import { shardOf } from './layout.js';

/** api/v1/catalog.json */
export function catalogDocument({ identity, entries, sources, findings, quarantined, trust }: Catalog): CatalogDocument {
  const current = entries.filter(({ status }) => status === 'current');
  return {
    name: identity.name,
    ...(identity.url === undefined ? {} : { url: identity.url }),
    api_version: 'v1',
    generator: identity.generator,
    configuration: { digest: identity.configuration },
    ...(trust === null ? {} : { trust: { policy: trust.policy.digest, trusted_root: trust.root.digest } }),
    counts: {
      capabilities: current.length,
      versions: entries.length,
      sources: sources.filter(({ state }) => state !== 'deleted').length,
      manifests: sources.reduce((sum, { manifests }) => sum + manifests, 0),
      findings: countSeverities(findings),
      by_format: countBy(current, ({ format }) => format),
      by_tier: countBy(current, ({ tier }) => tier),
      by_owner: countBy(current, ({ capability }) => capability.owner ?? ''),
      by_lifecycle_stage: countBy(current, ({ capability }) => capability.lifecycle_stage ?? ''),
      by_domain: countBy(current, ({ capability }) => domainOf(capability)),
      by_source_state: countBy(sources, ({ state }) => state),
      ...(trust
        ? {
            by_provenance: countBy(current, ({ provenance }) => provenance?.outcome ?? 'unsigned'),
            quarantined: quarantined.length,
          }
        : {}),
    },
  };
}

/** Counts by a key; the empty string stands for “not stated”. */
function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}

/** api/v1/capabilities.json */
export function capabilitiesDocument({ entries }: Catalog): CapabilitiesDocument {
  return { capabilities: entries.filter(({ status }) => status === 'current').map(summaryOf) };
}

function summaryOf(entry: Entry): CapabilitySummary {
  const { title, owner, lifecycle_stage, stability, security_tier } = entry.capability;
  return {
    id: entry.id,
    version: entry.version,
    ...(title === undefined ? {} : { title }),
    owner,
    lifecycle_stage,
    ...(stability === undefined ? {} : { stability }),
    ...(security_tier === undefined ? {} : { security_tier }),
    domain: domainOf(entry.capability),
    format: entry.format,
    tier: entry.tier,
    source: entry.source,
    file: fileNameOf(entry.id),
  };
}

/** api/v1/findings.json */
export function findingsDocument({ findings }: Catalog): FindingsDocument {
  return { counts: countSeverities(findings), findings: [...findings] };
}

/** targets/shards/<shard>.json by shard, in the order of their names; only those that hold something. */
export function shardDocuments({ sources, entries, findings, quarantined }: Catalog): Map<string, ShardDocument> {
  const shards = new Map<string, ShardDocument>();
  const bySource = new Map<string, ShardDocument>();
  const documentOf = (source: string): ShardDocument => {
    const known = bySource.get(source);
    if (known) return known;
    const shard = shardOf(source);
    const document = shards.get(shard) ?? { sources: [], entries: [], findings: [], quarantined: [] };
    shards.set(shard, document);
    bySource.set(source, document);
    return document;
  };
  for (const row of sources) documentOf(row.id).sources.push(row);
  for (const entry of entries) documentOf(entry.source).entries.push(entry);
  for (const each of findings) documentOf(each.source).findings.push(each);
  for (const each of quarantined) documentOf(each.source).quarantined.push(each);
  return new Map([...shards].sort(([a], [b]) => compareText(a, b)));
}

/** What makes api/v1/capabilities/<file>.json, by id in the order of the ids: all documents at once would be a great deal. */
export function capabilityDocuments(catalog: Catalog): Map<string, () => CapabilityDocument> {
  const versions = Map.groupBy(catalog.entries, ({ id }) => id);
  const resolve = resolver(versions, catalog);
  const dependents = dependentsById(catalog.entries, resolve);
  const findings = findingsByRecord(catalog);
  const makers = new Map<string, () => CapabilityDocument>();
  for (const [id, [current, ...others]] of versions) {
    if (current?.status !== 'current') continue;
    makers.set(id, () => ({
      id,
      versions: [current, ...others],
      dependencies: (current.capability.dependencies ?? []).map(
        (dependency): DependencyLink => ({ ...dependency, target: targetOf(resolve(statedRange(dependency).id)) }),
      ),
      dependents: dependents.get(id) ?? [],
      findings: findings(current),
    }));
  }
  return makers;
}

type Resolve = (id: string) => Entry | null;

/** Finds the current entry of an id, or of the capability that answers to it as an older name. */
function resolver(versions: ReadonlyMap<string, readonly Entry[]>, { entries, quarantined }: Catalog): Resolve {
  const { owners } = settleAliases(entries, quarantined);
  return (id) => versions.get(id)?.[0] ?? owners.get(id)?.entry ?? null;
}

function targetOf(entry: Entry | null): DependencyLink['target'] {
  if (entry === null) return null;
  const { lifecycle_stage, stability } = entry.capability;
  return {
    id: entry.id,
    version: entry.version,
    lifecycle_stage,
    ...(stability === undefined ? {} : { stability }),
    file: fileNameOf(entry.id),
  };
}

function dependentsById(entries: readonly Entry[], resolve: Resolve): Map<string, DependentLink[]> {
  const dependents = new Map<string, DependentLink[]>();
  for (const { id, version, status, capability } of entries) {
    if (status !== 'current') continue;
    for (const dependency of capability.dependencies ?? []) {
      const { id: asked, range } = statedRange(dependency);
      const target = resolve(asked);
      if (target === null) continue;
      const link: DependentLink = {
        id,
        version,
        ...(range === undefined ? {} : { range }),
        ...(dependency.optional === undefined ? {} : { optional: dependency.optional }),
        owner: capability.owner,
        file: fileNameOf(id),
      };
      const links = dependents.get(target.id);
      if (links) links.push(link);
      else dependents.set(target.id, [link]);
    }
  }
  return dependents;
}

/** Findings that concern a record: those of its manifest, without the ones that stand inside another record of it. */
function findingsByRecord({ entries, findings }: Catalog): (entry: Entry) => Finding[] {
  const key = (source: string, path: string) => `${source}\n${path}`;
  const byFile = Map.groupBy(
    findings.filter(({ path, ref }) => path !== undefined && ref === undefined),
    ({ source, path = '' }) => key(source, path),
  );
  const starts = new Map<string, number[]>();
  for (const { source, path, line, ref, status } of entries) {
    if (status === 'current' && ref === null)
      starts.set(
        key(source, path),
        [...(starts.get(key(source, path)) ?? []), line].sort((a, b) => a - b),
      );
  }
  return ({ source, path, line, ref }) => {
    if (ref !== null) return [];
    const next = starts.get(key(source, path))?.find((start) => start > line) ?? Number.POSITIVE_INFINITY;
    const first = starts.get(key(source, path))?.[0] === line;
    return (byFile.get(key(source, path)) ?? []).filter(
      ({ line: at }) => at === undefined || ((at >= line || first) && at < next),
    );
  };
}
