import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { decompressSnappy } from '../../src/adapters/github/snappy.js';
import { type Asked, rest } from '../support/github/ask.ts';
import { startGitHub } from '../support/github/server.ts';

const NOW = Date.parse('2026-02-01T00:00:00Z');
const hub = await startGitHub({ now: () => NOW });
afterAll(() => hub.close());

const billing = hub.model.repository('acme/billing', {
  files: { 'capabilities/a.yaml': 'id: a\n', 'bin/x': { content: 'x', mode: '100755' }, vendor: { submodule: '1'.repeat(40) } },
  topics: ['payments'],
});
billing.push({ 'big.txt': 'line\n'.repeat(40) });
billing.tag('v1.0.0', { message: 'One' });

interface Description {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, object> }>>;
}

// The JSON file alone: the package's index loads every description, which takes seconds.
const file = new URL('generated/api.github.com.json', import.meta.resolve('@octokit/openapi'));
const description = JSON.parse(readFileSync(file, 'utf8'), openApiNull) as Description;
const ajv = new Ajv({ strict: false, validateFormats: false, addUsedSchema: false });
ajv.addSchema(description, 'github');

/** OpenAPI 3.0 says `nullable` beside anyOf and references, which JSON Schema does not know. */
function openApiNull(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || 'type' in value) return value;
  const { nullable, ...schema } = value;
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : value;
}

/** Fails unless an answer is one that GitHub describes for the route. */
function expectDescribed(route: string, answer: Asked<unknown>, method = 'get'): void {
  const escaped = route.replaceAll('~', '~0').replaceAll('/', '~1');
  const responses = description.paths[route]?.[method]?.responses;
  const response = responses?.[answer.status] as { $ref?: string } | undefined;
  if (response === undefined) throw new Error(`${route} has no ${answer.status}`);
  const place = response.$ref ?? `#/paths/${escaped}/${method}/responses/${answer.status}`;
  const $ref = encodeURI(`github${place}/content/application~1json/schema`);
  expectValid($ref, answer.body);
}

function expectValid($ref: string, value: unknown): void {
  const validate = ajv.compile({ $ref });
  expect([validate(value), validate.errors]).toEqual([true, null]);
}

test('the description of GitHub refuses what is not a repository', async () => {
  const answer = await rest(hub, '/repos/acme/billing');
  expectDescribed('/repos/{owner}/{repo}', answer);
  expect(() => expectDescribed('/repos/{owner}/{repo}', { ...answer, body: { ...answer.body, id: 'x' } })).toThrow();
});

test.each([
  ['/repos/{owner}/{repo}/git/trees/{tree_sha}', '/repos/acme/billing/git/trees/main?recursive=1'],
  ['/repos/{owner}/{repo}/git/trees/{tree_sha}', '/repos/acme/billing/git/trees/nowhere'],
  ['/repos/{owner}/{repo}/git/blobs/{file_sha}', `/repos/acme/billing/git/blobs/${billing.head?.tree.entry('big.txt')?.oid}`],
  ['/repos/{owner}/{repo}/commits/{ref}', '/repos/acme/billing/commits/v1.0.0'],
  ['/repos/{owner}/{repo}/commits/{ref}', '/repos/acme/billing/commits/nowhere'],
  ['/repos/{owner}/{repo}/branches/{branch}', '/repos/acme/billing/branches/main'],
  ['/repos/{owner}/{repo}/git/ref/{ref}', '/repos/acme/billing/git/ref/tags/v1.0.0'],
  ['/repos/{owner}/{repo}/tags', '/repos/acme/billing/tags'],
  ['/repos/{owner}/{repo}', '/repos/acme/gone'],
  ['/orgs/{org}/repos', '/orgs/acme/repos?per_page=100'],
  ['/users/{username}/repos', '/users/acme/repos'],
  ['/rate_limit', '/rate_limit'],
])('%s answers as GitHub describes it (%s)', async (route, path) => {
  expectDescribed(route, await rest(hub, path));
});

