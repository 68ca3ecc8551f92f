import { trustedUrl } from '../trusted.js';
import type { Answer, Counted, Found, Question } from './protocol.js';

/** After these the worker is given up. A file has 20 seconds, and a search may need some after another. */
const MOST_MILLISECONDS = 60_000;

export interface Listener {
  readonly onFound: (found: Found) => void;
  readonly onCounted: (counted: Counted) => void;
  readonly onFailed: (message: string) => void;
}

/**
 * Asks the worker one question at a time. The next one waits for the answer, and of those that wait only the last is asked: how often
 * somebody's typing is answered depends on how fast answers come, and on no timer. Answers to what is no longer asked are dropped.
 */
export class SearchClient {
  private worker: Worker | undefined;
  private asked: Question | undefined;
  private waiting: Question | undefined;
  private counting: Question | undefined;
  private number = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly script: string,
    private readonly listener: Listener,
  ) {}

  /** Starts the worker, so that the first key does not wait for it. */
  warm(): void {
    this.start();
  }

  ask(question: Omit<Question, 'number'>): void {
    this.waiting = { ...question, number: ++this.number };
    // Counts that are still on their way belong to what was asked before.
    this.counting = undefined;
    if (this.asked === undefined) this.askNext();
  }

  private askNext(): void {
    const question = this.waiting;
    if (question === undefined) return;
    const worker = this.start();
    if (worker === undefined) return;
    this.waiting = undefined;
    this.asked = question;
    this.timer = setTimeout(() => this.giveUp('The search does not answer.'), MOST_MILLISECONDS);
    worker.postMessage(question);
  }

  private start(): Worker | undefined {
    if (this.worker) return this.worker;
    try {
      this.worker = new Worker(trustedUrl('chora-worker', this.script));
    } catch (error) {
      this.giveUp(`This browser does not let the search start${error instanceof Error ? ` (${error.name})` : ''}.`);
      return undefined;
    }
    this.worker.onmessage = ({ data }: MessageEvent<Answer>) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.giveUp('The search could not be loaded.');
    };
    return this.worker;
  }

  private receive(answer: Answer): void {
    if (answer.kind === 'counted') {
      if (answer.number === this.counting?.number) this.listener.onCounted(answer);
      return;
    }
    const question = this.asked?.number === answer.number ? this.asked : undefined;
    // The counts failed after the results had come.
    if (question === undefined) {
      if (answer.kind === 'failed' && answer.number === this.counting?.number) this.listener.onFailed(answer.message);
      return;
    }
    clearTimeout(this.timer);
    this.asked = undefined;
    if (this.waiting) {
      this.askNext();
      return;
    }
    this.counting = question;
    if (answer.kind === 'found') this.listener.onFound(answer);
    else this.listener.onFailed(answer.message);
  }

  /** The next question starts anew. */
  private giveUp(message: string): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = undefined;
    this.asked = undefined;
    this.waiting = undefined;
    this.listener.onFailed(message);
  }
}
