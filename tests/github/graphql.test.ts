import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { type Asked, type GraphqlBody, graphql } from '../support/github/ask.ts';
import { lfsPointer } from '../support/github/objects.ts';
import { type LocalGitHub, startGitHub } from '../support/github/server.ts';

const hub: LocalGitHub = await startGitHub();
afterAll(() => hub.close());
beforeEach(() => {
  for (const repository of hub.model.repositories()) hub.model.delete(repository);
});

interface Page {
  readonly organization: {
    readonly repositories: {
      readonly nodes: readonly { readonly name: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

interface InRepository {
  readonly repository: Readonly<Record<string, unknown>> & {
    readonly object: { readonly entries: unknown; readonly text: string };
  };
}

const PAGE = `query Page($after: String, $order: RepositoryOrder) {
  organization(login: "acme") {
    repositories(first: 3, after: $after, orderBy: $order) { totalCount nodes { name } pageInfo { hasNextPage endCursor } }
  }
}`;

/** Names on all pages; `between` runs after each page. */
async function namesOnPages(order: object | null = null, between: (page: number) => void = () => undefined): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const answer: Asked<GraphqlBody<Page>> = await graphql(hub, PAGE, { after, order });
    const { nodes, pageInfo } = answer.body.data.organization.repositories;
    pages.push(nodes.map(({ name }) => name));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    between(pages.length);
  } while (after !== null);
  return pages;
}

test('a page of repositories with the files of a folder comes in one query, ids and bytes as in the model', async () => {
  const repository = hub.model.repository('acme/billing', {
    files: { 'capabilities/a.yaml': 'id: a\n', 'README.md': '#' },
    topics: ['payments'],
    language: 'Go',
  });
  const { body } = await graphql<Page>(
    hub,
    `{ organization(login: "acme") { repositories(first: 100) { nodes {
         databaseId id nameWithOwner isArchived isFork isDisabled isEmpty isLocked visibility pushedAt
         primaryLanguage { name } repositoryTopics(first: 20) { nodes { topic { name } } }
         defaultBranchRef { name prefix target { oid ... on Commit { committedDate tree { oid } } } }
         object(expression: "HEAD:capabilities") { __typename ... on Tree { entries { name path mode type oid size
           object { ... on Blob { oid byteSize isBinary isTruncated text } } } } }
    } } } }`,
  );
  expect(body.errors).toBeUndefined();
  const oid = repository.head?.tree.entry('capabilities/a.yaml')?.oid;
  expect(body.data.organization.repositories.nodes).toEqual([
    {
      databaseId: repository.databaseId,
      id: repository.nodeId,
      nameWithOwner: 'acme/billing',
      isArchived: false,
      isFork: false,
      isDisabled: false,
      isEmpty: false,
      isLocked: false,
      visibility: 'PUBLIC',
      pushedAt: '2026-01-01T00:00:00Z',
      primaryLanguage: { name: 'Go' },
      repositoryTopics: { nodes: [{ topic: { name: 'payments' } }] },
      defaultBranchRef: {
        name: 'main',
        prefix: 'refs/heads/',
        target: { oid: repository.head?.oid, committedDate: '2026-01-01T00:00:00Z', tree: { oid: repository.head?.tree.oid } },
      },
      object: {
        __typename: 'Tree',
        entries: [
          {
            name: 'a.yaml',
            path: 'capabilities/a.yaml',
            mode: 0o100644,
            type: 'blob',
            oid,
            size: 6,
            object: { oid, byteSize: 6, isBinary: false, isTruncated: false, text: 'id: a\n' },
          },
        ],
      },
    },
  ]);
});

test('pages hold every repository once', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) hub.model.repository(`acme/${name}`);
  expect(await namesOnPages()).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
  expect(await namesOnPages({ field: 'NAME', direction: 'DESC' })).toEqual([['g', 'f', 'e'], ['d', 'c', 'b'], ['a']]);
});

