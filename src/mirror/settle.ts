import { LAYOUT } from '../catalog/layout.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorRelease } from '../model/generated/types.js';
import type { Ledger } from './ledger.js';
import type { MirrorStore, ReleaseStore } from './ops.js';
import { currentRelease } from './record.js';
import { seal } from './sealed.js';
import { freshnessText } from './stage.js';

/** Events after which the folder that they name is served. */
const SERVES: ReadonlySet<string> = new Set(['released', 'rollback', 'recovered', 'import']);

/**
 * Puts in order what a process left that was killed: releases under way go, and so do whole ones that were never served. A release
 * that is served and not written down is written down.
 */
export function tidyUp(ledger: Ledger, { releases }: MirrorStore): void {
  releases.dropStaged();
  const { events, problem } = ledger.before;
  // Of a journal that is damaged it cannot be told what was served.
  if (problem !== null) return;
  const current = releases.current();
  const served = events.filter(({ event }) => SERVES.has(event));
  if (current !== null && served.at(-1)?.folder !== current) {
    const release = Number(current.split('.')[0]);
    // A repair makes another folder of the release that is held.
    const { hold } = ledger.state;
    ledger.note({ event: 'recovered', folder: current, release }, { hold: hold?.release === release ? hold : null });
  }
  const known = new Set(served.map(({ folder }) => folder));
  for (const folder of releases.list()) if (folder !== current && !known.has(folder)) releases.remove(folder);
}

/** The release that is served, or null; with `repair`, also null where its record cannot be read. */
export function servedRelease(releases: ReleaseStore, repair: boolean): MirrorRelease | null {
  try {
    return currentRelease(releases);
  } catch (error) {
    if (repair && error instanceof ChoraError && error.code === 'mirror/damaged') return null;
    throw error;
  }
}

/** Writes down that a release was the newest up to a later time than was known. */
export function confirmRelease(
  record: MirrorRelease,
  generatedAt: string,
  versions: MirrorRelease['versions'],
  releases: ReleaseStore,
): void {
  if (record.generated_at === generatedAt) return;
  // First what is served: where the second write fails, the next sync does both again.
  releases.writeFile(record.folder, LAYOUT.freshness, freshnessText(generatedAt, record.freshness));
  releases.writeRecord(record.folder, seal({ ...record, generated_at: generatedAt, versions }));
}
