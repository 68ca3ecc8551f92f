import { LAYOUT, shardOf } from '../catalog/layout.js';
import type { CatalogSource } from '../model/catalog.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { compareText } from '../model/compare-text.js';
import { finding } from '../model/findings.js';
import type { SourceRow } from '../model/generated/types.js';
import { SOURCE_LIMITS } from '../model/limits.js';
import { hasFailed, type SourceHead, type SourceSpec } from '../model/source.js';
import type { SourceListing } from '../sources/list.js';
import type { FailedSource, PullRun } from './attempt.js';
import type { SourceBefore } from './judge.js';
import type { IndexerOps } from './ops.js';
import type { PreviousCatalog, PreviousContents } from './previous.js';
import { findChanges, type PullOptions, pullSources, type ReadFrom } from './pull.js';
import { readSource } from './read-source.js';
import { deleted, hasConflict, lastGood, pinnedOf, readBefore, readNow } from './settle.js';
import type { RunWatch } from './watch.js';

export interface Collected {
  readonly sources: readonly CatalogSource[];
  /** Nothing was read, nothing failed, nothing came or went: the previous catalog is this one. */
  readonly unchanged: boolean;
  /** Takes back the manifests that were written while sources were read. */
  discard(): void;
}

/**
 * Pulls what changed, reads it, and adds what the previous catalog holds of all the others. `sameMaker`: the previous catalog was
 * made by this version, with these styles and scripts and with this configuration, so that where nothing changed it need not even be opened.
 */
export async function collectSources(
  listing: SourceListing,
  previous: PreviousCatalog,
  options: PullOptions,
  ops: IndexerOps,
  run: PullRun,
  sameMaker: boolean,
): Promise<Collected> {
  const takes = options.takes ?? (() => true);
  const sources = inTurn(
    listing.sources.filter(({ id }) => takes(id)),
    previous,
  );
  const total = sources.length;
  const listed = { sources, heads: listing.heads };
  const { changed, unchanged, failed } = await findChanges(listed, previous.sources, options, ops, run);
  const others = (await unlistedSources(listing, previous)).filter(({ row }) => takes(row.id));
  const calm =
    changed.length === 0 &&
    failed.length === 0 &&
    listing.unlisted.length === 0 &&
    unchanged.every(({ row }) => !hasFailed(row.state) && row.unsettled !== true);
  const same =
    previous.sources.size === total + others.length &&
    others.every(({ row }) => previous.sources.get(row.id)?.state === row.state);
  if (sameMaker && calm && same && hasShards(previous.sources.values(), ops.store))
    return { sources: others, unchanged: true, discard: () => undefined };

  const contents = await previous.contents();
  const settled = failed.map((source) => keepLastGood(source, previous, contents));
  const blobs = new BlobWriter(ops.store);
  // An id that was refused to a source may be free now; the catalog does not hold what was refused, so it is read again. So is what
  // was unsigned when it was new: attesting takes its time. And so is all, where a killed run may have written of a commit that is
  // gone again.
  const [again, still] = partition(
    unchanged,
    ({ row }) =>
      !previous.intact ||
      row.unsettled === true ||
      hasConflict(contents.findings.get(row.id)) ||
      isIncomplete(row, contents.entries.get(row.id)),
  );
  const toRead = [...changed, ...again.map(({ spec, head }) => ({ spec, head }))];
  const beforeOf = (source: ReadFrom & { head?: SourceHead }) => sourceBefore(source, previous, contents);
  planGitHub(toRead, ops, run.watch);
  await pullSources(toRead, options, ops, run, beforeOf, async (result) => {
    if ('state' in result) settled.push(keepLastGood(result, previous, contents));
    else {
      const limits = { files: SOURCE_LIMITS.files };
      const read = await readSource(result.spec.id, result.snapshots, beforeOf(result), limits, options.trust, ops);
      for (const [digest, bytes] of read.blobs) blobs.write(digest, bytes);
      const source = readNow(result, read);
      run.watch.found(source.findings);
      settled.push(source);
    }
  });
  return {
    sources: [...settled, ...still.map((source) => readBefore(source, contents)), ...others],
    unchanged: false,
    discard: () => blobs.discard(),
  };
}

