import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bandwidth } from '../../src/mirror/bandwidth.js';

test('without a limit nobody waits', () => {
  expect(new Bandwidth(null).take(10 ** 9, 0)).toBe(0);
});

test('however the bytes come in, whoever waits as told takes as long as the limit says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 10_000 }),
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
      (perSecond, parts) => {
        const bandwidth = new Bandwidth(perSecond);
        let at = 1000;
        for (const bytes of parts) at += bandwidth.take(bytes, at);
        const least = (parts.reduce((sum, each) => sum + each, 0) / perSecond) * 1000;
        expect(at - 1000).toBeGreaterThanOrEqual(least - 251);
        expect(at - 1000).toBeLessThanOrEqual(least + 1);
      },
    ),
  );
});

test('time that passed without a byte is not saved up', () => {
  const bandwidth = new Bandwidth(1000);
  bandwidth.take(1000, 0);
  expect(bandwidth.take(1000, 100_000)).toBe(750);
});
