import type { AppliedWaiver, DependencyRow } from '../model/generated/types.js';
import type { Reason, Verdict } from './resolve.js';
import { momentOf, waiverFor } from './waivers.js';

/** A verdict as it is at one moment. */
export interface VerdictAt {
  readonly verdict: Verdict | 'waived';
  /** Why the verdict is what it is, or was before it was waived. */
  readonly reason: Reason | 'alias-gone';
  readonly waiver?: { readonly waives: Verdict; readonly until: string; readonly decision: string };
  /** Of `deprecated`: whether the sunset has come. */
  readonly sunsetPassed?: boolean;
}

/** Both sides of a row: the ids of the consumer and of the capability that it depends on, and the older name that it used. */
export interface Parties {
  readonly capability: string;
  readonly consumer: string;
  readonly alias?: string;
}

/**
 * What a row of a document says at `now`: an older name whose sunset has come leads nowhere, and a waiver that holds makes `waived`
 * of what it waives. An older name that has gone is waived by that name. `holding` are the waivers that hold at that moment.
 */
export function verdictAt(
  row: Pick<DependencyRow, 'verdict' | 'reason' | 'sunset' | 'alias_sunset'>,
  parties: Parties,
  holding: readonly AppliedWaiver[],
  now: Date,
): VerdictAt {
  const gone = isPast(row.alias_sunset, now);
  const verdict = gone ? 'missing' : row.verdict;
  const reason = gone ? 'alias-gone' : row.reason;
  const capability = gone ? (parties.alias ?? parties.capability) : parties.capability;
  const applied = waiverFor(holding, { capability, consumer: parties.consumer, verdict });
  if (applied !== null) {
    return { verdict: 'waived', reason, waiver: { waives: verdict, until: applied.waiver.expires, decision: applied.decision } };
  }
  return { verdict, reason, ...(verdict === 'deprecated' ? { sunsetPassed: isPast(row.sunset, now) } : {}) };
}

/** Whether the day has come; its first moment in UTC counts. What is no day has not come. */
export function isPast(day: string | undefined, now: Date): boolean {
  const moment = day === undefined ? null : momentOf(day.slice(0, 10));
  return moment !== null && moment <= now.getTime();
}
