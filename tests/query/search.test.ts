import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogReader } from '../../src/compose.js';
import { OpenCatalog } from '../../src/query/catalog.js';
import { Federation, manifest, NOW, temporaryFolder } from '../support/federation.js';

const federation = new Federation();
const asked: { path: string; fresh: boolean }[] = [];
let server: Server;
let address = '';

function yard(description: string): object {
  return federation.folder(
    'yard',
    {
      'capability.yaml': manifest('yard.crane.lift', '1.2.0', { owner: 'team-crane', stability: 'beta', description }),
      'odd/capability.yaml': manifest('Yard/Crane:Old Ä!', '0.1.0', { lifecycle_stage: 'retired' }),
    },
    { ttl: '30m' },
  );
}

beforeAll(async () => {
  const quay = federation.folder('quay', {
    'capability.yaml': manifest('quay.slot.assign', '1.0.0', { description: 'Assigns a slot to a crane.' }),
  });
  await federation.indexSources([yard('Lifts containers.'), quay]);
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname).replace(/^\/deep\/catalog/, '');
    asked.push({ path, fresh: request.headers['cache-control'] === 'no-cache' });
    try {
      response.end(readFileSync(join(federation.out, path)));
    } catch {
      response.writeHead(404).end('not found');
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const PLACES: Readonly<Record<string, () => string>> = {
  'a folder': () => federation.out,
  'a web server': () => address,
  'a folder of a web server': () => `${address}/deep/catalog/`,
};
const minutesLater = (minutes: number) => () => new Date(Date.parse(NOW) + minutes * 60_000);

describe.each(Object.entries(PLACES))('a search in %s', (_name, place) => {
  const open = (now?: () => Date): OpenCatalog => new OpenCatalog(catalogReader(place()), now);
  const ids = async (...question: Parameters<OpenCatalog['search']>): Promise<string[]> =>
    (await open().search(...question)).results.map(({ id }) => id);

  test('finds capabilities by words of their texts, the best first', async () => {
    expect(await ids('crane')).toEqual(['Yard/Crane:Old Ä!', 'yard.crane.lift', 'quay.slot.assign']);
    expect(await ids('containers')).toEqual(['yard.crane.lift']);
    expect(await ids('Yard/Crane:Old Ä!')).toEqual(['Yard/Crane:Old Ä!']);
  });

  test('forgives a typo and says what was meant', async () => {
    expect(await open().search('contianers ')).toMatchObject({ total: 1, didYouMean: 'containers ' });
  });

  test('gives what a list of results shows', async () => {
    const { results } = await open().search('containers');
    expect(results).toMatchObject([
      {
        id: 'yard.crane.lift',
        file: 'yard.crane.lift',
        version: '1.2.0',
        title: 'About yard.crane.lift',
        description: 'Lifts containers.',
        facets: { owner: 'team-crane', stability: 'beta', tier: 'conformant', source: 'dir:folders/yard' },
        terms: ['contain'],
      },
    ]);
  });

  test.each([
    [{ owner: ['team-crane'] }, ['yard.crane.lift']],
    [{ lifecycle_stage: ['retired'] }, ['Yard/Crane:Old Ä!']],
    [{ stability: [''] }, ['Yard/Crane:Old Ä!', 'quay.slot.assign']],
    [{ owner: ['team-crane', 'team-quay'], source: ['dir:folders/quay'] }, ['quay.slot.assign']],
    [{ owner: ['nobody'] }, []],
  ])('lets only %j through', async (filters, expected) => {
    expect((await ids('crane', { filters })).sort()).toEqual(expected);
  });

  test('without words gives all by id, sorted and cut as asked', async () => {
    expect(await ids('')).toEqual(['Yard/Crane:Old Ä!', 'quay.slot.assign', 'yard.crane.lift']);
    expect(await ids('', { sort: 'lifecycle_stage' })).toEqual(['quay.slot.assign', 'yard.crane.lift', 'Yard/Crane:Old Ä!']);
    expect(await ids('', { sort: 'lifecycle_stage', offset: 1, limit: 1 })).toEqual(['yard.crane.lift']);
  });

  test.each([
    [0, { 'dir:folders/yard': 'fresh', 'dir:folders/quay': 'fresh' }],
    [40, { 'dir:folders/yard': 'stale', 'dir:folders/quay': 'fresh' }],
    [80, { 'dir:folders/yard': 'alert', 'dir:folders/quay': 'stale' }],
    [600, { 'dir:folders/yard': 'alert', 'dir:folders/quay': 'alert' }],
  ])('knows after %i minutes how fresh the sources are', async (minutes, states) => {
    for (const state of ['fresh', 'stale', 'alert', 'never']) {
      const { results } = await open(minutesLater(minutes)).search('', { filters: { freshness: [state] } });
      const expected = Object.entries(states).flatMap(([source, its]) => (its === state ? [source] : []));
      expect([...new Set(results.map(({ facets }) => facets['source']))].sort()).toEqual(expected.sort());
    }
  });

  test('asks the time for each search', async () => {
    let minutes = 0;
    const catalog = open(() => minutesLater(minutes)());
    const count = async () => (await catalog.search('', { facets: ['freshness'] })).facets['freshness'];
    expect(await count()).toEqual([{ value: 'fresh', count: 3 }]);
    minutes = 45;
    expect(await count()).toEqual([
      { value: 'stale', count: 2 },
      { value: 'fresh', count: 1 },
    ]);
  });

  test('without a clock has no such facet, and names those that there are', async () => {
    await expect(open().search('', { facets: ['freshness'] })).rejects.toMatchObject({
      kind: 'usage',
      code: 'search/no-such-facet',
      hint: expect.not.stringContaining('freshness'),
    });
    await expect(open(minutesLater(0)).search('', { sort: 'colour' })).rejects.toMatchObject({
      code: 'search/no-such-facet',
      hint: expect.stringContaining('freshness'),
    });
  });
});

describe('a search over HTTP', () => {
  test('reads a few files, each once, and neither the list of all capabilities nor the sources', async () => {
    const catalog = new OpenCatalog(catalogReader(address));
    asked.length = 0;
    await catalog.search('containers');
    const paths = asked.map(({ path }) => path);
    expect(paths.every((path) => path.startsWith('/search/'))).toBe(true);
    expect(new Set(paths).size).toBe(paths.length);
    asked.length = 0;
    await catalog.search('containers');
    expect(asked).toEqual([]);
  });

  test('goes on when the catalog is replaced, past the caches on the way', async () => {
    const catalog = new OpenCatalog(catalogReader(address));
    expect((await catalog.search('containers')).total).toBe(1);
    const before = join(temporaryFolder(), 'before');
    cpSync(federation.out, before, { recursive: true });
    yard('Hoists heavy boxes over the railing.');
    await federation.index();
    asked.length = 0;
    expect((await catalog.search('railing')).results).toMatchObject([{ id: 'yard.crane.lift' }]);
    expect(asked).toContainEqual({ path: '/search/root.bin', fresh: true });
    rmSync(federation.out, { recursive: true });
    cpSync(before, federation.out, { recursive: true });
  });
});

describe('where there is no index', () => {
  const copy = (): string => {
    const folder = join(temporaryFolder(), 'copy');
    cpSync(federation.out, folder, { recursive: true });
    return folder;
  };

  test('of an older catalog, that and the way to one is said', async () => {
    const folder = copy();
    rmSync(join(folder, 'search'), { recursive: true });
    await expect(new OpenCatalog(catalogReader(folder)).search('crane')).rejects.toMatchObject({
      kind: 'usage',
      code: 'search/none',
      hint: expect.stringContaining('chora index --rebuild'),
    });
  });

  test('because there is no catalog, that is said', async () => {
    for (const place of [temporaryFolder(), `${address}/nowhere/`])
      await expect(new OpenCatalog(catalogReader(place)).search('crane')).rejects.toMatchObject({ code: 'catalog/none' });
  });

  test('because a file of it is lost or is another, it is told as damaged', async () => {
    const folder = copy();
    rmSync(join(folder, 'search/p/0.bin'));
    const open = () => new OpenCatalog(catalogReader(folder));
    await expect(open().search('crane')).rejects.toMatchObject({ kind: 'io', code: 'search/damaged' });
    writeFileSync(join(folder, 'search/root.bin'), '<!doctype html>');
    await expect(open().search('crane')).rejects.toMatchObject({ kind: 'io', code: 'search/damaged' });
  });
});
