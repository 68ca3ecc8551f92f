import pLimit from 'p-limit';
import type { Clock } from './clock.js';

/**
 * Requests under way at the same time. GitHub's documentation advises one after the other; a few hide the way there and back, and
 * stay far below the hundred at which it refuses.
 */
const CONCURRENT = 4;
/** Milliseconds between two starts: within the 2,000 points (GraphQL) and 900 points (REST) that a minute may take. */
const GAP = { graphql: 32, rest: 70 } as const;

/** Spaces requests, and holds all of them back when GitHub asks for a pause. */
export class Pace {
  private readonly limit = pLimit(CONCURRENT);
  private next = 0;
  private holds = 0;

  constructor(private readonly clock: Clock) {}

  run<T>(kind: keyof typeof GAP, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    return this.limit(async () => {
      for (let seen = -1; seen !== this.holds; ) {
        seen = this.holds;
        const now = this.clock.elapsed();
        const start = Math.max(now, this.next);
        this.next = start + GAP[kind];
        if (start > now) await this.clock.sleep(start - now, signal);
      }
      signal.throwIfAborted();
      return await task();
    });
  }

  /** Nothing starts for so many milliseconds, also what waits for its turn already. */
  hold(milliseconds: number): void {
    this.next = Math.max(this.next, this.clock.elapsed() + milliseconds);
    this.holds += 1;
  }
}
