import { createHash } from 'node:crypto';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { quote } from '../model/quote.js';
import type { Bandwidth } from './bandwidth.js';
import type { TransferLimits } from './config.js';
import { type ContentKind, type MirrorOps, OriginFailure, type PartialContent } from './ops.js';

/** A file that a release names and the mirror has not. */
export interface Lacking {
  readonly kind: ContentKind;
  /** Where it is in the published tree. */
  readonly path: string;
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
}

export interface DownloadEvents {
  /** Bytes that came in; those of an attempt that is thrown away are given back as a negative number. */
  moved(bytes: number): void;
  /** Bytes that were there from an earlier sync. */
  resumed(bytes: number): void;
  retry(path: string, attempt: number, reason: string, wait: number): void;
}

/** What all transfers of a sync share. */
export interface Transfers {
  readonly limits: TransferLimits;
  readonly bandwidth: Bandwidth;
  readonly ops: Pick<MirrorOps, 'elapsed' | 'sleep' | 'random' | 'origin' | 'store'>;
  readonly events: DownloadEvents;
}

/** Milliseconds: the first wait between two attempts, which doubles, and the longest. */
const BACKOFF = { first: 500, longest: 30_000 } as const;

/**
 * Fetches one file into the store. What an earlier attempt left is gone on from where the server can, and only bytes of the right
 * digest get into the store.
 * @throws ChoraError `mirror/unreachable`, `mirror/missing-file`, `mirror/wrong-bytes`, `io/write`, or the reason of the signal
 */
export async function download(file: Lacking, transfers: Transfers, signal: AbortSignal): Promise<void> {
  const { limits, ops, events } = transfers;
  const partial = ops.store.partial(file.kind, file.digest);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await transfer(file, partial, transfers, signal);
        partial.keep();
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof OriginFailure)) throw error;
        if (!error.transient || attempt > limits.retries) throw final(file, attempt, ops.origin.name, error);
        const wait = error.wait ?? Math.min(BACKOFF.first * 2 ** (attempt - 1), BACKOFF.longest) * (0.5 + ops.random() / 2);
        events.retry(file.path, attempt, error.message, Math.min(wait, BACKOFF.longest));
        await ops.sleep(Math.min(wait, BACKOFF.longest), signal);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    partial.close();
  }
}

/** What came is not what the release names. Another attempt may get past whatever is in between. */
class WrongBytes extends OriginFailure {}

/** One attempt. @throws OriginFailure also for bytes that are not the right ones: what was in between may be at fault. */
async function transfer(
  file: Lacking,
  partial: PartialContent,
  { limits, bandwidth, ops, events }: Transfers,
  stop: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(limits.timeout)]);
  if (partial.size > file.size) partial.reset();
  const before = partial.size;
  // Ended between the last byte and its place in the store: there is nothing left to ask for.
  if (before > 0 && before === file.size && digestOf(partial.read()) === file.digest) return events.resumed(before);
  if (before === file.size) partial.reset();
  const opened = await orTimeout(ops.origin.open(file.path, partial.size, signal), signal, limits.timeout);
  if (opened === null) throw missing(file, ops.origin.name);
  if (opened.from !== partial.size) partial.reset();
  const resumed = partial.size;
  const hash = createHash('sha256').update(resumed > 0 ? partial.read() : '');
  events.resumed(resumed);
  let moved = 0;
  const giveBack = () => {
    events.moved(-moved);
    events.resumed(-resumed);
    partial.reset();
  };
  const chunks = opened.chunks[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await orTimeout(chunks.next(), signal, limits.timeout);
    if (done) break;
    if (partial.size + value.length > file.size) {
      await chunks.return?.();
      giveBack();
      throw new WrongBytes(`more than ${file.size} bytes came`, true);
    }
    partial.append(value);
    hash.update(value);
    moved += value.length;
    events.moved(value.length);
    const wait = bandwidth.take(value.length, ops.elapsed());
    if (wait > 0) await ops.sleep(wait, stop);
  }
  if (partial.size < file.size) throw new OriginFailure(`only ${partial.size} of ${file.size} bytes came`, true);
  if (`sha256:${hash.digest('hex')}` === file.digest) return;
  giveBack();
  throw new WrongBytes('its bytes are not those that the release names', true);
}

/** Waits for it until the signal fires, whether or not it listens to the signal itself. */
async function orTimeout<T>(work: Promise<T>, signal: AbortSignal, timeout: number): Promise<T> {
  let giveUp: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    giveUp = () => reject(new OriginFailure(`it took longer than ${timeout / 1000} s`, true));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function missing({ path }: Lacking, origin: string): ChoraError {
  return new ChoraError(
    'network',
    'mirror/missing-file',
    `${origin} has no ${quote(path, 200)}, which its release names.`,
    'It may be under way right now: sync again in a few minutes. The release before is still served.',
  );
}

function final({ path }: Lacking, attempts: number, origin: string, cause: OriginFailure): ChoraError {
  const what = `${quote(path, 200)} of ${origin}`;
  const tries = attempts === 1 ? 'once' : `${attempts} times`;
  if (cause instanceof WrongBytes)
    return new ChoraError(
      'trust',
      'mirror/wrong-bytes',
      `${what} is refused, fetched ${tries}: ${cause.message}.`,
      'The release before is still served. Tell whoever publishes it.',
      { cause },
    );
  return new ChoraError(
    'network',
    'mirror/unreachable',
    `${what} could not be fetched, tried ${tries}: ${cause.message}.`,
    'Sync again to go on: what was fetched is kept, and the release before is still served.',
    { cause },
  );
}
