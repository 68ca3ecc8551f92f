import { compareText } from '../model/compare-text.js';
import { type Finding, finding, type Place } from '../model/findings.js';
import type { AppliedWaiver, Waiver } from '../model/generated/types.js';
import type { Verdict } from './resolve.js';

/** Longest time for which a waiver may hold, in milliseconds. */
export const LONGEST_WAIVER = 30 * 24 * 60 * 60 * 1000;
/** How many may hold at the same time for one capability. */
export const MOST_WAIVERS = 5;

/** Waivers by what they are at one moment, each list in the order of the decision log. */
export interface WaiversAt {
  readonly holding: readonly AppliedWaiver[];
  /** Granted for later. */
  readonly pending: readonly AppliedWaiver[];
  readonly expired: readonly AppliedWaiver[];
  readonly revoked: readonly AppliedWaiver[];
  /** Never held: longer than 30 days, not a time, or the sixth at once for its capability. */
  readonly refused: readonly { readonly applied: AppliedWaiver; readonly why: WaiverProblem }[];
}
export type WaiverProblem = 'not-a-time' | 'ends-before-it-starts' | 'too-long' | 'too-many';

/** What is wrong with a waiver by itself, whatever the time. */
export function waiverProblem({ granted, expires }: Waiver): Exclude<WaiverProblem, 'too-many'> | null {
  const from = momentOf(granted);
  const to = momentOf(expires);
  if (from === null || to === null) return 'not-a-time';
  if (to <= from) return 'ends-before-it-starts';
  return to - from > LONGEST_WAIVER ? 'too-long' : null;
}

/**
 * Sorts waivers by what they are at `now`. Expired ones stop by themselves: nothing has to be written for it. Of those that hold
 * for one capability at the same moment, the first five of the log count.
 */
export function waiversAt(waivers: readonly AppliedWaiver[], now: Date): WaiversAt {
  const at = now.getTime();
  const result = { holding: [], pending: [], expired: [], revoked: [], refused: [] } as {
    -readonly [K in keyof WaiversAt]: WaiversAt[K][number][];
  };
  const holding = new Map<string, number>();
  for (const applied of waivers) {
    const { waiver } = applied;
    const why = waiverProblem(waiver);
    if (why !== null) result.refused.push({ applied, why });
    else if (applied.revoked_by !== undefined) result.revoked.push(applied);
    else if (at < (momentOf(waiver.granted) ?? 0)) result.pending.push(applied);
    else if (at >= (momentOf(waiver.expires) ?? 0)) result.expired.push(applied);
    else {
      const count = (holding.get(waiver.capability) ?? 0) + 1;
      holding.set(waiver.capability, count);
      if (count > MOST_WAIVERS) result.refused.push({ applied, why: 'too-many' });
      else result.holding.push(applied);
    }
  }
  return result;
}

/** The waiver of `holding` that covers a verdict; of several the one that holds longest. */
export function waiverFor(
  holding: readonly AppliedWaiver[],
  cell: { readonly capability: string; readonly consumer: string; readonly verdict: Verdict },
): AppliedWaiver | null {
  const covering = holding.filter(
    ({ waiver }) => waiver.capability === cell.capability && waiver.consumer === cell.consumer && waiver.verdict === cell.verdict,
  );
  const [longest] = covering.sort((a, b) => (momentOf(b.waiver.expires) ?? 0) - (momentOf(a.waiver.expires) ?? 0));
  return longest ?? null;
}

/** What a person should be told of waivers at `now`: those that ended, and those that never held. */
export function waiverFindings(waivers: readonly AppliedWaiver[], now: Date, place: Place): Finding[] {
  const { expired, refused } = waiversAt(waivers, now);
  const names = ({ waiver }: AppliedWaiver) => ({ capability: waiver.capability, consumer: waiver.consumer });
  return [
    ...refused.map(({ applied, why }) =>
      why === 'too-many'
        ? finding('compatibility/too-many-waivers', place, { ...names(applied), limit: MOST_WAIVERS })
        : finding('compatibility/waiver-refused', place, { ...names(applied), reason: PROBLEMS[why] }),
    ),
    ...expired.map((applied) =>
      finding('compatibility/waiver-expired', place, { ...names(applied), expires: applied.waiver.expires }),
    ),
  ].sort((a, b) => compareText(a.code, b.code) || compareText(a.message, b.message));
}

export const PROBLEMS: Readonly<Record<Exclude<WaiverProblem, 'too-many'>, string>> = {
  'not-a-time': 'granted and expires must be days of the calendar or times in UTC',
  'ends-before-it-starts': 'it expires before it is granted',
  'too-long': 'it holds for more than 30 days',
};

/** Milliseconds since 1970 of a day (its first moment in UTC) or a time in UTC; null when the calendar has no such day. */
export function momentOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/.test(text)) return null;
  const moment = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  // The engine takes 31 February for a day of March.
  return Number.isNaN(moment) || !new Date(moment).toISOString().startsWith(text.slice(0, 19).replace('Z', '')) ? null : moment;
}
