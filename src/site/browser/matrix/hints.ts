import type { VerdictAt } from '../../../compatibility/verdict-at.js';
import type { Judged } from './judged.js';

/** What somebody can do about it; null where there is nothing to do. */
const HINTS: Readonly<Record<VerdictAt['reason'], string | null>> = {
  'range-holds': null,
  equal: null,
  'only-superseded': 'Let the range take in the current version before the older one is gone.',
  'only-deprecated': 'Ask for a version that stays, or for what replaces it.',
  'no-version-satisfies':
    'Let the range take in one of the nearest versions, or ask the owner of the provider for one that fits.',
  'no-such-capability': 'Add the source that describes it to the catalog, or take the dependency out.',
  'alias-gone': 'Ask for the capability by its present id.',
  'no-range': 'State a range, such as ^1.2.0.',
  'range-not-understood': 'Write the range as npm does: ^1.2.0, >=1.2 <3, 1.x.',
  'version-not-semver': 'Give its versions SemVer numbers, or ask for one of them as it is written.',
  quarantined: 'Its publisher has to sign it as the trust policy says.',
  'only-quarantined': 'Its publisher has to sign it as the trust policy says.',
};

export function hintOf({ at, dependency }: Judged): string | null {
  if (at.reason === 'no-such-capability' && dependency.asked.suggestions?.length) return 'Write the id that was meant.';
  return HINTS[at.reason];
}
