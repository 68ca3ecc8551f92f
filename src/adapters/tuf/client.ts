import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustedMetadata, TrustedRelease, TufClient, TufLimits, TufPlaces, TufTransport } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { verifyRoot } from './metadata.js';
import { publishedFiles } from './published-files.js';
import { endlessData, refusal } from './refusal.js';
import { type VerifiedRelease, verifyRelease } from './release.js';
import { ReleaseTargets } from './release-targets.js';
import { ReleaseTransport, TUF_LIMITS } from './transport.js';
import { TrustFolder } from './trust-folder.js';
import { type ClientMeans, isWhole, KEEPS, update } from './updater.js';

/** How often trusted files are read anew when another process changes them meanwhile. */
const READS = 3;

/** The client of TUF: the workflow of tuf-js, over our own transport and with a trusted state that is always whole. */
export class TufJsClient implements TufClient {
  private readonly means: ClientMeans;

  constructor(
    limits: TufLimits = TUF_LIMITS,
    transport: TufTransport = new ReleaseTransport(limits),
    now: () => Date = () => new Date(),
  ) {
    this.means = { limits, transport, now };
  }

  async init(trustFolder: string, root: Uint8Array): Promise<void> {
    const limit = this.means.limits.metadataBytes.root;
    if (root.length > limit) throw endlessData('The root', limit);
    try {
      verifyRoot(root);
    } catch (error) {
      throw notARoot(error);
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
    await update(this.means, places, { signal }, (updater) => updater.refresh());
    return verified(places.trustFolder).release;
  }

  read(trustFolder: string): Promise<TrustedRelease> {
    return new Promise((resolve) => resolve(lastWhole(trustFolder)));
  }

  metadata(trustFolder: string): Promise<TrustedMetadata> {
    return new Promise((resolve) => resolve(whole(trustFolder, publishedFiles)));
  }

  async download(places: TufPlaces, target: string, signal?: AbortSignal): Promise<Uint8Array> {
    return await this.targets(places).download(target, signal);
  }

  /** The targets of the release that is trusted now, for whoever wants several. @throws as {@link download} */
  targets(places: TufPlaces): ReleaseTargets {
    return new ReleaseTargets(this.means, places, verified(places.trustFolder));
  }
}

/** What is trusted; where the last refresh ended midway, what was trusted before it, if the root of now says the same of it. */
function lastWhole(trustFolder: string): TrustedRelease {
  try {
    return verified(trustFolder).release;
  } catch (error) {
    const folder = new TrustFolder(trustFolder);
    const read = (name: string) => (name === 'root.json' ? folder.read(name) : folder.readWhole(name));
    if (error instanceof ChoraError && error.code === 'tuf/incomplete' && isWhole(read)) return verifyRelease(read).release;
    throw error;
  }
}

function verified(trustFolder: string): VerifiedRelease {
  return whole(trustFolder, (folder) => verifyRelease((name) => folder.read(name)));
}

/** Reads what is trusted; where another process changes it between two files, it is read again. */
function whole<T>(trustFolder: string, read: (folder: TrustFolder) => T): T {
  const folder = new TrustFolder(trustFolder);
  for (let left = READS; ; left -= 1) {
    try {
      return read(folder);
    } catch (error) {
      if (left <= 1 || !(error instanceof ChoraError) || error.code !== 'tuf/incomplete') throw error;
    }
  }
}

function notARoot(error: unknown): ChoraError {
  const { code, message } = refusal(error, null, 'The root');
  return new ChoraError(
    'trust',
    code,
    message,
    'Nothing was pinned. Give the root.json of the publisher: metadata/root.json of what is published, or metadata-airgap/root.json.',
    { cause: error },
  );
}

function pinnedAlready(folder: string): ChoraError {
  return new ChoraError(
    'refused',
    'tuf/pinned',
    `${folder} trusts another root already.`,
    'Refresh follows new roots by itself. To trust another publisher, start with an empty folder.',
  );
}
