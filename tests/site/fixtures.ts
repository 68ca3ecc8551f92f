import { createHash } from 'node:crypto';
import type { CatalogTrust } from '../../src/model/catalog.js';
import { fileNameOf } from '../../src/model/file-names.js';
import { countSeverities } from '../../src/model/findings.js';
import type {
  Capability,
  CapabilityDocument,
  CatalogDocument,
  ChangesDocument,
  Entry,
  Finding,
  QuarantinedManifest,
  SourceRow,
} from '../../src/model/generated/types.js';

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
export const commitOf = (text: string): string => createHash('sha1').update(text).digest('hex');

export function entryOf(capability: Capability, more: Partial<Entry> = {}): Entry {
  const text = `${capability.id}@${capability.version}`;
  return {
    id: capability.id,
    version: capability.version,
    status: 'current',
    format: 'chora',
    tier: 'conformant',
    source: 'github.com/harbour-works/berths',
    commit: commitOf(text),
    ref: null,
    path: 'capability.yaml',
    line: 1,
    manifest: { digest: digestOf(text), size: 1843 },
    capability,
    ...more,
  };
}

export function documentOf(
  capability: Capability,
  more: Partial<Entry> = {},
  rest: Partial<CapabilityDocument> = {},
): CapabilityDocument {
  return { id: capability.id, versions: [entryOf(capability, more)], dependencies: [], dependents: [], findings: [], ...rest };
}

const BERTH: Capability = {
  id: 'harbour.berth.allocate',
  version: '2.4.1',
  owner: 'Quayside planning',
  lifecycle_stage: 'operate',
  title: 'Allocate a berth',
  description:
    'Gives an arriving ship a berth that fits its length, draught and cargo, and holds it until the pilot confirms.\n\nAllocations are proposals for fifteen minutes; after that the berth is free again. Tide windows come from the tide table capability.',
  kind: 'service',
  part_of: 'harbour.berth',
  tags: ['ships', 'planning', 'tides', 'real-time'],
  stability: 'stable',
  security_tier: 'high',
  contact: 'berths@harbour.example',
  ttl: '26h',
  interfaces: [
    { kind: 'rest', name: 'Berth API', endpoint: 'https://berths.harbour.example/v2' },
    { kind: 'cli', command: 'berth allocate --ship <imo>' },
    { kind: 'mcp', name: 'berth-tools' },
  ],
  inputs: [
    { name: 'ship', type: 'ImoNumber', required: true, description: 'The ship, by IMO number.' },
    { name: 'eta', type: 'date-time', required: true, description: 'When it passes the outer buoy.' },
    { name: 'preferred_quay', type: 'string', required: false },
  ],
  outputs: [{ name: 'allocation', type: 'Allocation', description: 'Berth, tide window and the time until which it is held.' }],
  behaviors: [
    { id: 'berth.never-double-booked', status: 'verified', ref: 'features/double-booking.feature' },
    { id: 'berth.proposal-expires', status: 'draft' },
  ],
  value_scenarios: [
    {
      id: 'harbour.berth.arrive',
      title: 'A ship arrives early',
      guide: 'docs/early.md',
      tests: ['tests/early.spec.ts', 'tests/tide.spec.ts'],
      status: 'verified',
    },
  ],
  signals: [
    {
      id: 'SIG.harbour.berth.latency',
      status: 'active',
      owner: 'Quayside planning',
      last_update: '2031-02-11',
      doc: 'https://berths.harbour.example/signals/latency',
    },
  ],
  adr_links: ['docs/decisions/0007-hold-for-fifteen-minutes.md'],
  links: [{ title: 'Runbook', url: 'https://runbooks.harbour.example/berths' }, { url: 'mailto:duty@harbour.example' }],
  documentation: { tutorial: 'docs/first-berth.md', reference: 'https://berths.harbour.example/reference' },
  documents: [{ type: 'roadmap', path: 'docs/roadmap.md' }, { type: 'glossary' }],
  packages: [{ registry: 'npm', name: '@harbour/berths', version: '2.4.1' }],
  validation_status: { result: 'passed', last_run: '2031-02-12T06:00:00Z', tool: 'chora-validate 4.1' },
  compatibility: {
    backward_compatible_with: ['2.3.0', '2.4.0'],
    breaks_compatibility_with: ['1.9.2'],
    tested_consumers: ['harbour.pilot.dispatch'],
  },
  consumers: ['Port authority duty desk'],
  claimed_signer: {
    issuer: 'https://token.actions.githubusercontent.com',
    source_repository: 'harbour-works/berths',
    signer_workflow: '.github/workflows/release.yml',
    runner_environment: 'github-hosted',
  },
  aliases: [{ id: 'harbour.quay.allocate', sunset: '2031-12-31' }],
  secrets_required: ['TIDE_TABLE_TOKEN', 'SHIP_REGISTER_KEY'],
};

