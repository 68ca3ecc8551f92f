import { type Answer, refuse } from './answer.ts';
import type { JournalEntry } from './journal.ts';

/** What happens to an answer on its way. */
export type Delivery =
  /** The connection ends before anything is sent. */
  | { readonly kind: 'reset' }
  /** The connection ends after so many bytes of the body. */
  | { readonly kind: 'break'; readonly bytes: number }
  /** The body is complete for HTTP, but shorter than it should be. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** So many bytes at a time, with a pause after each part. */
  | { readonly kind: 'trickle'; readonly bytes: number; readonly pause: number }
  /** Nothing is ever sent. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'type'; readonly contentType: string };

export interface Rule {
  /** Requests that meet the fault; 1 unless told. */
  readonly times?: number;
  /** Which requests can meet it; every one unless told. */
  readonly when?: (request: JournalEntry) => boolean;
}

export interface Fault {
  readonly name: string;
  /** In place of the true answer. */
  readonly answer?: Answer;
  readonly delivery?: Delivery;
}

interface Waiting {
  readonly fault: Fault;
  readonly when: (request: JournalEntry) => boolean;
  left: number;
}

interface Change {
  readonly make: () => void;
  readonly when: (request: JournalEntry) => boolean;
  left: number;
}

const ID = 'C318:5862:1A4A0BC:35D9657:652D73C9';
const TIMED_OUT = `Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include \`${ID}\` when reporting this issue.`;
const SECONDARY = `You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID ${ID}.`;
const ABUSE = 'You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.';
const LIMITS_PAGE = '/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits';

/** Faults wait in the order in which they were asked for; a request meets the first that is meant for it. */
export class Faults {
  #waiting: Waiting[] = [];
  #changes: Change[] = [];

  next(fault: Fault, { times = 1, when = () => true }: Rule = {}): void {
    this.#waiting.push({ fault, when, left: times });
  }

  /** Answers with a status, the words of GitHub's errors and headers. */
  status(status: number, options: Rule & { readonly message?: string; readonly headers?: Record<string, string> } = {}): void {
    this.next({ name: String(status), answer: refuse(status, options.message ?? 'Server Error', options.headers) }, options);
  }

  /** The gateway's page, in HTML; GitHub gives up on a request after ten seconds. */
  gateway(status: 502 | 503 | 504, rule: Rule = {}): void {
    this.next({ name: `gateway ${status}`, answer: gatewayPage(status) }, rule);
  }

  /** The 502 with JSON, for a query that took too long. */
  timeout(rule: Rule = {}): void {
    this.next({ name: 'timeout', answer: timedOut() }, rule);
  }

  /** `retryAfter` in seconds; null sends no such header, as GitHub sometimes does. */
  secondaryLimit(
    options: Rule & { readonly retryAfter?: number | null; readonly status?: 403 | 429; readonly abuse?: boolean } = {},
  ): void {
    const { retryAfter = 60, status = 403, abuse = false } = options;
    const answer = secondaryRefusal(retryAfter, status, abuse ? ABUSE : SECONDARY);
    this.next({ name: abuse ? 'abuse detection' : 'secondary limit', answer }, options);
  }

  deliver(delivery: Delivery, rule: Rule = {}): void {
    this.next({ name: delivery.kind, delivery }, rule);
  }

  /** Runs before a request is answered, for what changes between two pages. */
  before(make: () => void, { times = 1, when = () => true }: Rule = {}): void {
    this.#changes.push({ make, when, left: times });
  }

  clear(): void {
    this.#waiting = [];
    this.#changes = [];
  }

  /** The fault that a request meets, which is thereby used; changes of the model that wait for it are made. */
  meet(request: JournalEntry): Fault | null {
    for (const change of this.#changes.filter(({ left, when }) => left > 0 && when(request))) {
      change.left -= 1;
      change.make();
    }
    const waiting = this.#waiting.find(({ left, when }) => left > 0 && when(request));
    if (waiting === undefined) return null;
    waiting.left -= 1;
    return waiting.fault;
  }
}

export function secondaryRefusal(retryAfter: number | null, status: 403 | 429 = 403, message = SECONDARY): Answer {
  return refuse(status, message, retryAfter === null ? {} : { 'retry-after': String(retryAfter) }, LIMITS_PAGE);
}

export function timedOut(): Answer {
  return { status: 502, body: { data: null, errors: [{ message: TIMED_OUT }] } };
}

const TITLES = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Time-out' } as const;

function gatewayPage(status: 502 | 503 | 504): Answer {
  const title = `${status} ${TITLES[status]}`;
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return { status, body: page, contentType: 'text/html' };
}
