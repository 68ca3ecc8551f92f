import { afterEach, expect, test } from '@jest/globals';
import { graphql, rest } from '../support/github/ask.ts';
import { costOf } from '../support/github/cost.ts';
import { checkQuery, githubSchema } from '../support/github/schema.ts';
import { type GitHubOptions, type LocalGitHub, startGitHub } from '../support/github/server.ts';

const open: LocalGitHub[] = [];
afterEach(async () => {
  for (const hub of open.splice(0)) await hub.close();
});

async function started(options: GitHubOptions = {}): Promise<LocalGitHub> {
  const hub = await startGitHub(options);
  hub.model.repository('acme/billing', { files: { a: '1' } });
  open.push(hub);
  return hub;
}

function cost(query: string, variables = {}): { points: number; nodes: number } {
  const checked = checkQuery(query, null);
  if ('errors' in checked) throw new Error(JSON.stringify(checked.errors));
  const { points, nodes } = costOf(githubSchema(), checked.ok, variables);
  return { points, nodes };
}

const VIEWER = '{ viewer { login } }';

test('nodes and points are those of the examples that GitHub publishes', () => {
  const simple =
    '{ viewer { repositories(first: 50) { edges { repository: node { name issues(first: 10) { totalCount } } } } } }';
  expect(cost(simple).nodes).toBe(550);
  const complex = `{ viewer {
    repositories(first: 50) { edges { repository: node {
      pullRequests(first: 20) { edges { node { comments(first: 10) { edges { node { bodyHTML } } } } } }
      issues(first: 20) { totalCount edges { node { comments(first: 10) { edges { node { bodyHTML } } } } } } } } }
    followers(first: 10) { edges { node { login } } } } }`;
  expect(cost(complex).nodes).toBe(22_060);
  const labels = `{ viewer { repositories(first: 100) { edges { node { issues(first: 50) { edges { node {
    labels(first: 60) { edges { node { name } } } } } } } } } } }`;
  expect(cost(labels).points).toBe(51);
});

test('a query without connections costs one point, fragments are counted once, what is skipped is not', () => {
  expect(cost(VIEWER)).toEqual({ points: 1, nodes: 0 });
  const twice = `query($with: Boolean!) { viewer { ...R ...R repositories(first: 10) { totalCount } more: repositories(first: 5) @include(if: $with) { totalCount } } }
    fragment R on User { repositories(first: 10) { totalCount } }`;
  expect(cost(twice, { with: false }).nodes).toBe(10);
  expect(cost(twice, { with: true }).nodes).toBe(15);
});

test('headers, rateLimit and the journal tell the same points', async () => {
  const hub = await started({ limits: { graphql: 100 } });
  await graphql(hub, VIEWER);
  const { body, headers } = await graphql<{ rateLimit: { resetAt: string } }>(
    hub,
    '{ rateLimit { limit cost used remaining nodeCount resetAt } }',
  );
  const { resetAt, ...numbers } = body.data.rateLimit;
  expect(numbers).toEqual({ limit: 100, cost: 1, used: 2, remaining: 98, nodeCount: 0 });
  expect(headers.get('x-ratelimit-remaining')).toBe('98');
  expect(headers.get('x-ratelimit-used')).toBe('2');
  expect(headers.get('x-ratelimit-resource')).toBe('graphql');
  expect(Number(headers.get('x-ratelimit-reset')) * 1000).toBe(Date.parse(resetAt));
  expect(hub.requests.totals('graphql')).toMatchObject({ requests: 2, points: 2 });
});

test.each([
  ['RATE_LIMITED', { type: 'RATE_LIMITED', message: 'API rate limit exceeded for user ID 5001.' }],
  [
    'RATE_LIMIT',
    { type: 'RATE_LIMIT', code: 'graphql_rate_limit', message: 'API rate limit already exceeded for user ID 5001.' },
  ],
] as const)('the used-up limit of GraphQL is an error with status 200 (%s), until it comes back', async (words, error) => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const hub = await started({ rateLimitWords: words, now: () => now });
  hub.limits.leave('graphql', 1, 30);
  expect((await graphql(hub, VIEWER)).body.errors).toBeUndefined();
  const { status, headers, body } = await graphql(hub, VIEWER);
  expect(status).toBe(200);
  expect(body).toEqual({ errors: [error] });
  expect(headers.get('x-ratelimit-remaining')).toBe('0');
  expect(headers.get('x-ratelimit-reset')).toBe(String(now / 1000 + 30));
  now += 30_000;
  expect((await graphql(hub, VIEWER)).body.errors).toBeUndefined();
});

test.each([403, 429] as const)('the used-up limit of REST is %s; its state can still be asked', async (status) => {
  const hub = await started({ rateLimitStatus: status });
  hub.limits.exhaust('core');
  const refused = await rest(hub, '/repos/acme/billing');
  expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([status, '0']);
  expect(refused.body).toMatchObject({ message: 'API rate limit exceeded for user ID 5001.' });
  expect((await rest(hub, '/rate_limit')).body).toMatchObject({
    rate: { remaining: 0 },
    resources: { graphql: { remaining: 5000 } },
  });
});

test('an answer that did not change is 304 and costs nothing', async () => {
  const hub = await started();
  const first = await rest(hub, '/repos/acme/billing');
  const headers = { 'if-none-match': String(first.headers.get('etag')) };
  const second = await rest(hub, '/repos/acme/billing', { headers });
  expect([second.status, second.text, second.headers.get('x-ratelimit-used')]).toEqual([304, '', '1']);
  hub.model.find('acme/billing')?.push({ a: '2' });
  expect((await rest(hub, '/repos/acme/billing', { headers })).status).toBe(200);
});

test('more requests in a minute than GitHub takes meet the secondary limit', async () => {
  let now = 0;
  const hub = await started({ secondaryLimits: { graphql: 2 }, now: () => now });
  await graphql(hub, VIEWER);
  now = 10_000;
  await graphql(hub, VIEWER);
  const refused = await graphql(hub, VIEWER);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '50']);
  now = 60_000;
  expect((await graphql(hub, VIEWER)).status).toBe(200);
});

test('more requests at once than GitHub takes meet the secondary limit', async () => {
  const hub = await started({ secondaryLimits: { concurrent: 2 }, latency: 200 });
  const answers = await Promise.all([1, 2, 3].map(() => graphql(hub, VIEWER)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 403]);
  expect(hub.requests.totals().concurrent).toBe(3);
});

test('a token that was never given, was revoked or has expired is refused; no token is refused by GraphQL', async () => {
  let now = 0;
  const hub = await started({ now: () => now });
  expect((await graphql(hub, VIEWER, {}, 'ghp_x')).body).toMatchObject({ message: 'Bad credentials' });
  const short = hub.tokens.make('ghp', { expiresAt: 5 });
  expect((await graphql(hub, VIEWER, {}, short)).status).toBe(200);
  now = 5;
  expect((await graphql(hub, VIEWER, {}, short)).status).toBe(401);
  hub.faults.before(() => hub.tokens.revoke(hub.token), { when: ({ number }) => number === 5 });
  expect((await graphql(hub, VIEWER)).status).toBe(200);
  expect((await graphql(hub, VIEWER)).status).toBe(401);
  const bare = await fetch(hub.graphqlUrl, { method: 'POST', body: JSON.stringify({ query: VIEWER }) });
  expect(bare.status).toBe(401);
  expect((await fetch(`${hub.url}/repos/acme/billing`)).headers.get('x-ratelimit-limit')).toBe('60');
});
