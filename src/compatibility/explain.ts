import { quote } from '../model/quote.js';
import type { Reason } from './resolve.js';

/** What a sentence about a cell needs to know; rows of the documents have it. */
export interface Explainable {
  readonly reason: Reason | 'alias-gone';
  readonly range?: string | undefined;
  readonly satisfied_by?: readonly (string | null)[] | undefined;
  readonly nearest?: readonly (string | null)[] | undefined;
  readonly suggestions?: readonly string[] | undefined;
  readonly sunset?: string | undefined;
  readonly alias_sunset?: string | undefined;
}

/** Why a verdict is what it is, in one sentence. Strangers’ text in it is quoted. */
export function explain(row: Explainable): string {
  const range = quote(row.range ?? '');
  const versions = list(row.satisfied_by ?? []);
  switch (row.reason) {
    case 'range-holds':
      return `${versions} ${row.satisfied_by?.length === 1 ? 'satisfies' : 'satisfy'} ${range}.`;
    case 'only-superseded':
      return `The current version does not satisfy ${range}; earlier ones do: ${versions}.`;
    case 'equal':
      return `${versions} is what is asked for; it is not SemVer, so only equal text was compared.`;
    case 'only-deprecated':
      return `Of what satisfies ${range} there are only deprecated or retired versions: ${versions}${row.sunset === undefined ? '' : `, until ${quote(row.sunset)}`}.`;
    case 'no-version-satisfies':
      return `No version satisfies ${range}${row.nearest?.length ? `; the nearest: ${list(row.nearest)}` : ''}.${aboutPrereleases(row.nearest)}`;
    case 'no-such-capability':
      return `No capability of the catalog has this id${row.suggestions?.length ? `; perhaps this is meant: ${list(row.suggestions)}` : ''}.`;
    case 'alias-gone':
      return `This older name has gone${row.alias_sunset === undefined ? '' : `, on ${quote(row.alias_sunset)}`}.`;
    case 'no-range':
      return 'No range is stated, so nobody can tell which versions fit.';
    case 'range-not-understood':
      return `The range ${range} is not understood, and no version is written like it.`;
    case 'version-not-semver':
      return `It has versions that are not SemVer, or states none, so nobody can tell whether one satisfies ${range}.`;
    case 'quarantined':
      return 'Only manifests in quarantine describe it.';
    case 'only-quarantined':
      return `Only versions in quarantine satisfy ${range}.`;
  }
}

/** Why a version that lies in a range is not in it, as SemVer's rules for ranges have it. */
function aboutPrereleases(nearest: Explainable['nearest'] = []): string {
  const only = nearest.length > 0 && nearest.every((version) => version !== null && /^\s*v?\d+\.\d+\.\d+-/.test(version));
  return only ? ' A prerelease is only in a range that names a prerelease of the same version.' : '';
}

const SHOWN = 5;
function list(versions: readonly (string | null)[]): string {
  const more = versions.length - SHOWN;
  const shown = versions.slice(0, SHOWN).map((version) => (version === null ? 'one without a version' : quote(version)));
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
