import type { AttestationRequest, SourceRequest } from '../../indexer/ops.js';
import { ChoraError } from '../../model/errors.js';
import type { GitHubUsage } from '../../model/generated/types.js';
import {
  type GitHubRepository,
  SourceError,
  type SourceFailure,
  type SourceHead,
  type SourceReading,
  type SourceSpec,
} from '../../model/source.js';
import { newestFirst } from '../../sources/git-output.js';
import type { TreeAnswer } from '../../sources/github-answers.js';
import type { FoundRepositories, RepositoryGroup } from '../../sources/github-group.js';
import type { BlobQuestion } from '../../sources/github-queries.js';
import { GitHubLedger } from '../../sources/github-usage.js';
import { noFiles, type SelectedFiles, selectFiles, snapshotOf, wantedObjects } from '../../sources/tree-files.js';
import { readAttestations } from './attestations.js';
import { Batcher, Rounds } from './batcher.js';
import { blobsBatch, readBlob } from './blobs.js';
import { ByteGate } from './byte-gate.js';
import { GitHubClient, GitHubError } from './client.js';
import type { Clock } from './clock.js';
import { credentialsFor, type Environment } from './credentials.js';
import { listRepositories } from './discovery.js';
import { type HeadItem, headsBatch } from './heads.js';
import type { ReadingSpool } from './spool.js';
import { listFiles, type TreeItem, treesBatch } from './trees.js';

/** Bytes of files that are held at the same time, for all sources together. */
const HELD_BYTES = 128 * 1024 * 1024;

/** One GitHub, and the questions that are gathered for it. */
interface Host {
  readonly client: GitHubClient;
  readonly heads: Batcher<HeadItem, SourceHead | SourceFailure>;
  readonly trees: Batcher<TreeItem, TreeAnswer>;
  readonly blobs: Batcher<BlobQuestion, Uint8Array | null>;
}

/** Reads repositories by GitHub's API. Asked for many sources at the same time, it asks GitHub for many at once. */
export class GitHubSources {
  private readonly hosts = new Map<string, Host>();
  private readonly ledger: GitHubLedger;
  private readonly held = new ByteGate(HELD_BYTES);

  /** `maxPoints`: what the run may spend; null: whatever GitHub allows. `spool`: where what was read is kept for a run that is killed. */
  constructor(
    private readonly clock: Clock,
    maxPoints: number | null,
    private readonly environment: Environment = process.env,
    private readonly spool: ReadingSpool | null = null,
  ) {
    this.ledger = new GitHubLedger(maxPoints);
  }

  /** @throws ChoraError when there is no way to sign in */
  async listRepositories(group: RepositoryGroup, signal: AbortSignal): Promise<FoundRepositories> {
    return await listRepositories(this.hostOf(group.api).client, group, signal);
  }

  async readHead({ spec, limits, signal }: SourceRequest): Promise<SourceHead> {
    const { api, owner, name } = repositoryOf(spec);
    const { ref, tags } = spec;
    const question = { owner, name, ref, tags, mostTags: limits.tags };
    const head = await asSource(this.hostOf(api).heads.ask(question, signal));
    if ('code' in head) throw new SourceError(head);
    return head;
  }

  async readSource(request: SourceRequest, known: SourceHead | null): Promise<SourceReading> {
    const head = known ?? (await this.readHead(request));
    const { commit } = head;
    if (commit === null) return { head, snapshots: [{ commit, ref: null, files: [], skipped: [], matched: 0 }] };
    const kept = this.spool?.get(request, head);
    if (kept) return { head, snapshots: kept };
    const reading = await asSource(this.readAt(request, head, commit));
    this.spool?.put(request, head, reading.snapshots);
    return reading;
  }

  async readAttestations({ source, digest, signal }: AttestationRequest): Promise<readonly Uint8Array[]> {
    const repository = repositoryOf(source);
    return await readAttestations(this.hostOf(repository.api).client, repository, { digest, signal });
  }

