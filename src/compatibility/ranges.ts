import semver from 'semver';
import type { Dependency } from '../model/generated/types.js';

/** Longest text that is read as a range, in characters. What is longer is not understood. */
const LONGEST_RANGE = 300;

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

function parseRange(text: string): semver.Range | null {
  if (text.length > LONGEST_RANGE) return null;
  const spaced = text.replaceAll(',', ' ');
  // npm reads an empty alternative as any version. Here it is a slip of the pen, and must not make everything compatible.
  if (spaced.split('||').some((part) => part.trim() === '')) return null;
  try {
    return new semver.Range(spaced);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * The id and the range of a dependency, also where both stand in one text (`name@range`, in `id` or in `version`). The range is
 * undefined when none is stated; one that names another capability stays as it is, and is then not understood.
 */
export function statedRange(dependency: Pick<Dependency, 'id' | 'version'>): { id: string; range: string | undefined } {
  const { id } = dependency;
  const range = dependency.version?.trim();
  if (range !== undefined && range !== '') {
    return { id, range: range.startsWith(`${id}@`) ? range.slice(id.length + 1).trim() : range };
  }
  const at = id.lastIndexOf('@');
  const tail = at > 0 ? id.slice(at + 1).trim() : '';
  return parseRange(tail) === null ? { id, range: undefined } : { id: id.slice(0, at).trim(), range: tail };
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
