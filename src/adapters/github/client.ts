import type { Octokit } from 'octokit';
import { ChoraError } from '../../model/errors.js';
import { SourceError } from '../../model/source.js';
import { failureOf, type GitHubAnswer, type GitHubTrouble, troubleOfAnswer } from '../../sources/github-failure.js';
import type { GitHubQuery } from '../../sources/github-queries.js';
import type { GitHubLedger, GitHubStage } from '../../sources/github-usage.js';
import { ATTEMPTS, retryDelay } from '../../sources/retry.js';
import { BodyTooLarge, networkDetail, readBody } from './body.js';
import type { Clock } from './clock.js';
import { type Credentials, withoutSecrets } from './credentials.js';
import { type GraphQLAnswer, isObject, type Outcome, type Read, readGraphQL } from './graphql-answer.js';
import { signIn } from './octokit.js';
import { Pace } from './pace.js';

/** What one request may cost. GitHub itself ends GraphQL queries after 10 s. */
const LIMITS = { milliseconds: 30_000, bytes: 32 * 1024 * 1024 };
/** Milliseconds that a run waits for GitHub to let it go on, at one time; beyond that, it ends with what it has. */
const LONGEST_WAIT = 120_000;
/** Requests that fail one after the other until GitHub is taken to be down: splitting a batch down to one question takes seven. */
const MOST_IN_A_ROW = 20;

const MAY_PASS: ReadonlySet<GitHubTrouble['kind']> = new Set(['network', 'heavy', 'too-fast', 'exhausted']);

/** A request that failed for good, as far as the client can tell: callers may ask for less. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  constructor(readonly trouble: GitHubTrouble) {
    super(trouble.detail);
  }

  asSourceError(): SourceError {
    return new SourceError(failureOf(this.trouble), { cause: this });
  }
}

export interface RestCall {
  readonly stage: GitHubStage;
  /** As octokit writes them, such as `GET /repos/{owner}/{repo}`. Octokit escapes the parameters. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly accept?: string;
  /** Bytes that the answer may have. */
  readonly limit?: number;
  readonly signal: AbortSignal;
}

interface Request {
  readonly kind: 'graphql' | 'rest';
  readonly stage: GitHubStage;
  readonly parameters: Record<string, unknown> & { method: string; url: string; headers?: Record<string, string> };
  readonly commits: number;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Asks one GitHub: signed in, in time, at the pace it wants, within the budget. */
export class GitHubClient {
  private readonly pace: Pace;
  private octokit: Promise<Octokit> | null = null;
  /** What ended this client for the run: a token that was revoked, points that are used up. */
  private stopped: GitHubTrouble | null = null;
  /** Requests that failed since the last one that did not. */
  private heavyInARow = 0;

  constructor(
    readonly api: string,
    private readonly credentials: Credentials,
    private readonly clock: Clock,
    readonly ledger: GitHubLedger,
    private readonly limits = LIMITS,
  ) {
    this.pace = new Pace(clock);
  }

  /**
   * Runs a query; it must select `rateLimit { cost remaining resetAt }`. `commits`: how many it lists whose files are to be read.
   * @throws GitHubError also where it was too much for the server: that is not tried again here
   */
  async graphql(
    stage: GitHubStage,
    { text: query, variables }: GitHubQuery,
    signal: AbortSignal,
    commits = 0,
  ): Promise<GraphQLAnswer> {
    const url = this.api.endsWith('/api/v3') ? `${this.api.slice(0, -'/v3'.length)}/graphql` : `${this.api}/graphql`;
    const parameters = { method: 'POST', url, query, variables };
    const request: Request = { kind: 'graphql', stage, parameters, commits, limit: this.limits.bytes, signal };
    return await this.send(request, ['heavy'], readGraphQL);
  }

