import { describe, expect, test } from '@jest/globals';
import { buildFreshness, freshnessOf } from '../../src/catalog/freshness.js';
import type { CatalogConfig, FreshnessDocument, SourceRow } from '../../src/model/generated/types.js';
import { validateFreshnessDocument } from '../../src/model/validators.js';

const CONFIG: CatalogConfig = { name: 'Quay', sources: [] };
const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-05-04', '2026-05-05', '2026-05-06'].map((day) => `${day}T08:00:00.000Z`) as [
  string,
  string,
  string,
];

function row(state: SourceRow['state'], commit: string | null = 'c'.repeat(40)): SourceRow {
  return {
    id: 'git.example.org/one',
    kind: 'git',
    state,
    commit,
    reading: null,
    manifests: 0,
    capabilities: 0,
    findings: { error: 0, warning: 0, info: 0 },
    file: 'one',
  };
}

const at = (now: string, rows: readonly SourceRow[], previous: FreshnessDocument | null = null): FreshnessDocument => {
  const document = buildFreshness(CONFIG, rows, new Date(now), previous);
  expect(validateFreshnessDocument(document)).toBe(true);
  return document;
};

describe('freshness', () => {
  test('states the time of the run and the limits of the configuration, or the usual ones', () => {
    expect(at(MONDAY, [row('ok')])).toEqual({ generated_at: MONDAY, ttl: '60m', alert_after: '90m', exceptions: [] });
    expect(buildFreshness({ ...CONFIG, ttl: '26h', alert_after: '2d' }, [], new Date(MONDAY), null)).toMatchObject({
      ttl: '26h',
      alert_after: '2d',
    });
  });

  test('of a source that fails first today is the time of the previous run', () => {
    const monday = at(MONDAY, [row('ok')]);
    expect(at(TUESDAY, [row('unreachable')], monday).exceptions).toEqual([
      { source: 'git.example.org/one', state: 'unreachable', last_confirmed_at: MONDAY },
    ]);
  });

  test('of a source that goes on failing keeps the older time', () => {
    const tuesday = at(TUESDAY, [row('unreachable')], at(MONDAY, [row('ok')]));
    expect(at(WEDNESDAY, [row('rate-limited')], tuesday).exceptions).toEqual([
      { source: 'git.example.org/one', state: 'rate-limited', last_confirmed_at: MONDAY },
    ]);
  });

  test('of a source that recovered and fails again starts from its recovery', () => {
    const failed = at(MONDAY, [row('unreachable')], null);
    const recovered = at(TUESDAY, [row('ok')], failed);
    expect(at(WEDNESDAY, [row('unreachable')], recovered).exceptions[0]?.last_confirmed_at).toBe(TUESDAY);
  });

  test('of a source that was never read is unknown, also after more runs', () => {
    const first = at(MONDAY, [row('missing', null)]);
    expect(first.exceptions).toEqual([{ source: 'git.example.org/one', state: 'missing', last_confirmed_at: null }]);
    expect(at(TUESDAY, [row('missing', null)], first).exceptions[0]?.last_confirmed_at).toBeNull();
  });

  test('of kept entries is unknown where the previous document is lost', () => {
    expect(at(MONDAY, [row('unreachable')]).exceptions[0]?.last_confirmed_at).toBeNull();
  });

  test('makes no exception of a source that the configuration deleted', () => {
    expect(at(MONDAY, [row('deleted', null)]).exceptions).toEqual([]);
  });
});

describe('the state of a source by its age', () => {
  const document: FreshnessDocument = {
    generated_at: MONDAY,
    ttl: '60m',
    alert_after: '90m',
    exceptions: [
      { source: 'kept', state: 'unreachable', last_confirmed_at: '2026-05-04T07:00:00.000Z' },
      { source: 'none', state: 'missing', last_confirmed_at: null },
    ],
  };
  const states = (minutes: number) => {
    const rows = [
      { id: 'well', state: 'ok' as const },
      { id: 'slow', state: 'ok' as const, ttl: '3h' },
      { id: 'kept', state: 'unreachable' as const },
      { id: 'none', state: 'missing' as const },
      { id: 'gone', state: 'deleted' as const },
    ];
    return Object.fromEntries(freshnessOf(document, rows, new Date(Date.parse(MONDAY) + minutes * 60_000)));
  };

  test('is fresh within its TTL, then stale, then one to alert about; what was never read is apart, what is deleted is nothing', () => {
    expect(states(0)).toEqual({ well: 'fresh', slow: 'fresh', kept: 'fresh', none: 'never' });
    expect(states(30)).toMatchObject({ well: 'fresh', kept: 'stale' });
    expect(states(31)).toMatchObject({ kept: 'alert' });
    expect(states(61)).toMatchObject({ well: 'stale' });
    expect(states(91)).toMatchObject({ well: 'alert', slow: 'fresh', none: 'never' });
  });

  test('with a TTL of its own alerts as much later as the catalog does', () => {
    expect([180, 181, 270, 271].map((age) => states(age).slow)).toEqual(['fresh', 'stale', 'stale', 'alert']);
  });

  test('is that of a clock which runs behind as if no time had passed', () => {
    expect(states(-600)).toMatchObject({ well: 'fresh', kept: 'fresh' });
  });
});
