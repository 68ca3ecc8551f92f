import type { SourceRequest } from '../../indexer/ops.js';
import { type Snapshot, SourceError, type SourceHead, type SourceReading } from '../../model/source.js';
import {
  commitOf,
  matchingTags,
  newestFirst,
  parseBatch,
  parseRefs,
  parseTree,
  type Tag,
  wantedRefs,
} from '../../sources/git-output.js';
import { compileGlobs } from '../../sources/paths.js';
import {
  noFiles,
  pathMissing,
  refMissing,
  type SelectedFiles,
  selectFiles,
  snapshotOf,
  wantedObjects,
} from '../../sources/tree-files.js';
import {
  cacheFolder,
  cacheRepository,
  cacheTrouble,
  discard,
  hasFetched,
  holds,
  keptCommit,
  noteFetched,
  packedBytes,
} from './cache.js';
import { lockFolder } from './lock.js';
import { Git, tooLarge } from './process.js';

/** Bytes that a list of refs or of files may have. */
const LIST_BYTES = 64 * 1024 * 1024;
/** Milliseconds between two looks at how much a fetch has brought. */
const WATCH = 100;
/** Keeps what was fetched last, so that the next fetch can say what is here already. */
const KEPT_REF = 'refs/chora/head';
const SHA1_DIGITS = 40;

/** Reads git repositories through a folder of cache repositories. Commands never see a stranger's text as an option. */
export class GitSources {
  private readonly git: Git;

  constructor(private readonly cacheRoot: string) {
    this.git = new Git(cacheRoot);
  }

  async readHead({ spec, signal, limits }: SourceRequest): Promise<SourceHead> {
    const call = { signal, maxOutput: LIST_BYTES };
    const remote = parseRefs(await this.git.text(call, ['ls-remote', '--', spec.location, ...wantedRefs(spec.ref, spec.tags)]));
    const commit = commitOf(remote, spec.ref);
    if (commit === null && spec.ref !== undefined) {
      throw new SourceError(refMissing(spec.ref));
    }
    const tags = spec.tags === undefined ? [] : matchingTags(remote, compileGlobs([spec.tags]));
    return {
      commit,
      tags: Object.fromEntries(tags.slice(0, limits.tags).map(({ name, commit: id }) => [name, id])),
      tagsFound: tags.length,
    };
  }

  async readSource(request: SourceRequest, head: SourceHead | null): Promise<SourceReading> {
    const { ref, tags } = request.spec;
    try {
      if (head === null && ref === undefined && tags === undefined) {
        const reading = await this.readDefaultBranch(request);
        if (reading) return reading;
      }
      return await this.readAt(request, head ?? (await this.readHead(request)));
    } catch (error) {
      throw cacheTrouble(error);
    }
  }

  /**
   * Reads a source at its default branch without asking first where that stands. Null when it does not work: an empty repository,
   * one with SHA-256 ids and one that is not there fail in many words, and asking for the head tells them apart. Null also when
   * something of it is here, from a run that was ended: asking for the head may then spare the fetch.
   */
  private async readDefaultBranch(request: SourceRequest): Promise<SourceReading | null> {
    return await this.inCache(request, SHA1_DIGITS, async (folder) => {
      if (hasFetched(folder)) return null;
      let fetched: number;
      try {
        fetched = await this.fetch(request, folder, [`+HEAD:${KEPT_REF}`]);
      } catch (error) {
        if (isHostDown(error)) throw error;
        discard(folder);
        if (request.signal.aborted || !(error instanceof SourceError) || !error.failure.transient) throw error;
        return null;
      }
      const head = { commit: keptCommit(folder, KEPT_REF), tags: {}, tagsFound: 0 };
      noteFetched(folder, [head.commit]);
      return { ...(await this.readCommits(request, folder, head, [])), fetched };
    });
  }

  private async readAt(request: SourceRequest, head: SourceHead): Promise<SourceReading> {
    const { commit } = head;
    if (commit === null) return { head, snapshots: [{ commit, ref: null, files: [], skipped: [], matched: 0 }] };
    const tags = newestFirst(Object.entries(head.tags).map(([name, id]) => ({ name, commit: id })));
    const commits = [...new Set([commit, ...tags.map((tag) => tag.commit)])];
    return await this.inCache(request, commit.length, async (folder) => {
      if (holds(folder, commits)) {
        try {
          return { ...(await this.readCommits(request, folder, { ...head, commit }, tags)), fetched: 0 };
        } catch (error) {
          // What is here may be damaged; it was discarded, and is fetched once more.
          if (request.signal.aborted || !(error instanceof SourceError)) throw error;
        }
      }
      return await this.fetchAndRead(request, { ...head, commit }, tags, commits);
    });
  }

