import { afterAll, expect, test } from '@jest/globals';
import { graphql } from '../support/github/ask.ts';
import { startGitHub } from '../support/github/server.ts';

const hub = await startGitHub();
afterAll(() => hub.close());
hub.model.repository('acme/billing', { files: { a: '1' } });

test('a field that the schema does not have is refused in the words of GitHub', async () => {
  const { status, body } = await graphql(hub, 'query Q { repository(owner: "acme", name: "billing") { nope } }');
  expect(status).toBe(200);
  expect(body).toEqual({
    errors: [
      {
        path: ['query Q', 'repository', 'nope'],
        extensions: { code: 'undefinedField', typeName: 'Repository', fieldName: 'nope' },
        locations: [{ line: 1, column: 56 }],
        message: "Field 'nope' doesn't exist on type 'Repository'",
      },
    ],
  });
});

test.each([
  ['an argument too many', '{ repository(owner: "a", name: "b", x: 1) { id } }', 'argumentNotAccepted'],
  ['an argument missing', '{ repository(owner: "a") { id } }', 'missingRequiredArguments'],
  ['no selection', '{ repository(owner: "a", name: "b") }', 'selectionMismatch'],
  ['a variable that is not used', 'query Q($x: Int) { viewer { login } }', 'variableNotUsed'],
])('%s is refused with its code', async (_, query, code) => {
  const { body } = await graphql(hub, query);
  expect(body.data).toBeUndefined();
  expect(body.errors).toMatchObject([{ extensions: { code } }]);
});

test('a query that is no GraphQL and a variable of a wrong type are refused', async () => {
  expect((await graphql(hub, '{ repository(')).body).toEqual({
    errors: [expect.objectContaining({ message: expect.anything() })],
  });
  const { body } = await graphql(hub, 'query($n: String!) { repository(owner: "a", name: $n) { id } }', { n: null });
  expect(body.errors).toMatchObject([{ message: 'Variable $n of type String! was provided invalid value' }]);
});

test.each([
  [
    'no bound',
    'repositories',
    'MISSING_PAGINATION_BOUNDARIES',
    'You must provide a `first` or `last` value to properly paginate the `repositories` connection.',
  ],
  [
    'more than a hundred',
    'repositories(first: 101)',
    'EXCESSIVE_PAGINATION',
    'Requesting 101 records on the `repositories` connection exceeds the `first` limit of 100 records.',
  ],
  [
    'less than one',
    'repositories(last: 0)',
    'INSUFFICIENT_PAGINATION',
    '`last` on the `repositories` connection cannot be less than 1.',
  ],
])('a connection with %s is refused', async (_, connection, type, message) => {
  const { body } = await graphql(hub, `{ organization(login: "acme") { ${connection} { totalCount } } }`);
  expect(body).toEqual({
    errors: [{ type, path: ['organization', 'repositories'], locations: [{ line: 1, column: 33 }], message }],
  });
});

test('a query with more than half a million possible nodes is refused', async () => {
  const query = `{ organization(login: "acme") { repositories(first: 100) { nodes { refs(refPrefix: "refs/tags/", first: 100) { nodes {
    repository { repositoryTopics(first: 50) { totalCount } } } } } } } }`;
  expect((await graphql(hub, query)).body.errors).toEqual([
    {
      type: 'MAX_NODE_LIMIT_EXCEEDED',
      message: 'This query requests up to 510,100 possible nodes which exceeds the maximum limit of 500,000.',
    },
  ]);
});

test('a cursor that GitHub did not give is refused', async () => {
  const { body } = await graphql(hub, '{ organization(login: "acme") { repositories(first: 1, after: "x") { totalCount } } }');
  expect(body.errors).toMatchObject([{ type: 'INVALID_CURSOR_ARGUMENTS', message: '`x` does not appear to be a valid cursor.' }]);
});

test('a field of the schema that is not modelled answers 501 and is named', async () => {
  const { status, text } = await graphql(
    hub,
    '{ repository(owner: "acme", name: "billing") { stargazers(first: 1) { totalCount } } }',
  );
  expect(status).toBe(501);
  expect(text).toContain('Repository.stargazers');
});