const FINDINGS: Finding[] = [
  {
    code: 'manifest/unknown-field',
    severity: 'warning',
    source: 'github.com/harbour-works/berths',
    path: 'capability.yaml',
    line: 14,
    column: 3,
    message: 'The field “ownr” is not known.',
    hint: 'Did you mean “owner”? Fields of your own start with x-.',
  },
  {
    code: 'manifest/bad-version',
    severity: 'error',
    source: 'github.com/harbour-works/pilots',
    path: 'services/dispatch/capability.yaml',
    line: 3,
    column: 10,
    message: 'The version “latest” is not a SemVer version.',
    hint: 'Write it as 1.2.3.',
  },
  {
    code: 'manifest/bad-version',
    severity: 'error',
    source: 'github.com/harbour-works/pilots',
    path: 'services/roster/capability.yaml',
    line: 3,
    column: 10,
    message: 'The version “v2” is not a SemVer version.',
    hint: 'Write it as 1.2.3.',
  },
  {
    code: 'catalog/unknown-dependency',
    severity: 'info',
    source: 'github.com/harbour-works/pilots',
    path: 'services/roster/capability.yaml',
    line: 21,
    message: 'Nothing in this catalog is called “crew.calendar.read”.',
  },
  {
    code: 'source/unreachable',
    severity: 'warning',
    source: 'git.north-quay.example/customs/declare',
    message: 'The server did not answer within 60 seconds.',
    hint: 'What was read before stays in the catalog until it answers again.',
  },
];

const linkTo = (capability: Capability) => ({
  id: capability.id,
  version: capability.version,
  lifecycle_stage: capability.lifecycle_stage,
  ...(capability.stability ? { stability: capability.stability } : {}),
  file: fileNameOf(capability.id),
});

const TIDES: Capability = {
  id: 'harbour.tide.read',
  version: '0.9.0-rc.2',
  owner: 'Hydrography',
  lifecycle_stage: 'validate',
  stability: 'beta',
  title: 'Read tide tables',
  description: 'High and low water for a port and a day.',
};
const PILOTS: Capability = { id: 'harbour.pilot.dispatch', version: 'latest', owner: null, lifecycle_stage: 'release' };
const CRANES: Capability = {
  id: 'cargo.crane.reserve',
  version: '5.0.0',
  owner: 'Terminal operations',
  lifecycle_stage: 'operate',
  stability: 'deprecated',
  security_tier: 'moderate',
  title: 'Reserve a crane',
  deprecation: { since: '5.0.0', sunset: '2031-09-30', window: '90d', replaced_by: 'cargo.crane.schedule' },
};
const SCALES: Capability = {
  id: 'cargo.scale.weigh.v1',
  version: '1.8.3',
  owner: 'Terminal operations',
  lifecycle_stage: 'retired',
  title: 'Weigh a container',
};
const CUSTOMS: Capability = {
  id: 'customs.declaration.submit',
  version: '12.0.4',
  owner: 'North Quay customs',
  lifecycle_stage: 'operate',
  stability: 'stable',
  security_tier: 'critical',
  title: 'Submit a declaration',
  tags: ['edi'],
};
const DECLARE: Capability = {
  id: 'component:default/declare-ui',
  version: null,
  owner: 'group:customs',
  lifecycle_stage: null,
  title: 'واجهة الإقرار الجمركي',
  kind: 'component',
  domain: 'customs',
  description: 'واجهة لتقديم الإقرارات.',
};

