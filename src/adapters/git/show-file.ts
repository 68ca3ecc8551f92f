import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';
import { SourceError } from '../../model/source.js';
import { Git } from './process.js';

/**
 * A file as it is at a revision of the repository that `folder` is in. `path` starts at the root of the repository. No filter and no
 * text conversion of the repository is run.
 * @throws ChoraError `usage/no-repository`, `usage/no-such-revision`, `usage/no-such-file`
 */
export async function readFileAtRevision(folder: string, revision: string, path: string, limit: number): Promise<string> {
  const root = repositoryOf(resolve(folder));
  // Neither an option nor more than one revision, whatever git makes of the rest.
  if (!/^[\p{L}\p{N}@_][\p{L}\p{N}@_./~^{}+-]*$/u.test(revision) || revision.includes('..')) throw noRevision(revision);
  const call = { signal: AbortSignal.timeout(30_000), maxOutput: limit, repository: join(root, '.git') };
  const git = new Git(root);
  await git.text(call, ['cat-file', '-e', `${revision}^{commit}`]).catch((error: unknown) => {
    throw error instanceof SourceError ? noRevision(revision, error) : error;
  });
  try {
    return await git.text(call, ['cat-file', 'blob', `${revision}:${path.replace(/^\.\//, '')}`]);
  } catch (error) {
    if (error instanceof SourceError) throw noFile(revision, path, error);
    throw error;
  }
}

function repositoryOf(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder)
      throw new ChoraError(
        'usage',
        'usage/no-repository',
        'This folder is in no git repository.',
        'Name two files, or run it in one.',
      );
  }
}

function noRevision(revision: string, cause?: unknown): ChoraError {
  return new ChoraError(
    'usage',
    'usage/no-such-revision',
    `The repository has no revision ${quote(revision)}.`,
    'Name a commit, a branch or a tag. A shallow clone has only the newest commits.',
    { cause },
  );
}

function noFile(revision: string, path: string, cause: unknown): ChoraError {
  return new ChoraError(
    'usage',
    'usage/no-such-file',
    `The repository has no file ${quote(path)} at ${quote(revision)}.`,
    'Paths start at the root of the repository, such as HEAD~1:capabilities/renew.yaml.',
    { cause },
  );
}
