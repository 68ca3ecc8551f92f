import semver from 'semver';
import { compareText } from '../model/compare-text.js';

export interface RemoteRefs {
  /** Full ref name → object id. Annotated tags are given as the commit they point at. */
  readonly refs: ReadonlyMap<string, string>;
}

const OBJECT_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Reads what `git ls-remote` printed. Lines that are not `<object id> TAB <ref>` are passed over: a remote wrote them. */
export function parseRefs(output: string): RemoteRefs {
  const refs = new Map<string, string>();
  for (const line of output.split('\n')) {
    const tab = line.indexOf('\t');
    const id = line.slice(0, tab);
    const name = line.slice(tab + 1);
    if (tab < 0 || !OBJECT_ID.test(id)) continue;
    // The peeled form comes after the tag object and replaces it.
    refs.set(name.endsWith('^{}') ? name.slice(0, -3) : name, id);
  }
  return { refs };
}

/** The commit that `ref` names on the remote (HEAD when there is none), or null when it has no such ref. */
export function commitOf(remote: RemoteRefs, ref: string | undefined): string | null {
  const names = ref === undefined ? ['HEAD'] : ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  for (const name of names) {
    const id = remote.refs.get(name);
    if (id !== undefined) return id;
  }
  return null;
}

/** The refs to ask a remote for, so that a head and its tags come in one request. */
export function wantedRefs(ref: string | undefined, tags: string | undefined): string[] {
  const head =
    ref === undefined
      ? ['HEAD']
      : ref.startsWith('refs/')
        ? [ref, `${ref}^{}`]
        : [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/tags/${ref}^{}`];
  return tags === undefined ? head : [...head, 'refs/tags/*'];
}

export interface Tag {
  /** Without `refs/tags/`. */
  readonly name: string;
  readonly commit: string;
}

/** Tags that match, newest first. */
export function matchingTags(remote: RemoteRefs, matches: (name: string) => boolean): Tag[] {
  const tags: Tag[] = [];
  for (const [ref, commit] of remote.refs) {
    const name = ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : null;
    if (name !== null && matches(name)) tags.push({ name, commit });
  }
  return newestFirst(tags);
}

/** By SemVer where the name is a version, with or without letters before it; the others after them by name. */
export function newestFirst(tags: readonly Tag[]): Tag[] {
  return tags
    .map((tag) => ({ tag, version: semver.parse(tag.name.replace(/^[^0-9]*/, '')) }))
    .sort((a, b) => {
      if (a.version && b.version) return semver.rcompare(a.version, b.version) || compareText(a.tag.name, b.tag.name);
      return Number(b.version !== null) - Number(a.version !== null) || compareText(a.tag.name, b.tag.name);
    })
    .map(({ tag }) => tag);
}

export interface TreeFile {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
  /** Bytes; null for what is not a file. */
  readonly size: number | null;
}

/** Reads what `git ls-tree -r -z --long` printed: `mode SP type SP object SP+ size TAB path NUL`. */
export function* parseTree(output: string): Generator<TreeFile> {
  let start = 0;
  while (start < output.length) {
    const end = output.indexOf('\0', start);
    if (end < 0) return;
    const tab = output.indexOf('\t', start);
    const [mode = '', , object = '', size = ''] = output.slice(start, tab).split(/ +/);
    yield { path: output.slice(tab + 1, end), mode, object, size: size === '-' ? null : Number(size) };
    start = end + 1;
  }
}

export const SYMLINK_MODE = '120000';
export const SUBMODULE_MODE = '160000';

/**
 * Cuts what `git cat-file --batch` printed into the contents of the objects asked for, in their order; null for one that is
 * not there. Each answer is `<object> <type> <size> LF <bytes> LF`.
 */
export function parseBatch(output: Buffer, count: number): (Buffer | null)[] {
  const contents: (Buffer | null)[] = [];
  let at = 0;
  while (contents.length < count) {
    const lineEnd = output.indexOf(0x0a, at);
    if (lineEnd < 0) throw new RangeError(`git answered for ${contents.length} of ${count} objects`);
    const [, type, size] = output.toString('latin1', at, lineEnd).split(' ');
    at = lineEnd + 1;
    if (type === 'missing' || size === undefined) {
      contents.push(null);
      continue;
    }
    const end = at + Number(size);
    if (end > output.length) throw new RangeError('git ended in the middle of an object');
    contents.push(output.subarray(at, end));
    at = end + 1;
  }
  return contents;
}
