import { LAYOUT } from '../catalog/layout.js';
import type { CatalogSource } from '../model/catalog.js';
import { finding } from '../model/findings.js';
import type { SourceListing } from '../sources/list.js';
import type { CatalogStore, IndexerOps } from './ops.js';
import type { PreviousCatalog } from './previous.js';
import { type Pull, type PullOptions, pullSources } from './pull.js';
import { readSource } from './read-source.js';
import { deleted, hasConflict, lastGood, readBefore, readNow } from './settle.js';
import { SOURCE_LIMITS } from '../model/limits.js';

export interface Collected {
  readonly sources: readonly CatalogSource[];
  /** Nothing was read, nothing failed, nothing came or went: the previous catalog is this one. */
  readonly unchanged: boolean;
}

/** Tells how far a run is: `done` of `total` sources, the last of them `id`. */
export type Progress = (done: number, total: number, id: string) => void;

/**
 * Pulls what changed, reads it, and adds what the previous catalog holds of all the others. `sameMaker`: the previous catalog was
 * made by this version with this configuration, so that where nothing changed it need not even be opened.
 */
export async function collectSources(
  listing: SourceListing,
  previous: PreviousCatalog,
  options: PullOptions,
  ops: IndexerOps,
  progress: Progress,
  sameMaker: boolean,
): Promise<Collected> {
  const blobs = new BlobWriter(ops.store);
  const settled = new Map<string, CatalogSource>();
  const unchanged: Extract<Pull, { outcome: 'unchanged' }>[] = [];
  const take = async (pull: Pull): Promise<void> => {
    if (pull.outcome === 'unchanged') unchanged.push(pull);
    else settled.set(pull.spec.id, await settle(pull, previous, blobs));
    progress(settled.size + unchanged.length, listing.sources.length, pull.spec.id);
  };
  await pullSources(listing.sources, previous.sources, options, ops, take);
  const others = await unlistedSources(listing, previous);
  const goneNow = others.some(({ row }) => previous.sources.get(row.id)?.state !== row.state);
  if (sameMaker && settled.size === 0 && !goneNow && unchanged.every(({ row }) => row.state === 'ok')) return { sources: others, unchanged: true };

  const contents = await previous.contents();
  // An id that was refused to a source may be free now; the catalog does not hold what was refused, so it is read again.
  const again = unchanged.filter(({ row }) => hasConflict(contents.findings.get(row.id)) || isIncomplete(row, contents.entries.get(row.id)));
  const mustRead = new Set(again.map(({ spec }) => spec.id));
  await pullSources(again.map(({ spec }) => spec), previous.sources, options, ops, take, (id) => mustRead.has(id));
  for (const pull of unchanged) if (!settled.has(pull.spec.id)) settled.set(pull.spec.id, readBefore(pull, contents));
  return { sources: [...settled.values(), ...others], unchanged: false };
}

async function settle(pull: Exclude<Pull, { outcome: 'unchanged' }>, previous: PreviousCatalog, blobs: BlobWriter): Promise<CatalogSource> {
  const { id, kind } = pull.spec;
  const contents = await previous.contents();
  if (pull.outcome === 'failed') return lastGood(id, previous.sources.get(id), kind, pull.state, pull.finding, contents);
  const read = readSource(id, pull.snapshots, contents.entries.get(id) ?? [], { files: SOURCE_LIMITS.files });
  for (const [digest, bytes] of read.blobs) blobs.write(digest, bytes);
  return readNow(pull, read);
}

/** Sources of the previous catalog that this run does not list: kept where their group could not be listed, else deleted. */
async function unlistedSources({ sources, unlisted }: SourceListing, previous: PreviousCatalog): Promise<CatalogSource[]> {
  const listed = new Set(sources.map(({ id }) => id));
  const results: CatalogSource[] = [];
  for (const row of previous.sources.values()) {
    if (listed.has(row.id)) continue;
    const group = unlisted.find(({ prefix }) => row.id.startsWith(prefix));
    if (!group) results.push(deleted(row));
    else {
      const { code, args, state } = group.failure;
      results.push(lastGood(row.id, row, row.kind, state, finding(code, { source: row.id }, args), await previous.contents()));
    }
  }
  for (const { prefix, failure } of unlisted) {
    const id = prefix.slice(0, -1);
    if (!results.some(({ row }) => row.id.startsWith(prefix))) {
      results.push(lastGood(id, undefined, 'directory', failure.state, finding(failure.code, { source: id }, failure.args), await previous.contents()));
    }
  }
  return results;
}

/** Whether a catalog lost entries that its source list counts. */
function isIncomplete({ capabilities }: { capabilities: number }, entries: readonly { status: string }[] | undefined): boolean {
  return (entries ?? []).filter(({ status }) => status === 'current').length !== capabilities;
}

/** Writes manifests as they are read, so that they need not stay in memory. They are named by digest: too early does no harm. */
class BlobWriter {
  private readonly there: Set<string>;

  constructor(private readonly store: CatalogStore) {
    this.there = new Set(store.list());
  }

  write(digest: string, bytes: Uint8Array): void {
    const path = LAYOUT.blob(digest);
    if (this.there.has(path)) return;
    this.store.write(path, bytes);
    this.there.add(path);
  }
}
