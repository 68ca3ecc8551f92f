import { type FreshnessState, freshnessReader } from '../model/freshness.js';
import type { CatalogConfig, FreshnessDocument, GitHubUsage, SourceRow } from '../model/generated/types.js';
import { hasFailed } from '../model/source.js';

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
      .filter(({ state }) => hasFailed(state))
      .map(({ id, state, commit }) => ({
        source: id,
        state,
        last_confirmed_at: commit === null ? null : before.has(id) ? (before.get(id) ?? null) : (previous?.generated_at ?? null),
      })),
    ...(github === null ? {} : { github }),
  };
}

export const FRESHNESS_STATES = ['fresh', 'stale', 'alert', 'never'] as const satisfies readonly FreshnessState[];

/** The state of every source but deleted ones at the time `now`. */
export function freshnessOf(
  document: FreshnessDocument,
  sources: readonly Pick<SourceRow, 'id' | 'state' | 'ttl'>[],
  now: Date,
): Map<string, FreshnessState> {
  const stateOf = freshnessReader(document, () => now.getTime());
  return new Map(sources.filter(({ state }) => state !== 'deleted').map(({ id, ttl }) => [id, stateOf(id, ttl)]));
}
