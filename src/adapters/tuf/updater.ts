import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Updater } from 'tuf-js';
import type { TufLimits, TufPlaces, TufTransport } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { PSEUDO_BASE, TransportFetcher } from './fetcher.js';
import { replacedRoots } from './published-files.js';
import { refusal } from './refusal.js';
import { noRoot, verifyRelease } from './release.js';
import { TrustFolder } from './trust-folder.js';

/** What a client works with. */
export interface ClientMeans {
  readonly limits: TufLimits;
  readonly transport: TufTransport;
  /** What expiries are held against. */
  now(): Date;
}

interface UpdateOptions {
  /** Begins with what is trusted, and asks for top-level metadata only where that is of no use. */
  readonly forceCache?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** For {@link TrustFolder.update}. A disk that refuses may have taken half of a file. */
export const KEEPS = { keeps: (error: unknown) => !(error instanceof ChoraError && error.kind === 'io'), isWhole };

/**
 * Runs the workflow of tuf-js on a copy of what is trusted, which then becomes what is trusted.
 * @throws ChoraError as the methods of {@link TufClient}
 */
export function update<T>(
  { limits, transport, now }: ClientMeans,
  places: TufPlaces,
  { signal, forceCache = false }: UpdateOptions,
  task: (updater: Updater) => Promise<T>,
): Promise<T> {
  const folder = new TrustFolder(places.trustFolder);
  if (folder.read('root.json') === null) throw noRoot();
  return folder.update(
    async (staged) => {
      const trustedRoot = () => readFileSync(join(staged, 'root.json'));
      const before = trustedRoot();
      const fetcher = new TransportFetcher(transport, places.metadata, limits, signal, trustedRoot);
      try {
        const updater = makeUpdater(staged, fetcher, limits, forceCache);
        setTime(updater, now());
        return await task(updater).catch((error: unknown) => {
          throw signal?.aborted ? signal.reason : refusal(error, fetcher.failure, fetcher.last);
        });
      } finally {
        folder.keepRoots(replacedRoots(before, fetcher.roots, trustedRoot()));
      }
    },
    { ...KEEPS, signal },
  );
}

/** @throws ChoraError where the root that is trusted is none */
function makeUpdater(metadataDir: string, fetcher: TransportFetcher, limits: TufLimits, forceCache: boolean): Updater {
  const { root, timestamp, snapshot, targets } = limits.metadataBytes;
  const config = {
    maxRootRotations: limits.rootRotations,
    rootMaxLength: root,
    timestampMaxLength: timestamp,
    snapshotMaxLength: snapshot,
    targetsMaxLength: targets,
  };
  try {
    return new Updater({ metadataDir, metadataBaseUrl: PSEUDO_BASE, fetcher, forceCache, config });
  } catch (error) {
    throw refusal(error, null);
  }
}

/**
 * tuf-js asks the system for the time when an updater is made, and nobody can tell it another one. So that a release can be looked at
 * as of another time, this sets the field that it holds expiries against.
 * @throws TypeError where a later version of it has no such field: it would quietly go by the time of the system
 */
export function setTime(updater: object, now: Date): void {
  const { trustedSet } = updater as { trustedSet?: { referenceTime?: unknown } };
  if (!(trustedSet?.referenceTime instanceof Date))
    throw new TypeError('tuf-js keeps its time elsewhere than this was written for');
  trustedSet.referenceTime = now;
}

export function isWhole(read: (name: string) => Buffer | null): boolean {
  try {
    verifyRelease(read);
    return true;
  } catch (error) {
    if (error instanceof ChoraError) return false;
    throw error;
  }
}
