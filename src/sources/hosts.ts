import type { SourceFailure, SourceSpec } from '../model/source.js';

/** Sources in a row that a host may leave without an answer before it is taken to be down for the rest of the run. */
export const DOWN_AFTER = 3;

/** How a host has answered in this run. Open: nothing more is asked of it. */
export interface Circuit {
  readonly open: boolean;
  /** Whether it has ever answered. */
  readonly proven: boolean;
  /** Sources without an answer since the last one that got one. */
  readonly unanswered: number;
}
export const CLOSED: Circuit = { open: false, proven: false, unanswered: 0 };

/** What a source that is done with tells of its host. A host that says no has answered. */
export type HostOutcome = 'answered' | 'down' | 'unknown';

/** The circuit after one more source. An open one stays open: what is late by a moment is for the next run. */
export function afterSource(circuit: Circuit, outcome: HostOutcome): Circuit {
  if (circuit.open || outcome === 'unknown') return circuit;
  if (outcome === 'answered') return { open: false, proven: true, unanswered: 0 };
  const unanswered = circuit.unanswered + 1;
  return { ...circuit, unanswered, open: unanswered >= DOWN_AFTER };
}

/**
 * How many sources of a host may be under way. One that has not answered yet gets no more than it takes to find out whether it
 * does, so that hosts that hang leave room for the others. At an open circuit nobody waits.
 */
export function placesOf({ open, proven, unanswered }: Circuit, perHost: number): number {
  return proven || open ? perHost : Math.min(perHost, DOWN_AFTER - unanswered);
}

export function outcomeOf({ code, hostDown }: SourceFailure): HostOutcome {
  if (hostDown === true || code === 'source/timed-out') return 'down';
  return SAYS_SO.has(code) ? 'answered' : 'unknown';
}

/** Failures that only a host that is there can give. */
const SAYS_SO: ReadonlySet<string> = new Set<SourceFailure['code']>([
  'source/missing',
  'source/needs-credentials',
  'source/rate-limited',
  'source/ref-missing',
  'source/path-missing',
  'source/too-large',
]);

/**
 * The host that a source is pulled from, as `scheme://name[:port]`; null for what lies on this machine, and for GitHub, which is asked
 * about many sources at once. SSH and HTTPS of one name
 * are two: one may be down without the other.
 */
export function hostOf({ kind, location }: Pick<SourceSpec, 'kind' | 'location'>): string | null {
  if (kind !== 'git') return null;
  const url = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?([^/]*)/i.exec(location);
  if (url !== null) return url[1]?.toLowerCase() === 'file' ? null : `${url[1]}://${url[2]}`.toLowerCase();
  const scp = /^(?:[^/@:]+@)?([^/:]{2,}):/.exec(location);
  return scp?.[1] === undefined ? null : `ssh://${scp[1].toLowerCase()}`;
}
