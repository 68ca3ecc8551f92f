import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import picomatch from 'picomatch';
import { DEFAULT_GLOBS } from '../../src/manifest/formats.js';
import { joinAliases, type ReadResult, readManifest } from '../../src/manifest/read.js';
import type { ReadManifest } from '../../src/model/manifest.js';
import { validateCapability } from '../../src/model/validators.js';

/** Real files of the ecosystem, kept outside the repository. */
const corpus = process.env['CHORA_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const repositories = join(corpus, 'repos');

interface Result extends ReadResult {
  source: string;
  path: string;
}

function readAll(): Result[] {
  const matches = picomatch([...DEFAULT_GLOBS]);
  return readdirSync(repositories).flatMap((owner) =>
    readdirSync(join(repositories, owner)).flatMap((name) => {
      const root = join(repositories, owner, name);
      const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const paths = files
        .map((file) => relative(root, join(file.parentPath, file.name)).replaceAll(sep, '/'))
        .filter((path) => matches(path));
      const source = `github.com/${owner}/${name}`;
      return paths
        .sort()
        .map((path) => ({ source, path, ...readManifest({ source, path, bytes: readFileSync(join(root, path)) }) }));
    }),
  );
}

const count = <T>(items: readonly T[], key: (item: T) => string) =>
  Object.fromEntries([...Map.groupBy(items, key)].map(([name, group]) => [name, group.length]).sort());

(existsSync(repositories) ? describe : describe.skip)(
  'the corpus of real files (CHORA_CORPUS, or ../shared/corpus; skipped where it is absent)',
  () => {
    const results = existsSync(repositories) ? readAll() : [];
    const manifests = results.flatMap(({ manifest }) => manifest ?? []);
    const records = manifests.flatMap((manifest) =>
      manifest.records.map((record) => ({ format: String(manifest.format), ...record })),
    );
    const capability = (id: string) => records.find((record) => record.capability.id === id)?.capability;

    test('every file that matches gives a record, an alias or a finding', () => {
      const silent = results.filter(
        ({ manifest, findings }) => findings.length === 0 && !manifest?.records.length && !manifest?.aliases.length,
      );
      expect(silent).toEqual([]);
    });

    test('every record is valid', () => {
      expect(records.filter((record) => !validateCapability(record.capability))).toEqual([]);
    });

    test('no real file is refused', () => {
      expect(results.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    test('files by format', () => {
      expect(results).toHaveLength(315);
      expect(count(manifests, ({ format }) => String(format))).toEqual({
        backstage: 26,
        'chora.dev/v1': 48,
        'coordination-capabilities': 1,
        'mcp-server': 198,
        namespace: 1,
        null: 1,
        'sap-catalog': 1,
        star: 1,
      });
    });

    test('records by format', () => {
      expect(count(records, ({ format }) => format)).toEqual({
        backstage: 48,
        'chora.dev/v1': 48,
        'coordination-capabilities': 7,
        'mcp-server': 198,
        namespace: 1,
        'sap-catalog': 51,
        star: 2,
      });
    });

    test('files that are no manifests', () => {
      const none = results.filter(({ manifest }) => manifest === null);
      expect(count(none, ({ findings }) => findings.map(({ code }) => code).join())).toEqual({
        'manifest/not-recognized': 1,
        'manifest/template': 37,
      });
    });

    test('all capabilities of chora.* are read, with their versions, kinds and domains', () => {
      const ids = new Set(records.filter(({ format }) => format === 'chora.dev/v1').map((record) => record.capability.id));
      expect(ids.size).toBe(48);
      for (const record of records.filter(({ format }) => format === 'chora.dev/v1')) {
        expect(record.capability.version).toMatch(/^\d+\.\d+\.\d+$/);
        expect(record.capability.kind).toMatch(/^(pattern|service)$/);
        expect(record.capability.domain).toBe(record.capability.id.split('.')[1]);
        expect(JSON.stringify(record.capability.documents ?? [])).not.toContain('\\');
      }
    });

    test('dependencies of chora.* without a range stay without', () => {
      const dependencies = records
        .filter(({ format }) => format === 'chora.dev/v1')
        .flatMap((record) => record.capability.dependencies ?? []);
      expect([dependencies.length, dependencies.filter(({ version }) => version === undefined).length]).toEqual([98, 81]);
    });

    test('the star and its inner capability', () => {
      expect(capability('mcp-orchestration')).toMatchObject({ version: '0.0.1', owner: 'team-mcp', lifecycle_stage: 'operate' });
      expect(capability('mcp.registry.manage')).toMatchObject({ part_of: 'mcp-orchestration', version: '0.0.1' });
    });

    test('the namespace and the coordination records', () => {
      expect(capability('chora.integration.github_mcp')).toMatchObject({ version: '1.0.0', domain: 'integration' });
      expect(capability('chora-base')).toMatchObject({ kind: 'repository' });
      expect(records.filter((record) => record.capability.part_of === 'chora-base')).toHaveLength(6);
    });

    test('aliases go to the capabilities of the same repository', () => {
      const base = results.flatMap(({ source, manifest }): ReadManifest[] =>
        source.endsWith('/chora-base') && manifest ? [manifest] : [],
      );
      const stated = base.flatMap(({ aliases }) => aliases);
      const joined = joinAliases(base).flatMap((manifest) => manifest.records.map((record) => record.capability));
      expect(stated).toHaveLength(45);
      const missing = stated.filter(
        ({ alias, id }) => !joined.find((one) => one.id === id)?.aliases?.some((other) => other.id === alias && other.sunset),
      );
      expect(missing).toEqual([]);
    });

    test('docker’s and ToolHive’s names are qualified, those of server.json are not', () => {
      const ids = records.filter(({ format }) => format === 'mcp-server').map((record) => record.capability.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(
        expect.arrayContaining(['io.github.docker/SQLite', 'io.github.stacklok/phoenix', 'io.github.123Ergo/unphurl']),
      );
    });

    test('signers that ToolHive claims are carried', () => {
      expect(records.filter((record) => record.capability.claimed_signer)).toHaveLength(14);
    });
  },
);
