import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildCatalog, holdersOf } from '../../src/catalog/build.js';
import { capabilitiesDocument, catalogDocument, findingsDocument } from '../../src/catalog/documents.js';
import { serialize } from '../../src/catalog/serialize.js';
import type { CatalogSource } from '../../src/model/catalog.js';
import { entry, IDENTITY, lines, source } from './entries.js';

const NOBODY = new Map<string, string>();
const build = (sources: readonly CatalogSource[], holders: ReadonlyMap<string, string> = NOBODY) =>
  buildCatalog(IDENTITY, sources, holders, null);
const ownerOf = (sources: readonly CatalogSource[], holders?: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(build(sources, holders).entries.map(({ id, source: owner }) => [id, owner]));

describe('an id that two sources claim', () => {
  const one = source('git.example.org/one', [entry('a', '1.0.0')]);
  const two = source('git.example.org/two', [entry('a', '9.0.0'), entry('b', '1.0.0')]);

  test('goes to the first by source id when nobody held it', () => {
    expect(ownerOf([two, one])).toEqual({ a: 'git.example.org/one', b: 'git.example.org/two' });
  });

  test('stays with the source that held it', () => {
    const holders = new Map([['a', 'git.example.org/two']]);
    expect(ownerOf([one, two], holders)).toEqual({ a: 'git.example.org/two', b: 'git.example.org/two' });
  });

  test('goes to the first that claims it when the one that held it does not any more', () => {
    const holders = new Map([['a', 'git.example.org/gone']]);
    expect(ownerOf([two, one], holders)['a']).toBe('git.example.org/one');
  });

  test('becomes a finding at the claim that is refused', () => {
    const refused = source('git.example.org/two', [entry('a', '9.0.0', { path: 'x/capability.yaml', line: 12 })]);
    const { findings, sources } = build([one, refused]);
    expect(findings).toEqual([
      {
        code: 'catalog/id-conflict',
        severity: 'error',
        source: 'git.example.org/two',
        path: 'x/capability.yaml',
        line: 12,
        message: '“a” belongs to “git.example.org/one”.'.replace('“a”', 'The id “a”'),
        hint: 'Give this capability an id of its own.',
      },
    ]);
    expect(sources.map(({ id, capabilities, findings: counts }) => [id, capabilities, counts.error])).toEqual([
      ['git.example.org/one', 1, 0],
      ['git.example.org/two', 0, 1],
    ]);
  });

  test('is refused with all its versions, and told once', () => {
    const refused = source('git.example.org/two', [entry('a', '2.0.0'), entry('a', '1.0.0', { status: 'superseded' })]);
    const catalog = build([one, refused]);
    expect(lines(catalog.entries)).toEqual(['a 1.0.0 current']);
    expect(catalog.findings).toHaveLength(1);
  });
});

describe('a catalog', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
  const federation = fc.array(ids, { minLength: 1, maxLength: 5 }).map((lists) =>
    lists.map((list, index) =>
      source(
        `git.example.org/s${index}`,
        list.map((id) => entry(id, '1.0.0')),
      ),
    ),
  );
  const holders = fc
    .dictionary(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.constantFrom('git.example.org/s0', 'git.example.org/s3', 'git.example.org/gone'),
    )
    .map((all) => new Map(Object.entries(all)));

  test('has the same bytes whatever the order of its sources', () => {
    fc.assert(
      fc.property(federation, holders, (sources, held) => {
        const documents = (all: readonly CatalogSource[]): string => {
          const catalog = build(all, held);
          return [catalogDocument(catalog), capabilitiesDocument(catalog), findingsDocument(catalog), catalog]
            .map(serialize)
            .join('');
        };
        expect(documents([...sources].reverse())).toBe(documents(sources));
      }),
    );
  });

  test('gives every claimed id to exactly one source, and tells of every other claim', () => {
    fc.assert(
      fc.property(federation, holders, (sources, held) => {
        const { entries, findings } = build(sources, held);
        const claims = sources.flatMap((each) => each.entries.map(({ id }) => id));
        expect(entries.map(({ id }) => id)).toEqual([...new Set(claims)].sort());
        expect(entries.length + findings.length).toBe(claims.length);
        for (const { id, source: owner } of entries) {
          const holder = held.get(id) ?? '';
          if (sources.some(({ row, entries: own }) => row.id === holder && own.some((each) => each.id === id)))
            expect(owner).toBe(holder);
        }
      }),
    );
  });

  test('built again with its own holders is the same', () => {
    fc.assert(
      fc.property(federation, holders, (sources, held) => {
        const first = build(sources, held);
        expect(build(sources, holdersOf(first.entries))).toEqual(first);
      }),
    );
  });

  test('counts current capabilities alone, and names each source as a file', () => {
    const { sources } = build([
      source('git.example.org/Quay/one', [entry('a', '2.0.0'), entry('a', '1.0.0', { status: 'superseded' })]),
    ]);
    expect(sources[0]).toMatchObject({ capabilities: 1, manifests: 2, file: 'git.example.org~2f!quay~2fone' });
  });
});
