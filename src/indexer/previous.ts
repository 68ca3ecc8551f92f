import { type History, historyOf } from '../catalog/changes.js';
import { LAYOUT, shardOf } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import { stateOf } from '../catalog/state.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { genuine } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type {
  CatalogDocument,
  ChangesDocument,
  Entry,
  Finding,
  FindingsDocument,
  FreshnessDocument,
  QuarantineDocument,
  QuarantinedManifest,
  ShardDocument,
  SourceRow,
  SourcesDocument,
  UnfinishedDocument,
} from '../model/generated/types.js';
import {
  validateCatalogDocument,
  validateChangesDocument,
  validateFindingsDocument,
  validateFreshnessDocument,
  validateQuarantineDocument,
  validateShardDocument,
  validateSourcesDocument,
  validateUnfinishedDocument,
} from '../model/validators.js';
import type { Takes } from './pull.js';

/** What an earlier run left: the published catalog is the indexer's only state. */
export interface PreviousCatalog {
  readonly catalog: CatalogDocument | null;
  readonly freshness: FreshnessDocument | null;
  readonly sources: ReadonlyMap<string, SourceRow>;
  /** False when its documents may not belong together: the run that wrote it was killed, or somebody wants it rebuilt. */
  readonly intact: boolean;
  /** Bytes of a manifest or a bundle that it keeps; null if they are not there, or are others. */
  blob(digest: string): Promise<Uint8Array | null>;
  /** Reads what is needed only when something changed. */
  contents(): Promise<PreviousContents>;
}

export interface PreviousContents {
  /** By source. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** By source. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** By source. */
  readonly quarantined: ReadonlyMap<string, readonly QuarantinedManifest[]>;
  /** Null where none has begun. */
  readonly history: History | null;
}

/**
 * Opens the catalog that an earlier run wrote, or an empty one. Of its contents only those of the sources that the run `takes` are read.
 * @throws ChoraError when it cannot be read or understood.
 */
export async function readPrevious(reader: CatalogReader, takes: Takes = () => true): Promise<PreviousCatalog> {
  const [catalog, sources, freshness, unfinished] = await Promise.all([
    readDocument<CatalogDocument>(reader, LAYOUT.catalog, validateCatalogDocument),
    readDocument<SourcesDocument>(reader, LAYOUT.sources, validateSourcesDocument),
    readDocument<FreshnessDocument>(reader, LAYOUT.freshness, validateFreshnessDocument),
    reader.read(LAYOUT.unfinished),
  ]);
  const rows = new Map((sources?.sources ?? []).map((row) => [row.id, row]));
  let contents: Promise<PreviousContents> | null = null;
  return {
    catalog,
    freshness,
    sources: rows,
    intact: unfinished === null,
    blob: async (digest) => genuine(await reader.read(LAYOUT.blob(digest)), digest),
    contents: () =>
      (contents ??= readContents(
        reader,
        [...rows.values()].filter(({ id }) => takes(id)),
        catalog?.counts.capabilities,
      )),
  };
}

/**
 * Opens the catalog that an earlier run wrote for what only it knows (superseded versions, last good entries), and trusts it for
 * nothing else. One that cannot be understood is as none.
 */
export async function readPreviousToRebuild(reader: CatalogReader): Promise<PreviousCatalog> {
  try {
    const previous = await readPrevious(reader);
    await previous.contents();
    return { ...previous, intact: false };
  } catch (error) {
    if (error instanceof ChoraError && error.code === 'catalog/unreadable') return NO_PREVIOUS;
    throw error;
  }
}

/** Nothing to go on from. */
const NO_PREVIOUS: PreviousCatalog = {
  catalog: null,
  freshness: null,
  sources: new Map(),
  intact: true,
  blob: async () => null,
  contents: async () => ({ entries: new Map(), findings: new Map(), quarantined: new Map(), history: null }),
};

async function readContents(
  reader: CatalogReader,
  sources: readonly SourceRow[],
  known: number | undefined,
): Promise<PreviousContents> {
  const names = [...new Set(sources.filter(({ capabilities }) => capabilities > 0).map(({ id }) => shardOf(id)))].sort();
  const entries: Entry[] = [];
  for (const name of names) {
    const shard = await readDocument<ShardDocument>(reader, LAYOUT.shard(name), validateShardDocument);
    entries.push(...(shard?.entries ?? []));
  }
  const quarantine = await readDocument<QuarantineDocument>(reader, LAYOUT.quarantine, validateQuarantineDocument);
  const findings = await readDocument<FindingsDocument>(reader, LAYOUT.findings, validateFindingsDocument);
  const changes = await readDocument<ChangesDocument>(reader, LAYOUT.changes, validateChangesDocument);
  const unfinished = await readDocument<UnfinishedDocument>(reader, LAYOUT.unfinished, validateUnfinishedDocument);
  return {
    entries: Map.groupBy(entries, ({ source }) => source),
    findings: Map.groupBy(findings?.findings ?? [], ({ source }) => source),
    quarantined: Map.groupBy(quarantine?.quarantined ?? [], ({ source }) => source),
    history: historyOf(changes, stateOf(entries, quarantine?.quarantined ?? []), known, unfinished),
  };
}
