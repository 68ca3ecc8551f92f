// Real files that nobody of this project wrote. They are not part of it: without them these tests are skipped.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import picomatch from 'picomatch';
import { parse, parseAllDocuments } from 'yaml';
import { explain } from '../src/compatibility/explain.js';
import { catalogReader } from '../src/compose.js';
import { DEFAULT_GLOBS } from '../src/manifest/formats.js';
import type { CapabilitiesDocument, CompatibilityDocument, Entry, SourceRow } from '../src/model/generated/types.js';
import { OpenCompatibility } from '../src/query/compatibility.js';
import { askGate } from '../src/query/gate.js';
import { differences, Federation, FRESHNESS, git, NOW, pathsBelow, temporaryFolder } from './support/federation.js';

const CORPUS = process.env['CHORA_CORPUS'] ?? fileURLToPath(new URL('../../shared/corpus', import.meta.url));
const present = existsSync(join(CORPUS, 'make-repos.sh'));
if (!present)
  process.stderr.write(`Skipped: there is no corpus of real manifests in ${CORPUS}. Set CHORA_CORPUS to its folder.\n`);

type Loose = Readonly<Record<string, unknown>>;
const loose = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {});
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(loose) : []);

interface Repository {
  readonly id: string;
  readonly folder: string;
  /** Paths of the files of its only commit. */
  readonly paths: readonly string[];
}

function makeRepositories(): Repository[] {
  const made = execFileSync('bash', [join(CORPUS, 'make-repos.sh'), temporaryFolder('chora-corpus-')], { encoding: 'utf8' });
  return made
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [name = '', url = ''] = line.split('\t');
      const folder = url.slice('file://'.length);
      const paths = git(folder, ['ls-tree', '-r', '-z', '--name-only', 'HEAD'])
        .split('\0')
        .filter((path) => path !== '');
      return { id: `github.com/${name}`, folder, paths };
    });
}

