import { describe, expect, test } from '@jest/globals';
import { capability, only, places, read } from '../reading.js';

const service = `apiVersion: chora.dev/v1
kind: Capability
metadata:
  dc_identifier: chora.kitchen.kettle
  dc_identifier_legacy: SAP-701
  dc_title: Kettle
  dc_description: Boils water
  dc_type: Service
  dc_hasVersion: 1.2.0
  dc_creator: kitchen-base
  dc_date: '2026-01-05'
  dc_format: application/x-executable
  dc_subject: [tea, heat]
chora_service:
  interfaces: [cli, mcp, Carrier pigeon]
  health: {endpoint: /health, interval: 10}
  distribution:
    pypi: {package_name: kitchen-kettle, install_command: pip install kitchen-kettle}
dc_relation:
  requires:
    - {capability: chora.kitchen.stove, version: ^1.0.0, relationship: runtime}
    - {capability: chora.kitchen.tap, relationship: prerequisite}
  optional:
    - {namespace: chora.kitchen.thermometer}
  extends: [chora.kitchen.pot]
`;

const pattern = `metadata:
  dc_identifier: chora.garden.compost
  dc_title: Compost
  dc_type: Pattern
  dc_creator: Garden people
chora_version: 0.4.0
chora_status: draft
chora_namespace: chora.garden.compost
chora_sap_id: SAP-702
chora_legacy_identifier: SAP-702
artifacts:
  ledger:
    path: docs\\compost\\ledger.md
    description: who composts
dc_source:
  adoption_blueprint: docs/compost/adoption.md
tags: [soil]
maintainer: {name: Garden people, contact: TBD}
license: MIT
`;

describe('chora.dev/v1', () => {
  test('a service', () => {
    const { manifest, findings } = read(service, { path: 'capabilities/kettle.yaml' });
    expect(manifest?.format).toBe('chora.dev/v1');
    expect(manifest?.records[0]?.capability).toEqual({
      id: 'chora.kitchen.kettle',
      version: '1.2.0',
      owner: 'kitchen-base',
      lifecycle_stage: null,
      title: 'Kettle',
      description: 'Boils water',
      kind: 'service',
      domain: 'kitchen',
      tags: ['tea', 'heat'],
      dependencies: [
        { id: 'chora.kitchen.stove', version: '^1.0.0', type: 'runtime' },
        { id: 'chora.kitchen.tap', type: 'prerequisite' },
        { id: 'chora.kitchen.thermometer', type: 'optional', optional: true },
        { id: 'chora.kitchen.pot', type: 'extends' },
      ],
      interfaces: [
        { kind: 'cli' },
        { kind: 'mcp' },
        { kind: 'other', name: 'Carrier pigeon' },
        { kind: 'rest', name: 'health', endpoint: '/health' },
      ],
      packages: [{ registry: 'pypi', name: 'kitchen-kettle' }],
      aliases: [{ id: 'SAP-701' }],
    });
    expect(findings.map(({ code }) => code)).toEqual(['manifest/no-range']);
  });

  test('a pattern without apiVersion and kind', () => {
    const { manifest, findings } = read(pattern);
    expect(manifest?.format).toBe('chora.dev/v1');
    expect(manifest?.records[0]?.capability).toEqual({
      id: 'chora.garden.compost',
      version: '0.4.0',
      owner: 'Garden people',
      lifecycle_stage: 'build',
      title: 'Compost',
      kind: 'pattern',
      domain: 'garden',
      tags: ['soil'],
      documents: [
        { type: 'ledger', path: 'docs/compost/ledger.md' },
        { type: 'adoption_blueprint', path: 'docs/compost/adoption.md' },
      ],
      aliases: [{ id: 'SAP-702' }],
    });
    expect(only(findings, 'manifest/backslash-path').line).toBe(13);
    expect(only(findings, 'manifest/dropped-fields').message).toBe('Not carried over into the record: “license”.');
    expect(only(findings, 'manifest/mapped-fields').message).toContain('chora_status draft → lifecycle_stage build');
  });

  test('a pattern with its artifacts in a list', () => {
    const listed =
      'apiVersion: chora.dev/v1\nmetadata: {dc_identifier: chora.a.b, dc_hasVersion: 1.0.0}\nchora_pattern:\n  artifacts: [{type: ledger, path: a.md}, {path: b.md}]\n';
    expect(capability(listed).documents).toEqual([{ type: 'ledger', path: 'a.md' }]);
  });

  test('a maturity inside the metadata is a stability', () => {
    expect(
      capability(service.replace('  dc_title', '  chora_maturity: experimental\n  chora_status: pilot\n  dc_title')),
    ).toMatchObject({
      stability: 'experimental',
      lifecycle_stage: 'validate',
    });
  });

  test('an identifier that is missing, or not text, keeps the record out', () => {
    expect(places(read('apiVersion: chora.dev/v1\nkind: Capability\nmetadata:\n  dc_title: x\n').findings)).toContain(
      'manifest/no-id 4:3',
    );
    expect(places(read('metadata:\n  dc_identifier: 7\n').findings)).toContain('manifest/id-not-text 2:18');
  });

  test('a missing version is told', () => {
    const { manifest, findings } = read(service.replace('  dc_hasVersion: 1.2.0\n', ''));
    expect(manifest?.records[0]?.capability.version).toBeNull();
    expect(only(findings, 'manifest/missing-field').message).toContain('dc_hasVersion');
  });

  test('another kind of the same API is not taken for a capability', () => {
    expect(read('apiVersion: chora.dev/v1\nkind: Signal\nmetadata: {name: x}\n').manifest).toBeNull();
  });

  test('relations that do not fit are told and left out', () => {
    const { manifest, findings } = read(
      'metadata: {dc_identifier: chora.a.b, dc_hasVersion: 1.0.0}\ndc_relation:\n  requires: [{relationship: x}, 4, {capability: ../a}]\n  supports: {capability: c.d.e}\n',
    );
    expect(places(findings).slice(0, 4)).toEqual([
      'manifest/missing-field 3:14',
      'manifest/wrong-type 3:33',
      'manifest/malformed-value 3:36',
      'manifest/wrong-type 4:13',
    ]);
    expect(manifest?.records[0]?.capability.dependencies).toEqual([{ id: 'c.d.e', type: 'supports', optional: true }]);
  });
});
