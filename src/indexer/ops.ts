import type { CatalogStore } from '../model/catalog-store.js';
import type { CatalogConfig, GitHubUsage } from '../model/generated/types.js';
import type { SourceFailure, SourceHead, SourceReading, SourceSpec } from '../model/source.js';
import type { FoundRepositories, RepositoryGroup } from '../sources/github-group.js';
import type { CheckedBundle } from '../trust/check.js';
import type { Trust } from '../trust/examine.js';
import type { Question } from '../trust/prove.js';

/** What may be asked of one source, and how much of it. */
export interface SourceRequest {
  readonly spec: SourceSpec;
  /** Which files, by their paths inside the source, may be manifests. */
  readonly globs: readonly string[];
  readonly limits: { readonly bytes: number; readonly files: number; readonly tags: number; readonly manifestBytes: number };
  /** Ends what is under way: time is up, or the run is. */
  readonly signal: AbortSignal;
}

/** What is asked of a host about one file: the Sigstore bundles that it keeps, whoever made them. */
export interface AttestationRequest {
  readonly source: SourceSpec;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly signal: AbortSignal;
}

/** Files that stand beside catalog.yaml, as they are. */
export interface OwnFiles {
  /** The decision log; empty where there is none. */
  readonly decisions: string;
  /** In the order of their paths, which are relative to the configuration's folder. */
  readonly waivers: readonly { readonly path: string; readonly text: string }[];
}

/** Every operation of the indexer on the outside world. All of them may be called concurrently. */
export interface IndexerOps {
  /** The time, in UTC. What a catalog says of it is the time when its reading has ended. */
  now(): Date;
  /** Milliseconds on a clock that never goes back; for durations. */
  elapsed(): number;
  /** Waits, or rejects when the signal fires. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** A number in [0, 1) for jitter. */
  random(): number;
  /** Absolute path of a path that the configuration gives, relative to its file. */
  resolvePath(path: string): string;
  /**
   * The catalog's own files: its decision log and its waivers, by the paths that the configuration gives or else by their defaults,
   * which need not be there.
   * @throws ChoraError when a path that is given cannot be read.
   */
  readOwnFiles(paths: Pick<CatalogConfig, 'waivers' | 'decisions'>): OwnFiles;
  /** Names of the folders in a folder, without hidden ones and links, or why they cannot be listed. */
  listFolders(path: string): Promise<readonly string[] | SourceFailure>;
  /**
   * The repositories of an owner with their heads: a request for each hundred.
   * @throws ChoraError where there is no way to sign in
   */
  listRepositories(group: RepositoryGroup, signal: AbortSignal): Promise<FoundRepositories>;
  /**
   * Where a source stands now, without fetching it: for git one `ls-remote`.
   * @throws SourceError when it cannot be told.
   */
  readHead(request: SourceRequest): Promise<SourceHead>;
  /**
   * Reads a source: at `head`, or, when nothing is known of it yet, at wherever it stands. Snapshots are `[head, …tags newest first]`.
   * Files come from the commit, never from a work tree. Nothing is executed, no link followed, no submodule entered.
   * @throws SourceError
   */
  readSource(request: SourceRequest, head: SourceHead | null): Promise<SourceReading>;
  /**
   * The Sigstore bundles, each as JSON, that the source's host keeps about a digest; null where hosts of its kind keep none at all. A
   * request or more for each call: ask for digests that are new.
   * @throws SourceError
   */
  readAttestations(request: AttestationRequest): Promise<readonly Uint8Array[] | null>;
  /**
   * What the bundles of a manifest prove, by the keys and the trusted root of `trust`. Takes some ten milliseconds of computing for
   * each bundle, on this thread or another. Never rejects for what is wrong with a bundle.
   */
  prove(trust: Trust, question: Question): Promise<readonly CheckedBundle[]>;
  /** What was asked of GitHub until now, for so many `repositories` of the configuration; null when nothing was. */
  githubUsage(repositories: number): GitHubUsage | null;
  /** The catalog as an earlier run left it, and the place this run writes to. */
  readonly store: CatalogStore;
}
