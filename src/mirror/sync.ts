import type { MirrorRelease, MirrorSyncReport } from '../model/generated/types.js';
import type { MirrorConfig } from './config.js';
import { Fetcher } from './fetch.js';
import type { Ledger, Remembered } from './ledger.js';
import { type MadeRelease, type Making, makeRelease } from './make-release.js';
import { checkTargets, targetPaths } from './names.js';
import type { MirrorOps } from './ops.js';
import { pruneReleases } from './prune.js';
import { fingerprintOf } from './record.js';
import { dropDamaged, dropDamagedReleases, explained, heldRelease, keptRelease } from './repair.js';
import { confirmRelease, servedRelease, tidyUp } from './settle.js';
import { mirrorStatus } from './status.js';
import { checkTime } from './time.js';
import { refreshTrust } from './trusted.js';
import { underLock } from './under-lock.js';
import type { MirrorWatch } from './watch.js';

export interface SyncOptions {
  readonly signal: AbortSignal;
  readonly watch: MirrorWatch;
  /** Look at all that is there, fetch again what is not as it should be, and make the release anew: the one that is held, where one is. */
  readonly repair: boolean;
  /** The operator says that the clock is right, and that it was ahead when the journal was written to. */
  readonly clockIsRight?: boolean;
}

/**
 * Brings a mirror up to date: what was published is verified and put together beside what is served, and served when it is whole.
 * Whatever stops it before that leaves the served release as it was, and is written down.
 * @throws ChoraError of kind `trust` for what must not be believed, `network` for what could not be had, `io` for a disk that refuses
 */
export async function syncMirror(config: MirrorConfig, ops: MirrorOps, options: SyncOptions): Promise<MirrorSyncReport> {
  return await underLock(ops, options.signal, 'sync', (ledger, signal) =>
    syncUnderLock(config, ops, ledger, { ...options, signal }),
  );
}

/** The sync, for whoever holds the lock. `file`: digest of the file that was carried here, where it is an import. */
export async function syncUnderLock(
  config: MirrorConfig,
  ops: MirrorOps,
  ledger: Ledger,
  options: SyncOptions & { readonly file?: string },
): Promise<MirrorSyncReport> {
  const started = ops.elapsed();
  const { signal, watch, repair, clockIsRight, file } = options;
  const { store } = ops;
  tidyUp(ledger, store);
  const before = servedRelease(store.releases, repair);
  const own = ops.ownTrust();
  watch({ event: 'stage', stage: 'refresh' });
  const trusted = await refreshTrust(config, ops, signal, watch);
  const generatedAt = checkTime(trusted, ledger, ops.now(), clockIsRight);
  const targets = checkTargets(trusted.targets.values(), config.limits);
  const fingerprint = fingerprintOf(targets, { ...config, own });
  const fetcher = new Fetcher(config.limits, ops, watch);
  const told = { before, fetcher, seconds: () => (ops.elapsed() - started) / 1000 };

  const { hold } = ledger.state;
  const held = hold !== null && trusted.versions.targets <= hold.from ? hold : null;
  const newest = held === null ? before : keptRelease(held.from, store.releases, repair);
  if (newest?.fingerprint === fingerprint && !(held === null && repair))
    confirmRelease(newest, generatedAt, trusted.versions, store.releases);
  if (!repair && (held !== null || newest?.fingerprint === fingerprint)) {
    const event = {
      event: 'unchanged',
      release: trusted.versions.targets,
      generated_at: generatedAt,
      ...(file === undefined ? {} : { file }),
    } as const;
    ledger.note(event, succeeded(ledger, ops.now(), 'unchanged', generatedAt));
    return await report(config, ops, ledger, told, null, []);
  }

  if (repair) dropDamaged(store);
  watch({ event: 'stage', stage: 'fetch' });
  const published = { targets, trusted, generatedAt, fingerprint };
  const aim = held === null ? published : heldRelease(held, before, { ...config, own });
  const making = { ...aim, config, own, before, anew: repair };
  const made = await fetchAndMake(making, ops, fetcher, { signal, watch }).catch((error: unknown) => {
    throw held === null ? error : explained(error, held);
  });
  watch({ event: 'stage', stage: 'switch' });
  store.releases.switchTo(made.record.folder);
  noteRelease(ledger, made, before, file, { ...succeeded(ledger, ops.now(), 'released', generatedAt), hold: held });
  const damaged = repair ? dropDamagedReleases(store) : [];
  const { releases, blobs, bytes } = pruneReleases(config.keep, store);
  const removed = [...damaged, ...releases];
  if (removed.length + blobs > 0) ledger.note({ event: 'prune', removed, blobs, bytes });
  store.dropPartials(new Set());
  return await report(config, ops, ledger, told, made, removed);
}