  /** What was asked until now; null when nothing was. `repositories`: how many sources of this kind there are. */
  usage(repositories: number): GitHubUsage | null {
    return this.ledger.usage(repositories);
  }

  private async readAt(request: SourceRequest, head: SourceHead, commit: string): Promise<SourceReading> {
    const { spec, globs, limits, signal } = request;
    const { api, owner, name } = repositoryOf(spec);
    const [nowOwner = owner, nowName = name] = head.movedTo?.split('/') ?? [];
    const place = { owner: nowOwner, name: nowName };
    const { client, trees } = this.hostOf(api);
    const tags = newestFirst(Object.entries(head.tags).map(([tag, id]) => ({ name: tag, commit: id }))).map((tag) => ({
      commit: tag.commit,
      ref: `refs/tags/${tag.name}`,
    }));
    let listed = 0;
    const select = async (at: string, ref: string | null): Promise<SelectedFiles> => {
      const question = { ...place, commit: at, path: spec.path, ref: ref ?? spec.ref ?? 'HEAD', globs };
      const files = await listFiles(client, trees, question, signal);
      listed += 1;
      return selectFiles(at, ref, files, globs, limits);
    };
    try {
      const selected = await Promise.all([
        select(commit, null),
        ...tags.map(({ commit: at, ref }) => select(at, ref).catch(missingIsEmpty(at, ref))),
      ]);
      const wanted = wantedObjects(selected, limits);
      const total = [...wanted.values()].reduce((sum, size) => sum + size, 0);
      if (total > limits.bytes) throw tooLarge(limits.bytes);
      const contents = await this.held.during(total, () => this.readBlobs(api, place, wanted, signal));
      return { head, snapshots: selected.map((tree) => snapshotOf(spec.id, tree, contents, limits)) };
    } finally {
      client.ledger.listed(-listed);
    }
  }

  private async readBlobs(
    api: string,
    place: { owner: string; name: string },
    wanted: ReadonlyMap<string, number>,
    signal: AbortSignal,
  ): Promise<Map<string, Uint8Array | null>> {
    const { client, blobs } = this.hostOf(api);
    const read = async ([object, size]: [string, number]) =>
      [object, await readBlob(client, blobs, { ...place, object, size }, signal)] as const;
    return new Map(await Promise.all([...wanted].map(read)));
  }

  private hostOf(api: string): Host {
    const known = this.hosts.get(api);
    if (known) return known;
    if (this.hosts.size > 0 && this.environment['CHORA_GITHUB_TOKEN'])
      throw new ChoraError(
        'config',
        'github/ambiguous-token',
        'CHORA_GITHUB_TOKEN would be sent to more than one GitHub.',
        'Set GITHUB_TOKEN for github.com and GH_ENTERPRISE_TOKEN for the others.',
      );
    const client = new GitHubClient(api, credentialsFor(api, this.environment), this.clock, this.ledger);
    const rounds = new Rounds();
    const host: Host = {
      client,
      heads: new Batcher(headsBatch(client), client, rounds),
      trees: new Batcher(treesBatch(client), client, rounds),
      blobs: new Batcher(blobsBatch(client), client, rounds),
    };
    this.hosts.set(api, host);
    return host;
  }
}

function tooLarge(limit: number): SourceError {
  return new SourceError({ code: 'source/too-large', state: 'unreachable', transient: false, args: { limit } });
}

function repositoryOf({ id, github }: SourceSpec): GitHubRepository {
  if (github === undefined) throw new TypeError(`${id} is no source on GitHub`);
  return github;
}

async function asSource<T>(task: Promise<T>): Promise<T> {
  try {
    return await task;
  } catch (error) {
    throw error instanceof GitHubError ? error.asSourceError() : error;
  }
}

function missingIsEmpty(commit: string, ref: string): (error: unknown) => SelectedFiles {
  return (error) => {
    if (error instanceof SourceError && error.failure.state === 'missing') return noFiles(commit, ref);
    throw error;
  };
}
