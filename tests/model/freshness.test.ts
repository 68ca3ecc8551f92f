import { describe, expect, test } from '@jest/globals';
import { ageLimits, ageState, isDuration } from '../../src/model/freshness.js';

const CATALOG = { ttl: '60m', alert_after: '90m' };
const MINUTE = 60_000;

describe('the limits', () => {
  test('are the catalog’s durations in milliseconds', () => {
    expect(ageLimits(CATALOG)).toEqual({ ttl: 60 * MINUTE, alertAfter: 90 * MINUTE });
    expect(ageLimits({ ttl: '90s', alert_after: '2w' })).toEqual({ ttl: 90_000, alertAfter: 14 * 24 * 60 * MINUTE });
  });
  test('of something with its own time to live alert as much later as the catalog does', () => {
    expect(ageLimits(CATALOG, '26h')).toEqual({ ttl: 26 * 60 * MINUTE, alertAfter: 39 * 60 * MINUTE });
  });
  test('an own time to live that is no duration does not count', () => {
    expect(ageLimits(CATALOG, 'soon')).toEqual(ageLimits(CATALOG));
  });
  test('are unknown when the catalog’s are', () => {
    expect(ageLimits({ ttl: '', alert_after: '90m' })).toBeNull();
    expect(ageLimits({ ttl: '60m', alert_after: '0m' })).toBeNull();
  });
});

test('an age is fresh up to the time to live, stale beyond it, and alerts beyond the second limit', () => {
  const limits = { ttl: 10, alertAfter: 20 };
  expect([-5, 0, 10, 11, 20, 21].map((age) => ageState(age, limits))).toEqual([
    'fresh',
    'fresh',
    'fresh',
    'stale',
    'stale',
    'alert',
  ]);
});

test('durations', () => {
  expect(['90s', '60m', '26h', '14d', '2w', '999999m'].every(isDuration)).toBe(true);
  expect(['', '0m', '1', 'm', '1.5h', '60 m', '1000000m', '1y'].some(isDuration)).toBe(false);
});