const PILOT_ENTRY = {
  source: 'github.com/harbour-works/pilots',
  path: 'services/dispatch/capability.yaml',
  tier: 'indexed',
  format: 'star',
  line: 2,
} as const;
const TERMINAL = { source: 'dir:terminal', commit: null } as const;
const NORTH = { source: 'git.north-quay.example/customs/declare' } as const;

export const DOCUMENTS: CapabilityDocument[] = [
  documentOf(CRANES, { ...TERMINAL, path: 'crane.yaml' }),
  documentOf(SCALES, { ...TERMINAL, path: 'scale.yaml' }, { dependents: [] }),
  documentOf(
    DECLARE,
    { ...NORTH, path: 'catalog-info.yaml', format: 'backstage', tier: 'indexed' },
    { dependencies: [{ id: CUSTOMS.id, target: linkTo(CUSTOMS) }] },
  ),
  documentOf(CUSTOMS, NORTH, {
    dependents: [{ id: DECLARE.id, version: null, owner: DECLARE.owner, file: fileNameOf(DECLARE.id) }],
  }),
  {
    id: BERTH.id,
    versions: [
      entryOf(BERTH),
      entryOf({ ...BERTH, version: '2.4.0' }, { status: 'superseded', ref: 'refs/tags/v2.4.0' }),
      entryOf(
        { ...BERTH, version: '1.9.2' },
        { status: 'superseded', ref: 'refs/tags/v1.9.2', path: 'services/berth/capability.yaml' },
      ),
    ],
    dependencies: [
      { id: TIDES.id, version: '>=0.9.0 <1.0.0', type: 'service', scope: 'runtime', target: linkTo(TIDES) },
      { id: 'cargo.weight.read', version: '^1.8.0', optional: true, target: { ...linkTo(SCALES) } },
      { id: CRANES.id, target: linkTo(CRANES), type: 'service' },
      { id: 'ships.register.lookup', version: '~3.2', scope: 'test', target: null },
      { id: 'weather.forecast.read', target: null },
    ],
    dependents: [
      { id: PILOTS.id, version: 'latest', range: '^2.0.0', owner: null, file: fileNameOf(PILOTS.id) },
      { id: CUSTOMS.id, version: '12.0.4', optional: true, owner: 'North Quay customs', file: fileNameOf(CUSTOMS.id) },
    ],
    findings: FINDINGS.slice(0, 1),
  },
  documentOf(PILOTS, PILOT_ENTRY, {
    findings: FINDINGS.slice(1, 2),
    dependencies: [{ id: BERTH.id, version: '^2.0.0', target: linkTo(BERTH) }],
  }),
  documentOf(TIDES, {
    source: 'github.com/harbour-works/berths',
    path: 'tides/capability.json',
    format: 'chora.dev/v1',
    tier: 'indexed',
  }),
];

const sourceRow = (id: string, more: Partial<SourceRow> = {}): SourceRow => ({
  id,
  kind: 'git',
  url: `https://${id}.git`,
  state: 'ok',
  commit: commitOf(id),
  reading: digestOf('globs'),
  manifests: 0,
  capabilities: DOCUMENTS.filter((document) => document.versions[0].source === id).length,
  findings: countSeverities(FINDINGS.filter((finding) => finding.source === id)),
  file: fileNameOf(id),
  ...more,
});

