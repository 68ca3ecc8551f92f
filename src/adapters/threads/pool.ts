import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FromThread, ThreadData, ThreadModule, ToThread } from './protocol.js';

/** Beyond these, reading the sources is what takes the time. */
const MAX_THREADS = 4;
/** Getting a thread ready takes as long as so many questions: fewer are answered here. */
const ANSWERED_HERE = 16;
/** Questions that a thread has in hand: one to answer, one so that it need not wait. The others stay with those that come next. */
const IN_HAND = 2;

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

interface Thread<Answer> {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting<Answer>>;
}

/**
 * Answers questions on threads of their own, as many as there are cores. The module is given twice: as what it exports, for the
 * first questions, and as its address, for threads to load.
 */
export class ThreadPool<Setup, Question, Answer> {
  private readonly threads: Thread<Answer>[] = [];
  private readonly queue: { id: number; question: Question; waiting: Waiting<Answer> }[] = [];
  private here: ((question: Question) => Answer) | undefined;
  private asked = 0;

  constructor(
    private readonly module: ThreadModule<Setup, Question, Answer>,
    private readonly address: URL,
    private readonly setup: Setup,
    private readonly options: { readonly threads?: number; readonly answeredHere?: number } = {},
  ) {}

  /** @throws what the module throws; an Error when a thread ends before it answers. */
  async ask(question: Question): Promise<Answer> {
    this.asked += 1;
    const id = this.asked;
    if (id <= (this.options.answeredHere ?? ANSWERED_HERE)) {
      this.here ??= this.module.prepare(this.setup);
      return this.here(question);
    }
    const count = this.options.threads ?? Math.min(MAX_THREADS, availableParallelism());
    while (this.threads.length < count) this.threads.push(this.start());
    return await new Promise<Answer>((resolve, reject) => {
      this.queue.push({ id, question, waiting: { resolve, reject } });
      this.handOut();
    });
  }

  /** Ends the threads. What is still asked is rejected. */
  async close(): Promise<void> {
    await Promise.all(this.threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  private handOut(): void {
    for (let room = true; room && this.queue.length > 0; ) {
      const idlest = this.threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
      room = idlest.waiting.size < IN_HAND;
      const next = room ? this.queue.shift() : undefined;
      if (next === undefined) return;
      idlest.waiting.set(next.id, next.waiting);
      // Keeps the process alive until the answer is there.
      idlest.worker.ref();
      idlest.worker.postMessage({ id: next.id, question: next.question } satisfies ToThread);
    }
  }

  private start(): Thread<Answer> {
    const workerData: ThreadData = { module: this.address.href, setup: this.setup };
    const thread: Thread<Answer> = {
      worker: new Worker(new URL('./thread.js', import.meta.url), { workerData }),
      waiting: new Map(),
    };
    const { worker, waiting } = thread;
    worker.unref();
    worker.on('message', (message: FromThread) => {
      const asker = waiting.get(message.id);
      waiting.delete(message.id);
      if (waiting.size === 0) worker.unref();
      if ('error' in message) asker?.reject(message.error);
      else asker?.resolve(message.answer as Answer);
      this.handOut();
    });
    const end = (error: unknown) => {
      const at = this.threads.indexOf(thread);
      if (at >= 0) this.threads.splice(at, 1);
      for (const asker of waiting.values()) asker.reject(error);
      waiting.clear();
      // With no thread left, nobody would answer.
      if (this.threads.length === 0) for (const { waiting: asker } of this.queue.splice(0)) asker.reject(error);
    };
    worker.on('error', end);
    worker.on('exit', (code) => end(new Error(`a thread ended with exit code ${code} before it answered`)));
    return thread;
  }
}
