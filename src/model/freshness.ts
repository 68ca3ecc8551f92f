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
  return ttl === null || alertAfter === null ? null : limitsWith({ ttl, alertAfter }, own);
}

/** The same, where the limits of the catalog are known. */
function limitsWith(limits: AgeLimits, own: string | undefined): AgeLimits {
  const ttl = own === undefined ? null : parseDuration(own);
  return ttl === null ? limits : { ttl, alertAfter: (ttl * limits.alertAfter) / limits.ttl };
}

/** How a source stands by its age. never: nothing was ever read of it, so that there is nothing to age. */
export type FreshnessState = AgeState | 'never';

/** How old something is, by what limits, and what that means. */
export interface Age {
  readonly state: FreshnessState;
  /** Milliseconds; null where nothing was ever read. */
  readonly age: number | null;
  readonly limits: AgeLimits | null;
}

/**
 * Tells how old sources are, by freshness.json. `limits` are the catalog's; `now` gives milliseconds; `ttl` is a time to live of its
 * own. Without limits all that was read alerts.
 */
export function ageReader(
  document: Pick<FreshnessDocument, 'generated_at' | 'exceptions'>,
  limits: AgeLimits | null,
  now: () => number,
): (source: string, ttl?: string) => Age {
  const exceptions = new Map(document.exceptions.map(({ source, last_confirmed_at }) => [source, last_confirmed_at]));
  return (source, ttl) => {
    const confirmed = Date.parse((exceptions.has(source) ? exceptions.get(source) : document.generated_at) ?? '');
    const own = limits === null ? null : limitsWith(limits, ttl);
    if (Number.isNaN(confirmed)) return { state: 'never', age: null, limits: own };
    const age = now() - confirmed;
    return { state: own === null ? 'alert' : ageState(age, own), age, limits: own };
  };
}

/**
 * Tells how sources stand, by freshness.json. `now` gives milliseconds; `ttl` is a source's own time to live. What is no duration ages
 * at once.
 */
export function freshnessReader(
  document: Pick<FreshnessDocument, 'generated_at' | 'ttl' | 'alert_after' | 'exceptions'>,
  now: () => number,
): (source: string, ttl?: string) => FreshnessState {
  const read = ageReader(document, ageLimits(document), now);
  return (source, ttl) => read(source, ttl).state;
}

/**
 * How a release stands. expired: its publisher vouched for it up to a time that has passed. clock: the clock that says so is wrong,
 * so that no age can be told.
 */
export type ReleaseState = AgeState | 'expired' | 'clock';

/** `age` in milliseconds. A wrong clock goes before all else, and expiry before age. */
export function releaseState(
  age: number,
  limits: AgeLimits | null,
  { clockWrong, expired }: { readonly clockWrong: boolean; readonly expired: boolean },
): ReleaseState {
  if (clockWrong) return 'clock';
  if (expired) return 'expired';
  return limits === null ? 'alert' : ageState(age, limits);
}

/** Whether it is one of those: 90s, 60m, 26h, 14d, 2w. */
export const isDuration = (text: string): boolean => parseDuration(text) !== null;
