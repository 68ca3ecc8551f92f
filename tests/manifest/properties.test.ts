import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { FORMATS } from '../../src/manifest/formats.js';
import { joinAliases, type ReadResult } from '../../src/manifest/read.js';
import { validateCapability, validateFindingsDocument } from '../../src/model/validators.js';
import { soon } from '../support/soon.js';
import { read } from './reading.js';

/** One manifest of each format that holds as many fields as possible, to be broken at random. */
const SEEDS: readonly object[] = [
  {
    id: 'a.b.c',
    version: '1.0.0',
    owner: 'x',
    lifecycle_stage: 'plan',
    title: 't',
    description: 'd',
    tags: ['t'],
    stability: 'beta',
    security_tier: 'low',
    inputs: [{ name: 'i', type: 't', required: true }],
    outputs: [{ name: 'o' }],
    dependencies: [{ id: 'd.e.f', version: '1', optional: true }],
    interfaces: [{ kind: 'cli', command: 'c', endpoint: 'e' }],
    behaviors: [{ id: 'b', ref: 'r', status: 's' }],
    value_scenarios: [{ id: 'v', tests: ['t'], guide: 'g' }],
    signals: ['s', { id: 's', doc: 'd' }],
    adr_links: ['a'],
    links: [{ title: 't', url: 'https://a.example' }],
    documentation: { tutorial: 't' },
    validation_status: { result: 'r', last_run: null },
    compatibility: { tested_consumers: ['c'] },
    aliases: [{ id: 'a', sunset: '2026-01-01' }],
    deprecation: { since: '1', window: '1d' },
    ttl: '1h',
    contact: 'c',
    secrets_required: ['s'],
  },
  {
    id: 'a.b.c',
    version: '1',
    owner: 'x',
    lifecycle_stage: 'plan',
    inputs: ['i'],
    outputs: ['o', { name: 'p' }],
    dependencies: ['a@1', { id: 'b' }],
    capabilities: ['d.e.f', { id: 'g.h.i', behaviors: [{ id: 'b', ref: 'r' }] }],
    features: [{ id: 'f', automated_test: 't', how_to_guide: 'g' }],
    discovery: {
      cli_commands: ['c'],
      mcp_endpoints: [{ protocol: 'mcp', url: 'u' }],
      docs: [
        { type: 'tutorial', url: 'u' },
        { type: 'x', url: 'https://a.example' },
      ],
    },
    telemetry: { signals: [{ name: 'n', status: 's' }] },
    value_scenarios: [{ id: 'v', capability: 'g.h.i' }],
    documentation: { how_to: 'h' },
    validation_status: { passed: true, last_run: null },
    compatibility: { backward_compatible_with: ['1'] },
    secrets_required: ['s'],
    adr_links: ['a'],
  },
  {
    apiVersion: 'chora.dev/v1',
    kind: 'Capability',
    metadata: {
      dc_identifier: 'chora.a.b',
      dc_hasVersion: '1.0.0',
      dc_title: 't',
      dc_type: 'Service',
      dc_creator: 'c',
      dc_subject: ['s'],
      dc_identifier_legacy: 'SAP-1',
      chora_status: 'draft',
    },
    chora_service: { interfaces: ['cli'], health: { endpoint: '/h' }, distribution: { pypi: { package_name: 'p' } } },
    chora_pattern: { artifacts: [{ type: 't', path: 'p' }] },
    artifacts: { ledger: { path: 'p' } },
    dc_source: { a: 'b' },
    dc_relation: { requires: [{ capability: 'c', version: '1', relationship: 'r' }], optional: ['d'] },
    tags: ['t'],
    maintainer: { contact: 'c' },
  },
  {
    saps: [
      {
        id: 'SAP-1',
        name: 'n',
        full_name: 'f',
        status: 'active',
        version: '1.0.0',
        dependencies: ['SAP-2'],
        tags: ['t'],
        author: 'a',
        location: 'l',
        artifacts: { ledger: true },
        domain: 'd',
        deprecation: { date: 'd', support_end_date: '2026-01-01', replacement: 'SAP-3' },
      },
    ],
  },
  {
    namespace: 'a.b.c',
    domain: 'd',
    capability: 'c',
    type: 't',
    repository: 'https://r.example',
    purpose: 'p',
    protocol: 'mcp',
    version: '1.0.0',
    tags: ['t'],
  },
  {
    repo: 'r',
    version: '1.0.0',
    description: 'd',
    provides: [{ id: 'i', name: 'n', version: '1', location: 'l', consumers: ['c'], status: 'planned' }],
    consumes: [{ repo: 'r', capability: 'c', version: '1' }],
    dependencies: { required: [{ name: 'n', version: '1' }], ecosystem: [{ repo: 'r', optional: true }] },
    contact: [{ url: 'https://c.example' }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'n',
      namespace: 'ns',
      title: 't',
      tags: ['t'],
      links: [{ url: 'https://l.example', title: 't' }],
      annotations: { a: 'b' },
    },
    spec: {
      type: 'service',
      lifecycle: 'production',
      owner: 'group:default/o',
      system: 's',
      subcomponentOf: 'c',
      dependsOn: ['resource:r'],
      consumesApis: ['a'],
      providesApis: ['p'],
      dependencyOf: ['x'],
      domain: 'd',
    },
  },
  {
    $schema: 'https://static.modelcontextprotocol.io/x',
    name: 'io.github.a/b',
    version: '1.0.0',
    version_detail: { version: '1' },
    title: 't',
    status: 'active',
    websiteUrl: 'https://w.example',
    repository: { url: 'https://r.example' },
    packages: [
      {
        registryType: 'npm',
        identifier: 'i',
        version: '1',
        transport: { type: 'stdio' },
        environmentVariables: [{ name: 'n', isSecret: true }],
      },
    ],
    remotes: [{ type: 'sse', url: 'https://r.example', headers: [{ name: 'h', isSecret: true }] }],
  },
  {
    name: 'n',
    type: 'server',
    image: 'a/b:1@sha256:0',
    about: { title: 't', description: 'd' },
    meta: { category: 'c', tags: ['t'] },
    source: { project: 'https://p.example' },
    remote: { transport_type: 'sse', url: 'https://r.example' },
    config: { secrets: [{ name: 'n', env: 'E' }] },
    tools: [{ name: 't' }],
  },
  {
    name: 'n',
    transport: 'stdio',
    image: 'a/b:1',
    url: 'https://u.example',
    tools: ['t'],
    tier: 'x',
    status: 'Active',
    author: 'a',
    repository_url: 'https://r.example',
    homepage: 'https://h.example',
    env_vars: [{ name: 'n', secret: true }],
    tags: ['t'],
    provenance: { cert_issuer: 'i', repository_uri: 'r', signer_identity: 's', runner_environment: 'e' },
  },
  { aliases: { 'SAP-1': { namespace: 'a.b.c', sunset_date: '2026-01-01' } } },
];