  private async fetchAndRead(
    request: SourceRequest,
    head: SourceHead & { commit: string },
    tags: readonly Tag[],
    commits: readonly string[],
  ): Promise<SourceReading> {
    const folder = cacheRepository(this.cacheRoot, request.spec, head.commit.length);
    let fetched: number;
    try {
      const others = commits.filter((id) => id !== head.commit);
      fetched = await this.fetch(request, folder, [`+${head.commit}:${KEPT_REF}`, ...others]);
    } catch (error) {
      if (!isHostDown(error)) discard(folder);
      throw error;
    }
    noteFetched(folder, commits);
    return { ...(await this.readCommits(request, folder, head, tags)), fetched };
  }

  /** Does something in the cache repository of a source, while no other run does. */
  private async inCache<T>({ spec, signal }: SourceRequest, idDigits: number, task: (folder: string) => Promise<T>): Promise<T> {
    const unlock = await lockFolder(cacheFolder(this.cacheRoot, spec, idDigits), signal);
    try {
      return await task(cacheRepository(this.cacheRoot, spec, idDigits));
    } finally {
      unlock();
    }
  }

  private async readCommits(
    request: SourceRequest,
    folder: string,
    head: SourceHead & { commit: string },
    tags: readonly Tag[],
  ): Promise<SourceReading> {
    try {
      const trees = [await this.listTree(request, folder, head.commit, null)];
      for (const tag of tags) {
        const ref = `refs/tags/${tag.name}`;
        trees.push(await this.listTree(request, folder, tag.commit, ref).catch(missingIsEmpty(tag.commit, ref)));
      }
      return { head, snapshots: await this.readFiles(request, folder, trees) };
    } catch (error) {
      // Whatever broke may have left the cache half-made; it holds nothing that cannot be fetched again.
      discard(folder);
      throw error;
    }
  }

  /**
   * Brings what is not here yet of these refs and commits, one level deep, and stops when more arrives than the source may send.
   * Gives the bytes that arrived.
   */
  private async fetch({ spec, signal, limits }: SourceRequest, folder: string, refspecs: readonly string[]): Promise<number> {
    const before = packedBytes(folder);
    const flood = new AbortController();
    const watch = setInterval(() => {
      if (packedBytes(folder) - before > limits.bytes) flood.abort(tooLarge(limits.bytes));
    }, WATCH);
    try {
      const call = { repository: folder, signal: AbortSignal.any([signal, flood.signal]), maxOutput: LIST_BYTES };
      // Not --quiet: simple-git waits 50 ms for the output of a process that had none.
      const options = ['--depth=1', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-auto-maintenance'];
      await this.git.text(call, ['fetch', ...options, '--', spec.location, ...refspecs]);
    } finally {
      clearInterval(watch);
    }
    const fetched = packedBytes(folder) - before;
    if (fetched > limits.bytes) throw tooLarge(limits.bytes);
    return fetched;
  }

  private async listTree(
    { spec, signal, globs, limits }: SourceRequest,
    folder: string,
    commit: string,
    ref: string | null,
  ): Promise<SelectedFiles> {
    const call = { repository: folder, signal, maxOutput: LIST_BYTES };
    const place = spec.path === undefined ? commit : `${commit}:${spec.path}`;
    const output = await this.git.text(call, ['ls-tree', '-r', '-z', '--long', place]).catch((error: unknown) => {
      if (!saysNoTree(error)) throw error;
      throw new SourceError(spec.path === undefined ? refMissing(ref ?? spec.ref ?? 'HEAD') : pathMissing(spec.path), {
        cause: error,
      });
    });
    return selectFiles(commit, ref, parseTree(output), globs, limits);
  }

  private async readFiles(
    { spec, signal, limits }: SourceRequest,
    folder: string,
    trees: readonly SelectedFiles[],
  ): Promise<Snapshot[]> {
    const sizes = wantedObjects(trees, limits);
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    if (total > limits.bytes) throw tooLarge(limits.bytes);
    const objects = [...sizes.keys()];
    const call = { repository: folder, signal, maxOutput: total + 100 * (objects.length + 1) };
    const contents = objects.length === 0 ? [] : parseBatch(await this.git.objects(call, objects), objects.length);
    const bytesOf = new Map(objects.map((object, index) => [object, contents[index] ?? null]));
    return trees.map((tree) => snapshotOf(spec.id, tree, bytesOf, limits));
  }
}

/** Whether the fault is not with what is here: then what was fetched before is kept. */
function isHostDown(error: unknown): boolean {
  return error instanceof SourceError && error.failure.hostDown === true;
}

/** A tag from before the sub-path existed, or one of a single file, has no manifests; that is no failure of the source. */
function missingIsEmpty(commit: string, ref: string): (error: unknown) => SelectedFiles {
  return (error) => {
    if (error instanceof SourceError && error.failure.state === 'missing') return noFiles(commit, ref);
    throw error;
  };
}

/** Whether this is all that git had to say: where its store is damaged, it says more. */
function saysNoTree(error: unknown): boolean {
  const said = error instanceof SourceError && error.cause instanceof Error ? error.cause.message.trim() : '';
  return /^fatal: (not a tree object|Not a valid object name [^\n]*)$/.test(said);
}
