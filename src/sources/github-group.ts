import picomatch from 'picomatch';
import type { GitHubSource } from '../model/generated/types.js';
import type { GitHubRepository, SourceFailure, SourceHead } from '../model/source.js';

/** All repositories of an owner that the filters let through. */
export interface RepositoryGroup {
  /** As in `GitHubRepository`. */
  readonly api: string;
  readonly owner: { readonly kind: 'org' | 'user'; readonly login: string };
  readonly filters: RepositoryFilters;
  /** As in `SourceSpec`: asked for with the list, so that nothing more need be asked of what did not change. */
  readonly ref?: string;
  readonly tags?: string;
}

export type RepositoryFilters = Pick<
  GitHubSource,
  'names' | 'topics' | 'languages' | 'visibility' | 'archived' | 'forks' | 'exclude'
>;

/** A repository of a group, and where it stands or why that cannot be told. */
export interface FoundRepository extends Omit<GitHubRepository, 'api'> {
  readonly head: SourceHead | SourceFailure;
}

/** What listing a group gave. With a `failure` the list is not complete: what is not in it may well be there. */
export interface FoundRepositories {
  readonly repositories: readonly FoundRepository[];
  readonly failure: SourceFailure | null;
}

/** What filters look at. */
export interface RepositoryTraits {
  readonly name: string;
  readonly topics: readonly string[];
  /** The main one. */
  readonly language: string | null;
  readonly visibility: string;
  readonly archived: boolean;
  readonly fork: boolean;
}

/** Makes a test of repositories. Names match without regard to case, as GitHub takes them; so do topics and languages. */
export function compileFilters(filters: RepositoryFilters): (repository: RepositoryTraits) => boolean {
  const named = filters.names && picomatch(filters.names, { nocase: true, dot: true });
  const notNamed = filters.exclude?.names && picomatch(filters.exclude.names, { nocase: true, dot: true });
  const topics = oneOf(filters.topics);
  const notTopics = oneOf(filters.exclude?.topics);
  const languages = oneOf(filters.languages);
  const notLanguages = oneOf(filters.exclude?.languages);
  const visibility = oneOf(filters.visibility);
  return ({ name, topics: has, language, visibility: seen, archived, fork }) => {
    if (!chosen(filters.archived, archived) || !chosen(filters.forks, fork)) return false;
    if (visibility && !visibility(seen)) return false;
    if (notNamed?.(name) || (notTopics && has.some(notTopics)) || (language !== null && notLanguages?.(language))) return false;
    if (named && !named(name)) return false;
    if (topics && !has.some(topics)) return false;
    return !languages || (language !== null && languages(language));
  };
}

/** What GitHub itself can leave out of the list, which then has fewer pages. */
export function serverFilters({ archived, forks }: RepositoryFilters): { isArchived: boolean | null; isFork: boolean | null } {
  const asked = (choice: GitHubSource['archived']) => (choice === 'include' ? null : choice === 'only');
  return { isArchived: asked(archived), isFork: asked(forks) };
}

function chosen(choice: GitHubSource['archived'] = 'exclude', is: boolean): boolean {
  return choice === 'include' || (choice === 'only') === is;
}

function oneOf(values: readonly string[] | undefined): ((value: string) => boolean) | undefined {
  if (values === undefined) return undefined;
  const set = new Set(values.map((value) => value.toLowerCase()));
  return (value) => set.has(value.toLowerCase());
}
