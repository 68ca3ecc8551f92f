// Primary rate limits: GitHub Docs, "Rate limits for the REST API" and "Rate limits and node limits for the GraphQL API".
import type { Answer } from './answer.ts';
import { refuse } from './answer.ts';
import type { Access } from './tokens.ts';

export type Resource = 'core' | 'graphql' | 'search';

export interface Window {
  readonly limit: number;
  used: number;
  /** Milliseconds. */
  resetAt: number;
}

export type LimitOptions = Partial<Record<Resource, number>>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PER_HOUR: Readonly<Record<Resource, number>> = { core: 5000, graphql: 5000, search: 30 };
/** Requests without a token. */
const ANONYMOUS_PER_HOUR = 60;

export class Limits {
  readonly #windows = new Map<string, Window>();
  readonly #left = new Map<Resource, { readonly remaining: number; readonly resetAt: number }>();
  readonly #options: LimitOptions;
  readonly #now: () => number;

  constructor(options: LimitOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /** The window in which requests of this account are counted now. */
  window(access: Access, resource: Resource): Window {
    const key = `${access.account} ${resource}`;
    const window = this.#windows.get(key);
    if (window !== undefined && window.resetAt > this.#now()) return window;
    const opened = this.#open(access, resource);
    this.#windows.set(key, opened);
    return opened;
  }

  /** Leaves so many points of a limit to every account; the others come back after so many seconds. */
  leave(resource: Resource, remaining: number, seconds = 3600): void {
    const resetAt = Math.ceil(this.#now() / 1000 + seconds) * 1000;
    this.#left.set(resource, { remaining, resetAt });
    for (const key of [...this.#windows.keys()]) if (key.endsWith(` ${resource}`)) this.#windows.delete(key);
  }

  exhaust(resource: Resource, seconds = 3600): void {
    this.leave(resource, 0, seconds);
  }

  #open({ kind }: Access, resource: Resource): Window {
    const limit = kind === 'anonymous' ? ANONYMOUS_PER_HOUR : (this.#options[resource] ?? PER_HOUR[resource]);
    const left = this.#left.get(resource);
    if (left !== undefined && left.resetAt > this.#now()) {
      return { limit, used: Math.max(0, limit - left.remaining), resetAt: left.resetAt };
    }
    // GitHub gives whole seconds.
    const resetAt = Math.ceil((this.#now() + (resource === 'search' ? MINUTE : HOUR)) / 1000) * 1000;
    return { limit, used: 0, resetAt };
  }

  headers(access: Access, resource: Resource): Record<string, string> {
    const { limit, used, resetAt } = this.window(access, resource);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - used)),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(Math.floor(resetAt / 1000)),
      'x-ratelimit-resource': resource,
    };
  }

  /** A query runs as long as one point is left, whatever it costs. */
  isUsedUp(access: Access, resource: Resource): boolean {
    const { limit, used } = this.window(access, resource);
    return used >= limit;
  }
}

/** The words have changed over the years; clients meet each of them. */
export type Words = 'RATE_LIMITED' | 'RATE_LIMIT';

/** The GraphQL API says so with status 200 and an error; the REST API with 403 or 429. */
export function usedUp(access: Access, resource: Resource, words: Words, status: 403 | 429): Answer {
  const who = access.kind === 'installation' ? 'installation' : 'user';
  if (resource !== 'graphql') {
    const message = `API rate limit exceeded for ${who} ID ${access.accountId}.`;
    return refuse(status, message, {}, '/rest/using-the-rest-api/rate-limits-for-the-rest-api');
  }
  const already = words === 'RATE_LIMIT' ? 'already exceeded' : 'exceeded';
  const message = `API rate limit ${already} for ${who} ID ${access.accountId}.`;
  const code = words === 'RATE_LIMIT' ? { code: 'graphql_rate_limit' } : {};
  return { status: 200, body: { errors: [{ type: words, ...code, message }] } };
}
