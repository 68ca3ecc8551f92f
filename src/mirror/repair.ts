import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorRelease, MirrorState } from '../model/generated/types.js';
import { checkFiles } from './check-files.js';
import type { Making } from './make-release.js';
import type { MirrorStore } from './ops.js';
import { fingerprintOf, newestFolder, parseRelease } from './record.js';

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

type Hold = NonNullable<MirrorState['hold']>;

/**
 * What a release that is held after a rollback is made from once more. Its metadata was replaced by that of newer ones, as it must be: it
 * was verified when its record was written. @throws ChoraError `mirror/damaged` where that record cannot be read
 */
export function heldRelease(
  { release, from }: Hold,
  served: MirrorRelease | null,
  settings: Parameters<typeof fingerprintOf>[1],
): Pick<Making, 'targets' | 'trusted' | 'generatedAt' | 'fingerprint'> {
  if (served === null)
    throw new ChoraError(
      'io',
      'mirror/damaged',
      `The record of release ${release}, which is held since a rollback, is not as it was written: what it is made of is not known.`,
      `Serve another one: chora mirror rollback DIR --to ${from}`,
    );
  const { targets, versions, catalog, generated_at } = served;
  return { targets, trusted: { versions, catalog }, generatedAt: generated_at, fingerprint: fingerprintOf(targets, settings) };
}

/** A publisher keeps what a few of its releases are made of, and not all. */
export function explained(error: unknown, { release, from }: Hold): unknown {
  if (!(error instanceof ChoraError) || error.code !== 'mirror/missing-file') return error;
  return new ChoraError(
    'network',
    'mirror/missing-file',
    `Release ${release}, which is held since a rollback, cannot be made again: ${error.message}`,
    `It is still served as it is. Serve another one: chora mirror rollback DIR --to ${from}`,
    { cause: error },
  );
}

/** A release that is kept, or null; with `repair`, also null where its record cannot be read. */
export function keptRelease(release: number, releases: MirrorStore['releases'], repair: boolean): MirrorRelease | null {
  const folder = newestFolder(release, releases.list());
  if (folder === undefined) return null;
  try {
    return parseRelease(releases.readRecord(folder), folder);
  } catch (error) {
    if (repair && error instanceof ChoraError && error.code === 'mirror/damaged') return null;
    throw error;
  }
}
