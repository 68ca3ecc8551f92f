import { ChoraError } from '../model/errors.js';
import type { JournalEntry } from './journal.js';
import { Ledger } from './ledger.js';
import type { MirrorOps } from './ops.js';

/**
 * Does something that changes a mirror, as the only one that does. A failure is written down in the journal and in the state, and no
 * release that was under way is left. `kind`: a failure of anything but a sync says nothing of how the last sync went. `about`: what more
 * is known of it when it fails.
 */
export async function underLock<T>(
  ops: Pick<MirrorOps, 'store' | 'now'>,
  stop: AbortSignal,
  kind: 'sync' | 'other',
  task: (ledger: Ledger, signal: AbortSignal) => Promise<T>,
  about: () => Partial<JournalEntry> = () => ({}),
): Promise<T> {
  const lost = new AbortController();
  const unlock = ops.store.lock(() => lost.abort(lockLost(ops.store.folder)));
  try {
    const ledger = Ledger.open(ops);
    try {
      return await task(ledger, AbortSignal.any([stop, lost.signal]));
    } catch (error) {
      // Whoever took the lock over is at work in this folder now.
      if (!lost.signal.aborted) noteFailure(ops, ledger, kind, error, about());
      throw error;
    }
  } finally {
    unlock();
  }
}

function noteFailure(
  ops: Pick<MirrorOps, 'store' | 'now'>,
  ledger: Ledger,
  kind: 'sync' | 'other',
  error: unknown,
  about: Partial<JournalEntry>,
): void {
  const known = error instanceof ChoraError;
  const outcome = known && error.kind === 'trust' ? 'refused' : 'failed';
  const code = known ? error.code : 'bug';
  const message = error instanceof Error ? error.message : String(error);
  const hint = known && error.hint !== undefined ? { hint: error.hint } : {};
  try {
    ops.store.releases.dropStaged();
    ledger.note(
      { ...about, event: outcome, code, message },
      kind === 'sync' ? { last_sync: { at: ops.now().toISOString(), outcome, code, message, ...hint } } : {},
    );
  } catch (second) {
    // A disk that is full takes no line either. The failure that led here is the one to tell.
    if (!(second instanceof ChoraError)) throw second;
  }
}

function lockLost(folder: string): ChoraError {
  return new ChoraError(
    'io',
    'mirror/lock-lost',
    `Another process took over the mirror ${folder} while this one did not answer.`,
    'The served release is whole. See that one process at a time syncs it.',
  );
}
