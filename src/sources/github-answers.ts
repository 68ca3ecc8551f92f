import type { SourceFailure, SourceHead } from '../model/source.js';
import { newestFirst, type Tag, type TreeFile } from './git-output.js';
import type { RepositoryTraits } from './github-group.js';
import { refNames } from './github-queries.js';
import { compileGlobs } from './paths.js';
import { refMissing } from './tree-files.js';

// What GitHub answers is data of a stranger: every field is looked at before it is used.

type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodes(value: unknown): Node[] {
  return isNode(value) && Array.isArray(value['nodes']) ? value['nodes'].filter(isNode) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

const OBJECT_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Tags of a repository as far as they were listed, and where the list goes on. */
export interface TagPage {
  readonly tags: readonly Tag[];
  readonly after: string | null;
}

export function readTagPage(repository: unknown): TagPage {
  const refs = isNode(repository) ? repository['refs'] : null;
  const tags = nodes(refs).flatMap((node) => {
    const name = text(node['name']);
    const commit = peeled(node['target']);
    return name === null || commit === null ? [] : [{ name, commit }];
  });
  const page = isNode(refs) && isNode(refs['pageInfo']) ? refs['pageInfo'] : {};
  return { tags, after: page['hasNextPage'] === true ? text(page['endCursor']) : null };
}

/** The object that a tag leads to in the end. */
function peeled(target: unknown): string | null {
  let at = target;
  while (isNode(at) && isNode(at['target'])) at = at['target'];
  const oid = isNode(at) ? text(at['oid']) : null;
  return oid !== null && OBJECT_ID.test(oid) ? oid : null;
}

export interface Asked {
  readonly owner: string;
  readonly name: string;
  readonly ref?: string | undefined;
  /** Glob of tags. */
  readonly tags?: string | undefined;
}

/** Where a repository stands by what GitHub says of it, or why that cannot be told. `tags`: all of them, in any order. */
export function readHead(node: unknown, asked: Asked, tags: readonly Tag[], mostTags: number): SourceHead | SourceFailure {
  const name = isNode(node) ? text(node['nameWithOwner']) : null;
  const id = isNode(node) ? node['databaseId'] : null;
  if (!isNode(node) || name === null || !Number.isSafeInteger(id)) return nonsense('GitHub’s answer is no repository');
  if (node['isDisabled'] === true) return { ...failure('source/disabled', { repository: name }), state: 'disabled' };
  const commit = commitOf(node, asked.ref);
  if (commit === null && asked.ref !== undefined) return refMissing(asked.ref);
  if (commit === null && node['isEmpty'] !== true) {
    return { ...failure('source/no-default-branch', { repository: name }), state: 'no-default-branch' };
  }
  const matches = asked.tags === undefined ? () => false : compileGlobs([asked.tags]);
  const matching = newestFirst(tags.filter((tag) => matches(tag.name)));
  return {
    commit,
    tags: Object.fromEntries(matching.slice(0, mostTags).map((tag) => [tag.name, tag.commit])),
    tagsFound: matching.length,
    repositoryId: String(id),
    ...(name.toLowerCase() === `${asked.owner}/${asked.name}`.toLowerCase() ? {} : { movedTo: name }),
  };
}

function commitOf(node: Node, ref: string | undefined): string | null {
  const found = ref === undefined ? [node['defaultBranchRef']] : refNames(ref).map((_, index) => node[`ref${index}`]);
  for (const each of found) {
    const commit = isNode(each) ? peeled(each['target']) : null;
    if (commit !== null) return commit;
  }
  return null;
}

/** A page of an owner's repositories. */
export interface RepositoryPage {
  readonly repositories: readonly { readonly node: Node; readonly owner: string; readonly traits: RepositoryTraits }[];
  readonly after: string | null;
  /** Of all pages. */
  readonly total: number;
  /** Repositories of the page that GitHub would not show. */
  readonly hidden: number;
}

/** Null for an answer that is none. */
export function readPage(owner: unknown): RepositoryPage | null {
  const list = isNode(owner) ? owner['repositories'] : null;
  if (!isNode(list) || !Array.isArray(list['nodes']) || typeof list['totalCount'] !== 'number') return null;
  const page = isNode(list['pageInfo']) ? list['pageInfo'] : {};
  const repositories = list['nodes'].filter(isNode).flatMap((node) => {
    const name = text(node['name']);
    const login = isNode(node['owner']) ? text(node['owner']['login']) : null;
    return name === null || login === null ? [] : [{ node, owner: login, traits: traitsOf(node, name) }];
  });
  return {
    repositories,
    after: page['hasNextPage'] === true ? text(page['endCursor']) : null,
    total: list['totalCount'],
    hidden: list['nodes'].length - repositories.length,
  };
}

function traitsOf(node: Node, name: string): RepositoryTraits {
  return {
    name,
    topics: nodes(node['repositoryTopics']).flatMap(({ topic }) => (isNode(topic) ? (text(topic['name']) ?? []) : [])),
    language: isNode(node['primaryLanguage']) ? text(node['primaryLanguage']['name']) : null,
    visibility: text(node['visibility']) ?? '',
    archived: node['isArchived'] === true,
    fork: node['isFork'] === true,
  };
}

/** The files of a folder as far down as they were asked for. */
export interface FolderListing {
  readonly files: readonly TreeFile[];
  /** Folders whose entries were not given, with their tree's id. */
  readonly folders: readonly { readonly path: string; readonly object: string }[];
}

/** What GitHub says of an object: its files; `missing`; or `no folder`, for a file or an annotated tag. */
export type TreeAnswer = FolderListing | 'missing' | 'no folder' | 'nonsense';

/**
 * Reads the answer to a question for trees. `below`: the path of the folder asked for, or empty; `enters`: which folders may hold
 * something; `takes`: which files are wanted.
 */
export function readTree(
  repository: unknown,
  below: string,
  enters: (folder: string) => boolean,
  takes: (path: string) => boolean,
): TreeAnswer {
  if (!isNode(repository)) return 'nonsense';
  const { object } = repository;
  if (object === null) return 'missing';
  if (!isNode(object)) return 'nonsense';
  const tree = isNode(object['tree']) ? object['tree'] : object;
  if (!Array.isArray(tree['entries'])) return object['__typename'] === 'Commit' ? 'nonsense' : 'no folder';
  const files: TreeFile[] = [];
  const folders: { path: string; object: string }[] = [];
  const walk = (entries: readonly unknown[], folder: string): boolean =>
    entries.every((entry) => {
      if (!isNode(entry)) return false;
      const name = text(entry['name']);
      const id = text(entry['oid']);
      if (name === null || id === null || !OBJECT_ID.test(id)) return false;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (entry['type'] !== 'tree') {
        if (takes(path)) files.push(fileOf(entry, path, id));
        return true;
      }
      if (!enters(path)) return true;
      const inside = isNode(entry['object']) ? entry['object']['entries'] : null;
      if (Array.isArray(inside)) return walk(inside, path);
      folders.push({ path, object: id });
      return true;
    });
  return walk(tree['entries'], below) ? { files, folders } : 'nonsense';
}

/** GraphQL gives the mode as a number, where git writes it in octal digits. */
function fileOf(entry: Node, path: string, object: string): TreeFile {
  const mode = typeof entry['mode'] === 'number' ? entry['mode'].toString(8) : '';
  const size = entry['type'] === 'blob' && typeof entry['size'] === 'number' ? entry['size'] : null;
  return { path, mode, object, size };
}

/** Reads what REST answers for a recursive tree; `null` for an answer that is none. */
export function readRestTree(
  body: unknown,
  path: string | undefined,
  takes: (path: string) => boolean,
): { readonly files: TreeFile[]; readonly truncated: boolean; readonly found: boolean } | null {
  if (!isNode(body) || !Array.isArray(body['tree'])) return null;
  const prefix = path === undefined ? '' : `${path}/`;
  const files: TreeFile[] = [];
  let found = path === undefined;
  for (const entry of body['tree']) {
    const whole = isNode(entry) ? text(entry['path']) : null;
    const id = isNode(entry) ? text(entry['sha']) : null;
    const mode = isNode(entry) ? text(entry['mode']) : null;
    if (!isNode(entry) || whole === null || id === null || mode === null || !OBJECT_ID.test(id)) return null;
    if (entry['type'] === 'tree') {
      if (whole === path) found = true;
      continue;
    }
    const inside = whole.slice(prefix.length);
    if (!whole.startsWith(prefix) || !takes(inside)) continue;
    const size = entry['type'] === 'blob' && typeof entry['size'] === 'number' ? entry['size'] : null;
    files.push({ path: inside, mode, object: id, size });
  }
  return { files, truncated: body['truncated'] === true, found };
}

/** By the bytes of their paths, as git has them in its own lists. */
export function inGitsOrder(files: readonly TreeFile[]): TreeFile[] {
  return files
    .map((file) => ({ file, key: Buffer.from(file.path) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ file }) => file);
}

/** The text of a file, when GitHub gave all of it. It is the file's only if it has the object's id. */
export function readText(repository: unknown): Buffer | null {
  const object = isNode(repository) ? repository['object'] : null;
  if (!isNode(object) || object['isTruncated'] !== false || object['isBinary'] === true) return null;
  const content = text(object['text']);
  return content === null ? null : Buffer.from(content);
}

function failure(code: SourceFailure['code'], args: SourceFailure['args']): SourceFailure {
  return { code, state: 'missing', transient: false, args };
}

function nonsense(detail: string): SourceFailure {
  return { code: 'source/unreachable', state: 'unreachable', transient: false, args: { detail } };
}
