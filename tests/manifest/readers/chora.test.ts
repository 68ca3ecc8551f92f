import { describe, expect, test } from '@jest/globals';
import { capability, codes, manifest, only, places, read, records } from '../reading.js';

describe('the canonical manifest', () => {
  test('a manifest of four fields is conformant', () => {
    const { manifest: read0, findings } = read(manifest());
    expect(findings).toEqual([]);
    expect(read0).toEqual({
      path: 'capability.yaml',
      format: 'chora',
      aliases: [],
      records: [
        {
          capability: { id: 'kitchen.kettle.boil', version: '1.0.0', owner: 'team-hob', lifecycle_stage: 'operate' },
          tier: 'conformant',
          line: 1,
        },
      ],
    });
  });

  test('a record starts where its mapping starts', () => {
    expect(records(`# one\n# two\n${manifest()}`)[0]?.line).toBe(3);
  });

  test('JSON reads the same as YAML', () => {
    const json = JSON.stringify({ id: 'kitchen.kettle.boil', version: '1.0.0', owner: 'team-hob', lifecycle_stage: 'operate' });
    expect(capability(json, { path: 'capabilities/boil.json' })).toEqual(capability(manifest()));
  });

  test('medium is moderate, and a word of validation becomes a result', () => {
    const record = capability(
      manifest('security_tier: medium\nvalidation_status: passing\nsignals: [SIG.kitchen.kettle.done]\n'),
    );
    expect(record).toMatchObject({
      security_tier: 'moderate',
      validation_status: { result: 'passing' },
      signals: [{ id: 'SIG.kitchen.kettle.done' }],
    });
  });

  test('dates stay text', () => {
    expect(capability(manifest('aliases: [{id: kettle, sunset: 2027-01-31}]\n')).aliases).toEqual([
      { id: 'kettle', sunset: '2027-01-31' },
    ]);
  });

  test('texts are trimmed', () => {
    expect(capability(manifest('title: "  Kettle "\n')).title).toBe('Kettle');
  });

  test('fields that start with x- are not read', () => {
    const { manifest: whole, findings } = read(manifest('x-shelf: 3\n'));
    expect(findings).toEqual([]);
    expect(whole?.records[0]?.capability).not.toHaveProperty('x-shelf');
  });

  test('what is wrong is left out, and the rest is indexed', () => {
    const { manifest: whole, findings } = read(
      manifest(
        'stability: stabel\ntags: [tea, 7, hot]\ninputs:\n  - name: water\n  - type: gas\n  - name: cup\n    size: big\nsignals: [4, SIG.a.b.c, {doc: x}]\n',
      ),
    );
    expect(places(findings)).toEqual([
      'manifest/not-allowed-value 5:12',
      'manifest/wrong-type 6:13',
      'manifest/missing-field 9:5',
      'manifest/unknown-field 11:5',
      'manifest/wrong-type 12:11',
      'manifest/missing-field 12:25',
    ]);
    expect(whole?.records[0]).toMatchObject({
      tier: 'indexed',
      capability: { tags: ['tea', 'hot'], inputs: [{ name: 'water' }, { name: 'cup' }], signals: [{ id: 'SIG.a.b.c' }] },
    });
    expect(whole?.records[0]?.capability).not.toHaveProperty('stability');
  });

  test('required fields that are missing or wrong are null, with a warning', () => {
    const { manifest: whole, findings } = read('id: kitchen.kettle.boil\nowner: [a]\nlifecycle_stage: operating\n');
    expect(places(findings)).toEqual([
      'manifest/missing-field 1:1',
      'manifest/wrong-type 2:8',
      'manifest/not-allowed-value 3:18',
    ]);
    expect(whole?.records[0]?.capability).toEqual({
      id: 'kitchen.kettle.boil',
      version: null,
      owner: null,
      lifecycle_stage: null,
    });
  });

  test('a mistyped field and a mistyped word get a suggestion', () => {
    const { findings } = read(manifest('descripton: Boils water\nstability: stabel\ninputs: [{name: a, requird: true}]\n'));
    expect(findings.map(({ hint }) => hint)).toEqual([
      expect.stringContaining('“description”'),
      'Did you mean “stable”? Allowed: experimental, beta, stable, deprecated.',
      'Did you mean “required”?',
    ]);
  });

  test('a version of another form is kept as it is written', () => {
    for (const [written, code] of [
      ['1.10', 'manifest/numeric-version'],
      ['7', 'manifest/numeric-version'],
      ['v2.0.0', 'manifest/version-not-semver'],
    ] as const) {
      const { manifest: whole, findings } = read(manifest().replace('1.0.0', written));
      expect(codes(findings)).toEqual([code]);
      expect(whole?.records[0]).toMatchObject({ tier: 'indexed', capability: { version: written } });
    }
  });

  test('an id of another form is indexed as it is', () => {
    expect(capability(manifest().replace('kitchen.kettle.boil', 'con.aux')).id).toBe('con.aux');
  });

  test('an empty range is no range', () => {
    const { manifest: whole, findings } = read(manifest('dependencies: [{id: a.b.c, version: ""}]\n'));
    expect(codes(findings)).toEqual(['manifest/no-range', 'manifest/malformed-value']);
    expect(whole?.records[0]?.capability.dependencies).toEqual([{ id: 'a.b.c' }]);
  });

  test('ranges with commas are understood and kept as they are written', () => {
    const { manifest: whole, findings } = read(
      manifest('dependencies: [{id: a.b.c, version: ">=0.3.0, <0.5.0"}, {id: d.e.f, version: "*"}]\n'),
    );
    expect(findings).toEqual([]);
    expect(whole?.records[0]?.capability.dependencies).toEqual([
      { id: 'a.b.c', version: '>=0.3.0, <0.5.0' },
      { id: 'd.e.f', version: '*' },
    ]);
  });

  test('dependencies without range are told once for a manifest', () => {
    const finding = only(read(manifest('dependencies: [{id: a.b.c}, {id: d.e.f}]\n')).findings, 'manifest/no-range');
    expect(finding.message).toBe('2 dependencies have no range of versions: “a.b.c, d.e.f”.');
  });

  test('links must be http, https or mailto; references must not run code', () => {
    const { manifest: whole, findings } = read(
      manifest(
        'links: [{url: "https://a.example"}, {url: "data:text/html,x"}, {url: "mailto:a@b.example"}, {url: "file:///etc/passwd"}]\n' +
          'adr_links: [docs/a.md, "vbscript:x"]\ninterfaces: [{kind: rest, endpoint: "JavaScript:alert(1)"}, {kind: mcp, endpoint: "localhost:8080/mcp"}]\n',
      ),
    );
    expect(places(findings)).toEqual([
      'manifest/unsafe-url 5:43',
      'manifest/unsafe-url 5:99',
      'manifest/unsafe-url 6:24',
      'manifest/unsafe-url 7:37',
    ]);
    expect(whole?.records[0]?.capability).toMatchObject({
      links: [{ url: 'https://a.example' }, { url: 'mailto:a@b.example' }],
      adr_links: ['docs/a.md'],
      interfaces: [{ kind: 'rest' }, { kind: 'mcp', endpoint: 'localhost:8080/mcp' }],
    });
  });

  test('a manifest without id is known by what is left of it', () => {
    expect(codes(read('lifecycle_stage: plan\nowner: team-hob\n').findings)).toEqual(['manifest/no-id']);
  });

  test('an id alone is a manifest', () => {
    expect(capability('id: a.b.c\n').id).toBe('a.b.c');
  });
});

describe('ids', () => {
  test.each(['a', 'SAP-000', 'io.github.hob/kettle', 'component:default/kettle', 'con.aux', 'Küche.kessel.kochen'])(
    '%s is indexed',
    (id) => {
      expect(records(manifest().replace('kitchen.kettle.boil', JSON.stringify(id)))[0]?.capability.id).toBe(id);
    },
  );

  test.each([
    ['..'],
    ['a/../b'],
    ['../a'],
    ['/a'],
    ['a/'],
    ['a//b'],
    ['a\\b'],
    ['a\u0000b'],
    ['a\nb'],
    ['a\u200bb'],
    ['a\u202eb'],
    [' a'],
    ['a '],
    ['__proto__'],
    ['a/constructor'],
    ['./a'],
    ['x'.repeat(301)],
    ['Ku\u0308che'],
    ['a\ud800b'],
  ])('%j is refused', (id) => {
    const { manifest: whole, findings } = read(manifest().replace('kitchen.kettle.boil', JSON.stringify(id)));
    expect(findings.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    expect(only(findings, 'manifest/hostile-id').line).toBe(1);
    expect(whole?.records).toEqual([]);
  });
});
