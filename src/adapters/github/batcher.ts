import { type GitHubClient, GitHubError } from './client.js';

/** Milliseconds without a new question after which a batch goes that is not full. */
const LINGER = 20;

/** What one request answers about one question of a batch. */
export type Reply<Result> = Result | GitHubError;

interface Question<Item, Result> {
  readonly item: Item;
  readonly signal: AbortSignal;
  settled: boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchKind<Item, Result> {
  /** Questions of one request, at most. */
  readonly most: number;
  /** Bytes of the answers of one request, at most; a single question may have more. */
  readonly mostBytes: number;
  readonly bytesOf: (item: Item) => number;
  /** @throws GitHubError about the whole batch */
  readonly send: (items: readonly Item[], signal: AbortSignal) => Promise<readonly Reply<Result>[]>;
}

/** Lets batches that are not full go when nothing is under way whose answer could fill them. */
export class Rounds {
  private underWay = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly flushes: (() => void)[] = [];

  join(flush: () => void): void {
    this.flushes.push(flush);
  }

  /** Somebody asked something: wait for others. */
  arrived(): void {
    if (this.timer !== null) this.timer.refresh();
    else this.timer = setTimeout(() => this.tick(), LINGER);
  }

  async during<T>(task: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await task();
    } finally {
      this.underWay -= 1;
      this.arrived();
    }
  }

  private tick(): void {
    this.timer = null;
    if (this.underWay > 0) return;
    for (const flush of this.flushes) flush();
  }
}

/**
 * Gathers questions that come one by one into requests. Where a request is too much for GitHub, its questions are asked again in two
 * halves, and the ones after it are smaller too; each that succeeds lets them grow again, up to what failed.
 */
export class Batcher<Item, Result> {
  private readonly queue: Question<Item, Result>[] = [];
  private queuedBytes = 0;
  private size: number;
  private ceiling: number;

  constructor(
    private readonly kind: BatchKind<Item, Result>,
    private readonly client: GitHubClient,
    private readonly rounds: Rounds,
  ) {
    this.size = kind.most;
    this.ceiling = kind.most;
    rounds.join(() => this.flush());
  }

  /** @throws GitHubError, and the reason of the signal */
  ask(item: Item, signal: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const question: Question<Item, Result> = { item, signal, settled: false, resolve, reject };
      signal.addEventListener('abort', () => settle(question, () => reject(signal.reason)), { once: true });
      this.queue.push(question);
      this.queuedBytes += this.kind.bytesOf(item);
      this.rounds.arrived();
      if (this.queue.length >= this.size || this.queuedBytes >= this.kind.mostBytes) this.go();
    });
  }

  private flush(): void {
    while (this.queue.length > 0) this.go();
  }

  /** Sends what is due of the queue: as many as one request may hold. */
  private go(): void {
    const batch: Question<Item, Result>[] = [];
    let bytes = 0;
    for (let next = this.queue[0]; next !== undefined && batch.length < this.size; next = this.queue[0]) {
      const size = this.kind.bytesOf(next.item);
      if (bytes + size > this.kind.mostBytes && batch.length > 0) break;
      bytes += size;
      this.queuedBytes -= size;
      this.queue.shift();
      if (!next.settled) batch.push(next);
    }
    if (batch.length > 0) void this.rounds.during(() => this.run(batch));
  }

  private async run(batch: readonly Question<Item, Result>[]): Promise<void> {
    const waiting = batch.filter(({ settled }) => !settled);
    if (waiting.length === 0) return;
    let replies: readonly Reply<Result>[];
    try {
      replies = await this.kind.send(
        waiting.map(({ item }) => item),
        allOf(waiting.map(({ signal }) => signal)),
      );
    } catch (error) {
      if (error instanceof GitHubError && error.trouble.kind === 'heavy' && waiting.length > 1) await this.runHalves(waiting);
      else for (const question of waiting) settle(question, () => question.reject(error));
      return;
    }
    const again: Question<Item, Result>[] = [];
    for (const [index, question] of waiting.entries()) {
      const reply = replies[index];
      if (reply instanceof GitHubError) {
        if (reply.trouble.kind === 'heavy' && waiting.length > 1) again.push(question);
        else settle(question, () => question.reject(reply));
      } else settle(question, () => question.resolve(reply as Result));
    }
    if (again.length === 0) this.grow(waiting.length);
    else await this.runHalves(again);
  }

  private async runHalves(batch: readonly Question<Item, Result>[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    this.ceiling = Math.max(1, Math.min(this.ceiling, batch.length - 1));
    this.size = Math.max(1, Math.min(this.size, half));
    try {
      await this.client.pause(2, allOf(batch.map(({ signal }) => signal)));
    } catch (error) {
      for (const question of batch) settle(question, () => question.reject(error));
      return;
    }
    await this.run(batch.slice(0, half));
    await this.run(batch.slice(half));
  }

  private grow(succeeded: number): void {
    if (succeeded >= this.size) this.size = Math.min(this.ceiling, Math.ceil(this.size * 1.25));
  }
}

function settle(question: { settled: boolean }, how: () => void): void {
  if (question.settled) return;
  question.settled = true;
  how();
}

/** Fires when all of them have: a request goes on as long as somebody waits for it. */
function allOf(signals: readonly AbortSignal[]): AbortSignal {
  const [first] = signals;
  if (first !== undefined && signals.every((signal) => signal === first)) return first;
  const controller = new AbortController();
  let left = 0;
  for (const signal of new Set(signals)) {
    left += 1;
    signal.addEventListener(
      'abort',
      () => {
        left -= 1;
        if (left === 0) controller.abort(signal.reason);
      },
      { once: true },
    );
  }
  return controller.signal;
}
