import { expect, test } from '@jest/globals';
import { parseDuration } from '../../src/model/duration.js';

test.each([
  ['90s', 90_000],
  ['60m', 3_600_000],
  ['26h', 93_600_000],
  ['14d', 1_209_600_000],
  ['2w', 1_209_600_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '0s', '5', 's', '1.5h', '-1m', '1y', ' 1m', '1m\n', '1234567s', 'constructor'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});
