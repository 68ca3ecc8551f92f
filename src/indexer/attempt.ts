import { type FindingArguments, finding } from '../model/findings.js';
import type { Finding } from '../model/generated/types.js';
import { MANIFEST_LIMITS, SOURCE_LIMITS } from '../model/limits.js';
import { SourceError, type SourceFailure, type SourceSpec } from '../model/source.js';
import { hostOf, outcomeOf } from '../sources/hosts.js';
import { ATTEMPTS, retryDelay } from '../sources/retry.js';
import type { Hosts } from './hosts.js';
import type { IndexerOps, SourceRequest } from './ops.js';
import type { PullOptions } from './pull.js';
import type { RunWatch } from './watch.js';

/** What asking and reading share within a run. */
export interface PullRun {
  readonly hosts: Hosts;
  readonly watch: RunWatch;
}

export interface FailedSource {
  readonly spec: SourceSpec;
  readonly state: SourceFailure['state'];
  readonly finding: Finding;
}

/** Does something with a source, in time and with retries. What the source cannot do becomes a value. */
export async function attempt<T>(
  spec: SourceSpec,
  what: 'head' | 'read',
  options: PullOptions,
  ops: IndexerOps,
  run: PullRun,
  task: (request: SourceRequest) => Promise<T>,
): Promise<T | FailedSource> {
  const host = hostOf(spec);
  try {
    // Of GitHub many sources are asked for by one request, which has a time limit of its own: what waits for its turn is not slow.
    const milliseconds = spec.kind === 'github' ? null : options.timeout;
    const result = await inTime(spec, options, milliseconds, (request) =>
      retrying(request, ops, run, () => {
        run.watch.requested(what);
        return task(request);
      }),
    );
    run.hosts.note(host, 'answered');
    return result;
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    const { failure } = error;
    const late = what === 'read' && failure.code === 'source/timed-out' && host !== null;
    run.hosts.note(host, late && (await stillAnswers(spec, options, ops, run)) ? 'answered' : outcomeOf(failure));
    const failed = failedSource(spec, failure);
    run.watch.found([failed.finding]);
    return failed;
  }
}

/** Whether the host of a source that took too long is there: what is large must not make its host look down. */
async function stillAnswers(spec: SourceSpec, options: PullOptions, ops: IndexerOps, { watch }: PullRun): Promise<boolean> {
  try {
    watch.requested('head');
    await inTime(spec, options, Math.min(PROBE, options.timeout), (request) => ops.readHead(request));
    return true;
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    return outcomeOf(error.failure) === 'answered';
  }
}
/** Milliseconds that a host gets to show that it is there. */
const PROBE = 10_000;

/** Asks something of a source; after `milliseconds` (null: never), or when the run is ended, it is ended too. */
async function inTime<T>(
  spec: SourceSpec,
  { globs, bytes, signal }: PullOptions,
  milliseconds: number | null,
  task: (request: SourceRequest) => Promise<T>,
): Promise<T> {
  const limits = { bytes, files: SOURCE_LIMITS.files, tags: SOURCE_LIMITS.tags, manifestBytes: MANIFEST_LIMITS.bytes };
  const ending = new AbortController();
  const stop = () => ending.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const timeout = milliseconds === null ? undefined : setTimeout(() => ending.abort(timedOut(milliseconds)), milliseconds);
  try {
    return await task({ spec, globs, limits, signal: ending.signal });
  } catch (error) {
    throw ending.signal.reason instanceof SourceError ? ending.signal.reason : error;
  } finally {
    clearTimeout(timeout);
    signal.removeEventListener('abort', stop);
  }
}

/** A source that cannot do what was asked of it. */
export function failedSource(spec: SourceSpec, failure: SourceFailure): FailedSource {
  return { spec, state: failure.state, finding: findingOf(failure, spec) };
}

function findingOf({ code, args }: SourceFailure, spec: SourceSpec): Finding {
  return finding(code, { source: spec.id }, withoutLocation(args, spec));
}

/** Where a repository lies on this machine is nothing for the catalog; git says it in its messages. */
function withoutLocation(args: FindingArguments, { id, location, url }: SourceSpec): FindingArguments {
  if (url !== undefined) return args;
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll(location, id) : value]),
  );
}

/** Tries again, after a pause, what may have failed by chance; not where the host is given up. @throws SourceError of the last attempt */
async function retrying<T>(
  { spec, signal }: SourceRequest,
  ops: Pick<IndexerOps, 'sleep' | 'random'>,
  { hosts, watch }: PullRun,
  task: () => Promise<T>,
): Promise<T> {
  const host = hostOf(spec);
  const refusal = hosts.refusal(host);
  if (refusal) throw new SourceError(refusal);
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await task();
    } catch (error) {
      if (signal.reason instanceof SourceError) throw signal.reason;
      if (!(error instanceof SourceError)) throw error;
      const failure = { ...error.failure, args: { attempts, ...error.failure.args } };
      const last = new SourceError(failure, { cause: error });
      if (!failure.transient || attempts === ATTEMPTS || hosts.refusal(host)) throw last;
      const pause = retryDelay(attempts + 1, ops.random());
      watch.retrying(attempts + 1, pause, findingOf(failure, spec));
      await ops.sleep(pause, signal).catch(() => {
        throw signal.reason;
      });
      if (hosts.refusal(host)) throw last;
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
