import type { ChoraError } from '../model/errors.js';
import type { ContentKind } from './store.js';

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
