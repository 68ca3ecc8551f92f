import pLimit from 'p-limit';
import { Bandwidth } from './bandwidth.js';
import type { TransferLimits } from './config.js';
import { type DownloadEvents, download, type Lacking, type Transfers } from './download.js';
import type { MirrorWatch } from './watch.js';

export interface Fetched {
  readonly files: number;
  /** Bytes that came in and were kept. */
  readonly bytes: number;
  /** Bytes of these files that an earlier sync had fetched. */
  readonly resumed: number;
  readonly retries: number;
}

/** Fetches files into the store, several at a time, all under one limit of bandwidth. Counts on from one call to the next. */
export class Fetcher {
  private readonly bandwidth: Bandwidth;
  private readonly counts = { files: 0, bytes: 0, resumed: 0, retries: 0 };

  constructor(
    private readonly limits: TransferLimits,
    private readonly ops: Transfers['ops'],
    private readonly watch: MirrorWatch,
  ) {
    this.bandwidth = new Bandwidth(limits.bandwidth);
  }

  get fetched(): Fetched {
    return { ...this.counts };
  }

  /** Fetches those of the files that the store has not. The first failure ends them all; what was fetched until then is kept. */
  async fetch(files: readonly Lacking[], stop: AbortSignal): Promise<void> {
    const lacking = await this.lacking(files, stop);
    if (lacking.length === 0) return;
    const total = lacking.reduce((sum, { size }) => sum + size, 0);
    this.watch({ event: 'lacking', files: lacking.length, bytes: total });
    const failing = new AbortController();
    const signal = AbortSignal.any([stop, failing.signal]);
    const atOnce = pLimit(this.limits.concurrency);
    let done = 0;
    let whole = 0;
    const moved = (bytes: number) => {
      done += bytes;
      this.watch({ event: 'bytes', done, total, files: whole, of: lacking.length });
    };
    const events: DownloadEvents = {
      moved: (bytes) => {
        this.counts.bytes += bytes;
        moved(bytes);
      },
      resumed: (bytes) => {
        this.counts.resumed += bytes;
        moved(bytes);
      },
      retry: (path, attempt, reason, wait) => {
        this.counts.retries += 1;
        this.watch({ event: 'retry', path, attempt, reason, wait });
      },
    };
    const one = async (file: Lacking) => {
      signal.throwIfAborted();
      try {
        await download(file, { limits: this.limits, bandwidth: this.bandwidth, ops: this.ops, events }, signal);
      } catch (error) {
        failing.abort(error);
        throw error;
      }
      this.counts.files += 1;
      whole += 1;
      moved(0);
    };
    // All have ended before this does: nothing goes on writing after a failure.
    await Promise.allSettled(lacking.map((file) => atOnce(() => one(file))));
    stop.throwIfAborted();
    failing.signal.throwIfAborted();
  }

  /** Each file that is not there, once. */
  private async lacking(files: readonly Lacking[], stop: AbortSignal): Promise<Lacking[]> {
    const { store, sleep } = this.ops;
    const byDigest = new Map(files.map((file) => [`${file.kind} ${file.digest}`, file]));
    const lacking: Lacking[] = [];
    let looked = 0;
    for (const file of byDigest.values()) {
      if (!store.has(file.kind, file.digest, file.size)) lacking.push(file);
      looked += 1;
      // Where the bytes have to be looked at, other work gets its turn, such as what keeps the lock.
      if (looked % AT_ONCE === 0) await sleep(0, stop);
    }
    return lacking;
  }
}

const AT_ONCE = 500;
