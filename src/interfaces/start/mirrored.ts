import { relative } from 'node:path';
import { mirrorOps, newMirrorOps, readMirrorConfig } from '../../compose/mirror.js';
import { catalogServer } from '../../compose/serve.js';
import { removeFolder } from '../../compose.js';
import { catalogFormat } from '../../mirror/catalog-format.js';
import { initMirror } from '../../mirror/init.js';
import { mirrorLog } from '../../mirror/log.js';
import { mirrorStatus } from '../../mirror/status.js';
import { syncMirror } from '../../mirror/sync.js';
import { digestOf } from '../../model/digest.js';
import { ChoraError } from '../../model/errors.js';
import type { MirrorStatus, MirrorSyncReport } from '../../model/generated/types.js';
import type { Places, Publication } from './publication.js';

export interface Mirrored {
  readonly report: MirrorSyncReport;
  readonly status: MirrorStatus;
  /** Requests that the sync took. */
  readonly requests: number;
  /** Whether there was a mirror that could not go on, and was made anew. */
  readonly anew: boolean;
}

/**
 * Mirrors what was published, over HTTP as any mirror does it, from a server that is there for as long.
 * @throws ChoraError as `syncMirror`
 */
export async function mirrorHere(
  { out, mirror }: Places,
  { root, begun }: Pick<Publication, 'root' | 'begun'>,
  { signal, onError }: { readonly signal: AbortSignal; readonly onError: (error: unknown, path: string) => void },
): Promise<Mirrored> {
  const before = followed(mirror);
  const goesOn = before !== null && !begun && before === digestOf(root);
  if (!goesOn) {
    // What it trusts is newer than versions that start again, so it would refuse them for ever, and rightly.
    removeFolder(mirror);
    await makeMirror(out, mirror, root);
  }
  let requests = 0;
  const server = await catalogServer({
    root: () => out,
    before: () => {
      requests += 1;
      return null;
    },
    onError,
  }).listen('127.0.0.1', 0);
  try {
    const config = { ...readMirrorConfig(mirror), url: server.url };
    const ops = mirrorOps({ folder: mirror, config, format: catalogFormat() });
    const report = await syncMirror(config, ops, { signal, watch: () => undefined, repair: false });
    return { report, status: await mirrorStatus(config, ops), requests, anew: before !== null && !goesOn };
  } finally {
    await server.close();
  }
}

/** The digest of the root that the mirror was made with; `''` where it does not say, null where there is no mirror. */
function followed(mirror: string): string | null {
  try {
    const config = readMirrorConfig(mirror);
    return mirrorLog(mirrorOps({ folder: mirror, config, format: catalogFormat() }).store).events[0]?.root ?? '';
  } catch (error) {
    if (error instanceof ChoraError && error.code === 'mirror/not-a-mirror') return null;
    if (error instanceof ChoraError && error.code === 'mirror/damaged') return '';
    throw error;
  }
}

/** A mirror of the folder, by the way from one to the other: `chora mirror sync` then works without the server, wherever both are. */
async function makeMirror(out: string, mirror: string, root: Uint8Array): Promise<void> {
  const url = relative(mirror, out).replaceAll('\\', '/');
  const wanted = { url, view: 'online', only: null, policy: false } as const;
  await initMirror(wanted, root, newMirrorOps(mirror, wanted), () => undefined);
}