test('what is deleted or made between two pages neither repeats nor hides another repository', async () => {
  const made = ['a', 'b', 'c', 'd', 'e'].map((name) => hub.model.repository(`acme/${name}`));
  const pages = await namesOnPages(null, (page) => {
    if (page !== 1) return;
    if (made[0] !== undefined) hub.model.delete(made[0]);
    hub.model.repository('acme/f');
  });
  expect(pages.flat()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a repository renamed between two pages in the order of names can be missed', async () => {
  const made = ['a', 'b', 'c', 'm', 'z'].map((name) => hub.model.repository(`acme/${name}`));
  const pages = await namesOnPages({ field: 'NAME', direction: 'ASC' }, (page) => {
    if (page === 1 && made[3] !== undefined) hub.model.rename(made[3], 'aa');
  });
  expect(pages.flat()).toEqual(['a', 'b', 'c', 'z']);
});

test('a name from before leads to the renamed repository, unless the client says no or the name is taken again', async () => {
  const query = `query($follow: Boolean!) { repository(owner: "acme", name: "old", followRenames: $follow) { databaseId name } }`;
  const repository = hub.model.repository('acme/old');
  hub.model.rename(repository, 'new');
  const { databaseId } = repository;
  expect((await graphql(hub, query, { follow: true })).body.data['repository']).toEqual({ databaseId, name: 'new' });
  expect((await graphql(hub, query, { follow: false })).body.data['repository']).toBeNull();
  hub.model.transfer(repository, hub.model.organization('globex'));
  expect((await graphql(hub, query, { follow: true })).body.data['repository']).toEqual({ databaseId, name: 'new' });
  const taken = hub.model.repository('acme/old');
  expect((await graphql(hub, query, { follow: true })).body.data['repository']).toEqual({
    databaseId: taken.databaseId,
    name: 'old',
  });
});

test('a repository that is not there is null under its alias, with an error that names it', async () => {
  hub.model.repository('acme/here');
  hub.model.repository('acme/secret', { private: true });
  const query = `{ a: repository(owner: "acme", name: "gone") { id } b: repository(owner: "acme", name: "here") { name }
    c: repository(owner: "acme", name: "secret") { id } }`;
  const { status, body } = await graphql(hub, query, {}, hub.tokens.make('ghp', { sees: 'public' }));
  expect(status).toBe(200);
  expect(body.data).toEqual({ a: null, b: { name: 'here' }, c: null });
  expect(body.errors).toEqual([
    {
      type: 'NOT_FOUND',
      path: ['a'],
      locations: [{ line: 1, column: 3 }],
      message: "Could not resolve to a Repository with the name 'acme/gone'.",
    },
    expect.objectContaining({ type: 'NOT_FOUND', path: ['c'] }),
  ]);
});

test('a repository made anew under the same name has another number, and its old id leads nowhere', async () => {
  const before = hub.model.repository('acme/again', { files: { a: '1' } });
  const after = hub.model.recreate(before);
  const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { databaseId isEmpty } } }';
  const { body } = await graphql(hub, query, { ids: [before.nodeId, after.nodeId] });
  expect(body.data['nodes']).toEqual([null, { databaseId: after.databaseId, isEmpty: true }]);
  expect(body.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 0] }]);
});

test('tags lead to commits, by a tag object where they are annotated', async () => {
  const repository = hub.model.repository('acme/tagged', { files: { 'v.txt': 'one' } });
  repository.tag('v1.0.0');
  repository.push({ 'v.txt': 'two' });
  const tag = repository.tag('v2.0.0', { message: 'Two' });
  const { body } = await graphql(
    hub,
    `{ repository(owner: "acme", name: "tagged") {
         refs(refPrefix: "refs/tags/", first: 10) { nodes { name target { __typename oid ... on Tag { target { oid } } } } }
         one: object(expression: "v1.0.0:v.txt") { ... on Blob { text } }
         two: object(oid: "${repository.head?.oid}") { ... on Commit { message } }
         none: object(expression: "v3.0.0:v.txt") { oid } } }`,
  );
  const [first] = repository.head?.parents ?? [];
  expect(body.data['repository']).toEqual({
    refs: {
      nodes: [
        { name: 'v1.0.0', target: { __typename: 'Commit', oid: first?.oid } },
        { name: 'v2.0.0', target: { __typename: 'Tag', oid: tag.oid, target: { oid: repository.head?.oid } } },
      ],
    },
    one: { text: 'one' },
    two: { message: 'Change' },
    none: null,
  });
});

