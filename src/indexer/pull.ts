import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { finding } from '../model/findings.js';
import type { Finding, SourceRow } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { MANIFEST_LIMITS, SOURCE_LIMITS } from '../model/limits.js';
import { SourceError, type SourceFailure, type SourceReading, type SourceSpec } from '../model/source.js';
import { ATTEMPTS, retryDelay } from '../sources/retry.js';
import type { IndexerOps, SourceRequest } from './ops.js';

/** What came of one source in this run. */
export type Pull =
  | { readonly spec: SourceSpec; readonly outcome: 'unchanged'; readonly row: SourceRow }
  | ({ readonly spec: SourceSpec; readonly outcome: 'read'; readonly reading: string } & SourceReading)
  | { readonly spec: SourceSpec; readonly outcome: 'failed'; readonly state: SourceFailure['state']; readonly finding: Finding };

export interface PullOptions {
  readonly globs: readonly string[];
  /** Sources asked at the same time. */
  readonly concurrency: number;
  /** Milliseconds for one source. */
  readonly timeout: number;
  /** Bytes from one source. */
  readonly bytes: number;
  /** Ends the whole run. */
  readonly signal: AbortSignal;
}

/**
 * Asks every source where it stands and reads those that changed, several at a time; each result is handed to `take` as soon as it
 * is there, so that no more than `concurrency` sources are held in memory. `mustRead` names sources to read though nothing changed.
 */
export async function pullSources(
  sources: readonly SourceSpec[],
  rows: ReadonlyMap<string, SourceRow>,
  options: PullOptions,
  ops: IndexerOps,
  take: (pull: Pull) => Promise<void>,
  mustRead: (id: string) => boolean = () => false,
): Promise<void> {
  const limit = pLimit(options.concurrency);
  const pulls = sources.map((spec) =>
    limit(async () => {
      options.signal.throwIfAborted();
      const row = mustRead(spec.id) ? undefined : rows.get(spec.id);
      await take(await pullSource(spec, row, options, ops));
    }),
  );
  await Promise.all(pulls).catch((error: unknown) => {
    limit.clearQueue();
    throw error;
  });
}

async function pullSource(spec: SourceSpec, row: SourceRow | undefined, options: PullOptions, ops: IndexerOps): Promise<Pull> {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(timedOut(options.timeout)), options.timeout);
  const limits = { bytes: options.bytes, files: SOURCE_LIMITS.files, tags: SOURCE_LIMITS.tags, manifestBytes: MANIFEST_LIMITS.bytes };
  const request: SourceRequest = { spec, globs: options.globs, limits, signal: AbortSignal.any([options.signal, timer.signal]) };
  const reading = readingOf(spec, options);
  try {
    return await retrying(request.signal, ops, async () => {
      const head = row ? await ops.readHead(request) : null;
      if (row && head && row.commit === head.commit && row.reading === reading && sameTags(row.tags ?? {}, head.tags)) return { spec, outcome: 'unchanged', row };
      return { spec, outcome: 'read', reading, ...(await ops.readSource(request, head)) };
    });
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    const { code, args, state } = error.failure;
    return { spec, outcome: 'failed', state, finding: finding(code, { source: spec.id }, args) };
  } finally {
    clearTimeout(timeout);
  }
}

/** Tries again, after a pause, what may have failed by chance. @throws SourceError of the last attempt */
async function retrying<T>(signal: AbortSignal, ops: Pick<IndexerOps, 'sleep' | 'random'>, task: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (signal.reason instanceof SourceError) throw signal.reason;
      if (!(error instanceof SourceError)) throw error;
      if (!error.failure.transient || attempt === ATTEMPTS) {
        throw new SourceError({ ...error.failure, args: { ...error.failure.args, attempts: attempt } }, { cause: error });
      }
      await ops.sleep(retryDelay(attempt + 1, ops.random()), signal).catch(() => {
        throw signal.reason;
      });
    }
  }
}

function timedOut(milliseconds: number): SourceError {
  return new SourceError({ code: 'source/timed-out', state: 'unreachable', transient: false, args: { seconds: milliseconds / 1000 } });
}

/** Digest of all that decides, besides the commits, what is read of a source. */
function readingOf(spec: SourceSpec, options: PullOptions): string {
  const decisive = [GENERATOR.version, spec.ref ?? null, spec.path ?? null, spec.tags ?? null, options.globs];
  return `sha256:${createHash('sha256').update(JSON.stringify(decisive)).digest('hex')}`;
}

function sameTags(a: SourceReading['head']['tags'], b: SourceReading['head']['tags']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
