import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shardOf } from '../../src/catalog/layout.js';
import { parseShard, shardOfSource, shareOfPoints } from '../../src/sources/shard.js';

describe('shards', () => {
  test.each([
    ['1/1', { number: 1, count: 1 }],
    ['3/16', { number: 3, count: 16 }],
    ['256/256', { number: 256, count: 256 }],
    ['0/4', null],
    ['5/4', null],
    ['1/257', null],
    ['1/0', null],
    ['01/4', null],
    ['1/4 ', null],
    ['-1/4', null],
    ['1', null],
    ['', null],
  ])('“%s” is %j', (text, shard) => expect(parseShard(text)).toEqual(shard));

  test('every source falls to one of them, and all sources of a file of the catalog to the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 256 }), (id, count) => {
        expect(shardOfSource(id, count)).toBe((Number.parseInt(shardOf(id), 16) % count) + 1);
      }),
    );
  });

  test('they share the points of a run, and each may spend one at least', () => {
    expect(shareOfPoints(2000, { number: 3, count: 16 })).toBe(125);
    expect(shareOfPoints(3, { number: 1, count: 4 })).toBe(1);
    expect(shareOfPoints(null, { number: 1, count: 4 })).toBeNull();
    expect(shareOfPoints(2000)).toBe(2000);
  });

  test('they get about as much as one another', () => {
    const counts = new Map<number, number>();
    for (let index = 0; index < 16_000; index += 1) {
      const shard = shardOfSource(`github.com/owner/repository-${index}`, 16);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(16);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
