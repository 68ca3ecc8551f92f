import { ChoraError } from '../model/errors.js';
import type { MirrorState } from '../model/generated/types.js';
import { validateMirrorState } from '../model/validators.js';
import { unseal } from './sealed.js';

export const FIRST_STATE: Omit<MirrorState, 'digest'> = {
  format: 'chora-mirror-state/v1',
  greatest_generated_at: null,
  ahead: null,
  last_sync: null,
  last_success_at: null,
  hold: null,
  journal: { lines: 0, head: null },
};

/** Milliseconds by which the clocks of publisher and mirror may differ. */
export const CLOCK_TOLERANCE = 60_000;

/** @throws ChoraError `mirror/damaged` */
export function parseMirrorState(bytes: Buffer | null, folder: string): MirrorState {
  const read = unseal<MirrorState>(bytes, validateMirrorState);
  if ('document' in read) return read.document;
  throw new ChoraError(
    'trust',
    'mirror/damaged',
    `state.json of ${folder} ${read.wrong}, so that nothing is known of what was already seen.`,
    'Restore it from a backup, or make a new mirror beside it with `chora mirror init`.',
  );
}

/**
 * Why the clock cannot be right, or null: it is before a release that was already seen, or before `latest`, a time of the
 * journal. Of such a clock no age can be told.
 */
export function clockProblem(
  state: Pick<MirrorState, 'greatest_generated_at' | 'ahead'>,
  latest: string | null,
  now: Date,
): string | null {
  const at = now.getTime() + CLOCK_TOLERANCE;
  const before = (instant: string | null) => instant !== null && at < Date.parse(instant);
  if (before(state.greatest_generated_at))
    return `the clock says ${now.toISOString()}, and a release of ${state.greatest_generated_at} was already seen`;
  if (before(latest))
    return `the clock says ${now.toISOString()}, and the journal was already written to at ${latest}; where it was ahead then and is right now, sync with --clock-is-right`;
  if (before(state.ahead)) return `the clock says ${now.toISOString()}, and the last release that was met is of ${state.ahead}`;
  return null;
}

export function clockAlarm(problem: string): ChoraError {
  return new ChoraError('trust', 'mirror/clock', `A clock is wrong: ${problem}.`, CLOCK_HINT);
}

/** What to do about a clock. */
export const CLOCK_HINT = 'Set the clock of this machine: as long as it is wrong, no release can be told to be fresh.';
