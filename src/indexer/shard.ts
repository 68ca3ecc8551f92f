import { serialize } from '../catalog/serialize.js';
import type { CatalogSource } from '../model/catalog.js';
import type { CatalogReader, CatalogStore } from '../model/catalog-store.js';
import { compareText } from '../model/compare-text.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { ShardResult } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { quote } from '../model/quote.js';
import { listSources } from '../sources/list.js';
import { type Shard, shardOfSource } from '../sources/shard.js';
import { collectSources } from './collect.js';
import type { LoadedConfig } from './config.js';
import { countingStore } from './counting-store.js';
import { Hosts } from './hosts.js';
import type { IndexerOps } from './ops.js';
import { type PreviousCatalog, readPrevious, readPreviousToRebuild } from './previous.js';
import { failuresOf, type RunReport } from './report.js';
import type { RunOptions } from './run.js';
import { type RunCost, RunWatch } from './watch.js';

/** Where the result of a shard is, relative to its folder. The manifests that it read lie where a catalog has them. */
export const SHARD_LAYOUT = { result: 'shard.json', sources: 'sources.json', blobs: 'blobs/sha256/' } as const;

export interface ShardOptions extends RunOptions {
  readonly shard: Shard;
  /** The catalog that an earlier run published, and that the shards will be merged into. */
  readonly previous: CatalogReader;
}

/** What the run of a shard did, for a person and for a program. */
export interface ShardReport extends RunCost {
  readonly shard: number;
  readonly shards: number;
  readonly read_at: string;
  /** Of this shard, those that the configuration no longer lists included. */
  readonly sources: number;
  /** Entries that its sources claim, in all versions. */
  readonly claims: number;
  /** Manifests and bundles that were read. */
  readonly blobs: number;
  readonly failed: RunReport['failed'];
}

/**
 * Pulls and reads the sources that fall to one shard, and writes what `mergeShards` makes a catalog of. Ids are claimed here and given
 * there: who holds one depends on the sources of all shards. `ops.store` is the folder of the shard.
 * @throws ChoraError as `runIndexer`
 */
export async function indexShard(
  { config, digest, problem }: LoadedConfig,
  ops: IndexerOps,
  { shard, ...options }: ShardOptions,
): Promise<ShardReport> {
  const watch = new RunWatch(ops.elapsed, options.progress);
  const hosts = new Hosts(options.perHost, (host, count) => watch.hostDown(host, count));
  const store = countingStore(ops.store, (bytes) => watch.moved('written', bytes));
  watch.begin('list');
  clearShard(store);
  const takes = (id: string) => shardOfSource(id, shard.count) === shard.number;
  const previous = await (options.rebuild ? readPreviousToRebuild(options.previous) : readPrevious(options.previous, takes));
  const listing = await listSources(config, {
    ...ops,
    listRepositories: (group) => ops.listRepositories(group, options.signal),
    problem,
  });
  // Another shard may free an id that was refused to a source of this one: that is only seen where the claims are made anew, so no
  // shard may answer that nothing changed.
  const collected = await collectSources(listing, previous, { ...options, takes }, { ...ops, store }, { hosts, watch }, false);
  watch.begin('write');
  const sources = [...collected.sources].sort((a, b) => compareText(a.row.id, b.row.id));
  const github = ops.githubUsage(sources.filter(({ row }) => row.kind === 'github').length);
  const result = writeShard(sources, store, {
    shard: shard.number,
    shards: shard.count,
    generator: GENERATOR,
    configuration: digest,
    trust: options.trust && { policy: options.trust.policy.digest, root: options.trust.root.digest },
    previous: stateOf(previous),
    rebuild: options.rebuild,
    read_at: ops.now().toISOString(),
    ...(github === null ? {} : { github }),
  });
  return {
    shard: result.shard,
    shards: result.shards,
    read_at: result.read_at,
    sources: sources.length,
    claims: sources.reduce((sum, { entries }) => sum + entries.length, 0),
    blobs: result.blobs.length,
    failed: failuresOf({ sources: sources.map(({ row }) => row), findings: sources.flatMap(({ findings }) => findings) }),
    ...watch.finish(),
  };
}

/** Digest of what a run goes on from: two runs with the same one go on from the same catalog, whenever it was last confirmed. */
export function stateOf({ catalog, sources, intact }: PreviousCatalog): string {
  return digestOf(serialize({ catalog, sources: [...sources.values()], intact }));
}

/** The file with the identity of the result comes last: where it is, all else is. */
function writeShard(
  sources: readonly CatalogSource[],
  store: CatalogStore,
  identity: Omit<ShardResult, 'format' | 'sources' | 'blobs'>,
): ShardResult {
  const text = serialize({ sources });
  store.write(SHARD_LAYOUT.sources, text);
  const blobs = [...store.list()].filter((path) => path.startsWith(SHARD_LAYOUT.blobs)).sort(compareText);
  const result: ShardResult = {
    format: 'chora-shard/v1',
    ...identity,
    sources: { digest: digestOf(text), size: Buffer.byteLength(text) },
    blobs: blobs.map((path) => `sha256:${path.slice(path.lastIndexOf('/') + 1)}`),
  };
  store.write(SHARD_LAYOUT.result, serialize(result));
  return result;
}

/**
 * Removes what an earlier run of a shard left, the file that makes it a result first.
 * @throws ChoraError `shard/not-a-shard` when the folder holds something else.
 */
function clearShard(store: CatalogStore): void {
  const foreign = store.topLevel().find((name) => !OWNED.some((own) => name === own || name.startsWith(`${own}.tmp-`)));
  if (foreign !== undefined) {
    throw new ChoraError(
      'usage',
      'shard/not-a-shard',
      `${store.name} holds ${quote(foreign)} and is not the result of a shard.`,
      'Choose an empty folder for --out. The catalog to go on from is named by --previous.',
    );
  }
  store.remove(SHARD_LAYOUT.result);
  for (const path of store.list()) store.remove(path);
}
const OWNED = [SHARD_LAYOUT.result, SHARD_LAYOUT.sources, 'blobs'] as const;
