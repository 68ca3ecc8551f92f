import type { ErrorBody } from './errors.ts';
import type { LocalGitHub } from './server.ts';

export interface Asked<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

export interface GraphqlBody<T> {
  /** Absent where the query did not run. */
  readonly data: T;
  readonly errors?: readonly ErrorBody[];
}

/** The plainest client: one request, nothing tried again. */
export async function graphql<T = Record<string, unknown>>(
  hub: LocalGitHub,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  token = hub.token,
): Promise<Asked<GraphqlBody<T>>> {
  const body = JSON.stringify({ query, variables });
  return await ask(hub.graphqlUrl, { method: 'POST', body, headers: { authorization: `bearer ${token}` } });
}

/** A request to the REST API; redirects are not followed. */
export async function rest<T = Record<string, unknown>>(
  hub: LocalGitHub,
  path: string,
  { method = 'GET', token = hub.token, headers = {} }: { method?: string; token?: string; headers?: Record<string, string> } = {},
): Promise<Asked<T>> {
  return await ask(`${hub.url}${path}`, { method, headers: { authorization: `bearer ${token}`, ...headers } });
}

async function ask<T>(url: string, request: RequestInit): Promise<Asked<T>> {
  const response = await fetch(url, { ...request, redirect: 'manual' });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return { status: response.status, headers: response.headers, text, body: (json ? JSON.parse(text) : null) as T };
}
