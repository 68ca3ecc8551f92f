import type {
  Capability,
  CapabilityDocument,
  ChangesDocument,
  Finding,
  QuarantinedManifest,
} from '../../src/model/generated/types.js';
import { digestOf, documentOf } from './fixtures.js';

export const MARKUP =
  '</title></script></textarea>"\'><script>window.executed=1</script><img src=x onerror="window.executed=2"><svg onload=window.executed=3>{{x}}';
export const BIDI = 'safe\u202egnp.exe\u2066\u200b\u0007';
export const LONG = `wide.${'x'.repeat(290)}.run`;
export const BAD_URLS = [
  'javascript:window.executed=4',
  'JaVaScRiPt:window.executed=5',
  ' javascript:window.executed=6',
  'java\nscript:window.executed=7',
  'data:text/html,<script>window.executed=8</script>',
  'vbscript:x',
  'file:///etc/passwd',
  '//evil.example/x',
  'https://known.example@evil.example/',
  'https://evil.example/\u202egnp.exe',
  'https://',
];

/** A record that has `text` wherever a stranger's text may stand. */
export function recordFullOf(text: string, id = text): Capability {
  return {
    id,
    version: text,
    owner: text,
    lifecycle_stage: 'operate',
    title: text,
    description: text,
    kind: text,
    domain: text,
    part_of: text,
    tags: [text],
    inputs: [{ name: text, type: text, required: true, description: text }],
    outputs: [{ name: text, type: text, description: text }],
    interfaces: [{ kind: 'rest', name: text, endpoint: text, command: text }],
    behaviors: [{ id: text, ref: text, status: text }],
    value_scenarios: [{ id: text, title: text, guide: text, tests: [text], status: text, capability: text }],
    signals: [{ id: text, status: text, doc: text, owner: text, last_update: text }],
    adr_links: [text],
    links: [{ title: text, url: text }, { title: text, url: 'https://known.example/' }, { url: text }],
    documentation: { tutorial: text, how_to: text, reference: text, explanation: text },
    documents: [{ type: text, path: text }],
    packages: [{ registry: text, name: text, version: text }],
    validation_status: { result: text, last_run: text, tool: text },
    compatibility: { backward_compatible_with: [text], breaks_compatibility_with: [text], tested_consumers: [text] },
    consumers: [text],
    claimed_signer: { issuer: text, source_repository: text, signer_workflow: text, runner_environment: text },
    aliases: [{ id: text, sunset: text }],
    deprecation: { since: text, sunset: text, replaced_by: text, window: text },
    contact: text,
    ttl: text,
    secrets_required: [text],
  };
}

export function documentFullOf(text: string, id = text): CapabilityDocument {
  const source = 'github.com/harbour-works/pilots';
  return documentOf(
    recordFullOf(text, id),
    { source, path: text, ref: text, tier: 'indexed' },
    {
      dependencies: [
        {
          id: text,
          version: text,
          type: text,
          scope: text,
          target: { id: `${text}2`, version: text, lifecycle_stage: text, stability: text, file: 'harbour.tide.read' },
        },
        { id: text, target: null },
      ],
      dependents: [{ id: text, version: text, range: text, owner: text, file: 'harbour.tide.read' }],
      findings: [findingFullOf(text, source)],
    },
  );
}

export function findingFullOf(text: string, source = text): Finding {
  return {
    code: 'manifest/unknown-field',
    severity: 'warning',
    source,
    path: text,
    line: 1,
    column: 2,
    message: text,
    hint: text,
  };
}

export function changesFullOf(text: string): ChangesDocument {
  const change = { seen_at: text, id: text, title: text, owner: text, source: text, from: text, to: `${text}2`, reason: text };
  return {
    started_at: text,
    changes: [
      { ...change, number: 3, kind: 'updated', file: 'hostile' },
      { ...change, number: 2, kind: 'moved', from_source: text },
      { ...change, number: 1, kind: 'removed' },
    ],
  };
}

export function quarantinedFullOf(text: string): QuarantinedManifest {
  return {
    source: text,
    commit: text,
    ref: text,
    path: text,
    manifest: { digest: digestOf(text), size: 1 },
    capabilities: [
      { id: text, version: text },
      { id: text, version: null },
    ],
    provenance: { outcome: 'untrusted', admitted: false, rule: text, reason: text },
    reason: text,
  };
}
