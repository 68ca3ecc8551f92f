import { latestTime } from './journal.js';
import type { Ledger } from './ledger.js';
import { hostile } from './names.js';
import { CLOCK_TOLERANCE, clockAlarm, clockProblem } from './state.js';
import type { TrustedRelease } from './tuf-client.js';

/**
 * The time up to which the publisher vouches that a release is the newest, ISO 8601.
 * `clockIsRight`: the operator says so, whatever the journal was written to at. A release that was seen counts all the same.
 * @throws ChoraError `mirror/clock` when it lies ahead of this machine's clock, or that is before what was already seen
 */
export function checkTime({ generatedAt }: TrustedRelease, ledger: Ledger, now: Date, clockIsRight = false): string {
  if (generatedAt === null) throw hostile('its timestamp does not say when it was generated');
  const latest = clockIsRight ? null : latestTime(ledger.before.events);
  const problem = clockProblem({ ...ledger.state, ahead: null }, latest, now);
  if (problem !== null) throw clockAlarm(problem);
  const instant = generatedAt.toISOString();
  if (generatedAt.getTime() <= now.getTime() + CLOCK_TOLERANCE) return instant;
  ledger.remember({ ahead: instant });
  throw clockAlarm(`the clock says ${now.toISOString()}, and the release is of ${instant}`);
}