test('a tree lists modes, ids and sizes, and says when it was cut', async () => {
  const { body } = await rest<{ tree: object[]; truncated: boolean }>(hub, '/repos/acme/billing/git/trees/HEAD?recursive=1');
  expect(body.truncated).toBe(false);
  expect(body.tree).toMatchObject([
    { path: 'big.txt', mode: '100644', type: 'blob', size: 200 },
    { path: 'bin', mode: '040000', type: 'tree' },
    { path: 'bin/x', mode: '100755', type: 'blob', size: 1 },
    { path: 'capabilities', type: 'tree' },
    { path: 'capabilities/a.yaml', sha: billing.head?.tree.entry('capabilities/a.yaml')?.oid },
    { path: 'vendor', mode: '160000', type: 'commit', sha: '1'.repeat(40) },
  ]);
  hub.options.treeLimit = 2;
  const cut = await rest<{ tree: object[]; truncated: boolean }>(hub, '/repos/acme/billing/git/trees/HEAD?recursive=1');
  hub.options.treeLimit = 100_000;
  expect([cut.body.tree.length, cut.body.truncated]).toEqual([2, true]);
});

test('a blob comes as base64 in lines, and raw', async () => {
  const path = `/repos/acme/billing/git/blobs/${billing.head?.tree.entry('big.txt')?.oid}`;
  const { body } = await rest<{ content: string }>(hub, path);
  expect(body.content.split('\n')[0]).toHaveLength(60);
  expect(Buffer.from(body.content, 'base64').toString()).toBe('line\n'.repeat(40));
  expect((await rest(hub, path, { headers: { accept: 'application/vnd.github.raw+json' } })).text).toBe('line\n'.repeat(40));
});

test('a name from before is redirected to the number of the repository', async () => {
  const repository = hub.model.repository('acme/old', { files: { a: '1' } });
  hub.model.rename(repository, 'new');
  const answer = await rest(hub, '/repos/acme/old/commits/main?x=1');
  expect(answer.status).toBe(301);
  expectDescribed('/repos/{owner}/{repo}', answer);
  const location = String(answer.headers.get('location'));
  expect(location).toBe(`${hub.url}/repositories/${repository.databaseId}/commits/main?x=1`);
  expect((await rest(hub, location.slice(hub.url.length))).body['sha']).toBe(repository.head?.oid);
});

test('a private repository is not there for a token without access, an empty one conflicts, a blocked one is 451', async () => {
  const hidden = hub.model.repository('acme/hidden', { private: true });
  expect((await rest(hub, '/repos/acme/hidden', { token: hub.tokens.make('ghp', { sees: 'public' }) })).status).toBe(404);
  expectDescribed('/repos/{owner}/{repo}/commits/{ref}', await rest(hub, '/repos/acme/hidden/commits/main'));
  expect((await rest(hub, '/repos/acme/hidden/commits/main')).status).toBe(409);
  hidden.isDisabled = true;
  expect((await rest(hub, '/repos/acme/hidden')).status).toBe(451);
});

