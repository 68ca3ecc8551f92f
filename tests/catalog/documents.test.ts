import { describe, expect, test } from '@jest/globals';
import { buildCatalog } from '../../src/catalog/build.js';
import {
  capabilitiesDocument,
  capabilityDocuments,
  catalogDocument,
  findingsDocument,
  shardDocuments,
} from '../../src/catalog/documents.js';
import { shardOf } from '../../src/catalog/layout.js';
import type { Catalog } from '../../src/model/catalog.js';
import { finding } from '../../src/model/findings.js';
import type { CapabilityDocument, Entry, Finding } from '../../src/model/generated/types.js';
import { at, entry, IDENTITY, source, withCapability } from './entries.js';

const ONE = 'git.example.org/quay/one';

function catalogOf(entries: readonly Entry[], findings: readonly Finding[] = []): Catalog {
  return buildCatalog(IDENTITY, [source(ONE, entries, findings)], new Map(), null);
}

function document(catalog: Catalog, id: string): CapabilityDocument {
  const make = capabilityDocuments(catalog).get(id);
  if (make === undefined) throw new Error(`no document of ${id}`);
  return make();
}

const needs = (id: string, ...dependencies: { id: string; version?: string; optional?: boolean }[]): Entry =>
  withCapability(entry(id, '1.0.0'), { dependencies });

describe('a dependency', () => {
  test('shows what the catalog has under its id', () => {
    const target = withCapability(entry('b', '2.1.0'), { stability: 'beta' });
    expect(document(catalogOf([needs('a', { id: 'b', version: '^2' }), target]), 'a').dependencies).toEqual([
      { id: 'b', version: '^2', target: { id: 'b', version: '2.1.0', lifecycle_stage: 'operate', stability: 'beta', file: 'b' } },
    ]);
  });

  test('on what the catalog does not have shows nothing', () => {
    expect(document(catalogOf([needs('a', { id: 'nowhere' })]), 'a').dependencies).toEqual([{ id: 'nowhere', target: null }]);
  });

  test('on an alias leads to the capability that has it', () => {
    const target = withCapability(entry('b.new', '1.0.0'), { aliases: [{ id: 'b.old' }] });
    const catalog = catalogOf([needs('a', { id: 'b.old' }), target]);
    expect(document(catalog, 'a').dependencies[0]).toMatchObject({ id: 'b.old', target: { id: 'b.new', file: 'b.new' } });
    expect(document(catalog, 'b.new').dependents).toMatchObject([{ id: 'a' }]);
  });

  test('prefers a capability of that id to one that has it as an alias', () => {
    const other = withCapability(entry('a.other', '1.0.0'), { aliases: [{ id: 'b' }] });
    expect(document(catalogOf([needs('z', { id: 'b' }), other, entry('b', '3.0.0')]), 'z').dependencies[0]?.target?.id).toBe('b');
  });

  test('on an alias that two have leads to the first by id', () => {
    const both = ['b', 'c'].map((id) => withCapability(entry(id, '1.0.0'), { aliases: [{ id: 'old' }] }));
    expect(document(catalogOf([needs('z', { id: 'old' }), ...both]), 'z').dependencies[0]?.target?.id).toBe('b');
  });

  test('leads to the current version', () => {
    const versions = [entry('b', '1.0.0', { status: 'superseded' }), entry('b', '2.0.0')];
    expect(document(catalogOf([needs('a', { id: 'b', version: '<2' }), ...versions]), 'a').dependencies[0]?.target?.version).toBe(
      '2.0.0',
    );
  });
});

