import { setTimeout as pause } from 'node:timers/promises';
import type { TufLimits } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { endlessData, tooSlow, unreachable, unsafeName } from './refusal.js';

/** Redirects that one request may follow, all on the host that was asked. */
const REDIRECTS = 3;
/** Milliseconds before a request is made again; twice as long each time. */
const FIRST_PAUSE = 200;

export type HttpLimits = Pick<TufLimits, 'timeoutMs' | 'stallMs' | 'retries'>;

/** One file of a web server. As {@link TufTransport.get}. */
export async function getOverHttp(
  base: string,
  path: string,
  limit: number,
  limits: HttpLimits,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  const url = urlBelow(base, path);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await attemptOnce(url, limit, limits, signal);
    } catch (error) {
      if (attempt >= limits.retries || !(error instanceof ChoraError) || error.code !== 'tuf/unreachable') throw error;
      await pause(FIRST_PAUSE * 2 ** attempt, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw signal?.reason;
      });
    }
  }
}

/** @throws ChoraError `usage/not-a-url`, `tuf/unsafe-name` when the path leads out of the base */
function urlBelow(base: string, path: string): URL {
  const folder = base.endsWith('/') ? base : `${base}/`;
  const root = URL.canParse(folder) ? new URL(folder) : null;
  if (root === null || root.search !== '' || root.hash !== '' || root.username !== '' || root.password !== '') {
    throw new ChoraError('usage', 'usage/not-a-url', 'The base of a release must be a URL with neither credentials nor a query.');
  }
  const url = URL.canParse(path, root) ? new URL(path, root) : null;
  // What is not what it was put together from, led elsewhere: dots, two slashes, another scheme, a query.
  if (url === null || url.href !== root.href + path || url.search !== '' || url.hash !== '') throw unsafeName(path);
  return url;
}

async function attemptOnce(
  url: URL,
  limit: number,
  { timeoutMs, stallMs }: HttpLimits,
  outer: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  const stop = new AbortController();
  const giveUp = (reason: string) => stop.abort(tooSlow(url.href, reason));
  const whole = setTimeout(giveUp, timeoutMs, `it was not there within ${timeoutMs / 1000} s`);
  const stall = setTimeout(giveUp, stallMs, `no byte came for ${stallMs / 1000} s`);
  const signal = outer === undefined ? stop.signal : AbortSignal.any([stop.signal, outer]);
  try {
    const response = await follow(url, signal);
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 404 || response.status === 403) return null;
      throw unreachable(url.href, `the server answered ${response.status}`);
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    // Leaving the loop closes the connection: what would still come is not waited for.
    for await (const chunk of response.body ?? []) {
      stall.refresh();
      length += chunk.length;
      if (length > limit) throw endlessData(url.href, limit);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (outer?.aborted) throw outer.reason;
    if (stop.signal.aborted) throw stop.signal.reason;
    if (error instanceof ChoraError) throw error;
    throw unreachable(url.href, reasonOf(error), error);
  } finally {
    clearTimeout(whole);
    clearTimeout(stall);
  }
}

/** Asks, and asks again where the same host sends on to. */
async function follow(first: URL, signal: AbortSignal): Promise<Response> {
  let url = first;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    // Files are verified as they were published, so nothing may be compressed on the way.
    const response = await fetch(url, { signal, redirect: 'manual', headers: { 'accept-encoding': 'identity' } });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url) ? new URL(location, url) : null;
    if (next === null || !sameHost(url, next)) throw unreachable(first.href, 'the server sends on to another host');
    url = next;
  }
  throw unreachable(first.href, `the server sends on more than ${REDIRECTS} times`);
}

/** Also from http to https of the same name. */
function sameHost(from: URL, to: URL): boolean {
  return from.origin === to.origin || (from.protocol === 'http:' && to.protocol === 'https:' && from.host === to.host);
}

/** fetch itself says no more than that it failed; why is in its cause. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return 'cause' in error && error.cause !== undefined ? reasonOf(error.cause) : String(error.message || 'no connection');
}
