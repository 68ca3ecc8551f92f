import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { freshnessOf } from '../../src/site/browser/search/freshness.js';
import { readState, toggled, writeState } from '../../src/site/browser/search/state.js';
import { SEARCH_FACETS, SEARCH_ORDERS } from '../../src/site/search-facets.js';

const PLAIN = { text: '', filters: {}, sort: 'relevance', shown: 20 };

describe('the state of a search in its address', () => {
  test('nothing is chosen: there is nothing in it', () => {
    expect(readState('')).toEqual(PLAIN);
    expect(writeState(readState(''))).toBe('');
  });

  test('words, filters, order and how much is shown', () => {
    const address = '?q=book+a+berth&domain=harbour&owner=team-quay&owner=&sort=id&n=40';
    expect(readState(address)).toEqual({
      text: 'book a berth',
      filters: { domain: ['harbour'], owner: ['team-quay', ''] },
      sort: 'id',
      shown: 40,
    });
    expect(writeState(readState(address))).toBe(address);
  });

  test.each([
    ['?colour=red&__proto__=x&constructor=y', PLAIN],
    ['?sort=colour&n=many', PLAIN],
    ['?n=-5', PLAIN],
    ['?n=1e9', { ...PLAIN, shown: 1000 }],
    [`?q=${'x'.repeat(5000)}`, { ...PLAIN, text: 'x'.repeat(300) }],
    ['?owner=a&owner=a', { ...PLAIN, filters: { owner: ['a'] } }],
  ])('what is not understood is left out: %s', (address, state) => {
    expect(readState(address)).toEqual(state);
  });

  test('any state comes back from its address', () => {
    const values = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 1, maxLength: 4 });
    const states = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 40 }),
      filters: fc.dictionary(fc.constantFrom(...SEARCH_FACETS.map(({ name }) => name)), values, { noNullPrototype: true }),
      sort: fc.constantFrom(...SEARCH_ORDERS.map(({ name }) => name)),
      shown: fc.integer({ min: 1, max: 50 }).map((pages) => pages * 20),
    });
    fc.assert(fc.property(states, (state) => expect(readState(writeState(state))).toEqual(state)));
  });

  test('a filter is put in and taken out again', () => {
    const one = toggled({ domain: ['harbour'] }, 'owner', '');
    expect(one).toEqual({ domain: ['harbour'], owner: [''] });
    expect(toggled(one, 'owner', '')).toEqual({ domain: ['harbour'] });
  });
});

describe('the freshness of a source', () => {
  const document = {
    generated_at: '2031-02-12T06:00:00Z',
    ttl: '60m',
    alert_after: '90m',
    exceptions: [
      { source: 'late', state: 'unreachable' as const, last_confirmed_at: '2031-02-12T04:45:00Z' },
      { source: 'lost', state: 'missing' as const, last_confirmed_at: null },
      { source: 'odd', state: 'missing' as const, last_confirmed_at: 'yesterday' },
    ],
  };
  const at = (instant: string) => freshnessOf(document, { '5m': ['hasty'], '2d': ['slow'] }, () => Date.parse(instant));

  test.each([
    ['2031-02-12T06:10:00Z', { plain: 'fresh', late: 'stale', lost: 'never', odd: 'never', hasty: 'alert', slow: 'fresh' }],
    ['2031-02-12T06:06:00Z', { plain: 'fresh', late: 'stale', hasty: 'stale' }],
    ['2031-02-12T07:10:00Z', { plain: 'stale', late: 'alert', slow: 'fresh' }],
    ['2031-02-12T08:00:00Z', { plain: 'alert', slow: 'fresh' }],
    ['2031-02-12T05:00:00Z', { plain: 'fresh' }],
  ])('at %s', (instant, states) => {
    expect(Object.fromEntries(Object.keys(states).map((source) => [source, at(instant)(source)]))).toEqual(states);
  });
});
