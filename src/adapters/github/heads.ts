import type { SourceFailure, SourceHead } from '../../model/source.js';
import type { Tag } from '../../sources/git-output.js';
import { type Asked, isNode, readHead, readTagPage } from '../../sources/github-answers.js';
import { type GraphQLErrorItem, troubleOfItem } from '../../sources/github-failure.js';
import { headsQuery, tagsQuery } from '../../sources/github-queries.js';
import type { GitHubStage } from '../../sources/github-usage.js';
import type { BatchKind, Reply } from './batcher.js';
import { type GitHubClient, GitHubError } from './client.js';
import type { GraphQLAnswer } from './graphql-answer.js';

/** Repositories of one request. */
const MOST = 100;
/** Tags of one repository that are listed. The glob is matched here, as GitHub knows none. */
const MOST_TAGS = 10_000;

export interface HeadItem extends Asked {
  /** Tags that are kept, newest first. */
  readonly mostTags: number;
}

export function headsBatch(client: GitHubClient): BatchKind<HeadItem, SourceHead | SourceFailure> {
  return {
    most: MOST,
    mostBytes: Number.POSITIVE_INFINITY,
    bytesOf: () => 0,
    send: (items, signal) => askHeads(client, items, signal),
  };
}

async function askHeads(
  client: GitHubClient,
  items: readonly HeadItem[],
  signal: AbortSignal,
): Promise<Reply<SourceHead | SourceFailure>[]> {
  const query = headsQuery(items);
  const answer = await client.graphql('heads', query, signal);
  const nodes = items.map((_, index) => answer.data[`a${index}`]);
  const tags = await allTags(client, 'heads', pair(items, nodes), signal);
  client.ledger.bought('heads', items.length);
  return items.map((item, index) => {
    const node = nodes[index];
    if (!isNode(node)) return errorOf(answer, index);
    const all = tags.get(node) ?? [];
    return all instanceof GitHubError ? all : readHead(node, item, all, item.mostTags);
  });
}

function pair(items: readonly Asked[], nodes: readonly unknown[]): { asked: Asked; node: unknown }[] {
  return items.map((asked, index) => ({ asked, node: nodes[index] }));
}

/** What an answer says of the alias `a<index>`, which is null. */
export function errorOf({ errors }: GraphQLAnswer, index: number): GitHubError {
  const error = errors.find(({ path }: GraphQLErrorItem) => path?.[0] === `a${index}`);
  return new GitHubError(error ? troubleOfItem(error) : { kind: 'missing', detail: 'GitHub gives nothing of this name' });
}

/** All tags of repositories, the first page of which their nodes hold: what has more pages is asked for together. */
export async function allTags(
  client: GitHubClient,
  stage: GitHubStage,
  repositories: readonly { readonly asked: Asked; readonly node: unknown }[],
  signal: AbortSignal,
): Promise<ReadonlyMap<unknown, readonly Tag[] | GitHubError>> {
  const tags = new Map<unknown, Tag[] | GitHubError>();
  let open: { asked: Asked; node: unknown; known: Tag[]; after: string }[] = [];
  for (const { asked, node } of repositories) {
    if (asked.tags === undefined || !isNode(node)) continue;
    const page = readTagPage(node);
    const known = [...page.tags];
    tags.set(node, known);
    if (page.after !== null) open.push({ asked, node, known, after: page.after });
  }
  while (open.length > 0) {
    const next: typeof open = [];
    for (let start = 0; start < open.length; start += MOST) {
      const some = open.slice(start, start + MOST);
      const query = tagsQuery(some.map(({ asked, after }) => ({ owner: asked.owner, name: asked.name, after })));
      const answer = await client.graphql(stage, query, signal);
      for (const [index, { asked, node, known }] of some.entries()) {
        const repository = answer.data[`a${index}`];
        // Half a list would look like tags that were deleted.
        if (!isNode(repository)) {
          tags.set(node, errorOf(answer, index));
          continue;
        }
        const page = readTagPage(repository);
        known.push(...page.tags);
        if (page.after !== null && known.length < MOST_TAGS) next.push({ asked, node, known, after: page.after });
      }
    }
    open = next;
  }
  return tags;
}
