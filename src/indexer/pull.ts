import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { type FindingArguments, finding } from '../model/findings.js';
import type { Finding, SourceRow } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { MANIFEST_LIMITS, SOURCE_LIMITS } from '../model/limits.js';
import { SourceError, type SourceFailure, type SourceHead, type SourceSpec } from '../model/source.js';
import { ATTEMPTS, retryDelay } from '../sources/retry.js';
import type { Trust } from '../trust/examine.js';
import { type AttestedReading, withAttestations } from './attestations.js';
import type { SourceBefore } from './judge.js';
import type { IndexerOps, SourceRequest } from './ops.js';

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
export interface FailedSource {
  readonly spec: SourceSpec;
  readonly state: SourceFailure['state'];
  readonly finding: Finding;
}

export interface PullOptions {
  readonly globs: readonly string[];
  /** Sources asked at the same time. */
  readonly concurrency: number;
  /** Milliseconds for asking a source where it stands, and again for reading it, retries included. */
  readonly timeout: number;
  /** Bytes from one source. */
  readonly bytes: number;
  /** Whom to believe; null: signatures are not looked at. */
  readonly trust: Trust | null;
  /** Ends the whole run. */
  readonly signal: AbortSignal;
}

/** Told of each source as soon as it is done. */
export type Done = (id: string) => void;

/** Asks every source that was read before where it stands now. */
export async function findChanges(
  sources: readonly SourceSpec[],
  rows: ReadonlyMap<string, SourceRow>,
  options: PullOptions,
  ops: IndexerOps,
  done: Done,
): Promise<{ changed: SourceToRead[]; unchanged: UnchangedSource[]; failed: FailedSource[] }> {
  const changed: SourceToRead[] = [];
  const unchanged: UnchangedSource[] = [];
  const failed: FailedSource[] = [];
  await eachSource(sources, options, async (spec) => {
    const row = rows.get(spec.id);
    if (row === undefined || (row.commit === null && row.state !== 'ok')) {
      changed.push({ spec, head: null });
      return;
    }
    const head = await attempt(spec, options, ops, async (request) => notEmptied(await ops.readHead(request), row));
    if ('state' in head) failed.push(head);
    else if (row.commit === head.commit && row.reading === readingOf(spec, options) && sameTags(row.tags ?? {}, head.tags))
      unchanged.push({ spec, row });
    else changed.push({ spec, head });
    done(spec.id);
  });
  return { changed, unchanged, failed };
}

/**
 * Reads sources, several at a time. `before` says what the previous catalog holds of one. Each result is handed to `take` at once, so that no more than `concurrency` of them are held in
 * memory.
 */
export async function pullSources(
  sources: readonly SourceToRead[],
  options: PullOptions,
  ops: IndexerOps,
  before: (source: ReadFrom) => SourceBefore,
  take: (result: ReadSource | FailedSource) => Promise<void>,
): Promise<void> {
  await eachSource(sources, options, async ({ spec, head }) => {
    const from = { spec, reading: readingOf(spec, options) };
    const result = await attempt(spec, options, ops, async (request) => {
      const read = await ops.readSource(request, head);
      if (options.trust === null) return { ...read, unsettled: false };
      return await withAttestations(read, spec, before(from), ops, request.signal);
    });
    await take('state' in result ? result : { ...from, ...result });
  });
}

async function eachSource<T>(
  sources: readonly T[],
  { concurrency, signal }: PullOptions,
  task: (source: T) => Promise<void>,
): Promise<void> {
  const limit = pLimit(concurrency);
  const tasks = sources.map((source) =>
    limit(async () => {
      signal.throwIfAborted();
      await task(source);
    }),
  );
  await Promise.all(tasks).catch((error: unknown) => {
    limit.clearQueue();
    throw error;
  });
}

/** A source that had a commit and has none now is not empty: its default branch is gone, or its host talks nonsense. */
function notEmptied(head: SourceHead, { commit }: SourceRow): SourceHead {
  if (head.commit !== null || commit === null) return head;
  throw new SourceError({ code: 'source/ref-missing', state: 'missing', transient: false, args: { ref: 'HEAD' } });
}

/** Does something with a source, in time and with retries. What the source cannot do becomes a value. */
async function attempt<T>(
  spec: SourceSpec,
  options: PullOptions,
  ops: IndexerOps,
  task: (request: SourceRequest) => Promise<T>,
): Promise<T | FailedSource> {
  const limits = {
    bytes: options.bytes,
    files: SOURCE_LIMITS.files,
    tags: SOURCE_LIMITS.tags,
    manifestBytes: MANIFEST_LIMITS.bytes,
  };
  const ending = new AbortController();
  const stop = () => ending.abort(options.signal.reason);
  options.signal.addEventListener('abort', stop, { once: true });
  const timeout = setTimeout(() => ending.abort(timedOut(options.timeout)), options.timeout);
  try {
    const request = { spec, globs: options.globs, limits, signal: ending.signal };
    return await retrying(ending.signal, ops, () => task(request));
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    const { code, args, state } = error.failure;
    return { spec, state, finding: finding(code, { source: spec.id }, withoutLocation(args, spec)) };
  } finally {
    clearTimeout(timeout);
    options.signal.removeEventListener('abort', stop);
  }
}

/** Where a repository lies on this machine is nothing for the catalog; git says it in its messages. */
function withoutLocation(args: FindingArguments, { id, location, url }: SourceSpec): FindingArguments {
  if (url !== undefined) return args;
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll(location, id) : value]),
  );
}

/** Tries again, after a pause, what may have failed by chance. @throws SourceError of the last attempt */
async function retrying<T>(signal: AbortSignal, ops: Pick<IndexerOps, 'sleep' | 'random'>, task: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await task();
    } catch (error) {
      if (signal.reason instanceof SourceError) throw signal.reason;
      if (!(error instanceof SourceError)) throw error;
      if (!error.failure.transient || attempts === ATTEMPTS) {
        throw new SourceError({ ...error.failure, args: { ...error.failure.args, attempts } }, { cause: error });
      }
      await ops.sleep(retryDelay(attempts + 1, ops.random()), signal).catch(() => {
        throw signal.reason;
      });
    }
  }
}

function timedOut(milliseconds: number): SourceError {
  return new SourceError({
    code: 'source/timed-out',
    state: 'unreachable',
    transient: false,
    args: { seconds: milliseconds / 1000 },
  });
}

/** Digest of what decides, besides the commits, what is read of a source. Most sources of a run share one. */
function readingOf({ ref, path, tags }: SourceSpec, { globs, trust }: PullOptions): string {
  const decisive = JSON.stringify([
    GENERATOR.version,
    ref ?? null,
    path ?? null,
    tags ?? null,
    globs,
    trust?.policy.digest ?? null,
    trust?.root.digest ?? null,
  ]);
  const known = digests.get(decisive);
  if (known !== undefined) return known;
  const digest = `sha256:${createHash('sha256').update(decisive).digest('hex')}`;
  digests.set(decisive, digest);
  return digest;
}
const digests = new Map<string, string>();

function sameTags(a: SourceHead['tags'], b: SourceHead['tags']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
