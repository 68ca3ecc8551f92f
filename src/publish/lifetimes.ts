import { parseDuration } from '../model/duration.js';
import { ChoraError } from '../model/errors.js';
import { quote } from '../model/quote.js';
import type { View } from './layout.js';

export const ONLINE_ROLES = ['targets', 'snapshot', 'timestamp'] as const;
export type OnlineRole = (typeof ONLINE_ROLES)[number];
export type Role = 'root' | OnlineRole;

/** Whose key is rotated. The two views share root, targets and snapshot keys, and have a timestamp key each. */
export const KEY_ROLES = ['root', 'targets', 'snapshot', 'timestamp', 'airgap-timestamp'] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

const DAY = 86_400_000;

/** How long metadata last from the moment they are signed, in milliseconds. `airgap`: each online role of the air-gap view. */
export type Lifetimes = Readonly<Record<Role | 'airgap', number>>;

export const LIFETIMES: Lifetimes = { root: 365 * DAY, targets: 14 * DAY, snapshot: 7 * DAY, timestamp: DAY, airgap: 30 * DAY };

/** A root that expires within this is time to extend: signing one needs people. */
const ROOT_WARNING = 60 * DAY;

/** `root=365d,timestamp=24h`: what is not named keeps its default. @throws ChoraError `usage/expires` */
export function parseLifetimes(text: string): Lifetimes {
  const lifetimes: Record<string, number> = { ...LIFETIMES };
  for (const part of text.split(',')) {
    const [role = '', time = '', ...rest] = part.trim().split('=');
    const milliseconds = parseDuration(time);
    if (!Object.hasOwn(LIFETIMES, role) || milliseconds === null || rest.length > 0) {
      throw new ChoraError(
        'usage',
        'usage/expires',
        `${quote(part)} does not say how long a role lasts.`,
        `Write a role (${Object.keys(LIFETIMES).join(', ')}), = and a duration, such as root=365d,timestamp=24h.`,
      );
    }
    lifetimes[role] = milliseconds;
  }
  return lifetimes as Lifetimes;
}

export function lifetimeOf(lifetimes: Lifetimes, view: View, role: Role): number {
  return role !== 'root' && view === 'airgap' ? lifetimes.airgap : lifetimes[role];
}

/** When metadata signed now expire. TUF writes whole seconds. */
export function expiryOf(now: Date, lifetime: number): string {
  return isoSeconds(new Date(now.getTime() + lifetime));
}

export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Milliseconds before the expiry at which there is reason to worry: 60 days for root, a quarter of its life for another role. */
export function warningTime(lifetimes: Lifetimes, view: View, role: Role): number {
  return role === 'root' ? ROOT_WARNING : lifetimeOf(lifetimes, view, role) / 4;
}
