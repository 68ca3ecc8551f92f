import { openBelow } from './open-file.js';

/** Larger ones are none of ours. */
const MOST_BYTES = 16 * 1024 * 1024;

/** A small document in the folder that is served, read again when it has changed. */
export class ServedDocument<T> {
  private last: { readonly identity: string; readonly value: T | null } | undefined;

  /** `parse` gives null for bytes that are no such document. */
  constructor(
    private readonly path: string,
    private readonly parse: (bytes: Buffer) => T | null,
  ) {}

  /** As it is at this moment below `root`, or null where there is none. */
  async read(root: string): Promise<T | null> {
    const file = await openBelow(root, this.path);
    if (file === null) return null;
    try {
      if (this.last?.identity === file.identity) return this.last.value;
      const value = file.size > MOST_BYTES ? null : this.parse(await file.handle.readFile());
      this.last = { identity: file.identity, value };
      return value;
    } finally {
      await file.handle.close();
    }
  }
}
