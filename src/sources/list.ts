import { posix } from 'node:path';
import { compareText } from '../model/compare-text.js';
import type { ChoraError } from '../model/errors.js';
import type { CatalogConfig, DirectorySource, GitHubSource, GitSource } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import type { SourceFailure, SourceHead, SourceSpec } from '../model/source.js';
import { parseGitUrl, refProblem, withoutUser } from './git-url.js';
import { folderOf, githubSpec, hostOf, readGitHubSource } from './github-config.js';
import type { FoundRepositories, RepositoryGroup } from './github-group.js';
import { isUnsafePath } from './paths.js';

/** What listing needs of the outside world and of the configuration's author. */
export interface ListingContext {
  /** Absolute path of a path relative to the configuration file. */
  resolvePath(path: string): string;
  /** Names of the folders in a folder, links and hidden ones left out; or why they cannot be listed. */
  listFolders(path: string): Promise<readonly string[] | SourceFailure>;
  /** The repositories of a group, with their heads. */
  listRepositories(group: RepositoryGroup): Promise<FoundRepositories>;
  problem(path: readonly (string | number)[], message: string, hint?: string): ChoraError;
}

/** A group of sources that could not be enumerated: none of its sources may be taken for deleted. */
export interface UnlistedGroup {
  /** What the ids of the group start with. */
  readonly prefix: string;
  readonly kind: SourceSpec['kind'];
  readonly failure: SourceFailure;
}

export interface SourceListing {
  /** In the order of their ids. */
  readonly sources: readonly SourceSpec[];
  readonly unlisted: readonly UnlistedGroup[];
  /** Where sources stand, or why that cannot be told, as far as listing them told it: by their ids. */
  readonly heads: ReadonlyMap<string, SourceHead | SourceFailure>;
}

/** Characters of a source's id: as the schema of the catalog has it. */
const MAX_ID = 400;

interface Listed {
  readonly spec: SourceSpec;
  /** In the configuration. */
  readonly place: readonly (string | number)[];
}

/** Turns the configuration into sources. @throws ChoraError for an address, ref, path or id that may not be used. */
export async function listSources(config: CatalogConfig, context: ListingContext): Promise<SourceListing> {
  const sources: Listed[] = [];
  const groups: (Pick<Listed, 'place'> & { group: RepositoryGroup; source: GitHubSource })[] = [];
  const unlisted: UnlistedGroup[] = [];
  for (const [index, source] of config.sources.entries()) {
    if (source.git) {
      const place = ['sources', index, 'git'];
      sources.push({ spec: gitSource(source.git, config.allow_file_urls === true, place, context), place });
    } else if (source.github) {
      const place = ['sources', index, 'github'];
      const entry = githubSource(source.github, place, context);
      if ('group' in entry) groups.push({ ...entry, source: source.github, place });
      else sources.push({ spec: entry.repository, place });
    } else if (source.directory) {
      const listing = await directorySources(source.directory, context);
      const place = ['sources', index, 'directory'];
      if ('prefix' in listing) unlisted.push(listing);
      else sources.push(...listing.map((spec) => ({ spec, place })));
    }
  }
  checkIds(sources, context);
  const heads = new Map<string, SourceHead | SourceFailure>();
  const found = await Promise.all(groups.map(async (each) => ({ ...each, ...(await context.listRepositories(each.group)) })));
  // GitHub's names compare without regard to case. What is listed by itself, or by an earlier group, is not listed again.
  const taken = new Set(sources.map(({ spec }) => spec.id.toLowerCase()));
  for (const { group, source, place, repositories, failure } of found) {
    if (failure) unlisted.push({ prefix: `${hostOf(group.api)}/${group.owner.login}/`, kind: 'github', failure });
    for (const { owner, name, head } of repositories) {
      const spec = githubSpec({ api: group.api, owner, name }, source);
      if (taken.has(spec.id.toLowerCase())) continue;
      taken.add(spec.id.toLowerCase());
      heads.set(spec.id, head);
      sources.push({ spec, place });
    }
  }
  return { sources: sources.map(({ spec }) => spec).sort((a, b) => compareText(a.id, b.id)), unlisted, heads };
}

