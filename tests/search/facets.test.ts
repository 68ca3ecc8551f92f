import { describe, expect, test } from '@jest/globals';
import { FACETS } from '../../src/search/facet-names.js';
import { HARBOUR, idsOf, manyDocuments, searchOver } from './documents.js';

const DOCUMENTS = manyDocuments(500);
const search = searchOver(DOCUMENTS);

describe('facets', () => {
  test('count all matches, not only those that are shown', async () => {
    const { total, facets } = await search('harbour', { facets: ['owner'], limit: 5 });
    const sum = (facets['owner'] ?? []).reduce((all, { count }) => all + count, 0);
    expect(total).toBeGreaterThan(50);
    expect(sum).toBe(total);
  });

  test('counts and totals are those of going through the documents', async () => {
    const filters = { owner: ['team-1', 'team-2'], domain: ['harbour', 'sail'] };
    const answer = await search('', { filters, facets: [...FACETS], limit: 100 });
    const passes = (but?: string) =>
      DOCUMENTS.filter(({ facets }) =>
        Object.entries(filters).every(([facet, values]) => facet === but || values.includes(facets[facet as 'owner'])),
      );
    expect(answer.total).toBe(passes().length);
    expect(answer.results.map(({ id }) => id)).toEqual(
      passes()
        .map(({ id }) => id)
        .sort(),
    );
    for (const facet of FACETS) {
      const counts = Map.groupBy(passes(facet), ({ facets }) => facets[facet]);
      expect(Object.fromEntries((answer.facets[facet] ?? []).map(({ value, count }) => [value, count]))).toEqual(
        Object.fromEntries([...counts].map(([value, all]) => [value, all.length])),
      );
    }
  });

  test('the most frequent value comes first, then by its text', async () => {
    const { facets } = await searchOver(HARBOUR)('', { facets: ['owner'] });
    expect(facets['owner']).toEqual([
      { value: 'team-customs', count: 2 },
      { value: 'team-pilot', count: 2 },
      { value: 'team-quay', count: 2 },
      { value: 'team-galley', count: 1 },
    ]);
  });

  test('filters that leave nothing: what there would be without them is said', async () => {
    const answer = await searchOver(HARBOUR)('registry', { filters: { owner: ['team-pilot'] }, facets: ['owner'] });
    expect(answer).toMatchObject({ total: 0, unfiltered: 2, facets: { owner: [{ value: 'team-quay', count: 2 }] } });
  });

  test('sorted by a facet: its values in order, those without one last, ids within', async () => {
    const ids = await idsOf(searchOver(HARBOUR), '', { sort: 'stability' });
    expect(ids.slice(0, 3)).toEqual(['mcp.registry.list', 'harbour.berth.bookBerth', 'mcp.registry.manage']);
    expect(ids.slice(3)).toEqual([...ids.slice(3)].sort());
  });

  test('words sorted by id', async () => {
    const ids = await idsOf(search, 'harbour pilot', { sort: 'id', limit: 100 });
    expect(ids).toEqual([...ids].sort());
  });

  test('a facet that follows from another, such as the freshness of a source', async () => {
    const derived = {
      freshness: { from: 'source', valueOf: (source: string) => (source.startsWith('dir:') ? 'stale' : 'fresh') },
    };
    const own = searchOver(HARBOUR, { derived });
    expect((await own('', { facets: ['freshness'] })).facets['freshness']).toEqual([
      { value: 'fresh', count: 4 },
      { value: 'stale', count: 3 },
    ]);
    expect(await idsOf(own, 'cargo', { filters: { freshness: ['fresh'] } })).toEqual([]);
    expect(await idsOf(own, 'cargo', { filters: { freshness: ['stale'] } })).toHaveLength(3);
  });

  test.each(['colour', '__proto__', 'constructor', '../root'])('a facet that there is not: %s', async (facet) => {
    const refused = expect.objectContaining({ kind: 'usage', code: 'search/no-such-facet' });
    await expect(search('', { facets: [facet] })).rejects.toThrow(refused);
    await expect(search('', { filters: Object.fromEntries([[facet, ['x']]]) })).rejects.toThrow(refused);
    await expect(search('', { sort: facet })).rejects.toThrow(refused);
  });
});
