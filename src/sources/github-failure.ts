import type { SourceFailure } from '../model/source.js';

/** What went wrong with a request to GitHub, as far as it decides what to do about it. */
export type GitHubTrouble = {
  readonly kind: /** Too much was asked for at once, or the server is in trouble: less may work. */
    | 'heavy'
    /** No connection, or one that broke. */
    | 'network'
    /** A secondary limit: requests came too fast. */
    | 'too-fast'
    /** All points or requests of the hour are used. */
    | 'exhausted'
    /** The token is not accepted. */
    | 'unauthorized'
    /** The token is accepted, but not for this. */
    | 'forbidden'
    | 'missing'
    /** The run may spend no more. */
    | 'budget'
    /** An answer that cannot be understood. */
    | 'nonsense';
  readonly detail: string;
  /** Milliseconds after which GitHub says, or its documentation advises, to ask again. */
  readonly wait?: number;
  /** How often it was tried. */
  readonly attempts?: number;
};

/** An answer of GitHub's REST or GraphQL API. Names of headers are in small letters. */
export interface GitHubAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** One of the `errors` of a GraphQL answer. `path` starts with the alias that it is about. */
export interface GraphQLErrorItem {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

/** Without `retry-after`: a minute, says "Rate limits for the REST API" of GitHub's documentation. */
const SECONDARY_WAIT = 60_000;
const SECONDARY = /secondary rate limit|abuse detection|submitted too quickly/i;
const PRIMARY = /API rate limit (already )?exceeded/i;
const HEAVY = /something went wrong while executing your query|timed? ?out|took too long|resource limits/i;
const HEAVY_TYPES: ReadonlySet<string> = new Set(['RESOURCE_LIMITS_EXCEEDED', 'MAX_NODE_LIMIT_EXCEEDED', 'TIMEOUT', 'INTERNAL']);
const LONGEST_DETAIL = 200;

/** What an HTTP answer complains about, or null when it does not. */
export function troubleOfAnswer({ status, headers, bytes }: GitHubAnswer): GitHubTrouble | null {
  if (status < 400) return null;
  const message = messageOf(bytes);
  const detail = `GitHub answered ${status}${message === '' ? '' : `: ${message}`}`;
  if (status === 401) return { kind: 'unauthorized', detail };
  if (status === 403 || status === 429) {
    const retryAfter = seconds(headers['retry-after']);
    if (retryAfter !== null || SECONDARY.test(message)) return { kind: 'too-fast', detail, wait: retryAfter ?? SECONDARY_WAIT };
    if (headers['x-ratelimit-remaining'] === '0' || PRIMARY.test(message))
      return { kind: 'exhausted', detail, ...untilReset(headers) };
    return status === 429 ? { kind: 'too-fast', detail, wait: SECONDARY_WAIT } : { kind: 'forbidden', detail };
  }
  if (status === 404 || status === 410 || status === 451) return { kind: 'missing', detail };
  if (status === 408 || status === 413 || status >= 500) return { kind: 'heavy', detail };
  return { kind: 'nonsense', detail };
}

/** What GraphQL errors mean that are not about one alias, or null. */
export function troubleOfErrors(errors: readonly GraphQLErrorItem[], headers: GitHubAnswer['headers']): GitHubTrouble | null {
  for (const error of errors) {
    const detail = error.message.slice(0, LONGEST_DETAIL);
    if (error.type === 'RATE_LIMITED' || error.type === 'RATE_LIMIT' || PRIMARY.test(error.message))
      return { kind: 'exhausted', detail, ...untilReset(headers) };
    if (SECONDARY.test(error.message))
      return { kind: 'too-fast', detail, wait: seconds(headers['retry-after']) ?? SECONDARY_WAIT };
  }
  const general = errors.find(({ path }) => path === undefined);
  if (general === undefined) return null;
  return { kind: isHeavy(general) ? 'heavy' : 'nonsense', detail: general.message.slice(0, LONGEST_DETAIL) };
}

/** What an error about one alias means. */
export function troubleOfItem(error: GraphQLErrorItem): GitHubTrouble {
  const detail = error.message.slice(0, LONGEST_DETAIL);
  if (error.type === 'NOT_FOUND') return { kind: 'missing', detail };
  if (error.type === 'FORBIDDEN' || error.type === 'INSUFFICIENT_SCOPES') return { kind: 'forbidden', detail };
  return { kind: isHeavy(error) ? 'heavy' : 'nonsense', detail };
}

function isHeavy({ type, message }: GraphQLErrorItem): boolean {
  return HEAVY_TYPES.has(type ?? '') || HEAVY.test(message);
}

/** Why a source could not be read. All that trying again within this run could do was done before. */
export function failureOf({ kind, detail, attempts }: GitHubTrouble): SourceFailure {
  const failure = (code: SourceFailure['code'], state: SourceFailure['state']): SourceFailure => ({
    code,
    state,
    args: { detail, ...(attempts === undefined ? {} : { attempts }) },
    transient: false,
  });
  switch (kind) {
    case 'missing':
      return failure('source/missing', 'missing');
    case 'unauthorized':
      return failure('source/token-refused', 'missing');
    case 'forbidden':
      return failure('source/token-forbidden', 'missing');
    case 'too-fast':
    case 'exhausted':
      return failure('source/rate-limited', 'rate-limited');
    case 'budget':
      return failure('source/postponed', 'rate-limited');
    default:
      return failure('source/unreachable', 'unreachable');
  }
}

/** Until the hour's limit is renewed, by the host's own clock: ours may be wrong. */
function untilReset(headers: GitHubAnswer['headers']): { wait?: number } {
  const reset = seconds(headers['x-ratelimit-reset']);
  const now = Date.parse(headers['date'] ?? '');
  return reset === null || Number.isNaN(now) ? {} : { wait: Math.max(0, reset - now) + 1000 };
}

/** Milliseconds that a header gives in seconds. */
function seconds(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,12}$/.test(header) ? Number(header) * 1000 : null;
}

/** The `message` of an answer in JSON; of another, nothing: proxies answer with whole pages. */
function messageOf(bytes: Uint8Array): string {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof body !== 'object' || body === null || !('message' in body)) return '';
    return typeof body.message === 'string' ? body.message.slice(0, LONGEST_DETAIL) : '';
  } catch {
    return '';
  }
}
