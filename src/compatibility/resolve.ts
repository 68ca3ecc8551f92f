import semver from 'semver';
import type { Asked } from '../model/generated/types.js';
import type { Provider, Version } from './providers.js';
import type { VersionReader } from './ranges.js';

export type Verdict = Asked['verdict'];
export type Reason = Asked['reason'];

/** The answer to one range asked of one provider, for all its versions. */
export interface Resolution {
  readonly range: string | undefined;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Admitted versions that satisfy the range, newest first. */
  readonly satisfiedBy: readonly Version[];
  /** Where none does: the closest below and above what the range starts with. */
  readonly nearest: readonly Version[];
  /** Of `deprecated`: when the last of the versions that satisfy it goes. */
  readonly sunset?: string;
  /** Of `missing`: ids that may have been meant. */
  readonly suggestions?: readonly string[];
}

/** One cell: what one version of the provider is for the range. */
export interface Cell {
  readonly version: string | null;
  readonly verdict: Verdict;
  readonly reason: Reason;
}

/** Answers one range. Nothing that is absent or not understood becomes compatible. */
export function resolve(provider: Provider, range: string | undefined, reader: VersionReader): Resolution {
  const answer = (verdict: Verdict, reason: Reason, more: Partial<Resolution> = {}): Resolution => ({
    range,
    verdict,
    reason,
    satisfiedBy: [],
    nearest: [],
    ...more,
  });
  if (provider.standing === 'missing') return answer('missing', 'no-such-capability');
  if (provider.standing === 'untrusted') return answer('untrusted', 'quarantined');
  if (range === undefined) return answer('unknown', 'no-range');
  const accepted = provider.versions.filter(({ version }) => reader.accepts(range, version) === true);
  const satisfiedBy = accepted.filter(({ status }) => status !== 'untrusted');
  if (satisfiedBy.length > 0) {
    if (satisfiedBy.every(({ ending }) => ending !== undefined)) {
      return answer('deprecated', 'only-deprecated', { satisfiedBy, ...lastSunset(satisfiedBy) });
    }
    const equal = satisfiedBy.every(({ version }) => version === null || reader.version(version) === null);
    const current = satisfiedBy.some(({ status }) => status === 'current');
    return answer('compatible', current ? (equal ? 'equal' : 'range-holds') : 'only-superseded', { satisfiedBy });
  }
  if (reader.range(range) === null) return answer('unknown', 'range-not-understood');
  if (accepted.length > 0) return answer('untrusted', 'only-quarantined');
  const admitted = provider.versions.filter(({ status }) => status !== 'untrusted');
  if (admitted.some(({ version }) => version === null || reader.version(version) === null)) {
    return answer('unknown', 'version-not-semver');
  }
  return answer('incompatible', 'no-version-satisfies', { nearest: nearestTo(range, admitted, reader) });
}

/** What each version of the provider is for the range, newest first. */
export function cellsOf(provider: Provider, range: string | undefined, reader: VersionReader): Cell[] {
  return provider.versions.map((version) => ({ version: version.version, ...cellOf(version, range, reader) }));
}

function cellOf(version: Version, range: string | undefined, reader: VersionReader): Pick<Cell, 'verdict' | 'reason'> {
  if (version.status === 'untrusted') return { verdict: 'untrusted', reason: 'quarantined' };
  if (range === undefined) return { verdict: 'unknown', reason: 'no-range' };
  const accepted = reader.accepts(range, version.version);
  if (accepted === null) {
    return { verdict: 'unknown', reason: reader.range(range) === null ? 'range-not-understood' : 'version-not-semver' };
  }
  if (!accepted) return { verdict: 'incompatible', reason: 'no-version-satisfies' };
  if (version.ending !== undefined) return { verdict: 'deprecated', reason: 'only-deprecated' };
  const comparable = version.version !== null && reader.version(version.version) !== null;
  return { verdict: 'compatible', reason: comparable ? 'range-holds' : 'equal' };
}

/** The latest sunset; none when one of the versions states none. */
function lastSunset(versions: readonly Version[]): { sunset?: string } {
  let last = '';
  for (const { sunset } of versions) {
    if (sunset === undefined) return {};
    if (sunset > last) last = sunset;
  }
  return { sunset: last };
}

function nearestTo(range: string, versions: readonly Version[], reader: VersionReader): Version[] {
  const parsed = reader.range(range);
  const lowest = (parsed && semver.minVersion(parsed)) ?? new semver.SemVer('0.0.0');
  const order = ({ version }: Version) => (version === null ? 0 : (reader.version(version)?.compare(lowest) ?? 0));
  const above = versions.findLast((version) => order(version) > 0);
  const below = versions.find((version) => order(version) <= 0);
  return [above, below].filter((version) => version !== undefined);
}
