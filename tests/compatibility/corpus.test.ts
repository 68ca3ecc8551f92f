// The matrix of real manifests that nobody of this project wrote. Without them these tests are skipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import picomatch from 'picomatch';
import { capabilityCompatibilities } from '../../src/compatibility/capability-documents.js';
import { compatibilityDocument } from '../../src/compatibility/documents.js';
import { explain } from '../../src/compatibility/explain.js';
import { matrixFindings } from '../../src/compatibility/findings.js';
import { graphOf, impactOf, startOrder } from '../../src/compatibility/graph.js';
import { buildMatrix } from '../../src/compatibility/matrix.js';
import { DEFAULT_GLOBS } from '../../src/manifest/formats.js';
import { joinAliases, readManifest } from '../../src/manifest/read.js';
import type { Entry } from '../../src/model/generated/types.js';
import { validateCapabilityCompatibility, validateCompatibilityDocument } from '../../src/model/validators.js';
import { entry } from '../catalog/entries.js';

const CORPUS = process.env['CHORA_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const repositories = join(CORPUS, 'repos');
const present = existsSync(repositories);
if (!present)
  process.stderr.write(`Skipped: there is no corpus of real manifests in ${CORPUS}. Set CHORA_CORPUS to its folder.\n`);

/** One entry for each id: the first source that claims it has it, as in a catalog. */
function readEntries(): Entry[] {
  const matches = picomatch([...DEFAULT_GLOBS], { dot: true });
  const entries = new Map<string, Entry>();
  for (const owner of readdirSync(repositories).sort()) {
    for (const name of readdirSync(join(repositories, owner)).sort()) {
      const root = join(repositories, owner, name);
      const source = `github.com/${owner}/${name}`;
      const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
      const paths = files.map((each) => relative(root, join(each.parentPath, each.name)).replaceAll(sep, '/'));
      const manifests = paths
        .filter((path) => matches(path))
        .sort()
        .flatMap((path) => readManifest({ source, path, bytes: readFileSync(join(root, path)) }).manifest ?? []);
      for (const { path, format, records } of joinAliases(manifests)) {
        for (const { capability, tier, line } of records) {
          const { id, version } = capability;
          if (format !== null && !entries.has(id))
            entries.set(id, entry(id, version, { source, path, format, tier, line, capability }));
        }
      }
    }
  }
  return [...entries.values()];
}

(present ? describe : describe.skip)('the matrix of the corpus', () => {
  const entries = present ? readEntries() : [];
  const matrix = buildMatrix(entries);
  const edges = matrix.rows.flatMap(({ entry: { id, format }, edges: own }) => own.map((edge) => ({ id, format, ...edge })));

  test('has a row for every capability and an answer, with its reason, for every dependency', () => {
    expect(matrix.rows).toHaveLength(355);
    expect(edges.length).toBeGreaterThan(200);
    for (const { resolution } of edges) {
      const satisfied_by = resolution.satisfiedBy.map(({ version }) => version);
      expect(explain({ ...resolution, satisfied_by, nearest: [] })).toMatch(/^\S.*\.$/);
    }
  });

  test('is green only where a range holds', () => {
    const compatible = edges.filter(({ resolution }) => resolution.verdict === 'compatible');
    expect(compatible.map(({ format }) => format)).toEqual(compatible.map(() => 'chora.dev/v1'));
    expect(compatible).toHaveLength(17);
    expect(compatible.filter(({ dependency }) => dependency.version === undefined)).toEqual([]);
  });

  test('does not know what dependencies without a range accept: of those of the SAP catalog none', () => {
    const saps = edges.filter(({ format }) => format === 'sap-catalog');
    expect(new Set(saps.map(({ resolution }) => `${resolution.verdict} ${resolution.reason}`))).toEqual(
      new Set(['unknown no-range']),
    );
    expect(saps).toHaveLength(102);
  });

  test('finds the one dangling dependency among the chora.dev capabilities, and what is meant', () => {
    const missing = edges.filter(({ format, resolution }) => format === 'chora.dev/v1' && resolution.verdict === 'missing');
    expect(missing.map(({ id, provider, resolution }) => [id, provider.id, resolution.suggestions])).toEqual([
      [
        'chora.awareness.sap_adoption_verification',
        'chora.quality.link_validation_reference_management',
        ['chora.awareness.link_validation_reference_management'],
      ],
    ]);
    const told = matrixFindings(matrix).find(({ message }) => message.includes('chora.quality.link_validation'));
    expect(told).toMatchObject({
      code: 'compatibility/missing',
      hint: 'Perhaps this is meant: “chora.awareness.link_validation_reference_management”.',
    });
  });

  test('names what the coordination file consumes and nobody of the corpus describes', () => {
    const missing = edges.filter(
      ({ format, resolution }) => format === 'coordination-capabilities' && resolution.verdict === 'missing',
    );
    expect(missing.map(({ provider }) => provider.id).sort()).toEqual([
      'Poetry',
      'Python',
      'ecosystem-manifest',
      'quality_standards',
      'server_registry',
    ]);
  });

  test('knows 48 older names, and where each leads', () => {
    expect(matrix.providers.aliases.size).toBe(48);
    expect(matrix.providers.aliases.get('SAP-009')).toMatchObject({
      sunset: '2026-06-01',
      target: { id: 'chora.awareness.agent_awareness' },
    });
  });

  test('has every capability after what it needs in its start order, and an impact for what most need', () => {
    const graph = graphOf(matrix);
    const order = startOrder(graph, 'chora.devex.capability_server_template');
    expect(order.at(-1)).toBe('chora.devex.capability_server_template');
    expect(order.indexOf('chora.infrastructure.sap_framework')).toBeLessThan(order.indexOf('chora.devex.interface_design'));
    const affected = impactOf(graph, 'chora.infrastructure.sap_framework').map(({ id }) => id);
    expect(affected).toContain('chora.devex.bootstrap');
    expect(affected.length).toBeGreaterThan(20);
  });

  test('gives valid documents', () => {
    expect([validateCompatibilityDocument(compatibilityDocument(matrix)), validateCompatibilityDocument.errors]).toEqual([
      true,
      null,
    ]);
    for (const [id, make] of capabilityCompatibilities(matrix))
      expect([id, validateCapabilityCompatibility(make())]).toEqual([id, true]);
  });
});
