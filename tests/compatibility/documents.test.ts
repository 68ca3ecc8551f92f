import { describe, expect, test } from '@jest/globals';
import { capabilityCompatibilities } from '../../src/compatibility/capability-documents.js';
import { compatibilityDocument } from '../../src/compatibility/documents.js';
import { buildMatrix } from '../../src/compatibility/matrix.js';
import { canonicalJson } from '../../src/model/canonical-json.js';
import type {
  AppliedWaiver,
  CapabilityCompatibility,
  CompatibilityDocument,
  Entry,
  QuarantinedManifest,
} from '../../src/model/generated/types.js';
import { validateCapabilityCompatibility, validateCompatibilityDocument } from '../../src/model/validators.js';
import { entry } from '../catalog/entries.js';
import { alias, consumer, versions } from './ecosystem.js';

/** A quay: everything that the matrix can say, once. */
const ENTRIES: readonly Entry[] = [
  ...versions('quay.crane.lift', ['2.0.0', '1.0.0'], {
    dependencies: [
      { id: 'store.box.keep', version: '^1.0.0' },
      { id: 'SAP-7', version: '^2.0.0', optional: true },
      { id: 'store.bux.keep', version: '^1.0.0' },
      { id: 'guard.gate.open', scope: 'dev' },
    ],
  }),
  ...versions('store.box.keep', ['2.0.0', '1.4.0'], {
    compatibility: { tested_consumers: ['quay.crane.lift@1.x'], breaks_compatibility_with: ['1.x'] },
    validation_status: { result: 'passing', tool: 'pact' },
    dependencies: [{ id: 'quay.crane.lift', version: '^2.0.0' }],
    ...alias('SAP-7', '2026-12-31'),
  }),
];
const { source, commit, ref, path, manifest } = entry('guard.gate.open', '1.0.0');
const QUARANTINED: readonly QuarantinedManifest[] = [
  {
    source,
    commit,
    ref,
    path,
    manifest,
    provenance: { outcome: 'unsigned', admitted: false, rule: 'default', reason: 'unsigned' },
    reason: 'unsigned',
    capabilities: [{ id: 'guard.gate.open', version: '1.0.0' }],
  },
];
const WAIVERS: readonly AppliedWaiver[] = [
  {
    sequence: 1,
    decision: `sha256:${'1'.repeat(64)}`,
    waiver: {
      capability: 'store.bux.keep',
      consumer: 'quay.crane.lift',
      verdict: 'missing',
      reason: 'It comes in May.',
      approver: 'steward@example.org',
      granted: '2026-05-01',
      expires: '2026-05-20',
    },
  },
];
const matrix = buildMatrix(ENTRIES, QUARANTINED);
const made = (...of: Parameters<typeof capabilityCompatibilities>): CapabilityCompatibility[] =>
  [...capabilityCompatibilities(...of).values()].map((make) => make());
const documents = made(matrix, WAIVERS);
const documentOf = (id: string) => documents.find((document) => document.id === id);

describe('the document of a capability', () => {
  test('is there for every id: described, in quarantine, missing, and older names; in order', () => {
    expect(documents.map((document) => [document.id, document.standing])).toEqual([
      ['SAP-7', 'alias'],
      ['guard.gate.open', 'untrusted'],
      ['quay.crane.lift', 'known'],
      ['store.box.keep', 'known'],
      ['store.bux.keep', 'missing'],
    ]);
    for (const document of documents) {
      expect([document.id, validateCapabilityCompatibility(document), validateCapabilityCompatibility.errors]).toEqual([
        document.id,
        true,
        null,
      ]);
    }
  });

  test('has who depends on it, with owner and contact, and evidence beside the declaration', () => {
    const document = documentOf('store.box.keep');
    expect(document?.dependents).toEqual([
      {
        id: 'quay.crane.lift',
        versions: ['2.0.0', '1.0.0'],
        current: true,
        owner: 'team-quay',
        contact: 'quay@example.org',
        kind: 'required',
        range: '^1.0.0',
        verdict: 'compatible',
        reason: 'only-superseded',
        satisfied_by: ['1.4.0'],
        tested_with: ['2.0.0', '1.4.0'],
      },
      expect.objectContaining({ alias: 'SAP-7', kind: 'optional', verdict: 'compatible', alias_sunset: '2026-12-31' }),
    ]);
    expect(document?.versions[0]).toEqual({
      version: '2.0.0',
      status: 'current',
      declared: { breaks_compatibility_with: ['1.x'] },
      contract: { result: 'passing', tool: 'pact' },
    });
    expect(document?.cycle).toEqual({ circle: ['quay.crane.lift', 'store.box.keep'], members: 2 });
  });

  test('has what it depends on, as declared, with what may be meant', () => {
    expect(
      documentOf('quay.crane.lift')?.dependencies.map(({ id, target, kind, verdict }) => [id, target, kind, verdict]),
    ).toEqual([
      ['store.box.keep', undefined, 'required', 'compatible'],
      ['SAP-7', 'store.box.keep', 'optional', 'compatible'],
      ['store.bux.keep', undefined, 'required', 'missing'],
      ['guard.gate.open', undefined, 'development', 'untrusted'],
    ]);
    expect(documentOf('quay.crane.lift')?.dependencies[2]?.suggestions).toEqual(['store.box.keep']);
    expect(documentOf('SAP-7')?.renamed_to).toEqual({ id: 'store.box.keep', sunset: '2026-12-31' });
  });

  test('has the waivers of both sides, with their expiry and no word on whether they hold', () => {
    expect(documentOf('store.bux.keep')?.waivers).toEqual(WAIVERS);
    expect(documentOf('quay.crane.lift')?.waivers).toEqual(WAIVERS);
    expect(documentOf('store.box.keep')?.waivers).toEqual([]);
  });
});

