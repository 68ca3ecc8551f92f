import { type GitHubAnswer, type GitHubTrouble, type GraphQLErrorItem, troubleOfErrors } from '../../sources/github-failure.js';

export interface GraphQLAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  /** Those about single aliases. */
  readonly errors: readonly GraphQLErrorItem[];
}

export interface RateLimit {
  readonly cost: number;
  readonly remaining: number;
  readonly resetAt: string;
}
/** What an answer is read as, or what is wrong with it. */
export type Outcome<T> = { readonly value: T } | { readonly trouble: GitHubTrouble };
export type Read<T> = (answer: GitHubAnswer) => { readonly outcome: Outcome<T>; readonly limit: RateLimit | null };

/** Reads the answer to a query that selects `rateLimit`. One that is no JSON broke off on its way. */
export function readGraphQL({ bytes, headers }: GitHubAnswer): ReturnType<Read<GraphQLAnswer>> {
  const body = parseJson(bytes);
  if (body === null) return { outcome: { trouble: { kind: 'network', detail: 'GitHub’s answer broke off' } }, limit: null };
  const nonsense = { outcome: { trouble: { kind: 'nonsense', detail: 'GitHub’s answer is no GraphQL' } }, limit: null } as const;
  if (!isObject(body)) return nonsense;
  const data = isObject(body['data']) ? body['data'] : null;
  const errors = Array.isArray(body['errors']) ? body['errors'].filter(isErrorItem) : [];
  const limit = rateLimitOf(data?.['rateLimit']);
  const trouble = troubleOfErrors(errors, headers);
  if (trouble !== null) return { outcome: { trouble }, limit };
  return data === null ? { ...nonsense, limit } : { outcome: { value: { data, errors } }, limit };
}

function rateLimitOf(value: unknown): RateLimit | null {
  if (!isObject(value)) return null;
  const { cost, remaining, resetAt } = value;
  if (!isCount(cost) || !isCount(remaining) || typeof resetAt !== 'string') return null;
  const reset = new Date(resetAt);
  // Years of more than four digits are no instants of the catalog.
  if (Number.isNaN(reset.getTime()) || !/^\d{4}-/.test(reset.toISOString())) return null;
  return { cost, remaining, resetAt: reset.toISOString() };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Null for what is no JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isErrorItem(value: unknown): value is GraphQLErrorItem {
  if (!isObject(value) || typeof value['message'] !== 'string') return false;
  return value['path'] === undefined || Array.isArray(value['path']);
}