  /** @throws GitHubError */
  async rest({ stage, route, parameters, accept, limit = this.limits.bytes, signal }: RestCall): Promise<GitHubAnswer> {
    const [method = '', url = ''] = route.split(' ');
    const headers = { accept: accept ?? 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
    return await this.send(
      { kind: 'rest', stage, parameters: { method, url, ...parameters, headers }, commits: 0, limit, signal },
      [],
      (answer) => ({ outcome: { value: answer }, limit: null }),
    );
  }

  /** Sends a request, again where that may help, and reads its answer. `final`: troubles that the caller deals with. */
  private async send<T>(request: Request, final: readonly GitHubTrouble['kind'][], read: Read<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.pace.run(request.kind, request.signal, () => this.attempt(request, read));
      if ('value' in outcome) {
        this.heavyInARow = 0;
        return outcome.value;
      }
      const trouble = { ...outcome.trouble, detail: withoutSecrets(outcome.trouble.detail, this.credentials) };
      if (trouble.kind === 'heavy' || trouble.kind === 'network') this.heavyInARow += 1;
      const last = attempt === ATTEMPTS || final.includes(trouble.kind) || !MAY_PASS.has(trouble.kind);
      const { wait } = trouble;
      const asksToWait = trouble.kind === 'too-fast' || trouble.kind === 'exhausted';
      const stops = asksToWait && (last || wait === undefined || wait > LONGEST_WAIT);
      if (stops || trouble.kind === 'unauthorized' || this.heavyInARow >= MOST_IN_A_ROW) this.stopped = trouble;
      if (this.stopped !== null || last) throw new GitHubError({ ...trouble, attempts: attempt });
      if (asksToWait) this.pace.hold(wait ?? 0);
      else await this.pause(attempt + 1, request.signal);
    }
  }

  /** Waits before attempt `attempt` (2, 3 …) at what failed by chance. */
  async pause(attempt: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(retryDelay(attempt, this.clock.random()), signal);
  }

  private async attempt<T>(request: Request, read: Read<T>): Promise<Outcome<T>> {
    if (this.stopped !== null) return { trouble: this.stopped };
    if (!this.ledger.affords(request.commits))
      return { trouble: { kind: 'budget', detail: `the ${this.ledger.maxPoints} points of this run are spent` } };
    this.ledger.begin();
    let points = 1;
    let received = 0;
    try {
      const answer = await this.exchange(request);
      if ('kind' in answer) return { trouble: answer };
      received = answer.bytes.length;
      const refused = troubleOfAnswer(answer);
      if (refused !== null) return { trouble: refused };
      const { outcome, limit } = read(answer);
      points = limit?.cost ?? points;
      if (limit) this.ledger.limit(limit.remaining, limit.resetAt);
      return outcome;
    } finally {
      this.ledger.end(request.stage, points, received);
    }
  }

  private async exchange({ parameters, limit, signal }: Request): Promise<GitHubAnswer | GitHubTrouble> {
    const deadline = AbortSignal.timeout(this.limits.milliseconds);
    const ending = AbortSignal.any([signal, deadline]);
    let answer: GitHubAnswer | null = null;
    // octokit takes a body that breaks off for an empty one, and sets no limit to its size.
    const bounded = async (url: string, init: RequestInit): Promise<Response> => {
      const response = await fetch(url, init);
      const bytes = await readBody(response, limit);
      answer = { status: response.status, headers: Object.fromEntries(response.headers), bytes };
      return new Response(null, { status: response.status < 400 ? 204 : response.status });
    };
    try {
      const octokit = await this.signedIn(ending);
      await octokit.request({ ...parameters, request: { signal: ending, fetch: bounded } });
    } catch (error) {
      if (error instanceof ChoraError) throw error;
      signal.throwIfAborted();
      if (answer !== null) return answer;
      if (deadline.aborted) return { kind: 'heavy', detail: `no answer within ${this.limits.milliseconds / 1000} s` };
      return this.troubleOf(error);
    }
    return answer ?? { kind: 'nonsense', detail: 'octokit gave no answer' };
  }

  /** Signing an app in asks GitHub too. */
  private async signedIn(signal: AbortSignal): Promise<Octokit> {
    this.octokit ??= signIn(this.api, this.credentials, signal);
    try {
      return await this.octokit;
    } catch (error) {
      this.octokit = null;
      throw error;
    }
  }

  private troubleOf(error: unknown): GitHubTrouble {
    for (let each: unknown = error; isObject(each); each = each['cause']) {
      if (each instanceof BodyTooLarge) return { kind: 'heavy', detail: each.message };
    }
    const response = isObject(error) ? error['response'] : null;
    // Only signing in fails like this: what a request itself is answered with was caught on the way.
    const status = isObject(response) && typeof response['status'] === 'number' ? response['status'] : null;
    if (status === null) return { kind: 'network', detail: networkDetail(error) };
    const trouble = troubleOfAnswer({ status, headers: {}, bytes: new Uint8Array() });
    return { ...(trouble ?? { kind: 'nonsense' }), detail: `GitHub answered ${status} when the app signed in` };
  }
}
