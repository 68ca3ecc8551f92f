import { type Answer, refuse } from './answer.ts';
import type { Repository } from './repository.ts';
import { appRoutes } from './rest-apps.ts';
import { attestations } from './rest-attestations.ts';
import { blob, branch, commit, reference, tags, tree } from './rest-git.ts';
import { paged, type RestRequest } from './rest-request.ts';
import { fullRepository, listed } from './rest-shapes.ts';

type InRepository = (repository: Repository, request: RestRequest, rest: readonly string[]) => Answer;

const IN_REPOSITORY: readonly (readonly [RegExp, InRepository])[] = [
  [/^$/, (repository, request) => ({ status: 200, body: fullRepository(repository, request) })],
  [/^\/attestations\/([^/]+)$/, attestations],
  [/^\/git\/trees\/(.+)$/, tree],
  [/^\/git\/blobs\/([^/]+)$/, blob],
  [/^\/git\/ref\/(.+)$/, reference],
  [/^\/commits\/(.+)$/, commit],
  [/^\/branches\/(.+)$/, branch],
  [/^\/tags$/, tags],
];

export function route(request: RestRequest): Answer {
  const { url, prefix, method, parts } = request;
  if (!url.pathname.startsWith(prefix)) return refuse(404, 'Not Found');
  const path = url.pathname.slice(prefix.length);
  const ofApp = appRoutes(path, request);
  if (ofApp !== null) return ofApp;
  if (method !== 'GET') return refuse(404, 'Not Found');
  if (path === '/rate_limit') return { status: 200, body: rateLimit(request) };
  const list = /^\/(orgs|users)\/([^/]+)\/repos$/.exec(path);
  if (list !== null) return listOf(list[1] ?? '', decodeURIComponent(list[2] ?? ''), request);
  const byName = /^\/repos\/([^/]+)\/([^/]+)(.*)$/.exec(path);
  const byId = /^\/repositories\/(\d+)(.*)$/.exec(path);
  const name = byName === null ? null : `${decodeURIComponent(byName[1] ?? '')}/${decodeURIComponent(byName[2] ?? '')}`;
  const repository = name === null ? parts.model.findById(Number(byId?.[1] ?? 0)) : parts.model.find(name);
  if (name === null && byId === null) return notHere(path);
  if (repository === null || !request.access.sees(repository)) return refuse(404, 'Not Found');
  const rest = byName?.[3] ?? byId?.[2] ?? '';
  if (name !== null && repository.nameWithOwner.toLowerCase() !== name.toLowerCase()) return moved(repository, rest, request);
  return inRepository(repository, rest, request);
}

function inRepository(repository: Repository, rest: string, request: RestRequest): Answer {
  if (repository.owner.requiresSso) {
    const message =
      'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.';
    return refuse(403, message, { 'x-github-sso': `required; url=${request.parts.siteUrl}/orgs/${repository.owner.login}/sso` });
  }
  if (repository.isDisabled) return blocked();
  for (const [pattern, handler] of IN_REPOSITORY) {
    const match = pattern.exec(rest);
    if (match !== null) return handler(repository, request, match.slice(1).map(decodeURIComponent));
  }
  return notHere(`/repos/{owner}/{repo}${rest}`);
}

/** GitHub redirects to the number of the repository, which stays the same. */
function moved(repository: Repository, rest: string, { parts, prefix, url }: RestRequest): Answer {
  const location = `${parts.siteUrl}${prefix}/repositories/${repository.databaseId}${rest}${url.search}`;
  const body = { message: 'Moved Permanently', url: location, documentation_url: 'https://docs.github.com/rest' };
  return { status: 301, headers: { location }, body };
}

function blocked(): Answer {
  const block = { reason: 'dmca', created_at: '2026-01-01T00:00:00Z', html_url: 'https://github.com/github/dmca' };
  return { status: 451, body: { message: 'Repository access blocked', block } };
}

function notHere(path: string): Answer {
  return { status: 501, body: `This server does not have ${path}. Add it to tests/support/github.`, contentType: 'text/plain' };
}

function listOf(kind: string, login: string, request: RestRequest): Answer {
  const owner = request.parts.model.owner(login);
  if (owner === null || (kind === 'orgs' && owner.kind === 'User')) return refuse(404, 'Not Found');
  const all = request.parts.model.repositoriesOf(owner).filter((repository) => request.access.sees(repository));
  return paged(all, request, (repository) => listed(repository, request));
}

function rateLimit({ parts, access }: RestRequest): object {
  const of = (resource: 'core' | 'graphql' | 'search'): object => {
    const { limit, used, resetAt } = parts.limits.window(access, resource);
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.floor(resetAt / 1000) };
  };
  return { resources: { core: of('core'), search: of('search'), graphql: of('graphql') }, rate: of('core') };
}
