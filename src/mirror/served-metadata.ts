import { newestFolder, parseRelease } from './record.js';
import type { ServedMirrorOps } from './serve.js';
import type { Standing } from './status.js';

/** A name that a client of TUF may ask for below the metadata of a view. */
const FILE = /^(?:(?:[1-9]\d{0,15}\.)?root|timestamp|[1-9]\d{0,15}\.(?:snapshot|targets))\.json$/;
/** A client that began with the files before goes on with them. */
const VERSIONED = /^\d+\./;

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * The metadata that other clients are given: the newest whose release is here as a whole. A sync trusts new metadata before it has what
 * that names, and one that is refused never gets it; meanwhile the metadata before is given, as long as this process remembers it.
 */
export class ServedMetadata {
  private latest: Files | null = null;
  private before: Files = new Map();

  /** Whether there is any. */
  get any(): boolean {
    return this.latest !== null;
  }

  /** Looks again at what is trusted. @throws ChoraError for metadata or records that were tampered with */
  async look({ trusted, record, kept }: Standing, { tuf, places, store }: ServedMirrorOps): Promise<void> {
    if (trusted === null) return;
    const { release, files } = await tuf.metadata(places.trustFolder);
    const folder = newestFolder(release.versions.targets, kept);
    if (folder === undefined) return;
    const { only } = folder === record?.folder ? record : parseRelease(store.releases.readRecord(folder), folder);
    if (only !== null || same(files, this.latest)) return;
    this.before = new Map([...(this.latest ?? [])].filter(([name]) => VERSIONED.test(name)));
    const root = files.get(`${release.versions.root}.root.json`);
    this.latest = root === undefined ? files : new Map([...files, ['root.json', root]]);
  }

  /** The file of a name, or null. */
  file(name: string): Uint8Array | null {
    if (!FILE.test(name)) return null;
    return this.latest?.get(name) ?? this.before.get(name) ?? null;
  }
}

/** The timestamp stands for all: a root alone may be new, too. */
function same(files: Files, latest: Files | null): boolean {
  if (latest === null) return false;
  return [...files].every(([name, bytes]) => {
    const there = latest.get(name);
    return there !== undefined && Buffer.from(bytes).equals(there);
  });
}
