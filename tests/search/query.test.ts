import { describe, expect, test } from '@jest/globals';
import { buildSearch } from '../../src/search/build.js';
import { openSearch } from '../../src/search/query.js';
import { document, HARBOUR, idsOf, manyDocuments, searchOver, shelf } from './documents.js';

const search = searchOver(HARBOUR);
const first = async (text: string) => (await idsOf(search, text))[0];

describe('what is found', () => {
  test.each([
    ['a part of an id', 'registry', 'mcp.registry.'],
    ['two parts of an id', 'mcp.registry', 'mcp.registry.'],
    ['a complete id', 'mcp.registry.list', 'mcp.registry.list'],
    ['a complete id, put together otherwise', 'MCP/registry list', 'mcp.registry.list'],
    ['a piece of camelCase', 'book', 'harbour.berth.bookBerth'],
    ['camelCase itself', 'bookBerth', 'harbour.berth.bookBerth'],
    ['camelCase in small letters', 'bookberth', 'harbour.berth.bookBerth'],
    ['a complete title', 'crane schedules', 'harbour.crane.schedule'],
    ['another form of a word', 'scheduled cranes', 'harbour.crane.schedule'],
    ['an alias', 'harbour.lifting', 'harbour.crane.schedule'],
    ['accents left out', 'cafe naive', 'cargo.café.menu'],
    ['accents put in', 'MENÜ', 'cargo.café.menu'],
    ['Japanese', '通関', 'cargo.customs.declare'],
    ['one character', '貨', 'cargo.customs.declare'],
    ['Cyrillic', 'вес груза', 'cargo.weight.measure'],
    ['a tag', 'servers', 'mcp.registry.'],
  ])('%s', async (_, text, id) => {
    expect(await first(text)).toContain(id);
  });

  test('from the first key on: every beginning of a name leads to it', async () => {
    const id = 'harbour.crane.schedule';
    const missed: string[] = [];
    for (let length = 1; length <= id.length; length += 1)
      if (!(await idsOf(search, id.slice(0, length))).includes(id)) missed.push(id.slice(0, length));
    expect(missed).toEqual([]);
  });

  test('a word that is followed by a space is not completed', async () => {
    expect(await idsOf(search, 'regist')).toHaveLength(2);
    expect((await search('cran ')).words[0]?.how).toBe('near');
    expect((await search('cran')).words[0]?.how).toBe('prefix');
  });

  test.each([
    ['regsitry', 'registry'],
    ['registryy manager', 'Registry manager'],
    ['crnae', 'crane'],
    ['harbor', 'harbour'],
    ['harbour.crane.scedule', 'harbour.crane.schedule'],
    ['containr ', undefined],
  ])('a typo: %s', async (text, meant) => {
    const answer = await search(text);
    expect(answer.didYouMean).toBe(meant);
    if (meant !== undefined) expect(await idsOf(search, meant)).toContain(answer.results[0]?.id);
  });

  test('what is found as it is has no suggestion', async () => {
    expect((await search('registry')).didYouMean).toBeUndefined();
    expect((await search('regis')).didYouMean).toBeUndefined();
  });

  test('a word that is right and a document that has another like it', async () => {
    const own = searchOver([document('a.one', { description: 'quay wall' }), document('a.two', { description: 'quad bike' })]);
    const answer = await own('quad wall');
    expect(answer.results[0]?.id).toBe('a.one');
    expect(answer.didYouMean).toBe('quay wall');
  });

  test('documents that hold all words; where there is none, those that hold some', async () => {
    expect(await search('registry servers')).toMatchObject({ holds: 'all', total: 2 });
    const some = await search('registry crane weather');
    expect(some.holds).toBe('some');
    expect(some.results.map(({ id }) => id)).toContain('harbour.crane.schedule');
    expect(some.words.map(({ how }) => how)).toEqual(['exact', 'exact', 'none']);
  });

  test('the very word counts more than another with its stem', async () => {
    const own = searchOver([
      document('a.one', { description: 'quay managers' }),
      document('a.two', { description: 'quay managing' }),
    ]);
    expect(await idsOf(own, 'managing quay')).toEqual(['a.two', 'a.one']);
    expect(await idsOf(own, 'managers quay')).toEqual(['a.one', 'a.two']);
  });

  test('of two names that differ only in how they are put together, the one that was written comes first', async () => {
    const own = searchOver([document('a-b'), document('a.b'), document('a/b')]);
    expect((await idsOf(own, 'a.b'))[0]).toBe('a.b');
    expect((await idsOf(own, 'a/b'))[0]).toBe('a/b');
  });

  test('words such as “the” are not needed, and alone they are words', async () => {
    expect(await first('the registry of servers')).toContain('mcp.registry');
    const own = searchOver([document('secrets.get', { title: 'Get' }), document('secrets.put', { title: 'Put' })]);
    expect(await idsOf(own, 'get')).toEqual(['secrets.get']);
    expect((await idsOf(own, 'get secrets'))[0]).toBe('secrets.get');
  });
});

