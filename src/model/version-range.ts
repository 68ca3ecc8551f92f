import semver from 'semver';
import type { Dependency } from './generated/types.js';

/** Longest text that is read as a range, in characters. What is longer is not understood. */
const LONGEST_RANGE = 300;

/** A range of npm's grammar, in which commas are as good as spaces; else null. */
export function parseRange(text: string): semver.Range | null {
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
