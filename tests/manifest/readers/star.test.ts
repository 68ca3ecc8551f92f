import { describe, expect, test } from '@jest/globals';
import { codes, manifest, places, read, records } from '../reading.js';

const first = `id: kitchen
version: 2.0.1
owner: team-hob
lifecycle_stage: operate
inputs: []
outputs:
  - menu
  - name: bill
    type: pdf
dependencies:
  - id: shop.order
    type: service
    version: ">=1.0.0"
    scope: runtime
    optional: true
security_tier: moderate
validation_status: {last_run: null, result: pending, tool: kitchen-check}
capabilities:
  - id: kitchen.menu.write
    behaviors:
      - ref: docs/menu.md
        id: KITCHEN.MENU.WRITE
        status: draft
  - kitchen.menu.read
telemetry:
  signals:
    - id: SIG.kitchen.menu.changed
      owner: team-hob
      status: in_progress
      last_update: 2026-01-05
value_scenarios:
  - id: kitchen.menu.write.daily
    title: The menu of the day
    capability: kitchen.menu.write
    tests: [tests/menu.py]
`;

const second = `${manifest()}inputs: [order]
outputs: [soup]
dependencies:
  - kitchen.stove.heat@>=0.6.0
  - salt@1.x
  - water
features:
  - id: kitchen.kettle.boil.fast
    description: Boils in a minute
    scenarios: 3
    automated_test: tests/fast.feature
    how_to_guide: docs/fast.md
discovery:
  cli_commands: [kettle boil --fast]
  mcp_endpoints: [{protocol: mcp, url: "http://localhost:8080/mcp"}, "http://localhost:8081/mcp"]
  docs:
    - {type: tutorial, url: docs/first.md}
    - {type: blog, url: "https://kitchen.example/blog"}
telemetry:
  signals: [{name: kitchen.kettle.whistles, status: operational, events_24h: 47}]
validation_status: {last_run: 2026-02-03T10:00:00Z, passed: true}
compatibility: {backward_compatible_with: ["0.9.0"], tested_consumers: [kitchen.cup.fill@0.4.0]}
secrets_required: [GAS_KEY]
updated_at: 2026-02-03
`;

describe('star manifests', () => {
  test('the first generation gives a record for the star and one for each capability in it', () => {
    const { manifest: whole, findings } = read(first, { path: 'star.yaml' });
    expect(whole?.format).toBe('star');
    expect(places(findings)).toEqual(['manifest/id-style 1:5']);
    expect(whole?.records.map(({ capability, line }) => [capability.id, capability.part_of, line])).toEqual([
      ['kitchen', undefined, 1],
      ['kitchen.menu.write', 'kitchen', 19],
      ['kitchen.menu.read', 'kitchen', 24],
    ]);
    expect(whole?.records[0]?.capability).toEqual({
      id: 'kitchen',
      version: '2.0.1',
      owner: 'team-hob',
      lifecycle_stage: 'operate',
      kind: 'star',
      security_tier: 'moderate',
      inputs: [],
      outputs: [{ name: 'menu' }, { name: 'bill', type: 'pdf' }],
      dependencies: [{ id: 'shop.order', version: '>=1.0.0', type: 'service', scope: 'runtime', optional: true }],
      signals: [{ id: 'SIG.kitchen.menu.changed', owner: 'team-hob', status: 'in_progress', last_update: '2026-01-05' }],
      validation_status: { result: 'pending', last_run: null, tool: 'kitchen-check' },
      value_scenarios: [
        {
          id: 'kitchen.menu.write.daily',
          title: 'The menu of the day',
          capability: 'kitchen.menu.write',
          tests: ['tests/menu.py'],
        },
      ],
    });
  });

  test('a capability inside has the version, owner and stage of its star', () => {
    expect(records(first)[1]?.capability).toMatchObject({
      version: '2.0.1',
      owner: 'team-hob',
      lifecycle_stage: 'operate',
      behaviors: [{ id: 'KITCHEN.MENU.WRITE', ref: 'docs/menu.md', status: 'draft' }],
      value_scenarios: [{ id: 'kitchen.menu.write.daily' }],
    });
  });

  test('the second generation is read into the same shape', () => {
    const { manifest: whole, findings } = read(second, { path: 'manifests/star.yaml' });
    expect(codes(findings).sort()).toEqual(['manifest/dropped-fields', 'manifest/mapped-fields', 'manifest/no-range']);
    expect(findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'Translated: “features → value_scenarios”.',
        '1 dependency has no range of versions: “water”.',
        'Not carried over into the record: “updated_at”.',
      ]),
    );
    expect(whole?.records[0]?.capability).toMatchObject({
      inputs: [{ name: 'order' }],
      outputs: [{ name: 'soup' }],
      dependencies: [{ id: 'kitchen.stove.heat', version: '>=0.6.0' }, { id: 'salt', version: '1.x' }, { id: 'water' }],
      value_scenarios: [
        { id: 'kitchen.kettle.boil.fast', title: 'Boils in a minute', guide: 'docs/fast.md', tests: ['tests/fast.feature'] },
      ],
      interfaces: [
        { kind: 'cli', command: 'kettle boil --fast' },
        { kind: 'mcp', endpoint: 'http://localhost:8080/mcp' },
        { kind: 'mcp', endpoint: 'http://localhost:8081/mcp' },
      ],
      documentation: { tutorial: 'docs/first.md' },
      links: [{ title: 'blog', url: 'https://kitchen.example/blog' }],
      signals: [{ id: 'kitchen.kettle.whistles', status: 'operational' }],
      validation_status: { result: 'passed', last_run: '2026-02-03T10:00:00Z' },
      compatibility: { backward_compatible_with: ['0.9.0'], tested_consumers: ['kitchen.cup.fill@0.4.0'] },
      secrets_required: ['GAS_KEY'],
    });
  });

  test('a star is always indexed, never conformant', () => {
    expect(new Set(records(second).map(({ tier }) => tier))).toEqual(new Set(['indexed']));
  });

  test('one of several capabilities with a hostile id is left out, the others stay', () => {
    const broken = first.replace('- kitchen.menu.read', '- ../kitchen');
    expect(records(broken).map(({ capability }) => capability.id)).toEqual(['kitchen', 'kitchen.menu.write']);
    expect(places(read(broken).findings)).toContain('manifest/hostile-id 24:5');
  });

  test('what does not fit is told and left out', () => {
    const { manifest: whole, findings } = read(
      `${manifest()}outputs: [a, [b]]\ndependencies: [{version: "1"}, 4, a.b.c]\ncapabilities: [7, {name: x}]\n`,
    );
    expect(places(findings)).toEqual([
      'manifest/wrong-type 5:14',
      'manifest/missing-field 6:16',
      'manifest/wrong-type 6:32',
      'manifest/no-range 6:35',
      'manifest/wrong-type 7:16',
      'manifest/no-id 7:19',
    ]);
    expect(whole?.records).toHaveLength(1);
  });
});

test('items that say nothing are told, and left out', () => {
  const { manifest: whole, findings } = read(
    `${manifest()}inputs: [a, {type: b}]\nbehaviors: [{ref: a.md}]\nfeatures: [{description: a}]\ntelemetry: {signals: [{status: b}]}\n`,
  );
  expect(places(findings)).toEqual(
    expect.arrayContaining(['5:13', '6:13', '7:12', '8:23'].map((at) => `manifest/missing-field ${at}`)),
  );
  expect(whole?.records[0]?.capability).toMatchObject({
    inputs: [{ name: 'a' }],
    behaviors: [],
    value_scenarios: [],
    signals: [],
  });
});
