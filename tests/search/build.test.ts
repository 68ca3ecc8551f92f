import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { assembleSearch, buildSearch, inOrderOfIds } from '../../src/search/build.js';
import { searchDocumentOf } from '../../src/search/document.js';
import { FACETS } from '../../src/search/facet-names.js';
import { indexPartition } from '../../src/search/partition.js';
import { openSearch } from '../../src/search/query.js';
import { entry, withCapability } from '../catalog/entries.js';
import { document, manyDocuments, searchOver } from './documents.js';

const DOCUMENTS = manyDocuments(250);

describe('the files of an index', () => {
  test('are the same bytes for the same documents, whatever their order', () => {
    const files = buildSearch(DOCUMENTS);
    expect(buildSearch([...DOCUMENTS].reverse())).toEqual(files);
    expect([...files.values()].every((bytes) => bytes[0] === 0x1f && bytes[4] === 0 && bytes[9] === 255)).toBe(true);
  });

  test('are the same bytes when the documents were counted in parts, by workers say', () => {
    const inOrder = inOrderOfIds(DOCUMENTS);
    const partitions = [0, 70, 140, 210].map((first) => structuredClone(indexPartition(inOrder.slice(first, first + 70), first)));
    expect(assembleSearch(inOrder, partitions.reverse())).toEqual(buildSearch(DOCUMENTS));
  });

  test('are known by their content: packed by another zlib they are files of the same index', async () => {
    const files = buildSearch(DOCUMENTS);
    const packed = new Map([...files].map(([path, bytes]) => [path, gzipSync(gunzipSync(bytes), { level: 1 })] as const));
    expect([...packed].some(([path, bytes]) => !bytes.equals(files.get(path) ?? Buffer.of()))).toBe(true);
    // Every second file from the other one: a reader that saw two indexes would refuse it.
    const mixed = openSearch(
      async (path) => ([...files.keys()].indexOf(path) % 2 === 0 ? files : packed).get(path) ?? Buffer.of(),
    );
    const options = { facets: [...FACETS] };
    for (const text of ['', 'lantern', 'tide lantren'])
      expect(await mixed(text, options)).toEqual(await searchOver(DOCUMENTS)(text, options));
  });

  test('are paths that any host serves as they are', () => {
    for (const path of buildSearch(DOCUMENTS).keys()) expect(path).toMatch(/^(root|[pndrmtg]\/\d+|f\/[a-z_]+)\.bin$/);
  });

  test('cards stay as they are when a text changes elsewhere', () => {
    const [first, ...others] = inOrderOfIds(DOCUMENTS);
    const before = buildSearch(DOCUMENTS);
    const after = buildSearch([document(first?.id ?? '', { description: 'Something else altogether.' }), ...others]);
    const changed = [...before].filter(
      ([path, bytes]) => path.startsWith('g/') && Buffer.compare(bytes, after.get(path) ?? Buffer.of()) !== 0,
    );
    expect(changed.map(([path]) => path)).toEqual(['g/0.bin']);
  });

  test('of no documents: nothing is found, and nothing breaks', async () => {
    const search = searchOver([]);
    expect(await search('anything', { facets: [...FACETS] })).toMatchObject({ total: 0, results: [] });
    expect(await search('')).toMatchObject({ total: 0, results: [] });
  });

  test('words with very many forms are found all the same', async () => {
    const forms = Array.from({ length: 40 }, (_, index) => `connect${'i'.repeat(index)}ng`);
    const documents = [
      ...forms.map((form, index) => document(`a.n${index}`, { description: form })),
      document('b.x', { description: forms.join(' ') }),
    ];
    expect((await searchOver(documents)('connecting')).results.map(({ id }) => id)).toContain('b.x');
  });
});

test('what is searched of an entry', () => {
  const one = withCapability(entry('harbour.berth', '1.2.0'), {
    title: 'Berth',
    description: 'For ships.',
    tags: ['quay'],
    stability: 'beta',
    aliases: [{ id: 'harbour.mooring' }],
  });
  expect(searchDocumentOf({ ...one, provenance: { outcome: 'verified', admitted: true, rule: '*', reason: 'x' } })).toEqual({
    id: 'harbour.berth',
    file: 'harbour.berth',
    version: '1.2.0',
    title: 'Berth',
    description: 'For ships.',
    tags: ['quay'],
    aliases: ['harbour.mooring'],
    facets: {
      domain: 'harbour',
      owner: 'team-quay',
      lifecycle_stage: 'operate',
      stability: 'beta',
      security_tier: '',
      format: 'chora',
      tier: 'conformant',
      provenance: 'verified',
      source: 'git.example.org/quay/one',
    },
  });
});