(present ? describe : describe.skip)('the corpus of real manifests', () => {
  const federation = new Federation();
  let repositories: Repository[] = [];
  let entries: Entry[] = [];
  let ids = new Set<string>();
  let told = new Map<string, string[]>();
  const files = (end: RegExp): { repository: Repository; path: string; text: string }[] =>
    repositories.flatMap((repository) =>
      repository.paths
        .filter((path) => end.test(path))
        .map((path) => ({
          repository,
          path,
          text: readFileSync(join(CORPUS, 'repos', repository.id.slice('github.com/'.length), path), 'utf8'),
        })),
    );

  beforeAll(async () => {
    repositories = makeRepositories();
    const report = await federation.indexSources(repositories.map(({ id, folder }) => ({ git: { url: folder, id } })));
    expect(report.failed).toEqual([]);
    entries = pathsBelow(join(federation.out, 'targets/shards')).flatMap(
      (path) => federation.json<{ entries: Entry[] }>(`targets/shards/${path}`).entries,
    );
    ids = new Set(federation.ids());
    told = new Map();
    for (const { source, path, code } of federation.findings())
      told.set(`${source} ${path}`, [...(told.get(`${source} ${path}`) ?? []), code]);
  });

  test('is 37 repositories, all of them read', () => {
    const { sources } = federation.json<{ sources: SourceRow[] }>('api/v1/sources.json');
    expect(sources.map(({ id, state }) => `${id} ${state}`)).toEqual(repositories.map(({ id }) => `${id} ok`).sort());
    expect(sources).toHaveLength(37);
  });

  test('has these numbers of capabilities by format', () => {
    expect(federation.catalog().counts.by_format).toEqual({
      backstage: 48,
      'chora.dev/v1': 48,
      'coordination-capabilities': 7,
      'mcp-server': 198,
      namespace: 1,
      'sap-catalog': 51,
      star: 2,
    });
    expect(federation.catalog().counts.sources).toBe(37);
  });

  test('has an entry for each chora.dev file, by its identifier', () => {
    const identifiers = files(/^capabilities\/chora\..*\.yaml$/).map(({ text }) =>
      String(loose(loose(parse(text))['metadata'])['dc_identifier']),
    );
    expect(identifiers).toHaveLength(48);
    expect(identifiers.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('has an entry for each item of the SAP catalog', () => {
    const [file] = files(/sap-catalog\.json$/);
    const saps = list(loose(JSON.parse(file?.text ?? '{}'))['saps']).map(({ id }) => String(id));
    expect(saps).toHaveLength(51);
    expect(saps.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('has the star manifest and the capability in it, the namespace, and what coordination provides', () => {
    for (const id of ['mcp-orchestration', 'mcp.registry.manage', 'chora.integration.github_mcp'])
      expect([id, ids.has(id)]).toEqual([id, true]);
    const [file] = files(/CAPABILITIES\/chora-base\.yaml$/);
    const provided = list(loose(parse(file?.text ?? ''))['provides']).map(({ id }) => String(id));
    const found = entries.filter(({ format }) => format === 'coordination-capabilities').map(({ id }) => id);
    expect(provided.filter((id) => !found.some((each) => each === id || each.endsWith(id)))).toEqual([]);
    expect(found).toHaveLength(provided.length + 1);
  });

  test('has as many Backstage entities as can be counted in the files that are no templates', () => {
    const kinds = new Set(['Component', 'API', 'System', 'Resource', 'Domain']);
    const real = files(/(^|\/)catalog-info\.yaml$/).filter(
      ({ repository, path }) => !told.get(`${repository.id} ${path}`)?.includes('manifest/template'),
    );
    const entities = real.flatMap(({ text }) => parseAllDocuments(text)).map((document) => loose(document.toJS()));
    expect(
      entities.filter(({ kind, apiVersion }) => kinds.has(String(kind)) && String(apiVersion).startsWith('backstage.io/')),
    ).toHaveLength(48);
  });

  test('has as many MCP servers as there are files of them that are no templates and no other data', () => {
    const left = files(/(^|\/)(server\.json|server\.yaml|spec\.yaml)$/).filter(({ repository, path }) => {
      const codes = told.get(`${repository.id} ${path}`) ?? [];
      return !codes.includes('manifest/template') && !codes.includes('manifest/not-recognized');
    });
    expect(left).toHaveLength(198);
  });

  test('has its templates told as templates, and nothing of them indexed', () => {
    const templates = federation.findings('manifest/template');
    const marked = files(/(^|\/)catalog-info\.yaml$/).filter(
      ({ path, text }) => /(^|\/)(skeleton|templates?)\//.test(path) || /^ {2}name: .*\{\{/m.test(text),
    );
    expect(marked.length).toBeGreaterThan(0);
    expect(
      marked
        .filter(({ repository, path }) => !templates.some((each) => each.source === repository.id && each.path === path))
        .map(({ path }) => path),
    ).toEqual([]);
    const indexed = new Set(entries.map(({ source, path }) => `${source} ${path}`));
    expect(templates.filter(({ source, path }) => indexed.has(`${source} ${path}`))).toEqual([]);
  });

  test('has no file that matches the globs and of which nothing is said', () => {
    const matches = picomatch([...DEFAULT_GLOBS], { dot: true });
    const indexed = new Set(entries.map(({ source, path }) => `${source} ${path}`));
    const matching = repositories.flatMap(({ id, paths }) =>
      paths.filter((path) => matches(path)).map((path) => `${id} ${path}`),
    );
    expect(matching.length).toBeGreaterThan(300);
    // The one file that only gives capabilities of other files their older names.
    const silent = matching.filter((file) => !indexed.has(file) && !told.has(file));
    expect(silent).toEqual(
      ['github.com/liminalcommons/chora-base capabilities/alias-mapping.json'].filter((file) => silent.includes(file)),
    );
    expect(entries.some(({ capability }) => (capability.aliases?.length ?? 0) > 0)).toBe(true);
    expect(federation.catalog().counts.manifests).toBe(matching.length);
  });

  test('has no finding of severity error', () => {
    expect(federation.findings().filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('has a matrix whose every cell is explained, and green only where a range holds', async () => {
    const rows = await new OpenCompatibility(catalogReader(federation.out), new Date(NOW)).matrix();
    const counts = Object.groupBy(rows, ({ verdict }) => verdict);
    expect(Object.fromEntries(Object.entries(counts).map(([verdict, each]) => [verdict, each?.length]))).toEqual({
      compatible: 17,
      missing: 9,
      unknown: 182,
    });
    for (const row of rows) {
      expect([row.consumer, explain(row)]).toEqual([row.consumer, expect.stringMatching(/^[“A-Z].{10,}\.$/)]);
      if (row.verdict === 'compatible') expect([row.range, row.satisfied_by.length]).toEqual([expect.any(String), 1]);
    }
    // The SAP catalog states no ranges; nothing makes green of that.
    expect(new Set(rows.filter(({ consumer }) => /^SAP-\d+$/.test(consumer)).map(({ verdict }) => verdict))).toEqual(
      new Set(['unknown']),
    );
  });

  test('has one dangling dependency among the capabilities of the ecosystem, and says which id is meant', () => {
    const told = federation.findings('compatibility/missing').filter(({ path }) => path?.startsWith('capabilities/chora.'));
    expect(told).toMatchObject([
      {
        path: 'capabilities/chora.awareness.sap_adoption_verification.yaml',
        message: expect.stringContaining('“chora.quality.link_validation_reference_management”'),
        hint: 'Perhaps this is meant: “chora.awareness.link_validation_reference_management”.',
      },
    ]);
  });

  test('has older names that lead to what has them', async () => {
    const matrix = new OpenCompatibility(catalogReader(federation.out), new Date(NOW));
    const { aliases } = federation.json<CompatibilityDocument>('api/v1/compatibility.json');
    expect(aliases).toHaveLength(48);
    expect(federation.findings('compatibility/alias-taken')).toEqual([]);
    expect(federation.findings('compatibility/alias-claimed')).toEqual([]);
    // Both the SAP catalog and a mapping of older names know it: the capability that has the id itself is the one that is meant.
    expect(await matrix.impact('SAP-009')).toMatchObject({ id: 'SAP-009', standing: 'known' });
  });

  test('lets its capabilities be released as they are, but for the dangling one', async () => {
    const ask = async (id: string) => {
      const { versions } = federation.capability(id);
      const candidates = [{ capability: versions[0].capability, place: { source: '.' } }];
      return await askGate(catalogReader(federation.out), { candidates, now: new Date(NOW), allowStale: false });
    };
    expect((await ask('chora.infrastructure.sap_framework')).answer).toBe('unknown');
    expect((await ask('chora.devex.bootstrap')).answer).toBe('yes');
    expect(await ask('chora.awareness.sap_adoption_verification')).toMatchObject({
      answer: 'no',
      items: expect.arrayContaining([
        expect.objectContaining({
          rule: 'dependency-missing',
          near: ['chora.awareness.link_validation_reference_management'],
        }),
      ]),
    });
  });

  test('is indexed a second time without a byte being written', async () => {
    const before = federation.tree();
    const report = await federation.index();
    expect(report.files).toMatchObject({ written: 0, removed: 0 });
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('gives the same bytes when it is indexed from scratch, one source at a time', async () => {
    const before = federation.tree();
    await federation.index({ rebuild: true, concurrency: 1 });
    expect(differences(federation.tree(), before).filter((path) => path !== FRESHNESS)).toEqual([]);
  });

  test('leaves no absolute path of this machine in any file', () => {
    const places = [federation.root, CORPUS, ...repositories.map(({ folder }) => folder)];
    for (const [path, bytes] of federation.tree())
      expect([path, places.filter((place) => bytes.includes(place))]).toEqual([path, []]);
  });

  test('is listed once for each id, in order', () => {
    const listed = federation.json<CapabilitiesDocument>('api/v1/capabilities.json').capabilities.map(({ id }) => id);
    expect(listed).toEqual([...new Set(listed)].sort());
    expect(listed).toHaveLength(355);
  });
});
