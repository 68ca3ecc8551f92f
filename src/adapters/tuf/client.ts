import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetFile as TufTarget } from '@tufjs/models';
import { Updater } from 'tuf-js';
import type { TrustedMetadata, TrustedRelease, TufClient, TufLimits, TufPlaces, TufTransport } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';
import { readBytesIfThere } from '../disk/input-files.js';
import { DiskStore } from '../disk/store.js';
import { PSEUDO_BASE, TransportFetcher } from './fetcher.js';
import { verifyRoot } from './metadata.js';
import { publishedFiles, replacedRoots } from './published-files.js';
import { endlessData, refusal, unreachable } from './refusal.js';
import { noRoot, type VerifiedRelease, verifyRelease } from './release.js';
import { flatName, isTarget, targetPath, verifyTarget } from './target.js';
import { ReleaseTransport, TUF_LIMITS } from './transport.js';
import { TrustFolder } from './trust-folder.js';

/** How often trusted files are read anew when another process changes them meanwhile. */
const READS = 3;

/** The client of TUF: the workflow of tuf-js, over our own transport and with a trusted state that is always whole. */
export class TufJsClient implements TufClient {
  constructor(
    private readonly limits: TufLimits = TUF_LIMITS,
    private readonly transport: TufTransport = new ReleaseTransport(limits),
  ) {}

  async init(trustFolder: string, root: Uint8Array): Promise<void> {
    if (root.length > this.limits.metadataBytes.root) throw endlessData('The root', this.limits.metadataBytes.root);
    try {
      verifyRoot(root);
    } catch (error) {
      throw refusal(error, null);
    }
    const folder = new TrustFolder(trustFolder);
    await folder.update((staged) => {
      const pinned = folder.read('root.json');
      if (pinned?.equals(root)) return;
      if (pinned !== null) throw pinnedAlready(trustFolder);
      writeFileSync(join(staged, 'root.json'), root);
    }, KEEPS);
  }

  async refresh(places: TufPlaces, signal?: AbortSignal): Promise<TrustedRelease> {
    await this.withUpdater(places, signal, {}, (updater) => updater.refresh());
    return this.verified(places.trustFolder).release;
  }

  read(trustFolder: string): Promise<TrustedRelease> {
    return new Promise((resolve) => resolve(this.lastWhole(trustFolder)));
  }

  metadata(trustFolder: string): Promise<TrustedMetadata> {
    return new Promise((resolve) => resolve(this.whole(trustFolder, publishedFiles)));
  }

  async download(places: TufPlaces, target: string, signal?: AbortSignal): Promise<Uint8Array> {
    const verified = this.verified(places.trustFolder);
    return this.fetchTarget(places, await this.find(verified, places, target, signal), verified, signal);
  }

  /**
   * Keeps a target as one file in a folder, named by the escaped name of the target. One that is there already is not fetched again.
   * @throws as {@link download}, and ChoraError `io/write`
   */
  async keep(
    places: TufPlaces,
    target: string,
    folder: string,
    signal?: AbortSignal,
  ): Promise<{ readonly file: string; readonly fetched: boolean }> {
    const verified = this.verified(places.trustFolder);
    const found = await this.find(verified, places, target, signal);
    const name = flatName(found.path);
    const file = join(folder, name);
    const kept = existsSync(file) ? readBytesIfThere(file, this.limits.targetBytes) : null;
    if (kept !== null && (await isTarget(found, kept))) return { file, fetched: false };
    const bytes = await this.fetchTarget(places, found, verified, signal);
    mkdirSync(folder, { recursive: true });
    new DiskStore(folder).write(name, bytes);
    return { file, fetched: true };
  }

  /** What is trusted; where the last refresh ended midway, what was trusted before it, if the root of now says the same of it. */
  private lastWhole(trustFolder: string): TrustedRelease {
    try {
      return this.verified(trustFolder).release;
    } catch (error) {
      const folder = new TrustFolder(trustFolder);
      const read = (name: string) => (name === 'root.json' ? folder.read(name) : folder.readWhole(name));
      if (error instanceof ChoraError && error.code === 'tuf/incomplete' && isWhole(read)) return verifyRelease(read).release;
      throw error;
    }
  }

