import semver from 'semver';
import { parseRange } from '../model/version-range.js';

/**
 * Versions and ranges as the semver package understands them. Each distinct text is parsed once for as long as this object lives;
 * make one for each matrix.
 */
export class VersionReader {
  private readonly versions = new Map<string, semver.SemVer | null>();
  private readonly ranges = new Map<string, semver.Range | null>();

  /** A SemVer 2.0.0 version, written without a leading v or =; else null. */
  version(text: string): semver.SemVer | null {
    let parsed = this.versions.get(text);
    if (parsed === undefined) {
      parsed = parseVersion(text);
      this.versions.set(text, parsed);
    }
    return parsed;
  }

  /** A range of npm's grammar, in which commas are as good as spaces; else null. */
  range(text: string): semver.Range | null {
    let parsed = this.ranges.get(text);
    if (parsed === undefined) {
      parsed = parseRange(text);
      this.ranges.set(text, parsed);
    }
    return parsed;
  }

  /**
   * Whether a version is in a range. Prereleases are where SemVer's rules for npm put them. What is not SemVer is compared only for
   * equality: null says that it cannot be told.
   */
  accepts(range: string, version: string | null): boolean | null {
    if (version === null) return null;
    const parsedVersion = this.version(version);
    const parsedRange = parsedVersion === null ? null : this.range(range);
    if (parsedVersion !== null && parsedRange !== null) return parsedRange.test(parsedVersion);
    return version === range ? true : null;
  }
}

function parseVersion(text: string): semver.SemVer | null {
  return /^\d/.test(text) && text === text.trim() ? semver.parse(text) : null;
}

/** Newest first: by SemVer precedence, what is not SemVer last and by its text. */
export function newestFirst(reader: VersionReader): (a: string | null, b: string | null) => number {
  return (a, b) => {
    const left = a === null ? null : reader.version(a);
    const right = b === null ? null : reader.version(b);
    if (left && right) return right.compare(left) || right.compareBuild(left);
    if (left || right) return left ? -1 : 1;
    return (a ?? '') < (b ?? '') ? 1 : (a ?? '') > (b ?? '') ? -1 : 0;
  };
}
