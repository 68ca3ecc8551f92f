import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import type { CatalogSource } from '../model/catalog.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { ShardResult, ShardSources } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { quote } from '../model/quote.js';
import { validateShardResult, validateShardSources } from '../model/validators.js';
import { guardOutput } from '../output/owned.js';
import { joinUsage } from '../sources/github-usage.js';
import { shardOfSource } from '../sources/shard.js';
import type { Trust } from '../trust/examine.js';
import { BlobWriter, type Collected } from './collect.js';
import type { LoadedConfig } from './config.js';
import { countingStore } from './counting-store.js';
import type { IndexerOps } from './ops.js';
import { readPrevious, readPreviousToRebuild } from './previous.js';
import type { RunReport } from './report.js';
import { releaseCatalog } from './run.js';
import { SHARD_LAYOUT, stateOf } from './shard.js';
import { knownLog, readStewardship } from './stewardship.js';
import { RunWatch, type Watch } from './watch.js';

export interface MergeOptions {
  /** Whom the shards must have believed; null: signatures were not looked at. */
  readonly trust: Trust | null;
  /** Write even when more than 15 % of the capabilities would go. */
  readonly allowShrink: boolean;
  /** The time to write; absent: when the first of the shards had ended its reading, as none of its sources was confirmed later. */
  readonly now?: Date;
  /** Told of all that happens. */
  readonly progress: Watch;
}

/** A shard that was found, and what it says of itself. */
interface FoundShard {
  readonly reader: CatalogReader;
  readonly result: ShardResult;
}

/**
 * Makes the catalog of the results of all shards of a run: the one that a single run would have made. `ops.store` holds the catalog
 * that the shards went on from.
 * @throws ChoraError `merge/…` for shards that do not make one whole run, and as `runIndexer`
 */
export async function mergeShards(
  loaded: LoadedConfig,
  readers: readonly CatalogReader[],
  ops: Pick<IndexerOps, 'store' | 'elapsed' | 'readOwnFiles'>,
  options: MergeOptions,
): Promise<RunReport> {
  const watch = new RunWatch(ops.elapsed, options.progress);
  const store = countingStore(ops.store, (bytes) => watch.moved('written', bytes));
  watch.begin('read', readers.length);
  guardOutput(store);
  const shards = await Promise.all(readers.map(findShard));
  const first = checkSet(shards);
  const previous = await (first.rebuild ? readPreviousToRebuild : readPrevious)(store);
  checkSame(shards, {
    generator: GENERATOR.version,
    configuration: loaded.digest,
    policy: options.trust?.policy.digest ?? null,
    root: options.trust?.root.digest ?? null,
    previous: stateOf(previous),
    rebuild: first.rebuild,
  });
  const stewardship = readStewardship(ops.readOwnFiles(loaded.config), knownLog(store));
  const collected = await collectShards(shards, new BlobWriter(store), watch);
  const github = joinUsage(shards.flatMap(({ result }) => result.github ?? []));
  const now = options.now ?? new Date(shards.map(({ result }) => result.read_at).sort()[0] ?? 0);
  return await releaseCatalog(loaded, previous, collected, { ...options, now, watch, github, stewardship }, store);
}

async function findShard(reader: CatalogReader): Promise<FoundShard> {
  const result = await read<ShardResult>(reader, SHARD_LAYOUT.result, validateShardResult);
  if (result !== null) return { reader, result };
  throw refused(
    'not-a-shard',
    `${reader.name} holds no result of a shard, or one whose run did not end: there is no ${SHARD_LAYOUT.result}.`,
    'Name the folders that chora index --shard wrote, and run again the shards that did not end.',
  );
}

/** Each shard of one and the same number of them is there, and only once. */
function checkSet(shards: readonly FoundShard[]): ShardResult {
  const [first] = shards;
  if (!first) throw refused('missing-shard', 'There are no shards to merge.', 'Name the folders that chora index --shard wrote.');
  const count = first.result.shards;
  const other = shards.find(({ result }) => result.shards !== count);
  if (other)
    throw refused(
      'another-count',
      `${first.reader.name} is one of ${count} shards, ${other.reader.name} one of ${other.result.shards}.`,
    );
  const byNumber = Map.groupBy(shards, ({ result }) => result.shard);
  for (let number = 1; number <= count; number += 1) {
    const [one, again] = byNumber.get(number) ?? [];
    if (!one)
      throw refused('missing-shard', `Shard ${number}/${count} is missing.`, `Run chora index --shard ${number}/${count}.`);
    if (again)
      throw refused(
        'doubled-shard',
        `Shard ${number}/${count} is there twice: in ${one.reader.name} and in ${again.reader.name}.`,
        'Name each shard once.',
      );
  }
  if (byNumber.size > count) throw refused('another-count', `There are more shards than ${count}.`);
  return first.result;
}

