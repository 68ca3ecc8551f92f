import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceRequest } from '../../src/indexer/ops.js';
import { MANIFEST_LIMITS, SOURCE_LIMITS } from '../../src/model/limits.js';
import type { Snapshot, SourceFailure, SourceSpec } from '../../src/model/source.js';
import { SourceError } from '../../src/model/source.js';

/** What makes git the same on every machine: no user, no system configuration, fixed names and dates. */
export const PLAIN_GIT: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  LC_ALL: 'C',
  NO_PROXY: '127.0.0.1',
  no_proxy: '127.0.0.1',
};

const folders: string[] = [];

/** A folder of this test file; `removeTemporary` takes all of them away. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chora-test-')));
  folders.push(folder);
  return folder;
}

export function removeTemporary(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Runs git and gives what it printed, without the last line end. */
export function git(folder: string, args: readonly string[], input?: string | Buffer): string {
  const result = spawnSync('git', args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...PLAIN_GIT },
    ...(input === undefined ? {} : { input }),
  });
  if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  return result.stdout.toString().replace(/\n$/, '');
}

/** Makes an empty repository with a work tree. */
export function emptyRepository(options: readonly string[] = []): string {
  const folder = temporaryFolder();
  git(folder, ['init', '--quiet', '--initial-branch=main', ...options]);
  return folder;
}

/** Writes files and commits all that is there; gives the commit id. */
export function commitFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): string {
  writeFiles(folder, files);
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--allow-empty', '--message=change']);
  return git(folder, ['rev-parse', 'HEAD']);
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** A tree object made of parts that no work tree could give: `[mode, type, object, name]`. */
export function treeOf(folder: string, entries: readonly (readonly [string, string, string, string])[]): string {
  return git(
    folder,
    ['mktree', '-z', '--missing'],
    entries.map(([mode, type, object, name]) => `${mode} ${type} ${object}\t${name}\0`).join(''),
  );
}

/** Stores bytes and gives the name of the object. */
export function blobOf(folder: string, text: string): string {
  return git(folder, ['hash-object', '-w', '--stdin'], text);
}

/** Makes a commit of a tree the head of `main`. */
export function commitTree(folder: string, tree: string): string {
  const commit = git(folder, ['commit-tree', '-m', 'tree', tree]);
  git(folder, ['update-ref', 'refs/heads/main', commit]);
  return commit;
}

export interface RequestOptions extends Partial<Omit<SourceSpec, 'id' | 'kind' | 'location'>> {
  readonly globs?: readonly string[];
  readonly signal?: AbortSignal;
  readonly limits?: Partial<SourceRequest['limits']>;
}

/** A request to read `**\/capability.yaml` of a repository or folder. */
export function requestFor(
  location: string,
  { globs, signal, limits, ...spec }: RequestOptions = {},
  kind: SourceSpec['kind'] = 'git',
): SourceRequest {
  return {
    spec: { id: 'example.org/team/service', kind, location, ...spec },
    globs: globs ?? ['**/capability.yaml'],
    limits: {
      bytes: SOURCE_LIMITS.bytes,
      files: SOURCE_LIMITS.files,
      tags: SOURCE_LIMITS.tags,
      manifestBytes: MANIFEST_LIMITS.bytes,
      ...limits,
    },
    signal: signal ?? new AbortController().signal,
  };
}

/** Path → text of the files of a snapshot. */
export function textsOf(snapshot: Snapshot | undefined): Record<string, string> {
  return Object.fromEntries((snapshot?.files ?? []).map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]));
}

/** The failure that a reading ends with. */
export async function failureOf(reading: Promise<unknown>): Promise<SourceFailure> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof SourceError) return error.failure;
    throw error;
  }
  throw new Error('the reading did not fail');
}
