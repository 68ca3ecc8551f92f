import type { Catalog } from '../model/catalog.js';
import type { CatalogStore } from '../model/catalog-store.js';
import type { ChoraError } from '../model/errors.js';
import type { Entry, FreshnessDocument } from '../model/generated/types.js';
import type { ManifestFile } from '../model/manifest.js';
import type { Snapshot } from '../model/source.js';
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
  readonly carrier: Carrier;
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
  /** The decision log as it is; empty where there is none. */
  readonly decisions: string;
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
   * The entries that a manifest's bytes give, in the way in which they came into the catalog; none for what is no manifest. What other
   * files of its source say of them (aliases) is not among it. Absent where nothing can be read from manifests alone.
   */
  describe?(file: ManifestFile, at: Pick<Snapshot, 'commit' | 'ref'>): readonly Entry[];
  /**
   * Writes the site and the API into a store that holds an earlier release, or nothing; only what differs is written. The
   * catalog in `data` may hold fewer entries than the targets do. Blobs are in the store; targets are none of its business.
   */
  render(data: Data, generatedAt: string, store: CatalogStore): Promise<RenderedRelease> | RenderedRelease;
}

/** Files that are carried by hand: one file with all that a mirror lacks. */
export interface Carrier {
  /** The bytes of the metadata that is trusted, and of the roots that led to it, by their versions. Only while nothing refreshes it. */
  metadata(): CarriedMetadata;
  /**
   * Writes a file in one step: it is whole, or not there. The same members give the same bytes.
   * @throws ChoraError `io/write`
   */
  write(path: string, members: Iterable<CarriedMember>, signal: AbortSignal): Promise<CarriedFile>;
  /**
   * Reads a file, once, and puts what is in it aside, inside the mirror's folder. Names become paths by `place` alone.
   * @throws ChoraError `usage/no-such-file`; `mirror/import-file` for what `write` would not have written; `io/write`
   */
  unpack(path: string, rules: UnpackRules, signal: AbortSignal): Promise<UnpackedFile>;
}

export interface CarriedMetadata {
  readonly roots: ReadonlyMap<number, Uint8Array>;
  readonly timestamp: Uint8Array;
  readonly snapshot: Uint8Array;
  readonly targets: Uint8Array;
}

export interface CarriedMember {
  readonly name: string;
  /** In bytes, as `read` will give them. */
  readonly size: number;
  read(): Uint8Array;
}

export interface CarriedFile {
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
}

/** What a member of a file is. */
export type CarriedPlace =
  | { readonly is: 'manifest' }
  /** `name`: the one of its file; no path. */
  | { readonly is: 'metadata'; readonly name: string }
  | { readonly is: 'content'; readonly kind: ContentKind; readonly digest: string }
  /** Content that is there already. */
  | { readonly is: 'known' };

export interface UnpackRules {
  /** @throws ChoraError for a member that has no place in such a file, or is too large */
  place(name: string, size: number): CarriedPlace;
  /** `mirror/import-file`, for what is wrong with the file as a whole. */
  refused(reason: string): ChoraError;
  /** Members that a file may have, and bytes in all. */
  readonly limits: { readonly members: number; readonly bytes: number };
}

export interface UnpackedFile extends CarriedFile {
  /** Bytes of manifest.json. */
  readonly manifest: Uint8Array;
  /** Names of the files of metadata, which are in `folder`. */
  readonly metadata: ReadonlySet<string>;
  /** Absolute path. */
  readonly folder: string;
  /** Null where it is not in it. */
  open(kind: ContentKind, digest: string, from: number): AsyncIterable<Uint8Array> | null;
  /** Takes away what was put aside. */
  remove(): Promise<void>;
}
