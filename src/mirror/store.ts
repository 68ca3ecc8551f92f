import type { CatalogStore } from '../model/catalog-store.js';

/** What is kept under its digest: targets of releases, and the blobs (manifests and bundles) that these name. */
export type ContentKind = 'targets' | 'blobs';

/** Files of a mirror that are replaced as a whole, and the journal, which only grows. */
export type MirrorFile = 'mirror.yaml' | 'state.json' | 'journal.ndjson';

/**
 * The folder of a mirror. Digests are checked before they become paths; what is written is on the disk when a call ends, save
 * for content and for files of a release under way, which are brought there together before that is a release.
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
  /**
   * Whether content of this digest and size is there. Its bytes are looked at only where a process was ended, or a machine, before what it
   * kept was on the disk.
   */
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
  /** Brings it to the disk with all content, writes list and record, and makes the folder a release. It is not served by that. */
  finish(list: string, record: string): Promise<void>;
}
