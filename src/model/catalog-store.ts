/** Reads the documents of a catalog: from a folder, over HTTP, from a mirror. */
export interface CatalogReader {
  /** How messages call it. */
  readonly name: string;
  /**
   * The bytes at a path relative to the catalog's root, or null when there is no such file. `fresh`: past every cache on the way.
   * @throws ChoraError `io/read` when it cannot be told.
   */
  read(path: string, options?: { readonly fresh?: boolean }): Promise<Buffer | null>;
}

/** The folder that a catalog is written to. Paths are relative, with `/`. Writes are atomic file by file. */
export interface CatalogStore extends CatalogReader {
  /** Names at the top of the folder; none when it does not exist. */
  topLevel(): readonly string[];
  has(path: string): boolean;
  /** Paths of all files that are there now. */
  list(): ReadonlySet<string>;
  /** The bytes at a path, or null. Synchronous: a catalog is many small files. */
  readSync(path: string): Buffer | null;
  /** Replaces a file. @throws ChoraError `io/write` when the disk refuses. */
  write(path: string, bytes: string | Uint8Array): void;
  /**
   * Writes a file beside its place, where no reader sees it, until `publish`. When the disk refuses, all that is staged is gone.
   * @throws ChoraError `io/write`
   */
  stage(path: string, bytes: string | Uint8Array): void;
  /** Puts every staged file in its place. It needs no room on the disk any more. */
  publish(): void;
  remove(path: string): void;
}
