import type { Owner } from './model.ts';
import type { Repository } from './repository.ts';
import type { RestRequest } from './rest-request.ts';

type Shape = Readonly<Record<string, unknown>>;

/** `simple-user` of GitHub's description. */
export function userOf(owner: Owner, { parts, prefix }: RestRequest): Shape {
  const url = `${parts.siteUrl}${prefix}/users/${owner.login}`;
  return {
    login: owner.login,
    id: owner.databaseId,
    node_id: owner.nodeId,
    avatar_url: `${parts.siteUrl}/avatars/${owner.databaseId}`,
    gravatar_id: '',
    url,
    html_url: `${parts.siteUrl}/${owner.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: owner.kind,
    site_admin: false,
  };
}

/** Addresses that every form of a repository carries: name of the field and what follows the repository's own address. */
const ADDRESSES: readonly (readonly [string, string])[] = [
  ['archive_url', '/{archive_format}{/ref}'],
  ['assignees_url', '/assignees{/user}'],
  ['blobs_url', '/git/blobs{/sha}'],
  ['branches_url', '/branches{/branch}'],
  ['collaborators_url', '/collaborators{/collaborator}'],
  ['comments_url', '/comments{/number}'],
  ['commits_url', '/commits{/sha}'],
  ['compare_url', '/compare/{base}...{head}'],
  ['contents_url', '/contents/{+path}'],
  ['contributors_url', '/contributors'],
  ['deployments_url', '/deployments'],
  ['downloads_url', '/downloads'],
  ['events_url', '/events'],
  ['forks_url', '/forks'],
  ['git_commits_url', '/git/commits{/sha}'],
  ['git_refs_url', '/git/refs{/sha}'],
  ['git_tags_url', '/git/tags{/sha}'],
  ['hooks_url', '/hooks'],
  ['issue_comment_url', '/issues/comments{/number}'],
  ['issue_events_url', '/issues/events{/number}'],
  ['issues_url', '/issues{/number}'],
  ['keys_url', '/keys{/key_id}'],
  ['labels_url', '/labels{/name}'],
  ['languages_url', '/languages'],
  ['merges_url', '/merges'],
  ['milestones_url', '/milestones{/number}'],
  ['notifications_url', '/notifications{?since,all,participating}'],
  ['pulls_url', '/pulls{/number}'],
  ['releases_url', '/releases{/id}'],
  ['stargazers_url', '/stargazers'],
  ['statuses_url', '/statuses/{sha}'],
  ['subscribers_url', '/subscribers'],
  ['subscription_url', '/subscription'],
  ['tags_url', '/tags'],
  ['teams_url', '/teams'],
  ['trees_url', '/git/trees{/sha}'],
];

const seconds = (date: Date | null): string | null => date?.toISOString().replace('.000Z', 'Z') ?? null;

/** A repository as lists give it: `minimal-repository`. */
export function listed(repository: Repository, request: RestRequest): Shape {
  const { parts, prefix } = request;
  const { nameWithOwner } = repository;
  const url = `${parts.siteUrl}${prefix}/repos/${nameWithOwner}`;
  const html = `${parts.siteUrl}/${nameWithOwner}`;
  return {
    id: repository.databaseId,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: nameWithOwner,
    private: repository.isPrivate,
    owner: userOf(repository.owner, request),
    html_url: html,
    description: repository.description,
    fork: repository.isFork,
    url,
    ...Object.fromEntries(ADDRESSES.map(([name, path]) => [name, `${url}${path}`])),
    git_url: `git://${new URL(parts.siteUrl).host}/${nameWithOwner}.git`,
    ssh_url: `git@${new URL(parts.siteUrl).host}:${nameWithOwner}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: repository.isMirror ? `${html}.git` : null,
    homepage: null,
    language: repository.language,
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: repository.isEmpty ? 0 : 1,
    default_branch: repository.defaultBranch,
    open_issues_count: 0,
    open_issues: 0,
    is_template: repository.isTemplate,
    topics: repository.topics,
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.isArchived,
    disabled: repository.isDisabled,
    visibility: repository.visibility.toLowerCase(),
    pushed_at: seconds(repository.pushedAt ?? repository.createdAt),
    created_at: seconds(repository.createdAt),
    updated_at: seconds(repository.updatedAt),
    license: null,
    allow_forking: true,
    web_commit_signoff_required: false,
  };
}

/** A repository by itself: `full-repository`. */
export function fullRepository(repository: Repository, request: RestRequest): Shape {
  return { ...listed(repository, request), network_count: 0, subscribers_count: 0 };
}
