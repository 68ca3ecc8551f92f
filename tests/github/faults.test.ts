import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { graphql, rest } from '../support/github/ask.ts';
import { startGitHub } from '../support/github/server.ts';

const hub = await startGitHub();
afterAll(() => hub.close());
for (const name of ['a', 'b', 'c', 'd']) hub.model.repository(`acme/${name}`, { files: { x: name } });

beforeEach(() => {
  hub.faults.clear();
  hub.requests.clear();
  Object.assign(hub.options.queries, { timeoutWeight: Infinity, resourceWeight: Infinity });
});

const PAGE = `query($n: Int!) { organization(login: "acme") { repositories(first: $n) { nodes { name
  object(expression: "HEAD:x") { oid } } } } }`;

test('a fault is met as often as it was asked for, by the requests that it is meant for', async () => {
  hub.faults.status(500, { times: 2, when: ({ kind }) => kind === 'graphql' });
  expect((await rest(hub, '/repos/acme/a')).status).toBe(200);
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await graphql(hub, PAGE, { n: 1 })).status);
  expect(statuses).toEqual([500, 500, 200]);
  expect(hub.requests.entries.map(({ fault }) => fault)).toEqual([null, '500', '500', null]);
});

test.each([
  ['with retry-after', {}, 403, '60'],
  ['without retry-after', { retryAfter: null }, 403, null],
  ['with status 429', { status: 429, retryAfter: 7 }, 429, '7'],
] as const)('a secondary limit %s', async (_, options, status, retryAfter) => {
  hub.faults.secondaryLimit(options);
  const answer = await graphql(hub, PAGE, { n: 1 });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
  expect(answer.body).toMatchObject({ message: expect.stringContaining('You have exceeded a secondary rate limit.') });
  expect(Number(answer.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
});

test('abuse detection has words of its own', async () => {
  hub.faults.secondaryLimit({ abuse: true });
  expect((await rest(hub, '/repos/acme/a')).text).toContain('You have triggered an abuse detection mechanism');
});

test.each([502, 503, 504] as const)('the gateway answers %s with a page', async (status) => {
  hub.faults.gateway(status);
  const answer = await graphql(hub, PAGE, { n: 1 });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html']);
  expect(answer.text).toContain(`<h1>${status}`);
});

test('a query that reads too much times out, is counted, and passes when its page is smaller', async () => {
  hub.options.queries.timeoutWeight = 5;
  const large = await graphql(hub, PAGE, { n: 4 });
  expect(large.status).toBe(502);
  expect(large.body.data).toBeNull();
  expect(large.body.errors?.[0]?.message).toContain('Something went wrong while executing your query.');
  expect((await graphql(hub, PAGE, { n: 2 })).status).toBe(200);
  expect(hub.requests.entries.map(({ weight, points }) => [weight, points])).toEqual([
    [8, 1],
    [4, 1],
  ]);
});

test('a query over the resource limit gets nulls, each with an error', async () => {
  hub.options.queries.resourceWeight = 5;
  const { status, body } = await graphql(hub, PAGE, { n: 4 });
  expect(status).toBe(200);
  expect(body.errors?.length).toBeGreaterThan(0);
  expect(body.errors?.every(({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED')).toBe(true);
  expect(JSON.stringify(body.data)).toContain('null');
});

test('a connection can be reset, or end within the body', async () => {
  hub.faults.deliver({ kind: 'reset' });
  await expect(graphql(hub, PAGE, { n: 1 })).rejects.toThrow('fetch failed');
  hub.faults.deliver({ kind: 'break', bytes: 10 });
  await expect(graphql(hub, PAGE, { n: 1 })).rejects.toThrow('terminated');
  expect((await graphql(hub, PAGE, { n: 1 })).status).toBe(200);
});

test('JSON can be cut, and called something else', async () => {
  hub.faults.deliver({ kind: 'cut', bytes: 12 });
  await expect(graphql(hub, PAGE, { n: 1 })).rejects.toThrow(SyntaxError);
  hub.faults.deliver({ kind: 'type', contentType: 'text/html' });
  const { headers, text } = await graphql(hub, PAGE, { n: 1 });
  expect([headers.get('content-type'), JSON.parse(text)]).toEqual(['text/html', { data: expect.anything() }]);
});

test('a body can trickle, and an answer can stay away', async () => {
  hub.faults.deliver({ kind: 'trickle', bytes: 20, pause: 5 });
  const began = performance.now();
  expect((await graphql(hub, PAGE, { n: 1 })).body.errors).toBeUndefined();
  expect(performance.now() - began).toBeGreaterThan(20);
  hub.faults.deliver({ kind: 'silence' });
  const signal = AbortSignal.timeout(50);
  const headers = { authorization: `bearer ${hub.token}` };
  await expect(fetch(`${hub.url}/repos/acme/a`, { headers, signal })).rejects.toThrow('timeout');
});

test('every answer waits as long as the latency says', async () => {
  hub.options.latency = 40;
  const began = performance.now();
  await Promise.all([1, 2, 3].map(() => rest(hub, '/repos/acme/a')));
  const took = performance.now() - began;
  hub.options.latency = 0;
  expect(took).toBeGreaterThan(39);
});

test('a client without a name is turned away', async () => {
  const answer = await rest(hub, '/repos/acme/a', { headers: { 'user-agent': '' } });
  expect(answer.status).toBe(403);
});

test('GitHub Enterprise Server answers below /api', async () => {
  const enterprise = await startGitHub({ enterprise: true });
  try {
    enterprise.model.repository('acme/a');
    expect(enterprise.graphqlUrl).toBe(`${enterprise.siteUrl}/api/graphql`);
    expect((await graphql(enterprise, '{ repository(owner: "acme", name: "a") { url } }')).body.data['repository']).toEqual({
      url: `${enterprise.siteUrl}/acme/a`,
    });
    expect((await rest(enterprise, '/repos/acme/a')).body['url']).toBe(`${enterprise.siteUrl}/api/v3/repos/acme/a`);
  } finally {
    await enterprise.close();
  }
});
