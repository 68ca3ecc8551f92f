import picomatch from 'picomatch';
import { looksLikeBundle } from './bundle-paths.js';

/**
 * Whether a path inside a source could leave it, hide in git's own folder, or disturb whoever prints it. U+FFFD stands for bytes
 * that are no UTF-8: different names would look the same.
 */
export function isUnsafePath(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.includes('\\') || /[\p{Cc}\u2028\u2029\ufffd]/u.test(path)) return true;
  return path.split('/').some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git');
}

/**
 * Compiles manifest globs: a path matches when one of them does and none that starts with `!` does. Case counts, dot folders
 * match like others. Bundles never match, though `capabilities/*.json` names those of its neighbours too. The globs are the
 * operator's, never a stranger's.
 */
export function compileGlobs(globs: readonly string[]): (path: string) => boolean {
  const key = JSON.stringify(globs);
  const known = compiled.get(key);
  if (known) return known;
  const matches = compile(globs);
  compiled.set(key, matches);
  return matches;
}

/** A run asks with the same few lists for every source. */
const compiled = new Map<string, (path: string) => boolean>();

function compile(globs: readonly string[]): (path: string) => boolean {
  const positive = globs.filter((glob) => !glob.startsWith('!'));
  const negative = globs.filter((glob) => glob.startsWith('!') && glob !== '!').map((glob) => glob.slice(1));
  const takes = picomatch([...positive], { dot: true });
  if (negative.length === 0) return (path) => takes(path) && !looksLikeBundle(path);
  const refuses = picomatch(negative, { dot: true });
  return (path) => takes(path) && !refuses(path) && !looksLikeBundle(path);
}
