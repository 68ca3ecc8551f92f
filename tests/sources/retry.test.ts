import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ATTEMPTS, retryDelay } from '../../src/sources/retry.js';

test('a source is asked three times at most', () => {
  expect(ATTEMPTS).toBe(3);
});

test('the second attempt waits half a second to a second, the third twice that', () => {
  expect([retryDelay(2, 0), retryDelay(2, 1)]).toEqual([500, 1000]);
  expect([retryDelay(3, 0), retryDelay(3, 1)]).toEqual([1000, 2000]);
});

test('no wait is longer than thirty seconds, nor shorter than half of its full length', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 2000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const full = Math.min(30_000, 1000 * 2 ** (attempt - 2));
        expect(retryDelay(attempt, random)).toBeGreaterThanOrEqual(full / 2);
        expect(retryDelay(attempt, random)).toBeLessThanOrEqual(full);
      },
    ),
  );
});
