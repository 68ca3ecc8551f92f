import { expect, test } from '@jest/globals';
import { partHeaders } from '../../src/mirror/part.js';

test('the header of a part has its filter, values as in a URL', () => {
  expect(partHeaders(null)).toEqual({});
  expect(partHeaders({ provenance: ['verified'], domain: ['a,b', 'ü\r\nset-cookie: x', '\ud800'] })).toEqual({
    'x-catalog-partial': 'domain=a%2Cb,%C3%BC%0D%0Aset-cookie%3A%20x,%EF%BF%BD&provenance=verified',
  });
});

test('the header of a part with a very long filter has its fields', () => {
  const owner: [string, ...string[]] = ['team', ...Array.from({ length: 500 }, (_, number) => `team-${number}`)];
  expect(partHeaders({ owner, format: ['chora'] })).toEqual({ 'x-catalog-partial': 'owner&format' });
});
