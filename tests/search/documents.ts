import { type BuildOptions, buildSearch } from '../../src/search/build.js';
import type { SearchDocument } from '../../src/search/document.js';
import { FACETS } from '../../src/search/facet-names.js';
import { type OpenOptions, openSearch, type Search } from '../../src/search/query.js';
import type { FetchShard } from '../../src/search/store.js';

type Loose = Partial<Omit<SearchDocument, 'facets'>> & { readonly facets?: Partial<SearchDocument['facets']> };

export function document(id: string, { facets = {}, ...more }: Loose = {}): SearchDocument {
  const values = Object.fromEntries(FACETS.map((facet) => [facet, ''])) as SearchDocument['facets'];
  return {
    id,
    file: id.replaceAll('/', '~2f'),
    version: '1.0.0',
    title: '',
    description: '',
    tags: [],
    aliases: [],
    ...more,
    facets: { ...values, ...facets },
  };
}

/** A catalog of a harbour, of which the tests know what is in it. */
export const HARBOUR: readonly SearchDocument[] = [
  document('mcp.registry.manage', {
    title: 'Registry manager',
    description: 'Adds servers to the registry and takes them out.',
    tags: ['servers'],
    facets: { owner: 'team-quay', domain: 'mcp', stability: 'stable', source: 'github.com/quay/registry' },
  }),
  document('mcp.registry.list', {
    title: 'Registry list',
    description: 'Lists the servers that are registered.',
    facets: { owner: 'team-quay', domain: 'mcp', stability: 'beta', source: 'github.com/quay/registry' },
  }),
  document('harbour.berth.bookBerth', {
    title: 'Book a berth',
    description: 'Books a berth for a ship; the harbour master is told.',
    facets: { owner: 'team-pilot', domain: 'harbour', stability: 'stable', source: 'github.com/pilot/berths' },
  }),
  document('harbour.crane.schedule', {
    title: 'Crane schedules',
    description: 'Scheduling of cranes: which one lifts what, and when.',
    aliases: ['harbour.lifting'],
    facets: { owner: 'team-pilot', domain: 'harbour', source: 'github.com/pilot/cranes' },
  }),
  document('cargo.café.menu', {
    title: 'Menü des Cafés',
    description: 'Was es heute gibt. Naïve façade.',
    facets: { owner: 'team-galley', domain: 'cargo', source: 'dir:galley' },
  }),
  document('cargo.customs.declare', {
    title: '通関申告サービス',
    description: '貨物の通関を申告する。',
    facets: { owner: 'team-customs', domain: 'cargo', source: 'dir:customs' },
  }),
  document('cargo.weight.measure', {
    title: 'Вес груза',
    description: 'Измеряет вес контейнера.',
    facets: { owner: 'team-customs', domain: 'cargo', source: 'dir:customs' },
  }),
];

/** Gives files out of memory and notes which were asked for. */
export function shelf(files: ReadonlyMap<string, Uint8Array>): { readonly fetchShard: FetchShard; readonly fetched: string[] } {
  const fetched: string[] = [];
  const fetchShard: FetchShard = (path) => {
    fetched.push(path);
    const bytes = files.get(path);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`there is no ${path}`));
  };
  return { fetchShard, fetched };
}

export function searchOver(documents: readonly SearchDocument[], options: BuildOptions & OpenOptions = {}): Search {
  return openSearch(shelf(buildSearch(documents, options)).fetchShard, options);
}

export async function idsOf(search: Search, text: string, options: Parameters<Search>[1] = {}): Promise<string[]> {
  return (await search(text, options)).results.map(({ id }) => id);
}

/** Made-up documents in which some words are frequent and many are rare; the same ones every time. */
export function manyDocuments(count: number): SearchDocument[] {
  const words =
    'alpha beacon cargo dock engine ferry gantry harbour island jetty keel lantern mooring narrows officer pilot quay rudder sail tide'.split(
      ' ',
    );
  const wordAt = (index: number) => words[index % words.length] ?? '';
  return Array.from({ length: count }, (_, index) =>
    document(`${wordAt(index)}.${wordAt(index >> 2)}.unit-${index}`, {
      title: `${wordAt(index * 3)} ${wordAt(index * 7 + 1)}`,
      description: Array.from({ length: 3 + (index % 9) }, (_, at) => wordAt(index * (at + 1) + at * at)).join(' '),
      tags: index % 3 === 0 ? [wordAt(index + 5)] : [],
      facets: { owner: `team-${index % 7}`, domain: wordAt(index), source: `dir:${index % 30}` },
    }),
  );
}
