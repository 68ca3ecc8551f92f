import { compareText } from '../model/compare-text.js';
import { ChoraError } from '../model/errors.js';
import type { View } from './layout.js';
import { expiryOf, type Lifetimes, lifetimeOf, ONLINE_ROLES, type OnlineRole } from './lifetimes.js';

/** Bytes of a target, as metadata have them. */
export interface TargetInfo {
  readonly length: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Of `catalog.json`: how many capabilities the catalog has. Signed beside it, so that the next release can be held against it. */
  readonly capabilities?: number;
}

/** What is planned from: versions, expiries and targets that are published. */
export interface PublishedRelease {
  readonly roles: Readonly<Record<OnlineRole, { readonly version: number; readonly expires: Date }>>;
  readonly targets: ReadonlyMap<string, TargetInfo>;
}

/**
 * Why a role is signed. `first`: nothing is published yet. `targets`, `snapshot`: what it lists changed. `expires`: less than half of
 * its life is left. `lifetime`: it would outlive the lifetime that is configured. `keys`: its keys changed. `time`: each release
 * says anew when the catalog was generated. `restart`: its versions start at 1 again.
 */
export type Reason = 'first' | 'targets' | 'snapshot' | 'expires' | 'lifetime' | 'keys' | 'restart' | 'time';

export interface RolePlan {
  readonly role: OnlineRole;
  /** The version that is published; null where none is. */
  readonly from: number | null;
  readonly version: number;
  readonly why: readonly Reason[];
  /** When it expires, in whole seconds, as TUF writes it. */
  readonly expires: string;
}

/** What publishing would change in one view. Pure data; print it before it is done. */
export interface ViewPlan {
  readonly view: View;
  readonly targets: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
  };
  /** The roles to sign, in the order in which they are written; the timestamp is always the last. */
  readonly sign: readonly RolePlan[];
}

export interface PlanOptions {
  readonly now: Date;
  readonly lifetimes: Lifetimes;
  /** Roles whose keys are others than those that signed what is published. */
  readonly rotated: ReadonlySet<OnlineRole>;
  /** Roles whose versions start at 1 again: see `installRoots`. */
  readonly restarted: ReadonlySet<OnlineRole>;
}

/** Versions follow from what is published alone. A role is signed where there is a reason; one that lists it is signed with it. */
export function planView(
  view: View,
  published: PublishedRelease | null,
  targets: ReadonlyMap<string, TargetInfo>,
  options: PlanOptions,
): ViewPlan {
  const changes = compareTargets(published?.targets ?? new Map(), targets);
  const anyTarget = changes.added.length + changes.changed.length + changes.removed.length > 0;
  const sign: RolePlan[] = [];
  for (const role of ONLINE_ROLES) {
    const below = sign.at(-1)?.role;
    const why = reasonsFor(view, role, published, options);
    if (role === 'targets' && anyTarget && published !== null) why.push('targets');
    if (below === 'targets' || below === 'snapshot') if (published !== null) why.push(below);
    if (role === 'timestamp' && why.length === 0) why.push('time');
    if (why.length === 0) continue;
    const from = published?.roles[role].version ?? null;
    sign.push({
      role,
      from,
      version: from === null || options.restarted.has(role) ? 1 : nextVersion(role, from),
      why,
      expires: expiryOf(options.now, lifetimeOf(options.lifetimes, view, role)),
    });
  }
  return { view, targets: changes, sign };
}

function nextVersion(role: OnlineRole, from: number): number {
  if (from < Number.MAX_SAFE_INTEGER) return from + 1;
  throw new ChoraError(
    'refused',
    'publish/last-version',
    `No version of ${role} follows ${from}.`,
    'Only a thief of its key gets there: rotate snapshot and timestamp with --restart-versions.',
  );
}

function reasonsFor(view: View, role: OnlineRole, published: PublishedRelease | null, options: PlanOptions): Reason[] {
  if (published === null) return ['first'];
  const reasons: Reason[] = options.rotated.has(role) ? ['keys'] : [];
  if (options.restarted.has(role)) reasons.push('restart');
  const life = lifetimeOf(options.lifetimes, view, role);
  const left = published.roles[role].expires.getTime() - options.now.getTime();
  // The timestamp is signed in any case, and its time is reason enough.
  if (role !== 'timestamp' && left < life / 2) reasons.push('expires');
  if (role !== 'timestamp' && left > life) reasons.push('lifetime');
  return reasons;
}

function compareTargets(before: ReadonlyMap<string, TargetInfo>, after: ReadonlyMap<string, TargetInfo>): ViewPlan['targets'] {
  const added: string[] = [];
  const changed: string[] = [];
  for (const [name, { sha256, length }] of after) {
    const old = before.get(name);
    if (old === undefined) added.push(name);
    else if (old.sha256 !== sha256 || old.length !== length) changed.push(name);
  }
  const removed = [...before.keys()].filter((name) => !after.has(name));
  return { added: added.sort(compareText), changed: changed.sort(compareText), removed: removed.sort(compareText) };
}
