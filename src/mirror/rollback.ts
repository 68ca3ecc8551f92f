import { ChoraError } from '../model/errors.js';
import type { MirrorRelease, MirrorRollbackReport } from '../model/generated/types.js';
import { checkFiles } from './check-files.js';
import type { MirrorConfig } from './config.js';
import type { MirrorOps } from './ops.js';
import { compareFolders, newestFolder, parseRelease } from './record.js';
import { servedRelease, tidyUp } from './settle.js';
import { mirrorStatus } from './status.js';
import { trustedNow } from './trusted.js';
import { underLock } from './under-lock.js';

/**
 * Serves another kept release: the one before, or release `to`. What is trusted stays as it is, so that no older metadata can get in;
 * the release is held until there is one newer than those that were there. Rolling “back” to the newest ends the hold.
 * @throws ChoraError `mirror/no-such-release`, `mirror/damaged`
 */
export async function rollbackMirror(
  config: MirrorConfig,
  ops: MirrorOps,
  to: number | null,
  signal: AbortSignal,
): Promise<MirrorRollbackReport> {
  return await underLock(ops, signal, 'other', async (ledger) => {
    const { releases } = ops.store;
    tidyUp(ledger, ops.store);
    const current = servedRelease(releases, true);
    const record = parseTarget(to, current, ops);
    const [damage] = checkFiles(record, releases);
    if (damage !== undefined)
      throw new ChoraError(
        'io',
        'mirror/damaged',
        `Release ${record.release} is not whole: ${damage.what} ${damage.message}.`,
        'Choose another one.',
      );
    releases.switchTo(record.folder);
    const from = current?.release ?? record.release;
    const newest = Math.max(ledger.state.hold?.from ?? from, from, record.release);
    const hold = record.release === newest ? null : { release: record.release, from: newest };
    ledger.note({ event: 'rollback', release: record.release, folder: record.folder, from }, { hold });
    const trusted = await trustedNow(ops);
    if (trusted === null) throw new Error('a mirror with releases trusts no metadata');
    const { state } = await mirrorStatus(config, ops);
    return {
      from,
      to: record.release,
      folder: record.folder,
      generated_at: record.generated_at,
      state,
      held: hold,
      trusted: { ...trusted.versions },
    };
  });
}

/** A release that was made again, such as by a repair, is in another folder, and is no release before itself. */
const releaseOf = (folder: string) => Number(folder.split('.')[0]);

function parseTarget(to: number | null, current: MirrorRelease | null, { store }: MirrorOps): MirrorRelease {
  const kept = [...store.releases.list()].sort(compareFolders);
  const folder =
    to === null ? kept.filter((each) => current !== null && releaseOf(each) < current.release).at(-1) : newestFolder(to, kept);
  if (folder !== undefined) return parseRelease(store.releases.readRecord(folder), folder);
  throw new ChoraError(
    'usage',
    'mirror/no-such-release',
    to === null ? 'There is no release before the one that is served.' : `Release ${to} is not kept.`,
    kept.length === 0
      ? 'There is no release yet: chora mirror sync DIR'
      : `Kept: ${kept.join(', ')}. \`keep\` in mirror.yaml says how many.`,
  );
}
