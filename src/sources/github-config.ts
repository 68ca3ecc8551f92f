import type { GitHubSource } from '../model/generated/types.js';
import type { GitHubRepository, SourceSpec } from '../model/source.js';
import type { RepositoryGroup } from './github-group.js';

const PUBLIC_API = 'https://api.github.com';

/** The root of an API, or why the address may not be one. A token is sent there: in the clear only on this very machine. */
export function parseApiUrl(text: string): { readonly api: string } | { readonly reason: string } {
  if (!URL.canParse(text)) return { reason: 'it is not a valid URL' };
  const url = new URL(text);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    return { reason: 'a token is sent to https addresses only' };
  if (url.username !== '' || url.password !== '') return { reason: 'it holds a user or a password' };
  if (url.search !== '' || url.hash !== '') return { reason: 'it holds a query or a fragment' };
  return { api: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

/** The host that people know the repositories by: `github.com` for `api.github.com`, as with hosts of *.ghe.com. */
export function hostOf(api: string): string {
  const { host } = new URL(api);
  return host.startsWith('api.') && (host === 'api.github.com' || host.endsWith('.ghe.com')) ? host.slice('api.'.length) : host;
}

/** What the configuration says of one GitHub source: a repository or a group of them. */
export type GitHubEntry = { readonly repository: SourceSpec } | { readonly group: RepositoryGroup } | Refusal;

export interface Refusal {
  /** Of the configuration, below the source. */
  readonly field: readonly string[];
  readonly reason: string;
  readonly hint?: string;
}

const FILTERS = ['names', 'topics', 'languages', 'visibility', 'archived', 'forks', 'exclude'] as const;

/** Ref and path are checked by who calls: as those of git sources. */
export function readGitHubSource(source: GitHubSource): GitHubEntry {
  const { repo, org, user, base_url = PUBLIC_API, ref, tags } = source;
  if ([repo, org, user].filter((each) => each !== undefined).length !== 1)
    return { field: [], reason: 'must have exactly one of “repo”, “org” and “user”' };
  const parsed = parseApiUrl(base_url);
  if ('reason' in parsed) return { field: ['base_url'], reason: `is refused: ${parsed.reason}` };
  const { api } = parsed;
  const shared = { ...(ref === undefined ? {} : { ref }), ...(tags === undefined ? {} : { tags }) };
  if (repo === undefined) {
    const owner = org === undefined ? ({ kind: 'user', login: user ?? '' } as const) : ({ kind: 'org', login: org } as const);
    const filters = Object.fromEntries(FILTERS.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])));
    return { group: { api, owner, filters, ...shared } };
  }
  const filter = FILTERS.find((name) => source[name] !== undefined);
  if (filter !== undefined)
    return { field: [filter], reason: 'is a filter, and filters are for “org” and “user”', hint: 'Take it away.' };
  const [owner = '', name = ''] = repo.split('/');
  if (name === '.' || name === '..') return { field: ['repo'], reason: 'names no repository' };
  return { repository: githubSpec({ api, owner, name }, source) };
}

/** A folder of the configuration as it is used: without a dot before it and slashes at its end. */
export function folderOf(path: string | undefined): string | undefined {
  return path?.replace(/^(\.\/+)+|\/+$/g, '');
}

/** The source that a repository is. */
export function githubSpec(
  repository: GitHubRepository,
  { ref, tags, path, ttl }: Pick<GitHubSource, 'ref' | 'tags' | 'path' | 'ttl'>,
): SourceSpec {
  const host = hostOf(repository.api);
  const base = `${host}/${repository.owner}/${repository.name}`;
  const folder = folderOf(path);
  const url = `${new URL(repository.api).protocol}//${base}`;
  return {
    id: folder === undefined ? base : `${base}/${folder}`,
    kind: 'github',
    location: url,
    url,
    ...(ref === undefined ? {} : { ref }),
    ...(tags === undefined ? {} : { tags }),
    ...(folder === undefined ? {} : { path: folder }),
    ...(ttl === undefined ? {} : { ttl }),
    github: { api: repository.api, owner: repository.owner, name: repository.name },
  };
}
