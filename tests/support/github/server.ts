/*
 * A GitHub on this machine, for tests and benchmarks.
 *
 * `POST /graphql` executes the client's query against GitHub's published schema (@octokit/graphql-schema) over a model in memory;
 * a query that the schema refuses is refused here. The REST routes that a catalog needs answer in the shapes of GitHub's OpenAPI
 * description. Ids of Git objects are the true ones. What is not modelled answers 501 and names the field or the route, so
 * that no client passes a test by a made-up value.
 *
 *   const hub = await startGitHub();
 *   const billing = hub.model.repository('acme/billing', { files: { 'capabilities/a.yaml': 'id: a' }, topics: ['payments'] });
 *   hub.faults.secondaryLimit({ retryAfter: 1 });
 *   hub.faults.timeout({ times: 2, when: ({ kind }) => kind === 'graphql' });
 *   hub.faults.before(() => hub.tokens.revoke(hub.token), { when: ({ number }) => number === 5 });
 *   … a client of hub.url with hub.token …
 *   billing.push({ 'capabilities/b.yaml': 'id: b' });
 *   hub.requests.totals('graphql').points;
 *   await hub.close();
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, bytesOf } from './answer.ts';
import { Apps } from './apps.ts';
import { deliver } from './deliver.ts';
import { type Delivery, Faults } from './faults.ts';
import { Hub } from './hub.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { type LimitOptions, Limits, type Words } from './limits.ts';
import { Model } from './model.ts';
import type { QueryLimits } from './query.ts';
import { githubSchema } from './schema.ts';
import { SECONDARY_LIMITS, Secondary, type SecondaryLimits } from './secondary.ts';
import type { TextOptions } from './text.ts';
import { Tokens } from './tokens.ts';

export interface GitHubOptions {
  /** Answers below /api/v3 and /api/graphql, as GitHub Enterprise Server does. */
  readonly enterprise?: boolean;
  /** Milliseconds before each answer. */
  readonly latency?: number;
  /** Points and requests an hour. */
  readonly limits?: LimitOptions;
  /** Those that GitHub publishes, unless told. */
  readonly secondaryLimits?: Partial<SecondaryLimits>;
  /** Form of the answer to a request over the primary limit. */
  readonly rateLimitWords?: Words;
  readonly rateLimitStatus?: 403 | 429;
  readonly queries?: Partial<QueryLimits>;
  readonly text?: Partial<TextOptions>;
  /** Entries from which on a recursive tree is truncated. */
  readonly treeLimit?: number;
  /** Milliseconds. */
  readonly now?: () => number;
}

export interface LocalGitHub {
  /** Of the REST API. */
  readonly url: string;
  readonly graphqlUrl: string;
  /** Of the pages that people read; `url` fields of GraphQL begin with it. */
  readonly siteUrl: string;
  /** A token that shows every repository. */
  readonly token: string;
  readonly model: Model;
  readonly tokens: Tokens;
  readonly apps: Apps;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly requests: Journal;
  /** May be changed while it runs. */
  readonly options: { latency: number; queries: QueryLimits; text: TextOptions; treeLimit: number };
  close(): Promise<void>;
}

/** GitHub gives so many bytes of a file as text. */
const TEXT_LIMIT = 512_000;
const TREE_LIMIT = 100_000;

export async function startGitHub(options: GitHubOptions = {}): Promise<LocalGitHub> {
  const now = options.now ?? Date.now;
  // Built before the first query comes, which would else seem slow.
  githubSchema();
  const tokens = new Tokens();
  const settings = {
    latency: options.latency ?? 0,
    queries: { timeoutWeight: Infinity, resourceWeight: Infinity, ...options.queries },
    text: { limit: TEXT_LIMIT, foreign: 'binary' as const, ...options.text },
    treeLimit: options.treeLimit ?? TREE_LIMIT,
  };
  const parts = {
    model: new Model(),
    tokens,
    apps: new Apps(tokens, now),
    limits: new Limits(options.limits ?? {}, now),
    faults: new Faults(),
    requests: new Journal(),
    options: settings,
  };
  const token = tokens.make('ghp');
  const stopped = new AbortController();
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rest = options.enterprise === true ? '/api/v3' : '';
  const graphql = options.enterprise === true ? '/api/graphql' : '/graphql';
  const hub = new Hub({
    ...parts,
    now,
    secondary: new Secondary({ ...SECONDARY_LIMITS, ...options.secondaryLimits }),
    siteUrl,
    rest,
    graphql,
    words: options.rateLimitWords ?? 'RATE_LIMITED',
    status: options.rateLimitStatus ?? 403,
  });
  server.on('request', (request, response) => {
    answer(hub, settings, request, response, stopped.signal).catch((error: unknown) => {
      if (stopped.signal.aborted || response.destroyed) return;
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  });
  return {
    ...parts,
    url: `${siteUrl}${rest}`,
    graphqlUrl: `${siteUrl}${graphql}`,
    siteUrl,
    token,
    close: async () => {
      stopped.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function answer(
  hub: Hub,
  { latency }: { readonly latency: number },
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const { entry, made, delivery } = hub.answer(request, Buffer.concat(chunks));
    if (latency > 0) await sleep(latency, undefined, { signal });
    await send(entry, made, delivery, response, signal);
  } finally {
    hub.done();
  }
}

async function send(
  entry: JournalEntry,
  made: Answer,
  delivery: Delivery | null,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const bytes = bytesOf(made);
  const contentType = made.contentType ?? 'application/json; charset=utf-8';
  entry.bytes = bytes.length;
  const headers = { 'x-github-request-id': `C318:5862:${entry.number.toString(16).toUpperCase()}`, ...made.headers };
  await deliver(response, { ...made, headers, bytes, contentType }, delivery, signal);
}
