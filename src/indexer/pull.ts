import type { SourceRow } from '../model/generated/types.js';
import { SourceError, type SourceHead, type SourceReading, type SourceSpec } from '../model/source.js';
import { hostOf } from '../sources/hosts.js';
import type { Trust } from '../trust/examine.js';
import { attempt, type FailedSource, type PullRun } from './attempt.js';
import { type AttestedReading, withAttestations } from './attestations.js';
import { eachByHost } from './host-queue.js';
import type { SourceBefore } from './judge.js';
import type { IndexerOps } from './ops.js';
import { readingOf } from './reading.js';

/** A source to read: at `head`, or, when it was never read before, at wherever it stands. */
export interface SourceToRead {
  readonly spec: SourceSpec;
  readonly head: SourceHead | null;
}
/** A source whose commits are the ones that the previous catalog holds. */
export interface UnchangedSource {
  readonly spec: SourceSpec;
  readonly row: SourceRow;
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

/** Asks every source that was read before where it stands now. */
export async function findChanges(
  sources: readonly SourceSpec[],
  rows: ReadonlyMap<string, SourceRow>,
  options: PullOptions,
  ops: IndexerOps,
  run: PullRun,
): Promise<{ changed: SourceToRead[]; unchanged: UnchangedSource[]; failed: FailedSource[] }> {
  const changed: SourceToRead[] = [];
  const unchanged: UnchangedSource[] = [];
  const failed: FailedSource[] = [];
  const toAsk: UnchangedSource[] = [];
  for (const spec of sources) {
    const row = rows.get(spec.id);
    if (row === undefined || (row.commit === null && row.state !== 'ok')) changed.push({ spec, head: null });
    else toAsk.push({ spec, row });
  }
  run.watch.begin('ask', toAsk.length);
  await eachSource(toAsk, options, run, async ({ spec, row }) => {
    const head = await attempt(spec, 'head', options, ops, run, async (request) => notEmptied(await ops.readHead(request), row));
    if ('state' in head) failed.push(head);
    else if (row.commit === head.commit && row.reading === readingOf(spec, options) && sameTags(row.tags ?? {}, head.tags))
      unchanged.push({ spec, row });
    else changed.push({ spec, head });
    run.watch.done(spec.id);
  });
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
  const limits = { concurrency, signal, placesOf: (host: string | null) => hosts.placesOf(host) };
  await eachByHost(sources, ({ spec }) => hostOf(spec), limits, task);
}

/** A source that had a commit and has none now is not empty: its default branch is gone, or its host talks nonsense. */
function notEmptied(head: SourceHead, { commit }: SourceRow): SourceHead {
  if (head.commit !== null || commit === null) return head;
  throw new SourceError({ code: 'source/ref-missing', state: 'missing', transient: false, args: { ref: 'HEAD' } });
}

function sameTags(a: SourceHead['tags'], b: SourceHead['tags']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
