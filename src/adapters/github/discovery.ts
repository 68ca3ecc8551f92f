import { SOURCE_LIMITS } from '../../model/limits.js';
import { type RepositoryPage, readHead, readPage } from '../../sources/github-answers.js';
import { failureOf, troubleOfItem } from '../../sources/github-failure.js';
import {
  compileFilters,
  type FoundRepositories,
  type FoundRepository,
  type RepositoryGroup,
  serverFilters,
} from '../../sources/github-group.js';
import { pageQuery } from '../../sources/github-queries.js';
import { ATTEMPTS } from '../../sources/retry.js';
import { type GitHubClient, GitHubError } from './client.js';
import { allTags } from './heads.js';

/** Repositories of a page: the most that GitHub gives. */
const PAGE = 100;
/** Pages of one owner: beyond this a cursor that never ends is more likely than so many repositories. */
const MOST_PAGES = 10_000;

/**
 * Lists the repositories of an owner with their heads, page by page. A page that is too much for GitHub is asked for again in halves.
 * What stops the listing is told with what was found until then.
 */
export async function listRepositories(
  client: GitHubClient,
  group: RepositoryGroup,
  signal: AbortSignal,
): Promise<FoundRepositories> {
  const repositories = new Map<string, FoundRepository>();
  const passes = compileFilters(group.filters);
  let seen = 0;
  let after: string | null = null;
  try {
    for (let pages = 0, size = PAGE; pages < MOST_PAGES; pages += 1) {
      const { page, size: fits }: { page: RepositoryPage; size: number } = await askPage(client, group, after, size, signal);
      size = Math.min(PAGE, fits * 2);
      seen += page.repositories.length;
      const asked = page.repositories
        .filter(({ traits }) => passes(traits))
        .map(({ node, owner, traits }) => ({ asked: { owner, name: traits.name, ref: group.ref, tags: group.tags }, node }));
      const tags = await allTags(client, 'discovery', asked, signal);
      for (const { asked: each, node } of asked) {
        const known = tags.get(node) ?? [];
        const head = known instanceof GitHubError ? failureOf(known.trouble) : readHead(node, each, known, SOURCE_LIMITS.tags);
        repositories.set(`${each.owner}/${each.name}`.toLowerCase(), { owner: each.owner, name: each.name, head });
      }
      client.ledger.bought('discovery', asked.length);
      after = page.after;
      if (after !== null) continue;
      const missing = page.total - seen;
      const detail = `GitHub counts ${missing} more repositories of ${group.owner.login} than it lists`;
      return { repositories: [...repositories.values()], failure: missing > 0 ? failureOf({ kind: 'nonsense', detail }) : null };
    }
    throw new GitHubError({ kind: 'nonsense', detail: `the list of ${group.owner.login} does not end` });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { repositories: [...repositories.values()], failure: failureOf(error.trouble) };
  }
}

async function askPage(
  client: GitHubClient,
  group: RepositoryGroup,
  after: string | null,
  start: number,
  signal: AbortSignal,
): Promise<{ page: RepositoryPage; size: number }> {
  const topics = group.filters.topics !== undefined || group.filters.exclude?.topics !== undefined;
  const { ref, tags } = group;
  let size = start;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const query = pageQuery({ ...group.owner, ...serverFilters(group.filters), ref, tags, topics, size, after });
      const { data, errors } = await client.graphql('discovery', query, signal);
      const page = readPage(data['owner']);
      if (page !== null) return { page, size };
      const [error] = errors;
      throw new GitHubError(error ? troubleOfItem(error) : { kind: 'nonsense', detail: 'GitHub’s answer is no list' });
    } catch (error) {
      if (!(error instanceof GitHubError) || error.trouble.kind !== 'heavy' || (size === 1 && attempt >= ATTEMPTS)) throw error;
      size = Math.max(1, Math.floor(size / 2));
      await client.pause(Math.min(attempt, ATTEMPTS) + 1, signal);
    }
  }
}
