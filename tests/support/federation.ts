// A small federation in a folder of its own: repositories, folders, a configuration, and the catalog made of them.
import './realm.js';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { makeRepository } from '../../src/adapters/git/make-repository.js';
import { type IndexerPlaces, indexerOps } from '../../src/compose.js';
import { parseConfig } from '../../src/indexer/config.js';
import type { IndexerOps } from '../../src/indexer/ops.js';
import type { RunReport } from '../../src/indexer/report.js';
import { type RunOptions, runIndexer } from '../../src/indexer/run.js';
import { DEFAULT_GLOBS } from '../../src/manifest/formats.js';
import type {
  CapabilitiesDocument,
  CapabilityDocument,
  CatalogDocument,
  Entry,
  Finding,
  FreshnessDocument,
  SourceRow,
} from '../../src/model/generated/types.js';
import { SOURCE_LIMITS } from '../../src/model/limits.js';

export type Files = Readonly<Record<string, string | Uint8Array>>;
export type Commit = { readonly files: Files; readonly tag?: string };
export type Config = { readonly name?: string; readonly sources: readonly object[]; readonly [key: string]: unknown };
export type Tree = ReadonlyMap<string, string>;
export type IndexOptions = Partial<RunOptions> & {
  readonly now?: string;
  readonly ops?: (ops: IndexerOps) => IndexerOps;
  readonly out?: string;
  readonly github?: IndexerPlaces['github'];
};

export const NOW = '2026-05-04T08:00:00.000Z';
/** The one file that holds the time. */
export const FRESHNESS = 'api/v1/freshness.json';
/** Files that tell how a catalog came to be what it is, and their digests: they differ where it took another way. */
const HISTORY = new Set([
  'api/v1/changes.json',
  'feeds/changes.atom',
  'feeds/changes.json',
  'index.html',
  'site.sha256',
  'targets/catalog.json',
  'targets/changes.json',
]);

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder that is gone when the tests of the file have ended. */
export function temporaryFolder(name = 'chora-test-'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  made.push(folder);
  return folder;
}

/** A conformant manifest. `more` replaces or adds fields; one that is undefined is left out. */
export function manifest(id: string, version = '1.0.0', more: Record<string, unknown> = {}): string {
  const fields = { id, version, owner: 'team-quay', lifecycle_stage: 'operate', title: `About ${id}`, ...more };
  return JSON.stringify(fields, null, 2);
}

/** Manifests of capabilities with these ids, one file each. */
export function capabilities(...ids: string[]): Files {
  return Object.fromEntries(ids.map((id) => [`capabilities/${id}.yaml`, manifest(id)]));
}

export class Federation {
  readonly root = temporaryFolder();
  readonly out = join(this.root, 'out');
  readonly configFile = join(this.root, 'catalog.yaml');

  /** Makes, or replaces, the bare repository repos/<name>.git; answers the source to configure. */
  async repository(name: string, commits: readonly (Files | Commit)[], more: Record<string, unknown> = {}): Promise<object> {
    const steps = commits.map((commit) => (isCommit(commit) ? commit : { files: commit }));
    await makeRepository(
      join(this.root, 'repos', `${name}.git`),
      steps.map(({ files, tag }) => ({ files: bytesOf(files), tag })),
    );
    return { git: { url: `repos/${name}.git`, id: `git.example.org/${name}`, ...more } };
  }

  /** Writes the folder folders/<name>, in place of what was there; answers the source to configure. */
  folder(name: string, files: Files, more: Record<string, unknown> = {}): object {
    const folder = join(this.root, 'folders', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFiles(folder, files);
    return { directory: { path: `folders/${name}`, ...more } };
  }

  removeRepository(name: string): void {
    rmSync(join(this.root, 'repos', `${name}.git`), { recursive: true });
  }

  configure({ name = 'Quay', ...config }: Config): void {
    writeFileSync(this.configFile, JSON.stringify({ name, allow_file_urls: true, ...config }));
  }

  /** Runs the indexer with real operations. */
  async index({
    now = NOW,
    ops: wrap = (ops) => ops,
    out = this.out,
    github = {},
    ...options
  }: IndexOptions = {}): Promise<RunReport> {
    const loaded = parseConfig(readFileSync(this.configFile, 'utf8'), 'catalog.yaml');
    const cache = join(this.root, 'cache');
    const ops = indexerOps({ config: this.configFile, out, cache, now: new Date(now), inProcess: true, github });
    return await runIndexer(loaded, wrap({ ...ops, sleep: () => Promise.resolve() }), {
      globs: loaded.config.manifests ?? DEFAULT_GLOBS,
      concurrency: 2,
      perHost: 6,
      timeout: SOURCE_LIMITS.timeout,
      bytes: SOURCE_LIMITS.bytes,
      signal: new AbortController().signal,
      rebuild: false,
      allowShrink: false,
      trust: null,
      progress: () => undefined,
      ...options,
    });
  }

  /** Configures these sources and indexes them. */
  async indexSources(sources: readonly object[], options: IndexOptions = {}): Promise<RunReport> {
    this.configure({ sources });
    return await this.index(options);
  }

  tree(): Tree {
    return treeOf(this.out);
  }

  json<T>(path: string): T {
    return JSON.parse(readFileSync(join(this.out, path), 'utf8')) as T;
  }

  catalog(): CatalogDocument {
    return this.json('api/v1/catalog.json');
  }

  ids(): string[] {
    return this.json<CapabilitiesDocument>('api/v1/capabilities.json').capabilities.map(({ id }) => id);
  }

  capability(file: string): CapabilityDocument {
    return this.json(`api/v1/capabilities/${file}.json`);
  }

  /** Version, status and commit of every version, in their order. */
  versions(file: string): Pick<Entry, 'version' | 'status' | 'ref'>[] {
    return this.capability(file).versions.map(({ version, status, ref }) => ({ version, status, ref }));
  }

  source(id: string): SourceRow | undefined {
    return this.json<{ sources: SourceRow[] }>('api/v1/sources.json').sources.find((row) => row.id === id);
  }

  findings(code?: string): Finding[] {
    const { findings } = this.json<{ findings: Finding[] }>('api/v1/findings.json');
    return findings.filter((finding) => code === undefined || finding.code === code);
  }

  freshness(): FreshnessDocument {
    return this.json(FRESHNESS);
  }
}

/** Every file below a folder with its bytes, as latin1 text, which compares byte for byte. */
export function treeOf(folder: string): Tree {
  const files = new Map<string, string>();
  for (const path of pathsBelow(folder)) files.set(path, readFileSync(join(folder, path), 'latin1'));
  return files;
}

export function pathsBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  return entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

/** Paths that are not the same in both, each once. */
export function differences(a: Tree, b: Tree): string[] {
  const paths = [...new Set([...a.keys(), ...b.keys()])].sort();
  return paths.filter((path) => a.get(path) !== b.get(path));
}

export function withoutHistory(tree: Tree): Tree {
  return new Map([...tree].filter(([path]) => !HISTORY.has(path)));
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Runs git as it is on a machine that nobody has set up. */
export function git(folder: string, args: readonly string[], input?: string): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', LC_ALL: 'C' };
  return execFileSync('git', [...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
}

function isCommit(commit: Files | Commit): commit is Commit {
  return 'files' in commit && typeof commit.files === 'object' && !(commit.files instanceof Uint8Array);
}

function bytesOf(files: Files): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
}