const WORDS = [
  '',
  ' ',
  'draft',
  'x'.repeat(400),
  'y'.repeat(2100),
  '../a',
  'a\\b',
  'javascript:alert(1)',
  '\u0000',
  '\ud800',
  '{{ x }}',
  '1.0',
  '@',
  ':',
  '/',
  'toString',
  'é',
  '\u202e',
  '𝒳'.repeat(200),
];
const KEYS = [
  'id',
  'name',
  'version',
  'url',
  'constructor_',
  'toString',
  'valueOf',
  'length',
  '',
  '0',
  'x-y',
  'a b',
  'k'.repeat(500),
];
const leaf = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 6 })), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** A seed of which some values, wherever they are, are replaced by anything. */
const broken = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(fc.tuple(fc.nat(60), anything), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([seed, changes, yaml]) => {
    const copy: unknown = structuredClone(seed);
    for (const [index, value] of changes) replace(copy, index, value);
    return yaml ? stringify(copy) : JSON.stringify(copy);
  });

function replace(tree: unknown, index: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(tree);
  const place = places[index % Math.max(1, places.length)];
  if (place) place[0][place[1]] = value;
}

const pristine = JSON.stringify([Object.getOwnPropertyNames(Object.prototype), Object.getOwnPropertyNames(Array.prototype)]);

