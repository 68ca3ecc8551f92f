import type { Answer } from './answer.ts';
import type { App } from './apps.ts';
import type { HubParts } from './hub.ts';
import type { Access } from './tokens.ts';

export interface RestRequest {
  readonly method: string;
  readonly url: URL;
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly access: Access;
  /** The GitHub App that asks in its own name. */
  readonly app: App | null;
  readonly parts: HubParts;
}

/** Pages by number, with the Link header of GitHub Docs, "Using pagination in the REST API". */
export function paged<T>(all: readonly T[], request: RestRequest, shape: (item: T) => unknown): Answer {
  const { searchParams } = request.url;
  const size = pageSize(searchParams);
  const page = Math.max(1, Number(searchParams.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (number: number, relation: string): string => {
    const target = new URL(request.url);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${relation}"`;
  };
  const back = page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : [];
  const links = [...back, ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : [])];
  const body = all.slice((page - 1) * size, page * size).map(shape);
  return { status: 200, body, ...(links.length > 0 && { headers: { link: links.join(', ') } }) };
}

/** Thirty unless told; GitHub takes what is more than a hundred as a hundred. */
export function pageSize(parameters: URLSearchParams): number {
  const wanted = Number(parameters.get('per_page') ?? 30);
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(100, wanted) : 30;
}