/** Says what is about to be spent, before it is. */
function planGitHub(toRead: readonly { readonly spec: SourceSpec }[], ops: IndexerOps, watch: RunWatch): void {
  const sources = toRead.filter(({ spec }) => spec.kind === 'github').length;
  const usage = sources === 0 ? null : ops.githubUsage(sources);
  if (usage === null) return;
  const { points, max_points, forecast } = usage;
  // The forecast is of a whole run; what it took to find the sources is spent.
  watch.planned(sources, Math.max(0, forecast.points - points), max_points === null ? null : Math.max(0, max_points - points));
}

function sourceBefore(
  { spec: { id }, reading, head }: ReadFrom & { head?: SourceHead },
  previous: PreviousCatalog,
  contents: PreviousContents,
): SourceBefore {
  const row = previous.sources.get(id);
  return {
    entries: contents.entries.get(id) ?? [],
    quarantined: contents.quarantined.get(id) ?? [],
    repositoryId: pinnedOf(row) ?? head?.repositoryId,
    unsettled: row?.unsettled === true,
    sameReading: previous.intact && row?.reading === reading,
    blob: previous.blob,
  };
}

function keepLastGood(
  { spec, state, finding: failure }: FailedSource,
  previous: PreviousCatalog,
  contents: PreviousContents,
): CatalogSource {
  return lastGood(spec.id, previous.sources.get(spec.id), spec.kind, state, failure, contents);
}

/** First those that the last run had no points left for, and of them the ones that were not confirmed for the longest time. */
function inTurn(sources: readonly SourceSpec[], { freshness }: PreviousCatalog): SourceSpec[] {
  const since = new Map<string, string>();
  for (const { source, state, last_confirmed_at: at } of freshness?.exceptions ?? [])
    if (state === 'rate-limited') since.set(source, at ?? '');
  const [waited, others] = partition(sources, ({ id }) => since.has(id));
  return [...waited.sort((a, b) => compareText(since.get(a.id) ?? '', since.get(b.id) ?? '')), ...others];
}

/** Sources of the previous catalog that this run does not list: kept where their group could not be listed, else deleted. */
async function unlistedSources({ sources, unlisted }: SourceListing, previous: PreviousCatalog): Promise<CatalogSource[]> {
  const listed = new Set(sources.map(({ id }) => id));
  const results: CatalogSource[] = [];
  for (const row of previous.sources.values()) {
    if (listed.has(row.id) || neverRead(row)) continue;
    const group = unlisted.find(({ prefix }) => row.id.startsWith(prefix));
    if (!group) results.push(deleted(row));
    else {
      const { code, args, state } = group.failure;
      results.push(lastGood(row.id, row, row.kind, state, finding(code, { source: row.id }, args), await previous.contents()));
    }
  }
  for (const { prefix, kind, failure } of unlisted) {
    const id = prefix.slice(0, -1);
    if (!results.some(({ row }) => row.id.startsWith(prefix))) {
      results.push(
        lastGood(
          id,
          undefined,
          kind,
          failure.state,
          finding(failure.code, { source: id }, failure.args),
          await previous.contents(),
        ),
      );
    }
  }
  return results;
}

/** Not a source of which anybody would miss anything; or not even one, but a folder of sources that could not be listed. */
function neverRead({ commit, state }: SourceRow): boolean {
  return commit === null && hasFailed(state);
}

/** Whether the files that hold the entries are all there, as far as that can be told without opening them. */
function hasShards(rows: Iterable<SourceRow>, store: CatalogStore): boolean {
  const shards = new Set([...rows].filter(({ capabilities }) => capabilities > 0).map(({ id }) => LAYOUT.shard(shardOf(id))));
  return [...shards].every((path) => store.has(path));
}

/** Whether a catalog lost entries that its source list counts. */
function isIncomplete({ capabilities }: { capabilities: number }, entries: readonly { status: string }[] | undefined): boolean {
  return (entries ?? []).filter(({ status }) => status === 'current').length !== capabilities;
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const groups = Map.groupBy(items, test);
  return [groups.get(true) ?? [], groups.get(false) ?? []];
}

/** Writes manifests as they are read, so that they need not stay in memory. They are named by digest: too early does no harm. */
export class BlobWriter {
  private readonly written = new Set<string>();

  constructor(private readonly store: CatalogStore) {}

  write(digest: string, bytes: Uint8Array): void {
    const path = LAYOUT.blob(digest);
    if (this.written.has(path) || this.store.has(path)) return;
    this.store.write(path, bytes);
    this.written.add(path);
  }

  discard(): void {
    for (const path of this.written) this.store.remove(path);
  }
}