async function fetchAndMake(
  making: Making,
  ops: MirrorOps,
  fetcher: Fetcher,
  { signal, watch }: Pick<SyncOptions, 'signal' | 'watch'>,
): Promise<MadeRelease> {
  const files = making.targets.map((target) => ({ ...target, kind: 'targets' as const, path: targetPaths(target).hashed }));
  await fetcher.fetch(files, signal);
  return await makeRelease(making, ops, fetcher, { signal, watch });
}

/** What is remembered of a sync that came to its end. */
function succeeded({ state }: Ledger, now: Date, outcome: 'released' | 'unchanged', generatedAt: string): Remembered {
  const greatest = state.greatest_generated_at;
  return {
    greatest_generated_at: greatest !== null && Date.parse(greatest) > Date.parse(generatedAt) ? greatest : generatedAt,
    ahead: null,
    last_sync: { at: now.toISOString(), outcome },
    last_success_at: now.toISOString(),
  };
}

function noteRelease(
  ledger: Ledger,
  { record, changes, policyChanged }: MadeRelease,
  before: MirrorRelease | null,
  file: string | undefined,
  remembered: Remembered,
): void {
  const counts = { added: changes.added.length, updated: changes.updated.length, removed: changes.removed.length };
  ledger.note(
    {
      ...(file === undefined ? { event: 'released' as const } : { event: 'import' as const, file }),
      release: record.release,
      folder: record.folder,
      from: before?.release ?? null,
      generated_at: record.generated_at,
      versions: record.versions,
      fingerprint: record.fingerprint,
      files: record.files,
      changes: counts,
      quarantined: record.judged.filter(({ quarantined }) => quarantined).length,
      ...(policyChanged ? { policy_changed: true as const } : {}),
    },
    remembered,
  );
}

interface Told {
  readonly before: MirrorRelease | null;
  readonly fetcher: Fetcher;
  seconds(): number;
}

/** `made` is null where nothing had to be. */
async function report(
  config: MirrorConfig,
  ops: MirrorOps,
  ledger: Ledger,
  { before, fetcher, seconds }: Told,
  made: MadeRelease | null,
  pruned: readonly string[],
): Promise<MirrorSyncReport> {
  const served = made?.record ?? servedRelease(ops.store.releases, false);
  if (served === null) throw new Error('a sync ended without a release');
  return {
    outcome: made === null ? 'unchanged' : 'released',
    from: before?.release ?? null,
    to: served.release,
    generated_at: served.generated_at,
    state: (await mirrorStatus(config, ops)).state,
    changes: made?.changes ?? { added: [], updated: [], removed: [] },
    fetched: fetcher.fetched,
    proofs: made?.proofs ?? { verified: 0, known: 0 },
    records: served.records,
    policy_changed: made?.policyChanged ?? false,
    held: ledger.state.hold,
    site: served.site.compared,
    partial: served.only !== null,
    capabilities: served.capabilities.reduce((sum, { ids }) => sum + ids.length, 0),
    judged: served.judged,
    pruned: [...pruned],
    seconds: Math.round(seconds() * 1000) / 1000,
  };
}
