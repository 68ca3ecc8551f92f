import type { Catalog, CatalogIdentity, CatalogSource, CatalogTrust } from '../model/catalog.js';
import { compareText } from '../model/compare-text.js';
import { fileNameOf } from '../model/file-names.js';
import { compareFindings, countSeverities, finding } from '../model/findings.js';
import type { Entry, Finding, QuarantinedManifest, ShardDocument } from '../model/generated/types.js';
import { findLookAlikes } from './look-alikes.js';
import { compareEntries } from './versions.js';

/**
 * Makes the catalog of all sources. `holders` says which source held an id in the previous catalog: an id that two sources claim
 * stays with the one that had it, else it goes to the first by source id, and the other claim becomes a finding.
 */
export function buildCatalog(
  identity: CatalogIdentity,
  sources: readonly CatalogSource[],
  holders: ReadonlyMap<string, string>,
  trust: CatalogTrust | null,
): Catalog {
  const ordered = [...sources].sort((a, b) => compareText(a.row.id, b.row.id));
  const owners = assignIds(ordered, holders);
  const owned = ordered.map((source) => withoutForeignIds(source, owners));
  const lookAlikes = Map.groupBy(findLookAlikes(owned.flatMap(({ entries }) => entries)), ({ source }) => source);
  const settled = owned.map((source) => {
    const more = lookAlikes.get(source.row.id);
    return more === undefined ? source : { ...source, findings: [...source.findings, ...more] };
  });
  return {
    identity,
    entries: settled.flatMap(({ entries }) => entries).sort(compareEntries),
    findings: settled.flatMap(({ findings }) => findings).sort(compareFindings),
    quarantined: settled.flatMap(({ quarantined }) => quarantined).sort(compareQuarantined),
    trust,
    sources: settled.map(({ row, entries, findings }) => ({
      ...row,
      capabilities: entries.filter(({ status }) => status === 'current').length,
      findings: countSeverities(findings),
      file: fileNameOf(row.id),
    })),
  };
}

/** The catalog with findings that come from looking at all of it; they count for the sources that they are about. */
export function withFindings(catalog: Catalog, more: readonly Finding[]): Catalog {
  if (more.length === 0) return catalog;
  const bySource = Map.groupBy(more, ({ source }) => source);
  return {
    ...catalog,
    findings: [...catalog.findings, ...more].sort(compareFindings),
    sources: catalog.sources.map((row) => {
      const { error, warning, info } = countSeverities(bySource.get(row.id) ?? []);
      const { findings } = row;
      return {
        ...row,
        findings: { error: findings.error + error, warning: findings.warning + warning, info: findings.info + info },
      };
    }),
  };
}

/** What the shards of a release hold together, each in its one order. */
export function mergeShardDocuments(
  shards: readonly ShardDocument[],
): Pick<Catalog, 'entries' | 'sources' | 'findings' | 'quarantined'> {
  return {
    entries: shards.flatMap(({ entries }) => entries).sort(compareEntries),
    sources: shards.flatMap(({ sources }) => sources).sort((a, b) => compareText(a.id, b.id)),
    findings: shards.flatMap(({ findings }) => findings).sort(compareFindings),
    quarantined: shards.flatMap(({ quarantined }) => quarantined).sort(compareQuarantined),
  };
}

function compareQuarantined(a: QuarantinedManifest, b: QuarantinedManifest): number {
  return compareText(a.source, b.source) || compareText(a.path, b.path) || compareText(a.ref ?? '', b.ref ?? '');
}

/** Id → the one source that may have it. */
function assignIds(sources: readonly CatalogSource[], holders: ReadonlyMap<string, string>): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { row, entries } of sources) {
    for (const { id } of entries) {
      if (!owners.has(id) || holders.get(id) === row.id) owners.set(id, row.id);
    }
  }
  return owners;
}

function withoutForeignIds(source: CatalogSource, owners: ReadonlyMap<string, string>): CatalogSource {
  const id = source.row.id;
  if (source.entries.every((entry) => owners.get(entry.id) === id)) return source;
  const refused = source.entries.filter((entry) => owners.get(entry.id) !== id);
  return {
    row: source.row,
    quarantined: source.quarantined,
    entries: source.entries.filter((entry) => owners.get(entry.id) === id),
    findings: [
      ...source.findings,
      ...refused.filter(({ status }) => status === 'current').map((entry) => conflict(entry, owners.get(entry.id) ?? '')),
    ],
  };
}

function conflict(entry: Entry, holder: string): Finding {
  return finding('catalog/id-conflict', { source: entry.source, path: entry.path, line: entry.line }, { id: entry.id, holder });
}

/** Id → source, of a catalog's entries. */
export function holdersOf(entries: Iterable<Entry>): Map<string, string> {
  const holders = new Map<string, string>();
  for (const { id, source } of entries) holders.set(id, source);
  return holders;
}
