/** Milliseconds after which a task no longer counts against the concurrency: it waits for its host and takes nothing from others. */
const STALLS_AFTER = 5_000;
/** Tasks that may stall beside the others; each keeps a process. */
const MAX_STALLED = 64;

export interface QueueLimits {
  /** Tasks at the same time, not counting those that stall. */
  readonly concurrency: number;
  /** Tasks of one host at the same time; asked before each. Null: no host. */
  placesOf(host: string | null): number;
  /** Ends it: nothing more is started. */
  readonly signal: AbortSignal;
}

interface Queue<T> {
  readonly host: string | null;
  readonly waiting: readonly T[];
  next: number;
  running: number;
}

/**
 * Does a task for each item. Hosts take turns, so that one with many sources, or a slow one, does not hold up the others. Rejects
 * with the first error, or with the signal's reason.
 */
export function eachByHost<T>(
  items: readonly T[],
  hostOf: (item: T) => string | null,
  { concurrency, placesOf, signal }: QueueLimits,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const queues: Queue<T>[] = [...Map.groupBy(items, hostOf)].map(([host, waiting]) => ({ host, waiting, next: 0, running: 0 }));
  let turn = 0;
  let running = 0;
  let stalled = 0;
  let over = false;

  const nextReady = (): Queue<T> | undefined => {
    for (let step = 0; step < queues.length; step += 1) {
      const index = (turn + step) % queues.length;
      const queue = queues[index];
      if (queue === undefined || queue.running >= placesOf(queue.host)) continue;
      turn = index + 1;
      return queue;
    }
    return undefined;
  };

  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      over = true;
      reject(error);
    };
    const begin = (queue: Queue<T>): void => {
      const item = queue.waiting[queue.next] as T;
      queue.next += 1;
      queue.running += 1;
      running += 1;
      if (queue.next === queue.waiting.length) {
        // The turn was this one's, so the next in line moves to its index.
        queues.splice(queues.indexOf(queue), 1);
        turn -= 1;
      }
      let isStalled = false;
      const timer = setTimeout(() => {
        if (stalled === MAX_STALLED) return;
        isStalled = true;
        stalled += 1;
        fill();
      }, STALLS_AFTER);
      task(item)
        .finally(() => {
          clearTimeout(timer);
          if (isStalled) stalled -= 1;
          running -= 1;
          queue.running -= 1;
        })
        .then(fill, fail);
    };
    const fill = (): void => {
      while (!over && running - stalled < concurrency) {
        if (signal.aborted) {
          fail(signal.reason);
          return;
        }
        const queue = nextReady();
        if (queue === undefined) break;
        begin(queue);
      }
      if (!over && running === 0 && queues.length === 0) resolve();
    };
    fill();
  });
}
