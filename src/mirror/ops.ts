import type { Catalog } from '../model/catalog.js';
import type { CatalogStore } from '../model/catalog-store.js';
import type { FreshnessDocument } from '../model/generated/types.js';
import type { CheckedBundle } from '../trust/check.js';
import type { Trust } from '../trust/examine.js';
import type { Question } from '../trust/prove.js';
import type { TufClient, TufPlaces } from './tuf-client.js';

/** Every operation of the mirror on the outside world. All of them may be called concurrently. */
export interface MirrorOps {
  /** The time, in UTC. */
  now(): Date;
  /** Milliseconds on a clock that never goes back; for durations. */
  elapsed(): number;
  /** Waits, or rejects when the signal fires. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** A number in [0, 1) for jitter. */
  random(): number;
  readonly tuf: TufClient;
  /** Where the client of TUF finds the metadata and the targets of what this mirror follows, and keeps what it trusts. */
  readonly places: TufPlaces;
  /** The published tree that this mirror follows. */
  readonly origin: Origin;
  readonly store: MirrorStore;
  /** The mirror's own policy and trusted root; null where mirror.yaml names none. @throws ChoraError for whatever is wrong in them */
  ownTrust(): Trust | null;
  /** What the bundles of a manifest prove. Never rejects for what is wrong with a bundle. */
  prove(trust: Trust, question: Question): Promise<readonly CheckedBundle[]>;
  readonly format: ReleaseFormat;
}

/** A published tree, over HTTP, in a folder, or in a file that was carried here. Paths are relative to its root. */
export interface Origin {
  /** How messages call it. */
  readonly name: string;
  /**
   * Opens a file, at the byte `from` where it can. Null when there is no such file.
   * @param path each part escaped as in a URL
   * @throws OriginFailure
   */
  open(path: string, from: number, signal: AbortSignal): Promise<OriginFile | null>;
}

export interface OriginFile {
  /** The byte that `chunks` start at: the one that was asked for, or 0. */
  readonly from: number;
  /** Reading may throw an OriginFailure. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Why a file could not be had. */
export class OriginFailure extends Error {
  override readonly name = 'OriginFailure';
  constructor(
    message: string,
    /** Whether asking again may help. */
    readonly transient: boolean,
    /** Milliseconds that the server asks to wait. */
    readonly wait: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What is kept under its digest: targets of releases, and the blobs (manifests and bundles) that these name. */
export type ContentKind = 'targets' | 'blobs';

/** Files of a mirror that are replaced as a whole, and the journal, which only grows. */
export type MirrorFile = 'mirror.yaml' | 'state.json' | 'journal.ndjson';

/**
 * The folder of a mirror. Digests are checked before they become paths; what is written is on the disk when a call ends, save
 * for what `settle` is for.
 * @throws ChoraError `io/read`, `io/write` from every operation when the disk refuses
 */
export interface MirrorStore {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Names in the folder; none when there is no such folder. */
  topLevel(): readonly string[];
  readFile(name: MirrorFile): Buffer | null;
  /** Replaces a file in one step. */
  writeFile(name: MirrorFile, bytes: string | Uint8Array): void;
  /** Adds to the end of the journal. */
  appendJournal(line: string): void;
  /** Whether content of this digest and size is there. Its bytes are not looked at. */
  has(kind: ContentKind, digest: string, size: number): boolean;
  read(kind: ContentKind, digest: string): Buffer | null;
  /** The digests that are there, with their sizes, and what lies among them and is none. */
  contents(kind: ContentKind): { readonly sizes: ReadonlyMap<string, number>; readonly strangers: readonly string[] };
  removeContent(kind: ContentKind, digest: string): void;
  /** What there is of content that is being fetched, from now or from before. One at a time for each digest. */
  partial(kind: ContentKind, digest: string): PartialContent;
  /** Removes what was fetched in part, but for these digests. */
  dropPartials(but: ReadonlySet<string>): void;
  readonly releases: ReleaseStore;
  /** Brings to the disk all content and release files that were written since the last call. */
  settle(): void;
  /** Makes this process the only one that changes the mirror, until what it gives is called. @throws ChoraError `mirror/locked` */
  lock(lost: () => void): () => void;
}

export interface PartialContent {
  /** Bytes that are there. */
  readonly size: number;
  read(): Buffer;
  append(bytes: Uint8Array): void;
  /** Forgets what is there. */
  reset(): void;
  /** Ends the work on it; what is there stays for another time. */
  close(): void;
  /** Puts it in its place under its digest, which the caller has verified. */
  keep(): void;
}

/** The folder `releases/`: for each kept release a folder, a record (JSON) and the list of its files; and `current` beside it. */
export interface ReleaseStore {
  /** Folders of whole releases, oldest first. */
  list(): readonly string[];
  /** The folder that is served; null where none is. */
  current(): string | null;
  /** Serves another one, in one step. */
  switchTo(folder: string): void;
  readRecord(folder: string): Buffer | null;
  writeRecord(folder: string, text: string): void;
  readList(folder: string): Buffer | null;
  /** A release under way: `<folder>.partial`, at first with links to all files of `from` but those of targets and blobs. */
  begin(folder: string, from: string | null): StagedRelease;
  /** Removes what was left of releases that never became whole. */
  dropStaged(): void;
  /** A file of a release. `path` must be of a list that was checked. */
  readFile(folder: string, path: string): Buffer | null;
  /** Paths of all that is in a release's folder, links that lead elsewhere included. */
  paths(folder: string): readonly string[];
  /** Replaces one file of a release. */
  writeFile(folder: string, path: string, text: string): void;
  remove(folder: string): void;
}

export interface StagedRelease {
  /** The folder to render into. */
  readonly store: CatalogStore;
  /** Makes a link to content, in place of what is there. */
  link(path: string, kind: ContentKind, digest: string): void;
  /** Writes list and record and makes the folder a release. It is not served by that. */
  finish(list: string, record: string): void;
}

/** What the mirror needs to know of a release's data; the format may carry more. */
export interface ReleaseContents {
  readonly catalog: Catalog;
  readonly site: { readonly digest: string; readonly files: number };
  readonly freshness: Pick<FreshnessDocument, 'ttl' | 'alert_after' | 'exceptions'>;
}

export interface RenderedRelease {
  readonly site: { readonly digest: string; readonly files: number };
}

/** How a release's data is written down in targets, and what site is made of it. */
export interface ReleaseFormat<Data extends ReleaseContents = ReleaseContents> {
  /**
   * Reads and checks the targets. `names` are those of all, relative to `targets/`; so is what `read` takes.
   * @throws ChoraError for data that is not of this format
   */
  read(names: readonly string[], read: (name: string) => Promise<Uint8Array | null>): Promise<Data>;
  /**
   * Writes the site and the API into a store that holds an earlier release, or nothing; only what differs is written. The
   * catalog in `data` may hold fewer entries than the targets do. Blobs are in the store; targets are none of its business.
   */
  render(data: Data, generatedAt: string, store: CatalogStore): Promise<RenderedRelease> | RenderedRelease;
}
