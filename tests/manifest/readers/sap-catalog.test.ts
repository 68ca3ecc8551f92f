import { describe, expect, test } from '@jest/globals';
import { only, places, read } from '../reading.js';

const catalog = {
  version: '1.0.0',
  saps: [
    {
      id: 'SAP-700',
      name: 'tea',
      full_name: 'Tea making',
      status: 'active',
      version: '1.0.0',
      description: 'How tea is made',
      dependencies: [],
      tags: ['hot'],
      author: 'kitchen-base',
      location: 'docs/tea/',
      artifacts: { capability_charter: true, protocol_spec: true, ledger: false },
      domain: 'Kitchen',
      phase: 'Phase 1',
    },
    { id: 'SAP-701', name: 'soup', status: 'pilot', version: '0.2.0', dependencies: ['SAP-700'] },
    { id: 'SAP-702', name: 'stew', status: 'draft', version: '0.1.0' },
    {
      id: 'SAP-703',
      name: 'broth',
      status: 'deprecated',
      version: '2.0.0',
      deprecation: { date: '2026-01-01', replacement: 'SAP-701', support_end_date: '2026-12-31', reason: 'thin' },
    },
    { id: 'SAP-704', name: 'jelly', status: 'planned', version: '0.0.1' },
  ],
};
const text = JSON.stringify(catalog, null, 2);

describe('sap-catalog', () => {
  test('each package is a record, with its line', () => {
    const { manifest } = read(text, { path: 'sap-catalog.json' });
    expect(manifest?.format).toBe('sap-catalog');
    expect(
      manifest?.records.map(({ capability, line }) => [capability.id, capability.lifecycle_stage, capability.stability, line]),
    ).toEqual([
      ['SAP-700', 'operate', undefined, 4],
      ['SAP-701', 'validate', undefined, 25],
      ['SAP-702', 'build', undefined, 34],
      ['SAP-703', 'operate', 'deprecated', 40],
      ['SAP-704', 'plan', undefined, 52],
    ]);
  });

  test('a package in full', () => {
    expect(read(text).manifest?.records[0]?.capability).toEqual({
      id: 'SAP-700',
      version: '1.0.0',
      owner: 'kitchen-base',
      lifecycle_stage: 'operate',
      title: 'Tea making',
      description: 'How tea is made',
      kind: 'sap',
      domain: 'Kitchen',
      tags: ['hot'],
      dependencies: [],
      documents: [
        { type: 'capability_charter', path: 'docs/tea/capability-charter.md' },
        { type: 'protocol_spec', path: 'docs/tea/protocol-spec.md' },
      ],
    });
  });

  test('a deprecation says since when, until when and what instead', () => {
    expect(read(text).manifest?.records[3]?.capability.deprecation).toEqual({
      since: '2026-01-01',
      sunset: '2026-12-31',
      replaced_by: 'SAP-701',
    });
  });

  test('what is dropped and translated is told once for the file', () => {
    const { findings } = read(text);
    expect(only(findings, 'manifest/dropped-fields').message).toBe(
      'Not carried over into the record: “saps[].phase, saps[].deprecation.reason”.',
    );
    expect(only(findings, 'manifest/mapped-fields').message).toContain('status pilot → lifecycle_stage validate');
    expect(only(findings, 'manifest/no-range').message).toContain('“SAP-700”');
  });

  test('a package without id is left out, the others stay', () => {
    const { manifest, findings } = read('{"saps": [{"name": "x"}, {"id": "SAP-1", "version": "1.0.0"}, 7]}');
    expect(manifest?.records.map(({ capability }) => capability.id)).toEqual(['SAP-1']);
    expect(places(findings)).toEqual(['manifest/no-id 1:11', 'manifest/wrong-type 1:63']);
  });
});
