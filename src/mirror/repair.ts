import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { checkFiles } from './check-files.js';
import type { MirrorStore } from './ops.js';
import { parseRelease } from './record.js';

/** Removes content that is not what its name says, so that it is fetched again. */
export function dropDamaged(store: MirrorStore): void {
  for (const kind of ['targets', 'blobs'] as const) {
    for (const digest of store.contents(kind).sizes.keys()) {
      const bytes = store.read(kind, digest);
      if (bytes === null || digestOf(bytes) !== digest) store.removeContent(kind, digest);
    }
  }
}

/** Removes the releases, but for the served one, that nobody could go back to any more. Gives their folders. */
export function dropDamagedReleases({ releases }: MirrorStore): string[] {
  const current = releases.current();
  const damaged = releases.list().filter((folder) => folder !== current && !isWhole(folder, releases));
  for (const folder of damaged) releases.remove(folder);
  return damaged;
}

function isWhole(folder: string, releases: MirrorStore['releases']): boolean {
  try {
    return checkFiles(parseRelease(releases.readRecord(folder), folder), releases).length === 0;
  } catch (error) {
    if (error instanceof ChoraError && error.code === 'mirror/damaged') return false;
    throw error;
  }
}