const { url: _, ...FOLDER } = sourceRow('dir:terminal', { kind: 'directory', manifests: 2, commit: digestOf('terminal') });
export const SOURCES: SourceRow[] = [
  FOLDER,
  sourceRow('git.north-quay.example/customs/declare', { state: 'unreachable', manifests: 2, ttl: '14d' }),
  sourceRow('github.com/harbour-works/berths', {
    manifests: 2,
    tags: { 'refs/tags/v1.9.2': commitOf('1.9.2'), 'refs/tags/v2.4.0': commitOf('2.4.0') },
  }),
  sourceRow('github.com/harbour-works/lost', { state: 'missing', commit: null, reading: null }),
  sourceRow('github.com/harbour-works/pilots', { manifests: 3 }),
  sourceRow('github.com/lighthouse-keepers/lamps', { state: 'rate-limited' }),
  sourceRow('github.com/lighthouse-keepers/old-lamps', { state: 'deleted' }),
];
export { FINDINGS };

/** What every manifest of the site is shown as: 30 lines, so that each finding has its own. */
export const MANIFEST = Array.from({ length: 30 }, (_, index) => `field_${index + 1}: "value ${index + 1}" # שלום`).join('\r\n');

export const QUARANTINED: QuarantinedManifest[] = [
  {
    source: 'github.com/harbour-works/pilots',
    commit: commitOf('github.com/harbour-works/pilots'),
    ref: 'refs/tags/v9',
    path: 'services/dispatch/capability.yaml',
    manifest: { digest: digestOf('quarantined'), size: 12 },
    capabilities: [
      { id: 'harbour.pilot.dispatch', version: '9.0.0' },
      { id: 'harbour.pilot.roster', version: null },
    ],
    provenance: { outcome: 'untrusted', admitted: false, rule: 'default', reason: 'Signed by somebody else.' },
    reason: 'Signed by somebody else.',
  },
];

export const TRUST: CatalogTrust = {
  policy: { text: 'default: { require: verified }\nrules: []\n', digest: digestOf('policy') },
  root: { text: '{}', digest: digestOf('root'), newestKeyStart: '2031-01-05T00:00:00.000Z' },
};

export const CHANGES: ChangesDocument = {
  started_at: '2031-02-01T00:00:00.000Z',
  changes: [
    {
      number: 3,
      seen_at: '2031-02-12T06:00:00.000Z',
      kind: 'updated',
      id: 'harbour.berth.allocate',
      source: 'github.com/harbour-works/berths',
      from: '2.4.0',
      to: '2.4.1',
      file: 'harbour.berth.allocate',
    },
    {
      number: 2,
      seen_at: '2031-02-11T06:00:00.000Z',
      kind: 'moved',
      id: 'harbour.tide.read',
      source: 'github.com/harbour-works/berths',
      from_source: 'github.com/harbour-works/pilots',
      from: '0.9.0-rc.2',
      to: '0.9.0-rc.2',
      file: 'harbour.tide.read',
    },
    {
      number: 1,
      seen_at: '2031-02-10T06:00:00.000Z',
      kind: 'removed',
      id: 'harbour.fog.sound',
      source: 'github.com/harbour-works/berths',
      from: '1.0.0',
    },
  ],
};

export const IDENTITY = {
  name: 'Harbour capabilities',
  url: 'https://catalog.harbour.example/',
  generator: { name: 'chora-catalog', version: '0.1.0' },
};

export function catalogOf(
  documents: readonly CapabilityDocument[],
  sources: readonly SourceRow[],
  findings: readonly Finding[],
): CatalogDocument {
  return {
    ...IDENTITY,
    api_version: 'v1',
    configuration: { digest: digestOf('configuration') },
    counts: {
      capabilities: documents.length,
      versions: documents.reduce((sum, { versions }) => sum + versions.length, 0),
      sources: sources.length,
      manifests: sources.reduce((sum, { manifests }) => sum + manifests, 0),
      findings: countSeverities(findings),
      by_format: {},
      by_tier: { conformant: documents.filter(({ versions }) => versions[0].tier === 'conformant').length },
      by_owner: {},
      by_lifecycle_stage: {},
      by_domain: {},
      by_source_state: Object.fromEntries(
        [...Map.groupBy(sources, ({ state }) => state)].map(([state, { length }]) => [state, length]),
      ),
    },
  };
}
