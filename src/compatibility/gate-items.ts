import type { DependentRow } from '../model/generated/types.js';
import type { GateContext, GateItem, Party, WaiverRequest } from './gate-types.js';
import { LONGEST_WAIVER, waiverFor } from './waivers.js';

/** How long an old version is kept where neither the candidate nor what it follows says so. */
export const DEFAULT_WINDOW = '90d';

/** A refusal, or what a waiver that holds makes of it. Only a required dependency can stop a release; of others it is noted. */
export function refusal(
  item: Omit<GateItem, 'outcome' | 'waiver' | 'request'>,
  waivable: Pick<WaiverRequest, 'capability' | 'consumer' | 'verdict'> | null,
  { holding, now }: Pick<GateContext, 'holding' | 'now'>,
): GateItem {
  if (item.party !== undefined && item.party.kind !== 'required') return { ...item, outcome: 'noted' };
  if (waivable === null) return { ...item, outcome: 'refused' };
  const applied = waiverFor(holding, waivable);
  if (applied !== null) {
    return { ...item, outcome: 'waived', waiver: { until: applied.waiver.expires, decision: applied.decision } };
  }
  const expires = new Date(now.getTime() + LONGEST_WAIVER);
  return { ...item, outcome: 'refused', request: { ...waivable, granted: timeOf(now), expires: timeOf(expires) } };
}

export function partyOf({ id, versions, owner, contact, range, kind }: DependentRow): Party {
  return {
    id,
    versions,
    kind,
    ...(owner === undefined ? {} : { owner }),
    ...(contact === undefined ? {} : { contact }),
    ...(range === undefined ? {} : { range }),
  };
}

/** In whole seconds, as decisions have it. */
function timeOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
