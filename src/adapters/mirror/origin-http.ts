import type { Origin, OriginFile } from '../../mirror/ops.js';
import { OriginFailure } from '../../mirror/ops.js';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';

/** Redirects that one request may follow, all on the host that was asked. */
const REDIRECTS = 3;
/** Milliseconds: no server's wish to wait is followed for longer. */
const LONGEST_WAIT = 60_000;

/** A published tree on a web server. */
export class HttpOrigin implements Origin {
  readonly name: string;
  private readonly base: URL;

  /** @param stall milliseconds without a byte after which a request is given up. @throws ChoraError `usage/not-a-url` */
  constructor(
    url: string,
    private readonly stall: number,
  ) {
    const base = URL.canParse(url) ? new URL(url.endsWith('/') ? url : `${url}/`) : null;
    if (base === null || base.search !== '' || base.hash !== '' || base.username !== '' || base.password !== '')
      throw new ChoraError(
        'usage',
        'usage/not-a-url',
        `${quote(url)} is no address of a catalog.`,
        'Give an http(s) URL without credentials or a query.',
      );
    this.base = base;
    this.name = base.href;
  }

  async open(path: string, from: number, signal: AbortSignal): Promise<OriginFile | null> {
    const url = new URL(path, this.base);
    if (url.href !== this.base.href + path) throw new OriginFailure('its path leads elsewhere', false);
    const stop = new AbortController();
    const watch = new StallWatch(this.stall, () => stop.abort());
    const stalled = () => new OriginFailure(`no byte came for ${this.stall / 1000} s`, true);
    const failure = (error: unknown) => {
      if (error instanceof OriginFailure) return error;
      return stop.signal.aborted ? stalled() : new OriginFailure(reasonOf(error), true, null, { cause: error });
    };
    try {
      watch.start();
      const response = await follow(url, from, AbortSignal.any([signal, stop.signal]));
      return response && { from: response.status === 206 ? from : 0, chunks: bodyOf(response, watch, failure) };
    } catch (error) {
      throw failure(error);
    } finally {
      watch.stop();
    }
  }
}

/** Whoever takes a chunk may take its time; that is not the server's. */
async function* bodyOf(response: Response, watch: StallWatch, failure: (error: unknown) => OriginFailure) {
  try {
    watch.start();
    for await (const chunk of response.body ?? []) {
      watch.stop();
      yield chunk;
      watch.start();
    }
  } catch (error) {
    throw failure(error);
  } finally {
    watch.stop();
  }
}

class StallWatch {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly stalled: () => void,
  ) {}

  start(): void {
    this.timer = setTimeout(this.stalled, this.milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

/** Null for what is not there. @throws OriginFailure */
async function follow(first: URL, from: number, signal: AbortSignal): Promise<Response | null> {
  let url = first;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    // Files are verified as they were published, so nothing may be compressed on the way.
    const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
    const response = await fetch(url, { signal, redirect: 'manual', headers });
    if (response.status === 200 || (response.status === 206 && startsAt(response, from))) return response;
    await response.body?.cancel();
    const { status } = response;
    if (status === 404 || status === 410 || status === 403) return null;
    const location = status >= 300 && status < 400 ? response.headers.get('location') : null;
    if (location === null) {
      // A server that cannot go on from there is asked for the whole file.
      if (from > 0 && (status === 416 || status === 206)) return await follow(url, 0, signal);
      throw new OriginFailure(
        `the server answered ${status}`,
        status >= 500 || status === 429 || status === 408,
        waitOf(response),
      );
    }
    const next = URL.canParse(location, url) ? new URL(location, url) : null;
    if (next === null || next.host !== url.host || (next.protocol !== url.protocol && next.protocol !== 'https:'))
      throw new OriginFailure('the server sends on to another host', false);
    url = next;
  }
  throw new OriginFailure(`the server sends on more than ${REDIRECTS} times`, false);
}

function startsAt(response: Response, from: number): boolean {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN) === from;
}

/** Retry-After in milliseconds, where it is a number of seconds. */
function waitOf(response: Response): number | null {
  const seconds = /^\d{1,6}$/.exec(response.headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? null : Math.min(Number(seconds) * 1000, LONGEST_WAIT);
}

/** fetch itself says no more than that it failed; why is in its cause. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return 'cause' in error && error.cause !== undefined ? reasonOf(error.cause) : String(error.message || 'no connection');
}
