import type { Code, FindingArguments } from './findings.js';
import type { SourceRow } from './generated/types.js';
import type { ManifestFile } from './manifest.js';

export type SourceState = SourceRow['state'];

/** Whether a source that is listed was not read. */
export function hasFailed(state: SourceState): boolean {
  return state !== 'ok' && state !== 'empty' && state !== 'deleted';
}

/** One repository or folder that the configuration names. */
export interface SourceSpec {
  readonly id: string;
  readonly kind: SourceRow['kind'];
  /** What the adapter opens: a git URL, or a folder's absolute path. */
  readonly location: string;
  /** What the catalog may say of the location; absent where only this machine can reach it. */
  readonly url?: string;
  /** Branch, tag or full ref; absent for the remote's HEAD. */
  readonly ref?: string;
  /** Glob of tags to read as released versions. */
  readonly tags?: string;
  /** Folder inside the repository that counts as its root, without slashes at the ends. */
  readonly path?: string;
  readonly ttl?: string;
  /** For kind `github`, which is asked by API and not at `location`. */
  readonly github?: GitHubRepository;
}

/** A repository on one GitHub. */
export interface GitHubRepository {
  /** Root of the REST API, without a slash at its end: `https://api.github.com`, or `https://<host>/api/v3` of an Enterprise. */
  readonly api: string;
  readonly owner: string;
  readonly name: string;
}

/** Where a source stands, before anything is fetched. */
export interface SourceHead {
  /** Commit id; for a folder the digest of its matching files; null for a repository without a commit. */
  readonly commit: string | null;
  /** Name of each matching tag → commit id; of too many, the newest. */
  readonly tags: Readonly<Record<string, string>>;
  /** How many tags match. */
  readonly tagsFound: number;
  /** The repository's number at its host, which outlives its name; where the host tells it. */
  readonly repositoryId?: string;
  /** owner/name that the host gives it now, where that is another than asked for. */
  readonly movedTo?: string;
}

/** A matching path that is not read, and the code that says why. */
export interface SkippedFile {
  readonly path: string;
  readonly code: Code;
  readonly args: FindingArguments;
}

/** The matching files of a source at one commit. */
export interface Snapshot {
  /** Commit id; null for folders. */
  readonly commit: string | null;
  /** `refs/tags/…`, or null for the source's head. */
  readonly ref: string | null;
  /** In the order of their paths. */
  readonly files: readonly ManifestFile[];
  readonly skipped: readonly SkippedFile[];
  /** Files that matched the globs, also those beyond the limit. */
  readonly matched: number;
}

/** A source as it was read. */
export interface SourceReading {
  readonly head: SourceHead;
  /** At the head first, then at its tags, newest first. */
  readonly snapshots: readonly Snapshot[];
  /** Bytes that came over the network for it, where that is known. */
  readonly fetched?: number;
}

/** Why a source could not be read. A value: a source that fails never stops a run. */
export interface SourceFailure {
  readonly code: Code;
  readonly state: Exclude<SourceState, 'ok' | 'empty' | 'deleted'>;
  readonly args: FindingArguments;
  /** Whether trying again within this run may help. */
  readonly transient: boolean;
  /** It was the host that gave no answer, so that its other repositories will get none either. */
  readonly hostDown?: true;
}

/** How adapters give a `SourceFailure`; caught by the indexer, source by source. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  constructor(
    readonly failure: SourceFailure,
    options?: ErrorOptions,
  ) {
    super(failure.code, options);
  }
}