/** Reads the rows out of the whole document again, as a stranger would. */
function expand({ capabilities, kinds, aliases }: CompatibilityDocument): string[] {
  return capabilities.flatMap(({ id, versions: own, needs }) =>
    needs.flatMap(({ versions: these, edges }) =>
      these.flatMap((place) =>
        edges.map(([capability, asked, kind, older]) => {
          const answer = capabilities[capability]?.asked[asked];
          const name = older === undefined ? '' : ` as ${aliases[older]?.id}`;
          return `${id} ${own[place]} → ${capabilities[capability]?.id}${name} ${answer?.range ?? 'no range'} ${kinds[kind]} ${answer?.verdict}`;
        }),
      ),
    ),
  );
}

describe('the whole document', () => {
  const document = compatibilityDocument(matrix, WAIVERS);

  test('is valid', () => {
    expect([validateCompatibilityDocument(document), validateCompatibilityDocument.errors]).toEqual([true, null]);
  });

  test('says the same as the matrix', () => {
    expect(expand(document)).toEqual([
      'quay.crane.lift 2.0.0 → store.box.keep ^1.0.0 required compatible',
      'quay.crane.lift 2.0.0 → store.box.keep as SAP-7 ^2.0.0 optional compatible',
      'quay.crane.lift 2.0.0 → store.bux.keep ^1.0.0 required missing',
      'quay.crane.lift 2.0.0 → guard.gate.open no range development untrusted',
      'quay.crane.lift 1.0.0 → store.box.keep ^1.0.0 required compatible',
      'quay.crane.lift 1.0.0 → store.box.keep as SAP-7 ^2.0.0 optional compatible',
      'quay.crane.lift 1.0.0 → store.bux.keep ^1.0.0 required missing',
      'quay.crane.lift 1.0.0 → guard.gate.open no range development untrusted',
      'store.box.keep 2.0.0 → quay.crane.lift ^2.0.0 required compatible',
      'store.box.keep 1.4.0 → quay.crane.lift ^2.0.0 required compatible',
    ]);
    expect(document.counts).toEqual({
      required: { compatible: 2, deprecated: 0, incompatible: 0, missing: 1, unknown: 0, untrusted: 0 },
      optional: { compatible: 1, deprecated: 0, incompatible: 0, missing: 0, unknown: 0, untrusted: 0 },
      development: { compatible: 0, deprecated: 0, incompatible: 0, missing: 0, unknown: 0, untrusted: 1 },
    });
    const named = (places: readonly number[]) => places.map((place) => document.capabilities[place]?.id);
    expect(document.cycles.map(({ circle }) => named(circle))).toEqual([['quay.crane.lift', 'store.box.keep']]);
    expect(named(document.start_order)).toEqual(['quay.crane.lift', 'store.box.keep']);
  });

  test('does not depend on the order in which sources arrive', () => {
    const other = buildMatrix([...ENTRIES].reverse(), QUARANTINED);
    const bytes = (each: typeof matrix) => canonicalJson(compatibilityDocument(each, WAIVERS));
    expect(bytes(other)).toBe(bytes(matrix));
  });

  test('and those of capabilities have the same bytes when they are made again', () => {
    const again = buildMatrix([...ENTRIES], QUARANTINED);
    expect(canonicalJson(made(again, WAIVERS))).toBe(canonicalJson(documents));
    expect(canonicalJson(compatibilityDocument(again, WAIVERS))).toBe(canonicalJson(document));
  });

  test('of an empty catalog is empty', () => {
    const empty = compatibilityDocument(buildMatrix([]));
    expect(validateCompatibilityDocument(empty)).toBe(true);
    expect(empty.capabilities).toEqual([]);
  });
});

test('twenty thousand dependents of one capability share its answer', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => consumer(`quay.crane.lift-${i}`, ['store.box.keep ^1.0.0']));
  const built = buildMatrix([...many, ...versions('store.box.keep', ['1.0.0'])]);
  expect([...built.asked.values()].map((answers) => answers.length)).toEqual([1]);
  const document = made(built).at(-1);
  expect(document?.dependents).toHaveLength(20_000);
});
