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