test('a list of repositories has links to its other pages', async () => {
  for (const name of ['a', 'b', 'c']) hub.model.repository(`globex/${name}`);
  const first = await rest<{ name: string }[]>(hub, '/orgs/globex/repos?per_page=2');
  expect(first.body.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(first.headers.get('link')).toBe(
    `<${hub.url}/orgs/globex/repos?per_page=2&page=2>; rel="next", <${hub.url}/orgs/globex/repos?per_page=2&page=2>; rel="last"`,
  );
});

const ATTESTATIONS = '/repos/{owner}/{repo}/attestations/{subject_digest}';
type Attested = { attestations: { bundle: object | null; bundle_url: string; repository_id: number }[] };

test('attestations come newest first, in pages by cursor, inline or as an address of compressed bytes', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const payload = Buffer.from(JSON.stringify({ predicateType: 'https://slsa.dev/provenance/v1' })).toString('base64');
  const bundles = [1, 2, 3].map((number) => ({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { number, text: 'again and again and again '.repeat(number * 100) },
    dsseEnvelope: { payload },
  }));
  for (const [index, bundle] of bundles.entries()) billing.attest({ digest, bundle, stored: index === 0 });
  const path = `/repos/acme/billing/attestations/${digest}`;
  const first = await rest<Attested>(hub, `${path}?per_page=2&predicate_type=provenance`);
  expectDescribed(ATTESTATIONS, first);
  expect(first.body.attestations.map(({ bundle }) => bundle)).toEqual([bundles[2], bundles[1]]);
  expect(first.body.attestations[0]?.repository_id).toBe(billing.databaseId);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await rest<Attested>(hub, next.slice(hub.url.length));
  expect(second.headers.get('link')).toContain('rel="prev"');
  const [stored] = second.body.attestations;
  expect(second.body.attestations).toHaveLength(1);
  // GitHub gives null here, which its own description does not allow.
  expect(stored?.bundle).toBeNull();
  const response = await fetch(stored?.bundle_url ?? '');
  expect(response.headers.get('content-type')).toBe('application/x-snappy');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(JSON.parse(Buffer.from(decompressSnappy(bytes, 1_000_000)).toString())).toEqual(bundles[0]);
  expect(bytes.length).toBeLessThan(JSON.stringify(bundles[0]).length / 4);
  expect((await rest(hub, `${path}?predicate_type=sbom`)).status).toBe(404);
  expect((await fetch((stored?.bundle_url ?? '').replace('sig=', 'sig=9'))).status).toBe(404);
});

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const app = hub.apps.add({ id: 77, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() });

function jwt(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: 77, iat: NOW / 1000 - 10, exp: NOW / 1000 + 500, ...claims })}`;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

test('an app finds its installation and gets a token that shows what it is installed on', async () => {
  hub.model.repository('initech/in', { private: true, files: { a: '1' } });
  hub.model.repository('initech/out', { private: true });
  const installation = hub.apps.install(app, hub.model.organization('initech'), ['in']);
  const token = jwt({});
  const found = await rest<{ id: number }>(hub, '/repos/initech/in/installation', { token });
  expectDescribed('/repos/{owner}/{repo}/installation', found);
  expect(found.body.id).toBe(installation.id);
  // The description of the list asks each account to be an enterprise and a user at once; that of its items is right.
  const listed = await rest<object[]>(hub, '/app/installations', { token });
  expect(listed.body).toHaveLength(1);
  expectValid('github#/components/schemas/installation', listed.body[0]);
  expectDescribed('/orgs/{org}/installation', await rest(hub, '/orgs/initech/installation', { token }));
  const path = `/app/installations/${installation.id}/access_tokens`;
  const given = await rest<{ token: string; expires_at: string }>(hub, path, { method: 'POST', token });
  expectDescribed('/app/installations/{installation_id}/access_tokens', given, 'post');
  expect(given.body.expires_at).toBe('2026-02-01T01:00:00Z');
  expect((await rest(hub, '/repos/initech/in', { token: given.body.token })).status).toBe(200);
  expect((await rest(hub, '/repos/initech/out', { token: given.body.token })).status).toBe(404);
  installation.suspended = true;
  expect((await rest(hub, path, { method: 'POST', token })).status).toBe(403);
});

test.each([
  ['that has expired', { exp: NOW / 1000 - 1 }, "'Expiration time' claim ('exp') must be"],
  ['that lasts too long', { exp: NOW / 1000 + 3600 }, 'is too far in the future'],
  ['of another app', { iss: 78 }, 'Integration not found'],
])('an app with a web token %s is refused', async (_, claims, message) => {
  const { status, body } = await rest(hub, '/app/installations', { token: jwt(claims) });
  expect([status, body['message']]).toEqual([401, expect.stringContaining(message)]);
  const [head, , signature] = jwt({}).split('.');
  expect((await rest(hub, '/app/installations', { token: `${head}.${'e30'}.${signature}` })).status).toBe(401);
});
