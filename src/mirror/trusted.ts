import { ChoraError } from '../model/errors.js';
import type { MirrorConfig } from './config.js';
import type { MirrorOps } from './ops.js';
import type { TopLevelRole, TrustedRelease } from './tuf-client.js';
import type { MirrorWatch } from './watch.js';

export const TOP_LEVEL_ROLES = ['root', 'timestamp', 'snapshot', 'targets'] as const satisfies readonly TopLevelRole[];

/** Milliseconds: the first wait between two attempts, which doubles, and the longest. */
const BACKOFF = { first: 1000, longest: 30_000 } as const;

/**
 * The newest metadata that is published, verified. Asked again where the network fails, not where something is refused.
 * @throws ChoraError as `TufClient.refresh`
 */
export async function refreshTrust(
  { limits }: MirrorConfig,
  ops: Pick<MirrorOps, 'tuf' | 'places' | 'sleep' | 'random'>,
  signal: AbortSignal,
  watch: MirrorWatch,
): Promise<TrustedRelease> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ops.tuf.refresh(ops.places, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ChoraError) || error.kind !== 'network' || attempt > limits.retries) throw error;
      const wait = Math.min(BACKOFF.first * 2 ** (attempt - 1), BACKOFF.longest) * (0.5 + ops.random() / 2);
      watch({ event: 'retry', path: 'metadata', attempt, reason: error.message, wait });
      await ops.sleep(wait, signal);
    }
  }
}

/** What is trusted now, without the network; null before the first sync. @throws ChoraError for metadata that was tampered with */
export async function trustedNow({ tuf, places }: Pick<MirrorOps, 'tuf' | 'places'>): Promise<TrustedRelease | null> {
  try {
    return await tuf.read(places.trustFolder);
  } catch (error) {
    if (error instanceof ChoraError && error.code === 'tuf/incomplete') return null;
    throw error;
  }
}