test('empty repositories and those without their default branch have no branch to read', async () => {
  hub.model.repository('acme/empty');
  hub.model.repository('acme/lost', { files: { a: '1' } }).loseDefaultBranch();
  const query = `{ a: repository(owner: "acme", name: "empty") { isEmpty defaultBranchRef { name } object(expression: "HEAD:") { oid } }
    b: repository(owner: "acme", name: "lost") { isEmpty defaultBranchRef { name } object(expression: "HEAD:") { oid } } }`;
  expect((await graphql(hub, query)).body.data).toEqual({
    a: { isEmpty: true, defaultBranchRef: null, object: null },
    b: { isEmpty: false, defaultBranchRef: null, object: null },
  });
});

test('text that is binary, not UTF-8 or too long says so', async () => {
  const files = { nul: 'a\0b', latin: Uint8Array.of(0x67, 0xfc), long: `${'ä'.repeat(8)}` };
  hub.model.repository('acme/texts', { files });
  const query = `{ repository(owner: "acme", name: "texts") { object(expression: "HEAD:") { ... on Tree { entries { name
    object { ... on Blob { byteSize isBinary isTruncated text } } } } } } }`;
  Object.assign(hub.options.text, { limit: 5 });
  const entries = async (): Promise<unknown> => (await graphql<InRepository>(hub, query)).body.data.repository.object.entries;
  const nul = { name: 'nul', object: { byteSize: 3, isBinary: true, isTruncated: false, text: null } };
  const long = { name: 'long', object: { byteSize: 16, isBinary: false, isTruncated: true, text: 'ää' } };
  const latin = { byteSize: 2, isTruncated: false };
  expect(await entries()).toEqual([{ name: 'latin', object: { ...latin, isBinary: true, text: null } }, long, nul]);
  Object.assign(hub.options.text, { foreign: 'transcoded' });
  expect(await entries()).toEqual([{ name: 'latin', object: { ...latin, isBinary: false, text: 'gü' } }, long, nul]);
  Object.assign(hub.options.text, { limit: 512_000, foreign: 'binary' });
});

test('a file in Git LFS is given as its pointer', async () => {
  hub.model.repository('acme/large', { files: { 'model.bin': lfsPointer('weights') } });
  const query = '{ repository(owner: "acme", name: "large") { object(expression: "HEAD:model.bin") { ... on Blob { text } } } }';
  const { text } = (await graphql<InRepository>(hub, query)).body.data.repository.object;
  expect(text).toMatch(/^version https:\/\/git-lfs.github.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize 7\n$/);
});

test('search finds repositories by topic, organization and what they are, without forks', async () => {
  hub.model.repository('acme/one', { topics: ['chora'] });
  hub.model.repository('acme/two', { topics: ['chora'], archived: true });
  hub.model.repository('acme/fork', { topics: ['chora'], fork: true });
  hub.model.repository('globex/one', { topics: ['chora'] });
  const query = `query($q: String!) { search(type: REPOSITORY, query: $q, first: 10) { repositoryCount nodes { ... on Repository { nameWithOwner } } } }`;
  const found = async (q: string): Promise<unknown> => (await graphql(hub, query, { q })).body.data['search'];
  expect(await found('org:acme topic:chora archived:false')).toEqual({
    repositoryCount: 1,
    nodes: [{ nameWithOwner: 'acme/one' }],
  });
  expect(await found('topic:chora fork:true')).toMatchObject({ repositoryCount: 4 });
});

test('an organization that asks for single sign-on refuses the token', async () => {
  hub.model.repository('secure/one');
  hub.model.organization('secure').requiresSso = true;
  const { body } = await graphql(hub, '{ repository(owner: "secure", name: "one") { id } }');
  expect(body.data).toEqual({ repository: null });
  expect(body.errors).toMatchObject([{ type: 'FORBIDDEN', extensions: { saml_failure: true } }]);
});
