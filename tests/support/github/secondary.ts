// Secondary rate limits that GitHub publishes: GitHub Docs, "Rate limits for the REST API", "About secondary rate limits". Queries and
// REST reads take one point each. The limits on processor time cannot be copied.
import type { JournalEntry, RequestKind } from './journal.ts';

export interface SecondaryLimits {
  /** Requests at the same time, of both interfaces together. */
  readonly concurrent: number;
  /** Points in a minute. */
  readonly rest: number;
  readonly graphql: number;
}

export const SECONDARY_LIMITS: SecondaryLimits = { concurrent: 100, rest: 900, graphql: 2000 };

const MINUTE = 60_000;

export class Secondary {
  readonly #limits: SecondaryLimits;
  readonly #recent: Record<RequestKind, number[]> = { rest: [], graphql: [], storage: [] };

  constructor(limits: SecondaryLimits) {
    this.#limits = limits;
  }

  /** Seconds to wait before the next request; null for a request that may pass, which is then counted. */
  exceeded({ kind, at, concurrent }: JournalEntry): number | null {
    if (kind === 'storage') return null;
    if (concurrent > this.#limits.concurrent) return 60;
    const recent = this.#recent[kind];
    while (recent[0] !== undefined && recent[0] <= at - MINUTE) recent.shift();
    if (recent.length >= this.#limits[kind]) return Math.max(1, Math.ceil(((recent[0] ?? at) + MINUTE - at) / 1000));
    recent.push(at);
    return null;
  }
}
