import type semver from 'semver';
import type { Bump } from './change-rules.js';
import type { VersionReader } from './ranges.js';

/** How far a version is from an earlier one. none: it is the same or lower. */
export type Step = Bump | 'none';

const RANK: Readonly<Record<Step, number>> = { none: 0, patch: 1, minor: 2, major: 3 };

/**
 * The step between two versions, in what SemVer lets a consumer expect: below 1.0.0 the first number that is not zero counts as
 * the major one (as `^0.2.0` reads it), and after a prerelease anything may change. Null where one of them is not SemVer.
 */
export function stepBetween(old: string | null, next: string | null, reader: VersionReader): Step | null {
  const from = old === null ? null : reader.version(old);
  const to = next === null ? null : reader.version(next);
  if (from === null || to === null) return null;
  if (to.compare(from) <= 0) return 'none';
  if (to.major > from.major) return 'major';
  if (to.minor > from.minor) return from.major === 0 ? 'major' : 'minor';
  if (to.patch > from.patch) return patchStep(from);
  return 'major';
}

function patchStep({ major, minor }: semver.SemVer): Step {
  if (major > 0) return 'patch';
  return minor > 0 ? 'minor' : 'major';
}

/** Whether a step is as far as a bump. */
export function isEnough(step: Step, required: Step): boolean {
  return RANK[step] >= RANK[required];
}

export function greatest(steps: readonly Step[]): Step {
  return steps.reduce<Step>((most, step) => (RANK[step] > RANK[most] ? step : most), 'none');
}
