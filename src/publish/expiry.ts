import type { View } from './layout.js';
import { isoSeconds, type Lifetimes, type Role, warningTime } from './lifetimes.js';

/** Something that expires soon, or has expired. */
export interface ExpiryWarning {
  readonly view: View;
  readonly role: Role;
  readonly expires: string;
  readonly expired: boolean;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Warnings for one view: root less than 60 days before it expires, others when less than a quarter of their life is left. */
export function expiryWarnings(
  view: View,
  expiries: Iterable<readonly [Role, Date]>,
  now: Date,
  lifetimes: Lifetimes,
): ExpiryWarning[] {
  const warnings: ExpiryWarning[] = [];
  for (const [role, expires] of expiries) {
    const left = expires.getTime() - now.getTime();
    if (left >= warningTime(lifetimes, view, role)) continue;
    const what = `${role} of the ${view === 'main' ? 'main' : 'air-gap'} view`;
    const expired = left <= 0;
    warnings.push({
      view,
      role,
      expires: isoSeconds(expires),
      expired,
      message: `${what} ${expired ? 'expired' : 'expires'} at ${isoSeconds(expires)}${expired ? '' : `, in ${span(left)}`}.`,
      hint: role === 'root' ? 'Run chora publish extend-root with the root keys.' : 'Run chora publish.',
    });
  }
  return warnings;
}

function span(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return hours >= 2 ? `${Math.floor(hours)} hours` : `${Math.max(1, Math.floor(hours * 60))} minutes`;
}
