import { mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Git } from './process.js';

/** One commit of a repository to make: its whole tree. */
export interface CommitToMake {
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Name of a tag to put on it. */
  readonly tag?: string | undefined;
}

/** Author, committer and first date of made commits: the same files give the same commit ids. */
const MAKER = 'chora <chora@localhost>';
const FIRST_DATE = 1_767_225_600;

/** Makes a bare git repository whose branch main has these commits, one after the other. Replaces what was there. */
export async function makeRepository(path: string, commits: readonly CommitToMake[]): Promise<void> {
  const folder = resolve(path);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const git = new Git(dirname(folder));
  const call = { signal: AbortSignal.timeout(60_000), maxOutput: 1024 * 1024 };
  await git.text(call, ['init', '--bare', '--initial-branch=main', folder]);
  if (commits.length > 0)
    await git.text({ ...call, repository: folder, input: Buffer.concat([...fastImport(commits)]) }, ['fast-import', '--quiet']);
}

/** The stream that git-fast-import(1) reads. */
function* fastImport(commits: readonly CommitToMake[]): Generator<Buffer> {
  for (const [index, { files, tag }] of commits.entries()) {
    const message = tag ?? 'head';
    const mark = index + 1;
    yield Buffer.from(
      `commit refs/heads/main\nmark :${mark}\ncommitter ${MAKER} ${FIRST_DATE + index * 86_400} +0000\ndata ${message.length}\n${message}\n`,
    );
    if (index > 0) yield Buffer.from(`from :${index}\ndeleteall\n`);
    for (const path of Object.keys(files).sort()) {
      const bytes = files[path] ?? new Uint8Array();
      yield Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`);
      yield Buffer.concat([bytes, Buffer.from('\n')]);
    }
    if (tag !== undefined) yield Buffer.from(`reset refs/tags/${tag}\nfrom :${mark}\n\n`);
  }
}
