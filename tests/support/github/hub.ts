import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, bytesOf, refuse } from './answer.ts';
import type { Apps } from './apps.ts';
import type { RateLimit } from './context.ts';
import { type Delivery, type Faults, secondaryRefusal } from './faults.ts';
import type { Journal, JournalEntry, RequestKind } from './journal.ts';
import { type Limits, type Resource, usedUp, type Words } from './limits.ts';
import type { Model } from './model.ts';
import { type Query, type QueryLimits, readQuery, runQuery } from './query.ts';
import { route } from './rest.ts';
import { storage } from './rest-attestations.ts';
import type { RestRequest } from './rest-request.ts';
import type { Secondary } from './secondary.ts';
import type { TextOptions } from './text.ts';
import { type Access, ANONYMOUS, type Tokens } from './tokens.ts';

export interface HubParts {
  readonly model: Model;
  readonly tokens: Tokens;
  readonly apps: Apps;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly secondary: Secondary;
  readonly requests: Journal;
  readonly options: { readonly queries: QueryLimits; readonly text: TextOptions; readonly treeLimit: number };
  readonly now: () => number;
  readonly siteUrl: string;
  /** Beginnings of the paths of both interfaces. */
  readonly rest: string;
  readonly graphql: string;
  readonly words: Words;
  readonly status: 403 | 429;
}

export interface Handled {
  readonly entry: JournalEntry;
  readonly made: Answer;
  readonly delivery: Delivery | null;
}

const ADMINISTRATIVE =
  'Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).';

/** Takes requests through faults, authentication and limits to the interface that answers them. */
export class Hub {
  readonly #parts: HubParts;
  #underWay = 0;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  answer(request: IncomingMessage, body: Buffer): Handled {
    this.#underWay += 1;
    const began = performance.now();
    const entry = this.#enter(request, body);
    const fault = this.#parts.faults.meet(entry);
    entry.fault = fault?.name ?? null;
    const made = this.#made(entry, fault?.answer ?? null, body);
    entry.status = made.status;
    entry.milliseconds = performance.now() - began;
    return { entry, made, delivery: fault?.delivery ?? null };
  }

  done(): void {
    this.#underWay -= 1;
  }

  #enter(request: IncomingMessage, body: Buffer): JournalEntry {
    const path = request.url ?? '/';
    const { requests, now, graphql } = this.#parts;
    const [name = ''] = path.split('?');
    const kind: RequestKind = name === graphql ? 'graphql' : name.startsWith('/storage/') ? 'storage' : 'rest';
    const query = kind === 'graphql' ? readQuery(body) : null;
    const entry: JournalEntry = {
      number: requests.entries.length + 1,
      kind,
      method: request.method ?? 'GET',
      path,
      headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)])),
      query: query?.query ?? null,
      operationName: query?.operationName ?? null,
      variables: query?.variables ?? {},
      at: now(),
      status: 0,
      resource: null,
      points: 0,
      nodes: 0,
      weight: 0,
      bytes: 0,
      milliseconds: 0,
      fault: null,
      concurrent: this.#underWay,
    };
    requests.add(entry);
    return entry;
  }

  #made(entry: JournalEntry, fault: Answer | null, body: Buffer): Answer {
    const { tokens, now, rest, siteUrl, model, apps, limits } = this.#parts;
    if (entry.kind === 'storage') return fault ?? storage(model, entry.path);
    if (!entry.headers['user-agent']) return { status: 403, body: ADMINISTRATIVE, contentType: 'text/html' };
    const authorization = entry.headers['authorization'];
    const secret = authorization === undefined ? null : authorization.replace(/^(bearer|token) /i, '');
    const app = secret !== null && secret.split('.').length === 3 ? apps.authenticate(secret) : null;
    if (typeof app === 'string') return refuse(401, app);
    const access = secret === null || app !== null ? ANONYMOUS : tokens.find(secret, now());
    if (access === null) return refuse(401, 'Bad credentials');
    const wait = this.#parts.secondary.exceeded(entry);
    if (wait !== null) {
      entry.fault ??= 'secondary limit';
      return secondaryRefusal(wait);
    }
    if (fault !== null) return { ...fault, headers: { ...limits.headers(access, resourceOf(entry)), ...fault.headers } };
    if (entry.kind === 'graphql') return this.#graphql(entry, access);
    const request: RestRequest = {
      method: entry.method,
      url: new URL(entry.path, siteUrl),
      prefix: rest,
      headers: entry.headers,
      body,
      access,
      app,
      parts: this.#parts,
    };
    return this.#counted(entry, access, resourceOf(entry), () => conditional(entry, route(request)));
  }

  #graphql(entry: JournalEntry, access: Access): Answer {
    const { model, options, limits, siteUrl } = this.#parts;
    if (access.kind === 'anonymous') {
      const docs = '/graphql/guides/forming-calls-with-graphql#authentication';
      return refuse(401, 'This endpoint requires you to be authenticated.', {}, docs);
    }
    if (entry.method !== 'POST' || entry.query === null) return refuse(400, 'Problems parsing JSON', {}, '/graphql');
    const query: Query = { query: entry.query, operationName: entry.operationName, variables: entry.variables };
    return this.#counted(entry, access, 'graphql', () => {
      const context = { model, access, site: siteUrl, text: options.text };
      const result = runQuery(query, context, options.queries, ({ points, nodes }) => {
        const window = limits.window(access, 'graphql');
        const used = window.used + points;
        const reset = new Date(window.resetAt).toISOString().replace('.000Z', 'Z');
        const rate: RateLimit = {
          limit: window.limit,
          cost: points,
          used,
          remaining: Math.max(0, window.limit - used),
          resetAt: reset,
          nodeCount: nodes,
        };
        return rate;
      });
      Object.assign(entry, { points: result.points, nodes: result.nodes, weight: result.weight });
      return result.answer;
    });
  }

  /** Refuses what is over the limit, counts the rest, and says how much is left. */
  #counted(entry: JournalEntry, access: Access, resource: Resource, make: () => Answer): Answer {
    const { limits, words, status } = this.#parts;
    entry.resource = resource;
    const free = entry.path.endsWith('/rate_limit');
    const scopes = access.scopes === null ? {} : { 'x-oauth-scopes': access.scopes };
    const refused = !free && limits.isUsedUp(access, resource) ? usedUp(access, resource, words, status) : null;
    const answer = refused ?? make();
    if (refused === null && !free && answer.status !== 304) {
      if (entry.kind === 'rest') entry.points = 1;
      limits.window(access, resource).used += entry.points;
    }
    return { ...answer, headers: { ...limits.headers(access, resource), ...scopes, ...answer.headers } };
  }
}

function resourceOf({ kind, path }: JournalEntry): Resource {
  if (kind === 'graphql') return 'graphql';
  return /^(\/api\/v3)?\/search\//.test(path) ? 'search' : 'core';
}

/** A client that shows what it has gets 304, which is not counted (GitHub Docs, "Best practices for using the REST API"). */
function conditional(entry: JournalEntry, answer: Answer): Answer {
  if (answer.status !== 200 || entry.method !== 'GET') return answer;
  const etag = `"${createHash('sha256').update(bytesOf(answer)).digest('hex')}"`;
  const headers = { ...answer.headers, etag };
  const same = entry.headers['if-none-match']?.replace(/^W\//, '') === etag;
  return same ? { status: 304, headers } : { ...answer, headers };
}