describe('the list of results', () => {
  const many = searchOver(manyDocuments(400));

  test('without words: all, by id', async () => {
    const answer = await search('  ');
    expect(answer).toMatchObject({ total: HARBOUR.length, unfiltered: HARBOUR.length, holds: 'all' });
    expect(answer.results.map(({ id }) => id)).toEqual(HARBOUR.map(({ id }) => id).sort());
  });

  test('goes on beyond the first fifty: pages hold each document once, in one order', async () => {
    const { total } = await many('harbour');
    expect(total).toBeGreaterThan(120);
    const pages: string[] = [];
    for (let offset = 0; offset < total; offset += 30) pages.push(...(await idsOf(many, 'harbour', { offset, limit: 30 })));
    expect(new Set(pages).size).toBe(total);
    expect(pages.slice(0, 100)).toEqual(await idsOf(many, 'harbour', { limit: 100 }));
  });

  test('documents that score the same come in the order of their ids', async () => {
    const same = searchOver(['a.c', 'a.a', 'a.b'].map((id) => document(id, { description: 'sail' })));
    expect(await idsOf(same, 'sail')).toEqual(['a.a', 'a.b', 'a.c']);
  });

  test('cards hold what a list shows', async () => {
    const [card] = (await search('crane schedules')).results;
    expect(card).toMatchObject({
      id: 'harbour.crane.schedule',
      file: 'harbour.crane.schedule',
      version: '1.0.0',
      title: 'Crane schedules',
      description: 'Scheduling of cranes: which one lifts what, and when.',
      facets: { owner: 'team-pilot', domain: 'harbour', stability: '', source: 'github.com/pilot/cranes' },
    });
    expect(card?.score).toBeGreaterThan(0);
    expect(card?.terms).toContain('crane');
  });

  test('a long description is cut in a card, between characters', async () => {
    const long = searchOver([document('a.b', { description: `${'🚢'.repeat(300)} end` })]);
    expect((await long('')).results[0]?.description).toBe(`${'🚢'.repeat(160)}…`);
  });
});

describe('what is fetched', () => {
  const files = buildSearch(manyDocuments(2000));

  test('nothing before the first search, nothing twice, and no facets that nobody asked for', async () => {
    const { fetchShard, fetched } = shelf(files);
    const own = openSearch(fetchShard);
    expect(fetched).toEqual([]);
    await own('harbour pilot');
    const after = fetched.length;
    expect(fetched.some((path) => path.startsWith('f/'))).toBe(false);
    await own('harbour pilot');
    expect(fetched).toHaveLength(after);
    await own('harbour pilot', { facets: ['owner'] });
    expect(fetched.slice(after)).toEqual(['f/owner.bin']);
  });

  test('a file that could not be had is asked for again', async () => {
    let broken = true;
    const { fetchShard } = shelf(files);
    const own = openSearch((path, options) =>
      broken && path.startsWith('p/') ? Promise.reject(new Error('offline')) : fetchShard(path, options),
    );
    await expect(own('harbour')).rejects.toThrow('offline');
    broken = false;
    expect((await own('harbour')).total).toBeGreaterThan(0);
  });

  test('a search that is no longer wanted ends', async () => {
    const { fetchShard } = shelf(files);
    const controller = new AbortController();
    const own = openSearch((path, options) => {
      controller.abort();
      return fetchShard(path, options);
    });
    await expect(own('harbour', { signal: controller.signal })).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  test('an index that shrank meanwhile: files that are gone are those of an older one', async () => {
    const newer = buildSearch(HARBOUR);
    let current = files;
    const own = openSearch((path) => {
      const bytes = current.get(path);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`404 ${path}`));
    });
    await own('tide');
    current = newer;
    expect((await own('crane')).results[0]?.id).toBe('harbour.crane.schedule');
  });

  test('an index that changed meanwhile is opened anew, past the caches', async () => {
    const newer = buildSearch([...manyDocuments(1999), document('new.harbour', { description: 'harbour' })]);
    let current = files;
    const asked: boolean[] = [];
    const own = openSearch((path, { fresh }) => {
      asked.push(fresh);
      return Promise.resolve(current.get(path) ?? new Uint8Array());
    });
    await own('pilot');
    current = newer;
    expect((await own('new.harbour')).results[0]?.id).toBe('new.harbour');
    expect(asked).toContain(true);
  });
});
