import { ageLimits, ageState } from '../model/freshness.js';
import type { CatalogConfig, FreshnessDocument, GitHubUsage, SourceRow } from '../model/generated/types.js';

/** Up to this age a catalog is fresh, and beyond this one somebody should look, where its configuration does not say. */
const DEFAULTS = { ttl: '60m', alert_after: '90m' } as const;

/**
 * The one document with a time in it. A source that could not be confirmed keeps the time of the last run that did: the one its
 * earlier exception names, or else the whole of the previous run.
 */
export function buildFreshness(
  config: CatalogConfig,
  sources: readonly SourceRow[],
  now: Date,
  previous: FreshnessDocument | null,
  github: GitHubUsage | null = null,
): FreshnessDocument {
  const before = new Map(previous?.exceptions.map((exception) => [exception.source, exception.last_confirmed_at]));
  return {
    generated_at: now.toISOString(),
    ttl: config.ttl ?? DEFAULTS.ttl,
    alert_after: config.alert_after ?? DEFAULTS.alert_after,
    exceptions: sources
      .filter(({ state }) => state !== 'ok' && state !== 'deleted')
      .map(({ id, state, commit }) => ({
        source: id,
        state,
        last_confirmed_at: commit === null ? null : before.has(id) ? (before.get(id) ?? null) : (previous?.generated_at ?? null),
      })),
    ...(github === null ? {} : { github }),
  };
}

/**
 * How a source stands by its age. fresh: confirmed within its TTL. stale: older, but not old enough to alert anybody. alert: beyond
 * that. never: nothing was ever read of it, so that there is nothing to age.
 */
export const FRESHNESS_STATES = ['fresh', 'stale', 'alert', 'never'] as const;
export type FreshnessState = (typeof FRESHNESS_STATES)[number];

/** The state of every source but deleted ones at the time `now`. */
export function freshnessOf(
  { generated_at, ttl, alert_after, exceptions }: FreshnessDocument,
  sources: readonly Pick<SourceRow, 'id' | 'state' | 'ttl'>[],
  now: Date,
): Map<string, FreshnessState> {
  const exceptional = new Map(exceptions.map(({ source, last_confirmed_at }) => [source, last_confirmed_at]));
  const states = new Map<string, FreshnessState>();
  for (const source of sources) {
    if (source.state === 'deleted') continue;
    const confirmed = exceptional.has(source.id) ? (exceptional.get(source.id) ?? null) : generated_at;
    const limits = ageLimits({ ttl, alert_after }, source.ttl);
    // Where the schema was not asked, what is no duration ages at once.
    const stateAt = (age: number) => (limits === null ? 'alert' : ageState(age, limits));
    states.set(source.id, confirmed === null ? 'never' : stateAt(now.getTime() - Date.parse(confirmed)));
  }
  return states;
}