function checkIds(sources: readonly Listed[], context: ListingContext): void {
  const ids = new Set<string>();
  for (const { spec, place } of sources) {
    if (spec.id.length > MAX_ID)
      throw context.problem(place, `the source would be called ${quote(spec.id)}, which is longer than ${MAX_ID} characters`);
    if (ids.has(spec.id)) {
      throw context.problem(
        place,
        `a second source would be called ${quote(spec.id)}`,
        place.at(-1) === 'git' ? 'Give one of them an `id` of its own, or list it once.' : 'List it once.',
      );
    }
    ids.add(spec.id);
  }
}

function githubSource(
  source: GitHubSource,
  place: readonly (string | number)[],
  context: ListingContext,
): { repository: SourceSpec } | { group: RepositoryGroup } {
  checkRefAndPath(source, place, context);
  const entry = readGitHubSource(source);
  if (!('reason' in entry)) return entry;
  throw context.problem([...place, ...entry.field], `${quote([...place, ...entry.field].join('.'))} ${entry.reason}`, entry.hint);
}

/** @throws ChoraError for a ref or a path that may not be used. */
function checkRefAndPath(
  { ref, path: given }: Pick<GitSource, 'ref' | 'path'>,
  place: readonly (string | number)[],
  context: ListingContext,
): void {
  const refTrouble = ref === undefined ? null : refProblem(ref);
  if (refTrouble !== null) throw context.problem([...place, 'ref'], `the ref ${quote(ref ?? '')} is refused: ${refTrouble}`);
  const path = folderOf(given);
  if (path !== undefined && isUnsafePath(path)) {
    throw context.problem(
      [...place, 'path'],
      `the path ${quote(given ?? '')} is refused: it is not a folder inside a repository`,
    );
  }
}

function gitSource(git: GitSource, allowFile: boolean, place: (string | number)[], context: ListingContext): SourceSpec {
  const address = parseGitUrl(git.url, allowFile, context.resolvePath);
  if (!address.ok)
    throw context.problem([...place, 'url'], `the address ${quote(withoutUser(git.url))} is refused: ${address.reason}`);
  checkRefAndPath(git, place, context);
  const path = folderOf(git.path);
  const base = git.id ?? address.id;
  if (base === null) throw context.problem([...place, 'url'], 'the address gives the source no name', 'Set `id`.');
  return {
    id: git.id === undefined && path !== undefined ? `${base}/${path}` : base,
    kind: 'git',
    location: address.location,
    ...(address.url === null ? {} : { url: address.url }),
    ...(git.ref === undefined ? {} : { ref: git.ref }),
    ...(git.tags === undefined ? {} : { tags: git.tags }),
    ...(path === undefined ? {} : { path }),
    ...(git.ttl === undefined ? {} : { ttl: git.ttl }),
  };
}

async function directorySources(directory: DirectorySource, context: ListingContext): Promise<SourceSpec[] | UnlistedGroup> {
  const location = context.resolvePath(directory.path);
  const id = `dir:${folderName(directory.path)}`;
  const ttl = directory.ttl === undefined ? {} : { ttl: directory.ttl };
  if (directory.each !== true) return [{ id, kind: 'directory', location, ...ttl }];
  const folders = await context.listFolders(location);
  if ('code' in folders) return { prefix: `${id}/`, kind: 'directory', failure: folders };
  return folders.map((name) => ({ id: `${id}/${name}`, kind: 'directory', location: `${location}/${name}`, ...ttl }));
}

/** The configured path without what leads out of the configuration's folder: ids hold no absolute paths. */
function folderName(path: string): string {
  const normal = posix.normalize(path.replaceAll('\\', '/')).replace(/^(\.\.?\/)+|\/+$/g, '');
  if (!posix.isAbsolute(normal) && !/^[A-Za-z]:/.test(normal)) return normal === '' || normal === '..' ? '.' : normal;
  return normal
    .split('/')
    .filter((part) => part !== '')
    .slice(-2)
    .join('/');
}