describe('dependents', () => {
  test('are those whose current version depends, by id, with the range they ask for', () => {
    const earlier = { ...needs('d', { id: 'b' }), version: '0.9.0', status: 'superseded' as const };
    const catalog = catalogOf([
      needs('c', { id: 'b', version: '>=1' }),
      needs('a', { id: 'b', optional: true }),
      entry('d', '1.0.0'),
      earlier,
      entry('b', '1.0.0'),
    ]);
    expect(document(catalog, 'b').dependents).toEqual([
      { id: 'a', version: '1.0.0', optional: true, owner: 'team-quay', file: 'a' },
      { id: 'c', version: '1.0.0', range: '>=1', owner: 'team-quay', file: 'c' },
    ]);
  });

  test('may include the capability itself, and circles end', () => {
    const catalog = catalogOf([needs('a', { id: 'b' }, { id: 'a' }), needs('b', { id: 'a' })]);
    expect(document(catalog, 'a').dependents.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('the findings of a capability', () => {
  const records = [
    entry('a', '1.0.0', { path: 'many.yaml', line: 3 }),
    entry('b', '1.0.0', { path: 'many.yaml', line: 10 }),
    entry('c', '1.0.0', { path: 'other.yaml' }),
  ];
  const seen = (id: string, ...findings: Finding[]): string[] =>
    document(catalogOf(records, findings), id).findings.map(({ path, line }) => `${path}:${line}`);

  test('are those between the start of its record and the start of the next', () => {
    const findings = [at('many.yaml', 3), at('many.yaml', 9), at('many.yaml', 10), at('many.yaml', 40)];
    expect(seen('a', ...findings)).toEqual(['many.yaml:3', 'many.yaml:9']);
    expect(seen('b', ...findings)).toEqual(['many.yaml:10', 'many.yaml:40']);
  });

  test('of the first record include what stands above it', () => {
    expect(seen('a', at('many.yaml', 1))).toEqual(['many.yaml:1']);
    expect(seen('b', at('many.yaml', 1))).toEqual([]);
  });

  test('include those of the whole file, and none of another file or of a tag', () => {
    expect(seen('b', at('many.yaml'), at('other.yaml', 12), at('many.yaml', 12, 'refs/tags/v1'))).toEqual([
      'many.yaml:undefined',
    ]);
  });

  test('are shared by records that start in the same line', () => {
    const twins = ['a', 'b'].map((id) => entry(id, '1.0.0', { path: 'one-line.json', line: 1 }));
    const catalog = catalogOf(twins, [at('one-line.json', 1)]);
    expect(['a', 'b'].map((id) => document(catalog, id).findings.length)).toEqual([1, 1]);
  });

  test('are none where the current version is a tag’s', () => {
    const released = entry('a', '2.0.0', { ref: 'refs/tags/v2', path: 'many.yaml' });
    expect(document(catalogOf([released], [at('many.yaml', 1)]), 'a').findings).toEqual([]);
  });
});

describe('the overview', () => {
  const owned = withCapability(entry('a.x', '1.0.0'), { owner: null, lifecycle_stage: null, domain: 'harbour' });
  const catalog = buildCatalog(
    IDENTITY,
    [
      source(
        'git.example.org/one',
        [owned, entry('b.y', '2.0.0', { tier: 'indexed', format: 'star' }), entry('b.y', '1.0.0', { status: 'superseded' })],
        [finding('source/empty', { source: 'git.example.org/one' })],
      ),
      {
        row: { id: 'git.example.org/gone', kind: 'git', state: 'deleted', commit: null, reading: null, manifests: 0 },
        entries: [],
        findings: [],
        quarantined: [],
      },
    ],
    new Map(),
    null,
  );

  test('counts what is current, all versions, and sources that are configured', () => {
    expect(catalogDocument(catalog).counts).toEqual({
      capabilities: 2,
      versions: 3,
      sources: 1,
      manifests: 3,
      findings: { error: 0, warning: 1, info: 0 },
      by_format: { chora: 1, star: 1 },
      by_tier: { conformant: 1, indexed: 1 },
      by_owner: { '': 1, 'team-quay': 1 },
      by_lifecycle_stage: { '': 1, operate: 1 },
      by_domain: { b: 1, harbour: 1 },
      by_source_state: { deleted: 1, ok: 1 },
    });
  });

  test('lists current versions by id, in short', () => {
    const { capabilities } = capabilitiesDocument(catalog);
    expect(capabilities).toMatchObject([
      { id: 'a.x', version: '1.0.0', owner: null, lifecycle_stage: null, domain: 'harbour', file: 'a.x' },
      { id: 'b.y', version: '2.0.0', domain: 'b', format: 'star', tier: 'indexed' },
    ]);
  });

  test('lists all findings with their counts', () => {
    expect(findingsDocument(catalog)).toMatchObject({
      counts: { error: 0, warning: 1, info: 0 },
      findings: [{ code: 'source/empty' }],
    });
  });

  test('keeps every version in the shard of its source', () => {
    const shards = shardDocuments(catalog);
    expect(shards.get(shardOf('git.example.org/one'))?.entries).toEqual(catalog.entries);
  });

  test('keeps what was found in a source, and the source, in the same shard', () => {
    const shards = shardDocuments(catalog);
    expect([...shards.values()].flatMap(({ sources }) => sources)).toEqual(catalog.sources);
    expect([...shards.values()].flatMap(({ findings }) => findings)).toEqual(catalog.findings);
    for (const [shard, { sources, findings }] of shards)
      for (const id of [...sources.map((row) => row.id), ...findings.map(({ source }) => source)])
        expect(shardOf(id)).toBe(shard);
  });

  test('counts an owner whose name is that of an object’s parts', () => {
    const strange = ['__proto__', 'constructor'].map((owner) => withCapability(entry(`x.${owner}`, '1.0.0'), { owner }));
    expect(Object.entries(catalogDocument(catalogOf(strange)).counts.by_owner)).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
    ]);
  });
});
