import { describe, expect, test } from '@jest/globals';
import { compareAll } from '../../src/compatibility/compare.js';
import { alias, capability } from './ecosystem.js';

const kettle = capability('kitchen.kettle.boil', '1.0.0');
const pot = capability('kitchen.pot.cook', '1.0.0');
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
const rules = (comparison: ReturnType<typeof compareAll>) =>
  comparison.reports.map(({ id, changes }) => [id, ...changes.map(({ rule }) => rule)]);

describe('two sets of capabilities', () => {
  test('are compared id by id', () => {
    const cups = capability('kitchen.cup.fill', '1.0.0');
    const comparison = compareAll([kettle, pot], [{ ...pot, version: '1.1.0', tags: ['new'] }, kettle, cups]);
    expect(rules(comparison)).toEqual([['kitchen.kettle.boil'], ['kitchen.pot.cook', 'details-changed']]);
    expect([comparison.removed, ids(comparison.added)]).toEqual([[], ['kitchen.cup.fill']]);
  });

  test('belong together by an alias', () => {
    const moved = capability('home.kettle.boil', '1.0.0', alias('kitchen.kettle.boil'));
    expect(rules(compareAll([kettle, pot], [moved, pot]))).toEqual([
      ['home.kettle.boil', 'id-changed-with-alias'],
      ['kitchen.pot.cook'],
    ]);
  });

  test('that leave one on each side have changed an id without an alias', () => {
    const moved = capability('home.kettle.boil', '1.0.0');
    expect(rules(compareAll([kettle, pot], [pot, moved]))).toEqual([['home.kettle.boil', 'id-changed'], ['kitchen.pot.cook']]);
  });

  test('that leave more than one are not guessed at', () => {
    const comparison = compareAll([kettle, pot], [capability('a.b.c', '1.0.0')]);
    expect([ids(comparison.removed), ids(comparison.added), comparison.reports]).toEqual([
      ['kitchen.kettle.boil', 'kitchen.pot.cook'],
      ['a.b.c'],
      [],
    ]);
  });
});