/** What holds for every file there can be. */
function check(make: () => ReadResult): void {
  const { manifest, findings } = soon(1000, make);
  for (const { capability, line } of manifest?.records ?? []) {
    if (!validateCapability(capability))
      throw new Error(`${JSON.stringify(capability)}\n${JSON.stringify(validateCapability.errors)}`);
    expect(line).toBeGreaterThan(0);
    expect(() => structuredClone(capability)).not.toThrow();
    expect(JSON.stringify(capability).isWellFormed()).toBe(true);
  }
  if (!manifest || manifest.records.length + manifest.aliases.length === 0) expect(findings.length).toBeGreaterThan(0);
  if (manifest) joinAliases([manifest]);
  const counts = { error: 0, warning: 0, info: 0 };
  if (!validateFindingsDocument({ counts, findings })) throw new Error(JSON.stringify(validateFindingsDocument.errors));
  expect(findings.length).toBeLessThanOrEqual(101);
  for (const { message, hint } of findings)
    expect(`${message}${hint ?? ''}`).not.toMatch(/[\p{Cc}\u202a-\u202e]|undefined|\[object/u);
  expect(JSON.stringify([Object.getOwnPropertyNames(Object.prototype), Object.getOwnPropertyNames(Array.prototype)])).toBe(
    pristine,
  );
}

const paths = fc.constantFrom('capability.yaml', 'registry/kettle/spec.yaml', 'server.json', 'spec.yaml');
const sources = fc.constantFrom('github.com/a/b', 'dir:x/y', 'git.example.org:8443/team/repo', 'dir:x', 'h/~a/ b');

describe('whatever a file holds', () => {
  test('the seeds are read by every row of the table', () => {
    const rows = SEEDS.map((seed) => FORMATS.findIndex((format) => format.detect(seed)));
    expect([...new Set(rows)].sort((a, b) => a - b)).toEqual(FORMATS.map((_, index) => index));
    for (const seed of SEEDS) check(() => read(JSON.stringify(seed)));
  });

  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => check(() => read(bytes))),
      { numRuns: 1000 },
    );
  });

  test('any text that looks like YAML', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '&x ',
      '*x',
      '<<',
      '|',
      '>',
      '#',
      '? ',
      '---\n',
      '%YAML 1.1\n',
      '!!str ',
      '\t',
      '\r\n',
      'id',
      '1.0',
      '~',
      '\ufeff',
      '...\n',
      '\\u0000',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => check(() => read(pieces.join('')))),
      { numRuns: 3000 },
    );
  });

  test('any JSON', () => {
    fc.assert(
      fc.property(anything, (value) => check(() => read(JSON.stringify(value)))),
      { numRuns: 1000 },
    );
  });

  test('manifests of every format with anything in the wrong place', () => {
    fc.assert(
      fc.property(broken, paths, sources, (text, path, source) => check(() => read(text, { path, source }))),
      { numRuns: 3000 },
    );
  });

  test('manifests with bytes changed', () => {
    const change = fc.tuple(fc.nat(5000), fc.nat(255));
    fc.assert(
      fc.property(fc.constantFrom(...SEEDS), fc.array(change, { minLength: 1, maxLength: 6 }), (seed, changes) => {
        const bytes = new TextEncoder().encode(stringify(seed));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        check(() => read(bytes));
      }),
      { numRuns: 1500 },
    );
  });
});
