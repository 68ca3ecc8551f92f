import type { SourceRow } from '../model/generated/types.js';
import { SourceError, type SourceFailure, type SourceHead, type SourceReading, type SourceSpec } from '../model/source.js';
import { hostOf } from '../sources/hosts.js';
import type { SourceListing } from '../sources/list.js';
import type { Trust } from '../trust/examine.js';
import { attempt, type FailedSource, failedSource, type PullRun } from './attempt.js';
import { type AttestedReading, withAttestations } from './attestations.js';
import { eachByHost } from './host-queue.js';
import type { SourceBefore } from './judge.js';
import type { IndexerOps } from './ops.js';
import { readingOf } from './reading.js';
import { pinnedOf } from './settle.js';

/** A source to read: at `head`, or, when it was never read before, at wherever it stands. */
export interface SourceToRead {
  readonly spec: SourceSpec;
  readonly head: SourceHead | null;
}
/** A source whose commits are the ones that the previous catalog holds. */
export interface UnchangedSource {
  readonly spec: SourceSpec;
  readonly row: SourceRow;
  readonly head: SourceHead;
}
/** What a source was read from, besides its commits. */
export interface ReadFrom {
  readonly spec: SourceSpec;
  /** Digest of all that decided, besides the commits, what was read. */
  readonly reading: string;
}
export interface ReadSource extends ReadFrom, AttestedReading {}

export interface PullOptions {
  readonly globs: readonly string[];
  /** Sources asked at the same time. */
  readonly concurrency: number;
  /** Of them, sources of one host. */
  readonly perHost: number;
  /** Milliseconds for asking a source where it stands, and again for reading it, retries included. */
  readonly timeout: number;
  /** Bytes from one source. */
  readonly bytes: number;
  /** Whom to believe; null: signatures are not looked at. */
  readonly trust: Trust | null;
  /** Ends the whole run. */
  readonly signal: AbortSignal;
  /** Tells by their ids which sources this run takes; absent: all. */
  readonly takes?: Takes;
}

export type Takes = (id: string) => boolean;

/** Sources on GitHub that are under way at the same time: what they ask is gathered into few requests. */
const GITHUB_AT_ONCE = 400;

/** Asks every source that was read before where it stands now, unless `heads` tells it already. Changes are in the sources’ order. */
export async function findChanges(
  { sources, heads }: Pick<SourceListing, 'sources' | 'heads'>,
  rows: ReadonlyMap<string, SourceRow>,
  options: PullOptions,
  ops: IndexerOps,
  run: PullRun,
): Promise<{ changed: SourceToRead[]; unchanged: UnchangedSource[]; failed: FailedSource[] }> {
  const changed: SourceToRead[] = [];
  const unchanged: UnchangedSource[] = [];
  const failed: FailedSource[] = [];
  const compare = (spec: SourceSpec, row: SourceRow, head: SourceHead) => {
    const same = row.reading === readingOf(spec, options) && sameTags(row.tags ?? {}, head.tags) && row.moved_to === head.movedTo;
    if (row.commit === head.commit && same) unchanged.push({ spec, row, head });
    else changed.push({ spec, head });
  };
  const toAsk: { spec: SourceSpec; row: SourceRow }[] = [];
  const told: string[] = [];
  for (const spec of sources) {
    const row = rows.get(spec.id);
    const before = row === undefined || (row.commit === null && row.state !== 'empty') ? null : row;
    const known = heads.get(spec.id);
    const head = known === undefined || 'state' in known ? null : known;
    const failure = known && 'state' in known ? known : head && before && whyNotTheSame(head, before);
    if (known) told.push(spec.id);
    if (failure) failed.push(failedSource(spec, failure));
    else if (before === null) changed.push({ spec, head });
    else if (head) compare(spec, before, head);
    else toAsk.push({ spec, row: before });
  }
  run.watch.begin('ask', told.length + toAsk.length);
  for (const id of told) run.watch.done(id);
  await eachSource(toAsk, options, run, async ({ spec, row }) => {
    const head = await attempt(spec, 'head', options, ops, run, async (request) => {
      const now = await ops.readHead(request);
      const failure = whyNotTheSame(now, row);
      if (failure) throw new SourceError(failure);
      return now;
    });
    if ('state' in head) failed.push(head);
    else compare(spec, row, head);
    run.watch.done(spec.id);
  });
  const turn = new Map(sources.map(({ id }, index) => [id, index]));
  changed.sort((a, b) => (turn.get(a.spec.id) ?? 0) - (turn.get(b.spec.id) ?? 0));
  return { changed, unchanged, failed };
}

/**
 * Reads sources, several at a time. `before` says what the previous catalog holds of one. Each result is handed to `take` at once,
 * so that no more than `concurrency` of them are held in memory.
 */
export async function pullSources(
  sources: readonly SourceToRead[],
  options: PullOptions,
  ops: IndexerOps,
  run: PullRun,
  before: (source: ReadFrom) => SourceBefore,
  take: (result: ReadSource | FailedSource) => Promise<void>,
): Promise<void> {
  run.watch.begin('read', sources.length);
  await eachSource(sources, options, run, async ({ spec, head }) => {
    const from = { spec, reading: readingOf(spec, options) };
    const result = await attempt(spec, 'read', options, ops, run, async (request) => {
      const read = await ops.readSource(request, head);
      if (options.trust === null) return { ...read, unsettled: false };
      return await withAttestations(read, spec, before(from), ops, request.signal);
    });
    if ('state' in result) await take(result);
    else {
      run.watch.moved('fetched', result.fetched ?? 0);
      run.watch.moved('read', manifestBytes(result));
      await take({ ...from, ...result });
    }
    run.watch.done(spec.id);
  });
}

function manifestBytes({ snapshots }: SourceReading): number {
  let bytes = 0;
  for (const { files } of snapshots) for (const file of files) bytes += file.bytes.length;
  return bytes;
}

async function eachSource<T extends { readonly spec: SourceSpec }>(
  sources: readonly T[],
  { concurrency, signal }: PullOptions,
  { hosts }: PullRun,
  task: (source: T) => Promise<void>,
): Promise<void> {
  const [onGitHub, others] = [true, false].map((github) => sources.filter(({ spec }) => (spec.kind === 'github') === github));
  const placesOf = (host: string | null) => hosts.placesOf(host);
  await Promise.all([
    eachByHost(onGitHub ?? [], () => null, { concurrency: GITHUB_AT_ONCE, signal, placesOf }, task),
    eachByHost(others ?? [], ({ spec }) => hostOf(spec), { concurrency, signal, placesOf }, task),
  ]);
}

/**
 * Why what stands there now is not what was read before. A source that had a commit and has none now is not empty: its default branch
 * is gone, or its host talks nonsense. And one with another number at its host is another repository, whatever it is called.
 */
function whyNotTheSame(head: SourceHead, row: SourceRow): SourceFailure | null {
  const pinned = pinnedOf(row);
  if (pinned !== undefined && head.repositoryId !== undefined && pinned !== head.repositoryId)
    return { code: 'source/replaced', state: 'missing', transient: false, args: { pinned, found: head.repositoryId } };
  if (head.commit !== null || row.commit === null) return null;
  return { code: 'source/ref-missing', state: 'missing', transient: false, args: { ref: 'HEAD' } };
}

function sameTags(a: SourceHead['tags'], b: SourceHead['tags']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
