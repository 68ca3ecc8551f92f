import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CapabilityDocument, Entry } from '../../src/model/generated/types.js';
import {
  type Validator,
  validateCapabilitiesDocument,
  validateCapabilityCompatibility,
  validateCapabilityDocument,
  validateCatalogDocument,
  validateChangesDocument,
  validateCompatibilityDocument,
  validateFindingsDocument,
  validateFreshnessDocument,
  validateReleaseDocument,
  validateReleaseFreshness,
  validateShardDocument,
  validateSourcesDocument,
  validateWaiversDocument,
} from '../../src/model/validators.js';
import { Federation } from '../support/federation.js';
import { failing, quaySources } from './quay.js';

const DOCUMENTS: readonly (readonly [RegExp, Validator])[] = [
  [/^api\/v1\/catalog\.json$/, validateCatalogDocument],
  [/^api\/v1\/capabilities\.json$/, validateCapabilitiesDocument],
  [/^api\/v1\/sources\.json$/, validateSourcesDocument],
  [/^api\/v1\/findings\.json$/, validateFindingsDocument],
  [/^api\/v1\/freshness\.json$/, validateFreshnessDocument],
  [/^(api\/v1|targets)\/changes\.json$/, validateChangesDocument],
  [/^api\/v1\/capabilities\/.+\.json$/, validateCapabilityDocument],
  [/^api\/v1\/compatibility\.json$/, validateCompatibilityDocument],
  [/^api\/v1\/compatibility\/.+\.json$/, validateCapabilityCompatibility],
  [/^(api\/v1|targets)\/waivers\.json$/, validateWaiversDocument],
  [/^targets\/catalog\.json$/, validateReleaseDocument],
  [/^targets\/freshness\.json$/, validateReleaseFreshness],
  [/^targets\/shards\/[0-9a-f]{2}\.json$/, validateShardDocument],
];

/** Documents of formats that are defined elsewhere. */
const FOREIGN = new Set(['api/v1/openapi.json', 'feeds/changes.json']);

describe('the documents of a catalog', () => {
  const federation = new Federation();
  beforeAll(async () => {
    await federation.indexSources([
      ...(await quaySources(federation)),
      { git: { url: 'repos/none.git', id: 'git.example.org/quay/none' } },
    ]);
    await federation.index({ ops: failing({ 'git.example.org/quay/tides': 'rate-limited' }) });
  });

  test('are each what their schema says, and there is none without a schema', () => {
    const used = new Set<Validator>();
    for (const [path, bytes] of federation.tree()) {
      if (!path.endsWith('.json') || FOREIGN.has(path)) continue;
      const validate = DOCUMENTS.find(([pattern]) => pattern.test(path))?.[1];
      const document: unknown = JSON.parse(Buffer.from(bytes, 'latin1').toString('utf8'));
      expect({ path, valid: validate?.(document), errors: validate?.errors ?? null }).toEqual({
        path,
        valid: true,
        errors: null,
      });
      if (validate) used.add(validate);
    }
    expect(used.size).toBe(DOCUMENTS.length);
  });

  test('agree with one another: every current entry has its document, its summary and its bytes', () => {
    const shards = [...federation.tree()].filter(([path]) => path.startsWith('targets/shards/'));
    const entries = shards.flatMap(
      ([, bytes]) => (JSON.parse(Buffer.from(bytes, 'latin1').toString('utf8')) as { entries: Entry[] }).entries,
    );
    const current = entries.filter(({ status }) => status === 'current').map(({ id }) => id);
    expect(current.sort()).toEqual(federation.ids());
    expect(entries).toHaveLength(federation.catalog().counts.versions);
    const documents = [...federation.tree().keys()].filter((path) => path.startsWith('api/v1/capabilities/'));
    const versions = documents.flatMap((path) => federation.json<CapabilityDocument>(path).versions);
    expect(versions).toHaveLength(entries.length);
    for (const { manifest } of entries) {
      const hex = manifest.digest.slice('sha256:'.length);
      expect(federation.tree().get(`blobs/sha256/${hex.slice(0, 2)}/${hex}`)?.length).toBe(manifest.size);
    }
  });

  test('have a page for each capability, source and domain', () => {
    const paths = [...federation.tree().keys()];
    const named = (folder: string, end: string): string[] =>
      paths.filter((path) => path.startsWith(folder) && path.endsWith(end)).map((path) => path.slice(folder.length, -end.length));
    expect(named('capabilities/', '.html')).toEqual(named('api/v1/capabilities/', '.json'));
    expect(named('sources/', '.html').sort()).toEqual(
      federation
        .json<{ sources: { file: string }[] }>('api/v1/sources.json')
        .sources.map(({ file }) => file)
        .sort(),
    );
    expect(named('domains/', '.html')).toHaveLength(Object.keys(federation.catalog().counts.by_domain).length);
  });
});
