import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './adapters/clock.js';
import { listFolders, readDirectory } from './adapters/disk/directory-source.js';
import { readInputFiles } from './adapters/disk/input-files.js';
import { ownPaths, readOwnFiles } from './adapters/disk/own-files.js';
import { DiskStore } from './adapters/disk/store.js';
import { GitAgents } from './adapters/git/agents.js';
import { GitSources } from './adapters/git/source.js';
import type { Clock } from './adapters/github/clock.js';
import type { Environment } from './adapters/github/credentials.js';
import { ReadingSpool } from './adapters/github/spool.js';
import { HttpReader } from './adapters/http/reader.js';
import { ThreadPool } from './adapters/threads/pool.js';
import type { AttestationRequest, IndexerOps, SourceRequest } from './indexer/ops.js';
import type { CatalogReader } from './model/catalog-store.js';
import type { SourceHead, SourceReading, SourceSpec } from './model/source.js';
import type { CheckedBundle } from './trust/check.js';
import type { Trust } from './trust/examine.js';
import { type ProverSetup, prepare, type Question } from './trust/prove.js';

export { defaultCacheFolder, isInputPath, readBytes, readTextFile } from './adapters/disk/input-files.js';
export { appendText, removeFolder } from './adapters/disk/output-files.js';
export { makeRepository } from './adapters/git/make-repository.js';
export { readFileAtRevision } from './adapters/git/show-file.js';
export { identityToken } from './adapters/sigstore/oidc.js';
export { PUBLIC_GOOD, type SigningServices, signBytes } from './adapters/sigstore/sign.js';
export { ownPaths, readInputFiles, readOwnFiles, systemClock };

interface SourceKind {
  readHead(request: SourceRequest): Promise<SourceHead>;
  readSource(request: SourceRequest, head: SourceHead | null): Promise<SourceReading>;
  /** Where hosts of this kind keep attestations. */
  readAttestations?(request: AttestationRequest): Promise<readonly Uint8Array[]>;
}

export interface IndexerPlaces {
  /** The configuration file; relative paths in it start at its folder. */
  readonly config: string;
  /** Folder that the catalog is written to. */
  readonly out: string;
  /** Folder for what was fetched; may be deleted at any time. */
  readonly cache: string;
  /** Stands in for the clock. */
  readonly now?: Date | undefined;
  /** Run git from this very process and verify on this very thread: slower in large runs, but nothing is started besides git. */
  readonly inProcess?: boolean | undefined;
  /** What a run may spend at GitHub (null: what GitHub allows), where its token is, and how it waits. */
  readonly github?: { readonly maxPoints?: number | null; readonly environment?: Environment; readonly clock?: Partial<Clock> };
}

/** The indexer's operations on the real world. */
export function indexerOps({ config, out, cache, now, inProcess, github: at = {} }: IndexerPlaces): IndexerOps {
  const gitCache = resolve(cache, 'git');
  const clock = systemClock(now);
  const github = onFirstUse(async () => {
    const { GitHubSources } = await import('./adapters/github/source.js');
    const spool = new ReadingSpool(resolve(cache, 'github'));
    return new GitHubSources({ ...clock, ...at.clock }, at.maxPoints ?? null, at.environment, spool);
  });
  const kinds: Record<SourceSpec['kind'], SourceKind> = {
    git: inProcess ? new GitSources(gitCache) : new GitAgents(gitCache),
    directory: {
      readHead: async (request) => readDirectory(request).head,
      readSource: async (request) => readDirectory(request),
    },
    github: {
      readHead: async (request) => (await github.get()).readHead(request),
      readSource: async (request, head) => (await github.get()).readSource(request, head),
      readAttestations: async (request) => (await github.get()).readAttestations(request),
    },
  };
  return {
    ...clock,
    resolvePath: (path) => resolve(dirname(config), path),
    readOwnFiles: (paths) => readOwnFiles(dirname(config), paths),
    listFolders,
    readHead: (request) => kinds[request.spec.kind].readHead(request),
    readSource: (request, head) => kinds[request.spec.kind].readSource(request, head),
    listRepositories: async (group, signal) => (await github.get()).listRepositories(group, signal),
    readAttestations: async (request) => (await kinds[request.source.kind].readAttestations?.(request)) ?? null,
    githubUsage: (repositories) => github.made()?.usage(repositories) ?? null,
    prove: prover(inProcess ? Number.POSITIVE_INFINITY : undefined),
    store: new DiskStore(resolve(out)),
  };
}

/** Makes something when it is first asked for: what takes long to load is loaded by those who need it. */
function onFirstUse<T>(make: () => Promise<T>): { get(): Promise<T>; made(): T | null } {
  let made: T | null = null;
  let making: Promise<T> | undefined;
  const remember = (value: T) => {
    made = value;
    return value;
  };
  return {
    get: () => {
      making ??= make().then(remember);
      return making;
    },
    made: () => made,
  };
}

/** Reads a catalog from a folder, a file: URL or an http(s) URL. */
export function catalogReader(location: string): CatalogReader {
  if (/^https?:\/\//i.test(location)) return new HttpReader(location);
  return new DiskStore(resolve(location.startsWith('file://') ? fileURLToPath(location) : location));
}

/** Writes a file that the user named, in one step: it is never there by half. */
export function writeWholeFile(path: string, bytes: Uint8Array): void {
  new DiskStore(resolve(dirname(path))).write(basename(path), bytes);
}

/** Proves on as many threads as there are cores, `answeredHere` questions excepted. */
export function prover(answeredHere?: number): IndexerOps['prove'] {
  const pools = new WeakMap<Trust, ThreadPool<ProverSetup, Question, readonly CheckedBundle[]>>();
  return (trust, { artifact, bundles }) => {
    let pool = pools.get(trust);
    if (!pool) {
      const setup = { trustedRoot: trust.root.text, keys: trust.policy.keys };
      const options = answeredHere === undefined ? {} : { answeredHere };
      pool = new ThreadPool({ prepare }, new URL('./trust/prove.js', import.meta.url), setup, options);
      pools.set(trust, pool);
    }
    // Copies: sending a view to a thread would send all of the buffer that it is a part of.
    const own = 'bytes' in artifact ? { bytes: new Uint8Array(artifact.bytes) } : artifact;
    return pool.ask({ artifact: own, bundles: bundles.map((bytes) => new Uint8Array(bytes)) });
  };
}
