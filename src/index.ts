export { catalogReader, type IndexerPlaces, indexerOps } from './compose.js';
export { type LoadedConfig, parseConfig } from './indexer/config.js';
export { type MergeOptions, mergeShards } from './indexer/merge.js';
export type { IndexerOps, SourceRequest } from './indexer/ops.js';
export type { ReleasePlan } from './indexer/plan.js';
export type { RunReport } from './indexer/report.js';
export { type RunOptions, runIndexer } from './indexer/run.js';
export { indexShard, type ShardOptions, type ShardReport } from './indexer/shard.js';
export { DEFAULT_GLOBS } from './manifest/formats.js';
export { readManifest } from './manifest/read.js';
export type { CatalogReader, CatalogStore } from './model/catalog-store.js';
export { ChoraError } from './model/errors.js';
export { FINDING_CODES, type FindingCode } from './model/findings.js';
export type {
  CapabilitiesDocument,
  Capability,
  CapabilityDocument,
  CatalogConfig,
  CatalogDocument,
  ChangesDocument,
  Entry,
  Finding,
  FindingsDocument,
  FreshnessDocument,
  Manifest,
  SourcesDocument,
} from './model/generated/types.js';
export { type CapabilityFilter, type FindingFilter, OpenCatalog } from './query/catalog.js';
export { FACETS, type FacetName } from './search/facet-names.js';
export type { FacetCount, Filters } from './search/facets.js';
export { highlight, type Range } from './search/highlight.js';
export type { SearchAnswer, SearchOptions, SearchResult } from './search/query.js';
