import { BaseFetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import type { TopLevelRole, TufLimits, TufTransport } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { rootView } from '../../model/root-view.js';
import { refuseCrowded } from './crowded.js';
import { refuseTwins } from './metadata.js';
import { otherView, unreachable, unsafeName } from './refusal.js';

/** Stands for the real base in what tuf-js puts together; nothing is ever asked of it. */
export const PSEUDO_BASE = 'http://metadata.invalid/';

/** Characters that the escaped name of a role may have; disks take 255 with the ending. */
const NAME_LENGTH = 240;

/** Gives tuf-js the metadata that a transport gets, and remembers why a file could not be had: tuf-js keeps no more than the words. */
export class TransportFetcher extends BaseFetcher {
  /** Set when a file could not be had that must be there. */
  failure: ChoraError | null = null;
  /** Where the last file is that was asked for. */
  last: string | null = null;
  /** Roots that were fetched, by the version in their name. The last one may be refused yet. */
  readonly roots = new Map<number, Uint8Array>();

  constructor(
    private readonly transport: TufTransport,
    private readonly base: string,
    private readonly limits: TufLimits,
    private readonly signal: AbortSignal | undefined,
    /** The root that is trusted so far. */
    private readonly trustedRoot: () => Uint8Array,
  ) {
    super();
  }

  override async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const path = url.slice(PSEUDO_BASE.length);
    const place = `${this.base.replace(/\/$/, '')}/${path}`;
    this.last = place;
    try {
      const role = topLevelRoleOf(path);
      const limit = Math.min(maxLength, this.limits.metadataBytes[role ?? 'targets']);
      const bytes = await this.transport.get(this.base, path, limit, this.signal);
      if (bytes !== null) {
        refuseCrowded(path, bytes);
        if (role === 'root') this.refuseOtherView(place, bytes);
        if (role !== null) this.refuse(role, bytes);
        if (role === 'root') this.roots.set(Number.parseInt(path, 10), bytes);
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
      // A root that is not there is how a client learns that it has the newest.
      if (role !== 'root') this.failure = unreachable(place, 'it is not there, or is not given to us');
      throw new DownloadHTTPError('not there', 404);
    } catch (error) {
      if (error instanceof ChoraError) this.failure = error;
      throw error;
    }
  }

  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const { body } = new Response(new Uint8Array(await this.downloadBytes(url, this.limits.targetBytes)));
    return body as ReadableStream<Uint8Array<ArrayBuffer>>;
  }

  /**
   * Root keys are of both views, so that a root of the other one would be believed, with its timestamp key and its longer lifetime. Once a
   * root has said of which view it is, one that does not say so may be an old one of the other.
   */
  private refuseOtherView(place: string, bytes: Uint8Array): void {
    const [view, trusted] = [rootView(bytes), rootView(this.trustedRoot())];
    if (trusted !== null && view !== trusted) throw otherView(place, view, trusted);
  }

  private refuse(role: TopLevelRole, bytes: Uint8Array): void {
    try {
      refuseTwins(this.trustedRoot(), role, bytes);
    } catch (error) {
      if (error instanceof ChoraError) throw error;
      // It is no metadata, which tuf-js finds out next, and says.
    }
  }
}

/**
 * The top-level role that a path is the file of; null for a delegated role.
 * @throws ChoraError `tuf/unsafe-name` for a delegated role whose file would, on some disks, be that of a top-level role, or
 * whose name is too long for a file
 */
function topLevelRoleOf(path: string): TopLevelRole | null {
  const name = path.replace(/^(?:\d+\.)?(.*)\.json$/, '$1');
  const role = (['root', 'timestamp', 'snapshot', 'targets'] as const).find((each) => each === name.toLowerCase()) ?? null;
  if ((role !== null && role !== name) || name.length > NAME_LENGTH) throw unsafeName(name);
  return role;
}
