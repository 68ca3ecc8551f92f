import { type Answer, refuse } from './answer.ts';
import type { Installation } from './apps.ts';
import { nodeId } from './ids.ts';
import { paged, type RestRequest } from './rest-request.ts';
import { userOf } from './rest-shapes.ts';

const PERMISSIONS = { contents: 'read', metadata: 'read', attestations: 'read' } as const;

/** The routes that a GitHub App asks with a JSON Web Token of its own; null for other paths. */
export function appRoutes(path: string, request: RestRequest): Answer | null {
  const token = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path);
  const ofRepository = /^\/repos\/([^/]+)\/([^/]+)\/installation$/.exec(path);
  const ofOrganization = /^\/(?:orgs|users)\/([^/]+)\/installation$/.exec(path);
  if (token === null && ofRepository === null && ofOrganization === null && path !== '/app/installations') return null;
  const { app, parts } = request;
  if (app === null) return refuse(401, 'A JSON web token could not be decoded');
  if (path === '/app/installations') return paged(app.installations, request, (each) => shape(each, request));
  if (token !== null) {
    const installation = app.installations.find(({ id }) => id === Number(token[1]));
    return installation === undefined || request.method !== 'POST' ? refuse(404, 'Not Found') : exchange(installation, request);
  }
  const repository = ofRepository === null ? null : parts.model.find(`${ofRepository[1]}/${ofRepository[2]}`);
  const login = repository?.owner.login ?? ofOrganization?.[1] ?? '';
  const installation = app.installations.find(
    ({ account, only }) =>
      account.login.toLowerCase() === login.toLowerCase() &&
      (repository === null || only === null || only.includes(repository.name)),
  );
  if (installation === undefined || (ofRepository !== null && repository === null)) return refuse(404, 'Not Found');
  return { status: 200, body: shape(installation, request) };
}

function exchange(installation: Installation, { parts }: RestRequest): Answer {
  if (installation.suspended) return refuse(403, 'This installation has been suspended');
  const { token, expiresAt } = parts.apps.token(installation);
  const repository_selection = installation.only === null ? 'all' : 'selected';
  const expires_at = new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z');
  return { status: 201, body: { token, expires_at, permissions: PERMISSIONS, repository_selection } };
}

function shape(installation: Installation, request: RestRequest): object {
  const { id, account, app, only, suspended } = installation;
  const api = `${request.parts.siteUrl}${request.prefix}`;
  return {
    id,
    node_id: nodeId('MDIzOk', id),
    account: userOf(account, request),
    client_id: app.clientId,
    repository_selection: only === null ? 'all' : 'selected',
    access_tokens_url: `${api}/app/installations/${id}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: `${request.parts.siteUrl}/organizations/${account.login}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.databaseId,
    target_type: account.kind,
    permissions: PERMISSIONS,
    events: [],
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    suspended_at: suspended ? '2026-01-02T00:00:00Z' : null,
    suspended_by: null,
  };
}
