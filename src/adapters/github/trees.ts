import { SourceError } from '../../model/source.js';
import { looksLikeBundle } from '../../sources/bundle-paths.js';
import type { TreeFile } from '../../sources/git-output.js';
import {
  type FolderListing,
  inGitsOrder,
  isNode,
  readRestTree,
  readTree,
  type TreeAnswer,
} from '../../sources/github-answers.js';
import { compileFolders } from '../../sources/github-folders.js';
import { type TreeQuestion, treesQuery } from '../../sources/github-queries.js';
import { compileGlobs } from '../../sources/paths.js';
import { pathMissing, refMissing } from '../../sources/tree-files.js';
import type { Batcher, BatchKind } from './batcher.js';
import { type GitHubClient, GitHubError } from './client.js';
import { parseJson } from './graphql-answer.js';
import { errorOf } from './heads.js';

/** Folders of one request. */
const MOST = 100;
/** Deeper folders of one commit that are asked for one by one; of more, one REST request brings the whole tree. */
const MOST_FOLDERS = 50;

export interface TreeItem extends TreeQuestion {
  /** Of the folder asked for, below the source's own; empty for that. */
  readonly below: string;
  readonly globs: readonly string[];
}

export function treesBatch(client: GitHubClient): BatchKind<TreeItem, TreeAnswer> {
  return {
    most: MOST,
    mostBytes: Number.POSITIVE_INFINITY,
    bytesOf: () => 0,
    send: async (items, signal) => {
      const query = treesQuery(items);
      // Deeper folders belong to commits that were counted with their top.
      const commits = items.filter(({ below }) => below === '').length;
      const answer = await client.graphql('trees', query, signal, commits);
      client.ledger.listed(commits);
      return items.map((item, index) => {
        const repository = answer.data[`a${index}`];
        // An object that failed is null like one that is not there.
        const failed = isNode(repository) && answer.errors.some(({ path }) => path?.[0] === `a${index}`);
        if (!isNode(repository) || failed) return errorOf(answer, index);
        return readTree(repository, item.below, compileFolders(item.globs), wanted(item.globs));
      });
    },
  };
}

export interface CommitQuestion {
  readonly owner: string;
  readonly name: string;
  readonly commit: string;
  /** The source's folder, and what its ref is called, for messages. */
  readonly path: string | undefined;
  readonly ref: string;
  readonly globs: readonly string[];
}

/**
 * The files of a commit that may be wanted, in git's order, their paths below the source's folder.
 * @throws SourceError when commit or folder are not there; GitHubError
 */
export async function listFiles(
  client: GitHubClient,
  batcher: Batcher<TreeItem, TreeAnswer>,
  question: CommitQuestion,
  signal: AbortSignal,
): Promise<TreeFile[]> {
  const { owner, name, commit, path, ref, globs } = question;
  const files: TreeFile[] = [];
  try {
    const top = await batcher.ask({ owner, name, object: commit, path, below: '', globs }, signal);
    let open = take(files, top, question);
    while (open.length > 0) {
      if (open.length > MOST_FOLDERS) return await listByRest(client, question, signal);
      const answers = await Promise.all(
        open.map((folder) => batcher.ask({ owner, name, object: folder.object, below: folder.path, globs }, signal)),
      );
      open = answers.flatMap((answer) => take(files, answer, { path: undefined, ref }));
    }
  } catch (error) {
    if (!(error instanceof GitHubError) || error.trouble.kind !== 'heavy') throw error;
    return await listByRest(client, question, signal);
  }
  client.ledger.bought('trees', 1);
  return inGitsOrder(files);
}

/** Adds what an answer lists, and gives the folders that it does not. */
function take(
  files: TreeFile[],
  answer: TreeAnswer,
  { path, ref }: Pick<CommitQuestion, 'path' | 'ref'>,
): FolderListing['folders'] {
  if (answer === 'nonsense') throw new GitHubError({ kind: 'nonsense', detail: 'GitHub’s answer is no list of files' });
  if (typeof answer === 'string') throw new SourceError(path === undefined ? refMissing(ref) : pathMissing(path));
  for (const file of answer.files) files.push(file);
  return answer.folders;
}

/** All files of a commit in one answer, whatever their number is, up to what GitHub gives. */
async function listByRest(
  client: GitHubClient,
  { owner, name, commit, path, ref, globs }: CommitQuestion,
  signal: AbortSignal,
): Promise<TreeFile[]> {
  const answer = await client
    .rest({
      stage: 'trees',
      route: 'GET /repos/{owner}/{repo}/git/trees/{commit}',
      parameters: { owner, repo: name, commit, recursive: 1 },
      signal,
    })
    .catch((error: unknown) => {
      if (error instanceof GitHubError && error.trouble.kind === 'missing') throw new SourceError(refMissing(ref));
      throw error;
    });
  const tree = readRestTree(parseJson(answer.bytes), path, wanted(globs));
  if (tree === null) throw new GitHubError({ kind: 'nonsense', detail: 'GitHub’s answer is no list of files' });
  if (tree.truncated) throw new SourceError({ code: 'source/tree-truncated', state: 'unreachable', transient: false, args: {} });
  if (!tree.found && path !== undefined) throw new SourceError(pathMissing(path));
  client.ledger.bought('trees', 1);
  return inGitsOrder(tree.files);
}

function wanted(globs: readonly string[]): (path: string) => boolean {
  const matches = compileGlobs(globs);
  return (path) => looksLikeBundle(path) || matches(path);
}
