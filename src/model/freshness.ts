import { parseDuration } from './duration.js';
import type { FreshnessDocument } from './generated/types.js';

/** fresh: within the time to live. stale: beyond it. alert: so old that somebody should look. */
export type AgeState = 'fresh' | 'stale' | 'alert';

/** Both in milliseconds. */
export interface AgeLimits {
  readonly ttl: number;
  readonly alertAfter: number;
}

/** What an age (in milliseconds) means. */
export function ageState(age: number, { ttl, alertAfter }: AgeLimits): AgeState {
  if (age > alertAfter) return 'alert';
  return age > ttl ? 'stale' : 'fresh';
}

/**
 * The limits for something with a time to live of its own (`own`; durations such as `60m`). It alerts as much later than it goes
 * stale as the catalog does. Null when the catalog's durations are not durations; an `own` that is none does not count.
 */
export function ageLimits(catalog: { readonly ttl: string; readonly alert_after: string }, own?: string): AgeLimits | null {
  const ttl = parseDuration(catalog.ttl);
  const alertAfter = parseDuration(catalog.alert_after);
  if (ttl === null || alertAfter === null) return null;
  const ownTtl = own === undefined ? null : parseDuration(own);
  return ownTtl === null ? { ttl, alertAfter } : { ttl: ownTtl, alertAfter: (ownTtl * alertAfter) / ttl };
}

/** How a source stands by its age. never: nothing was ever read of it, so that there is nothing to age. */
export type FreshnessState = AgeState | 'never';

/**
 * Tells how sources stand, by freshness.json. `now` gives milliseconds; `ttl` is a source's own time to live. What is no duration ages
 * at once.
 */
export function freshnessReader(
  document: Pick<FreshnessDocument, 'generated_at' | 'ttl' | 'alert_after' | 'exceptions'>,
  now: () => number,
): (source: string, ttl?: string) => FreshnessState {
  const exceptions = new Map(document.exceptions.map(({ source, last_confirmed_at }) => [source, last_confirmed_at]));
  return (source, ttl) => {
    const confirmed = Date.parse((exceptions.has(source) ? exceptions.get(source) : document.generated_at) ?? '');
    if (Number.isNaN(confirmed)) return 'never';
    const limits = ageLimits(document, ttl);
    return limits === null ? 'alert' : ageState(now() - confirmed, limits);
  };
}

/** Whether it is one of those: 90s, 60m, 26h, 14d, 2w. */
export const isDuration = (text: string): boolean => parseDuration(text) !== null;