/** What all shards must have in common with one another and with this run, by how a message calls it. */
interface Common {
  readonly generator: string;
  readonly configuration: string;
  readonly policy: string | null;
  readonly root: string | null;
  readonly previous: string;
  readonly rebuild: boolean;
}

const DIFFERENCES: { readonly [key in keyof Common]: { readonly code: string; readonly what: string } } = {
  generator: { code: 'another-version', what: 'was made by another version of chora' },
  configuration: { code: 'another-configuration', what: 'was made with another configuration' },
  policy: { code: 'another-policy', what: 'was made with another trust policy' },
  root: { code: 'another-trusted-root', what: 'was made with another trusted root' },
  rebuild: { code: 'another-rebuild', what: 'was made with --rebuild and others without, or the other way round' },
  previous: { code: 'another-catalog', what: 'does not go on from the catalog that it would be merged into' },
};

function checkSame(shards: readonly FoundShard[], expected: Common): void {
  for (const { reader, result } of shards) {
    const own: Common = {
      ...result,
      generator: result.generator.version,
      policy: result.trust?.policy ?? null,
      root: result.trust?.root ?? null,
    };
    for (const [key, { code, what }] of Object.entries(DIFFERENCES) as [keyof Common, { code: string; what: string }][]) {
      if (own[key] === expected[key]) continue;
      throw refused(
        code,
        `Shard ${result.shard}/${result.shards} in ${reader.name} ${what}.`,
        'Run all shards again, with the same files and options as the merge.',
      );
    }
  }
}

async function collectShards(shards: readonly FoundShard[], blobs: BlobWriter, watch: RunWatch): Promise<Collected> {
  const sources: CatalogSource[] = [];
  try {
    for (const shard of shards) {
      sources.push(...(await readSources(shard)));
      for (const digest of shard.result.blobs) {
        const bytes = await shard.reader.read(LAYOUT.blob(digest));
        if (bytes === null || digestOf(bytes) !== digest) throw damaged(shard, `${LAYOUT.blob(digest)} is not what was read`);
        blobs.write(digest, bytes);
      }
      watch.done(shard.reader.name);
    }
  } catch (error) {
    blobs.discard();
    throw error;
  }
  return { sources, unchanged: false, discard: () => blobs.discard() };
}

async function readSources(shard: FoundShard): Promise<CatalogSource[]> {
  const { reader, result } = shard;
  const bytes = await reader.read(SHARD_LAYOUT.sources);
  if (bytes === null || bytes.length !== result.sources.size || digestOf(bytes) !== result.sources.digest)
    throw damaged(shard, `${SHARD_LAYOUT.sources} is not the one that it was written with`);
  const once = { name: reader.name, read: async () => bytes };
  const document = await read<ShardSources>(once, SHARD_LAYOUT.sources, validateShardSources);
  for (const { row, entries, findings, quarantined } of document?.sources ?? []) {
    const foreign = [...entries, ...findings, ...quarantined].some(({ source }) => source !== row.id);
    if (foreign || shardOfSource(row.id, result.shards) !== result.shard)
      throw damaged(shard, `${quote(row.id)} does not belong into it`);
  }
  return document?.sources ?? [];
}

/** As `readDocument`, with advice for shards. */
async function read<T>(reader: CatalogReader, path: string, validate: Parameters<typeof readDocument>[2]): Promise<T | null> {
  try {
    return await readDocument<T>(reader, path, validate);
  } catch (error) {
    if (!(error instanceof ChoraError) || error.code !== 'catalog/unreadable') throw error;
    throw refused('damaged-shard', error.message, 'Run that shard again, with the same version as the merge.', error);
  }
}

function damaged({ reader, result }: FoundShard, why: string): ChoraError {
  return refused(
    'damaged-shard',
    `Shard ${result.shard}/${result.shards} in ${reader.name} is damaged: ${why}.`,
    'Copy it again, or run that shard again.',
  );
}

function refused(code: string, message: string, hint?: string, cause?: unknown): ChoraError {
  return new ChoraError('usage', `merge/${code}`, message, hint, { cause });
}