  private verified(trustFolder: string): VerifiedRelease {
    return this.whole(trustFolder, (folder) => verifyRelease((name) => folder.read(name)));
  }

  /** Reads what is trusted; where another process changes it between two files, it is read again. */
  private whole<T>(trustFolder: string, read: (folder: TrustFolder) => T): T {
    const folder = new TrustFolder(trustFolder);
    for (let left = READS; ; left -= 1) {
      try {
        return read(folder);
      } catch (error) {
        if (left <= 1 || !(error instanceof ChoraError) || error.code !== 'tuf/incomplete') throw error;
      }
    }
  }

  /** The target of the top-level role, or of the first delegated role that may list it. */
  private async find(
    { targets, release }: VerifiedRelease,
    places: TufPlaces,
    target: string,
    signal: AbortSignal | undefined,
  ): Promise<TufTarget> {
    const now = new Date();
    for (const [role, expires] of Object.entries(release.expires))
      if (expires <= now) throw refusal(new Error(`${role}.json is expired`), null);
    const listed = targets.get(target);
    if (listed !== undefined) return listed;
    // With what is trusted as its starting point, tuf-js asks for nothing but delegated roles.
    const found = await this.withUpdater(places, signal, { forceCache: true }, (updater) => updater.getTargetInfo(target));
    // It also gives what every object of the language has, such as toString.
    if (found?.path !== target) throw noSuchTarget(target);
    return found;
  }

  private async fetchTarget(
    places: TufPlaces,
    target: TufTarget,
    { consistentSnapshot }: VerifiedRelease,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    const path = targetPath(target, consistentSnapshot);
    if (target.length > this.limits.targetBytes) throw endlessData(path, this.limits.targetBytes);
    const bytes = await this.transport.get(places.targets, path, target.length, signal);
    if (bytes === null) throw unreachable(`${places.targets.replace(/\/$/, '')}/${path}`, 'it is not there');
    await verifyTarget(target, bytes);
    return bytes;
  }

  private withUpdater<T>(
    places: TufPlaces,
    signal: AbortSignal | undefined,
    options: { readonly forceCache?: boolean },
    task: (updater: Updater) => Promise<T>,
  ): Promise<T> {
    const { root, timestamp, snapshot, targets } = this.limits.metadataBytes;
    const folder = new TrustFolder(places.trustFolder);
    if (folder.read('root.json') === null) throw noRoot();
    return folder.update(
      async (staged) => {
        const trustedRoot = () => readFileSync(join(staged, 'root.json'));
        const before = trustedRoot();
        const fetcher = new TransportFetcher(this.transport, places.metadata, this.limits, signal, trustedRoot);
        try {
          const updater = new Updater({
            metadataDir: staged,
            metadataBaseUrl: PSEUDO_BASE,
            fetcher,
            config: {
              maxRootRotations: this.limits.rootRotations,
              rootMaxLength: root,
              timestampMaxLength: timestamp,
              snapshotMaxLength: snapshot,
              targetsMaxLength: targets,
            },
            ...options,
          });
          return await task(updater);
        } catch (error) {
          if (signal?.aborted) throw signal.reason;
          throw refusal(error, fetcher.failure);
        } finally {
          folder.keepRoots(replacedRoots(before, fetcher.roots, trustedRoot()));
        }
      },
      { ...KEEPS, signal },
    );
  }
}

function isWhole(read: (name: string) => Buffer | null): boolean {
  try {
    verifyRelease(read);
    return true;
  } catch (error) {
    if (error instanceof ChoraError) return false;
    throw error;
  }
}

/** A disk that refuses may have taken half of a file. */
const KEEPS = { keeps: (error: unknown) => !(error instanceof ChoraError && error.kind === 'io'), isWhole };

function pinnedAlready(folder: string): ChoraError {
  return new ChoraError(
    'refused',
    'tuf/pinned',
    `${folder} trusts another root already.`,
    'Refresh follows new roots by itself. To trust another publisher, start with an empty folder.',
  );
}

function noSuchTarget(target: string): ChoraError {
  return new ChoraError(
    'refused',
    'tuf/no-such-target',
    `The release has no target ${quote(target)}.`,
    'Refresh lists none that is not signed for; check the name.',
  );
}
