import { describe, expect, test } from '@jest/globals';
import { capability, codes, only, places, read } from '../reading.js';

describe('namespace.yaml', () => {
  const text = `namespace: chora.kitchen.kettle_api
domain: kitchen
capability: kettle_api
type: Service
repository: kettle
purpose: Boils over the network
capabilities: [boiling]
runtime: nodejs
protocol: MCP (Model Context Protocol)
created: 2026-01-05
version: 1.0.0
`;

  test('the namespace is the id', () => {
    const { manifest, findings } = read(text, { path: 'namespace.yaml' });
    expect(manifest?.format).toBe('namespace');
    expect(manifest?.records[0]?.capability).toEqual({
      id: 'chora.kitchen.kettle_api',
      version: '1.0.0',
      owner: null,
      lifecycle_stage: null,
      title: 'kettle_api',
      description: 'Boils over the network',
      kind: 'service',
      domain: 'kitchen',
      interfaces: [{ kind: 'mcp', name: 'MCP (Model Context Protocol)' }],
    });
    expect(findings.map(({ message }) => message)).toEqual([
      'Not carried over into the record: “repository, capabilities, runtime”.',
    ]);
  });

  test('a repository that is an address becomes a link', () => {
    expect(capability(text.replace('repository: kettle', 'repository: https://git.example/kettle')).links).toEqual([
      { title: 'Repository', url: 'https://git.example/kettle' },
    ]);
  });

  test('a namespace of Kubernetes is not taken for one', () => {
    expect(
      codes(read('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: kettle\n', { path: 'namespace.yaml' }).findings),
    ).toEqual(['manifest/not-recognized']);
  });
});

describe('coordination capabilities', () => {
  const text = `repo: kitchen-base
version: 1.0.0
description: Everything for kitchens
provides:
  - id: recipe_book
    name: Recipe book
    location: books\\recipes
    version: 3.3.0
    consumers: [dining-room, all repos]
  - id: menu_card
    version: "3.5"
    status: planned
consumes:
  - {repo: farm, capability: vegetables, version: ">=1.0.0", reason: soup}
  - {repo: dairy}
dependencies:
  required: [{name: Fire, version: ">=1"}]
  ecosystem: [{repo: farm, version: ">=1.0.0", optional: false}]
contact: [{type: issue, url: "https://git.example/kitchen/issues"}]
metrics: {soups: 3}
`;

  test('the repository is a record that depends on what it consumes', () => {
    const { manifest } = read(text, { path: 'inbox/coordination/CAPABILITIES/kitchen-base.yaml' });
    expect(manifest?.format).toBe('coordination-capabilities');
    expect(manifest?.records[0]?.capability).toEqual({
      id: 'kitchen-base',
      version: '1.0.0',
      owner: 'kitchen-base',
      lifecycle_stage: null,
      description: 'Everything for kitchens',
      kind: 'repository',
      dependencies: [
        { id: 'vegetables', version: '>=1.0.0', type: 'capability' },
        { id: 'dairy', type: 'repository' },
        { id: 'Fire', version: '>=1', type: 'tool' },
        { id: 'farm', version: '>=1.0.0', type: 'repository', optional: false },
      ],
      contact: 'https://git.example/kitchen/issues',
    });
  });

  test('each thing it provides is a record, with its consumers in the publisher’s words', () => {
    expect(
      read(text)
        .manifest?.records.slice(1)
        .map((record) => record.capability),
    ).toEqual([
      {
        id: 'recipe_book',
        version: '3.3.0',
        owner: 'kitchen-base',
        lifecycle_stage: null,
        title: 'Recipe book',
        part_of: 'kitchen-base',
        documents: [{ type: 'location', path: 'books/recipes' }],
        consumers: ['dining-room', 'all repos'],
      },
      { id: 'menu_card', version: '3.5', owner: 'kitchen-base', lifecycle_stage: 'plan', part_of: 'kitchen-base' },
    ]);
  });

  test('what is not carried is told', () => {
    const { findings } = read(text);
    expect(codes(findings).sort()).toEqual([
      'manifest/backslash-path',
      'manifest/dropped-fields',
      'manifest/mapped-fields',
      'manifest/no-range',
      'manifest/version-not-semver',
    ]);
    expect(only(findings, 'manifest/dropped-fields').message).toContain('“consumes[].repo, consumes[].reason, metrics”');
  });
});

describe('alias mapping', () => {
  const text =
    '{"version": "1.0.0", "aliases": {"SAP-700": {"namespace": "chora.kitchen.kettle", "status": "deprecated", "sunset_date": "2027-01-31"}, "TEA": {"namespace": "chora.kitchen.tea"}}}';

  test('gives statements about others, and no record', () => {
    const { manifest, findings } = read(text, { path: 'capabilities/alias-mapping.json' });
    expect(findings).toEqual([]);
    expect(manifest).toEqual({
      path: 'capabilities/alias-mapping.json',
      format: null,
      records: [],
      aliases: [
        { alias: 'SAP-700', id: 'chora.kitchen.kettle', sunset: '2027-01-31' },
        { alias: 'TEA', id: 'chora.kitchen.tea' },
      ],
    });
  });

  test('statements that do not fit are told and left out', () => {
    const { manifest, findings } = read(
      '{"aliases": {"../x": {"namespace": "a.b.c"}, "y": {"namespace": ["a"]}, "z": {"namespace": "a.b.c", "sunset_date": "soon"}}}',
    );
    expect(manifest?.aliases).toEqual([{ alias: 'z', id: 'a.b.c' }]);
    expect(places(findings)).toEqual([
      'manifest/malformed-value 1:22',
      'manifest/wrong-type 1:65',
      'manifest/malformed-value 1:116',
    ]);
  });

  test('an empty mapping says so', () => {
    expect(codes(read('{"aliases": {}}').findings)).toEqual(['manifest/no-capability']);
  });
});
