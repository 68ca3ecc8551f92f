/** A query and its variables: no text of a stranger ever stands in the query itself. */
export interface GitHubQuery {
  readonly text: string;
  readonly variables: Readonly<Record<string, string | number>>;
}

/** Hands out variables: gives the name under which a query finds a value. */
export type Bind = (type: 'String!' | 'GitObjectID!' | 'Int!', value: string | number) => string;

const RATE_LIMIT = 'rateLimit { cost remaining resetAt }';
const PEELED = 'target { __typename oid ... on Tag { target { __typename oid ... on Tag { target { __typename oid } } } } }';
/** Tags of one page. */
const TAGS = 100;
const TAG_PAGE = `{ nodes { name ${PEELED} } pageInfo { hasNextPage endCursor } }`;

/** How many levels of folders one request goes down. */
export const TREE_LEVELS = 3;

/** Many selections in one request: `a0`, `a1` … in the order of the items. */
export function aliased<Item>(items: readonly Item[], select: (item: Item, bind: Bind) => string, fragments = ''): GitHubQuery {
  const binding = new Binding();
  const fields = items.map((item, index) => `a${index}: ${select(item, (type, value) => binding.bind(type, value))}`);
  return binding.query(fields.join(' '), fragments);
}

class Binding {
  private readonly declarations: string[] = [];
  private readonly variables: Record<string, string | number> = {};

  bind(type: Parameters<Bind>[0], value: string | number): string {
    const name = `v${this.declarations.length}`;
    this.declarations.push(`$${name}: ${type}`);
    this.variables[name] = value;
    return `$${name}`;
  }

  query(fields: string, fragments = ''): GitHubQuery {
    const text = `query (${this.declarations.join(', ')}) { ${RATE_LIMIT} ${fields} } ${fragments}`.trim();
    return { text, variables: this.variables };
  }
}

export interface HeadQuestion {
  readonly owner: string;
  readonly name: string;
  readonly ref?: string | undefined;
  readonly tags?: string | undefined;
}

/** Where repositories stand, found under the names they have now. */
export function headsQuery(questions: readonly HeadQuestion[]): GitHubQuery {
  return aliased(
    questions,
    ({ owner, name, ref, tags }, bind) =>
      `repository(owner: ${bind('String!', owner)}, name: ${bind('String!', name)}, followRenames: true) { ${headFields(ref, tags, bind)} }`,
  );
}

/** The next page of tags of repositories. */
export function tagsQuery(questions: readonly { owner: string; name: string; after: string }[]): GitHubQuery {
  return aliased(
    questions,
    ({ owner, name, after }, bind) =>
      `repository(owner: ${bind('String!', owner)}, name: ${bind('String!', name)}) { refs(refPrefix: "refs/tags/", first: ${TAGS}, after: ${bind('String!', after)}) ${TAG_PAGE} }`,
  );
}

function headFields(ref: string | undefined, tags: string | undefined, bind: Bind): string {
  const fields = ['databaseId nameWithOwner isEmpty isDisabled'];
  if (ref === undefined) fields.push('defaultBranchRef { target { oid } }');
  else
    fields.push(...refNames(ref).map((name, index) => `ref${index}: ref(qualifiedName: ${bind('String!', name)}) { ${PEELED} }`));
  if (tags !== undefined) fields.push(`refs(refPrefix: "refs/tags/", first: ${TAGS}) ${TAG_PAGE}`);
  return fields.join(' ');
}

/** The full names that a ref of the configuration may mean, first the one that wins. */
export function refNames(ref: string): string[] {
  return ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

export interface PageQuestion {
  readonly kind: 'org' | 'user';
  readonly login: string;
  readonly isArchived: boolean | null;
  readonly isFork: boolean | null;
  readonly ref?: string | undefined;
  readonly tags?: string | undefined;
  /** Whether filters look at topics, which cost a point a page. */
  readonly topics: boolean;
  /** Repositories of the page; at most 100. */
  readonly size: number;
  readonly after: string | null;
}

/** A page of an owner's repositories, oldest first: what is made meanwhile comes at the end, and nothing moves. */
export function pageQuery({ kind, login, isArchived, isFork, ref, tags, topics, size, after }: PageQuestion): GitHubQuery {
  const binding = new Binding();
  const bind: Bind = (type, value) => binding.bind(type, value);
  const page = [
    `first: ${bind('Int!', size)}`,
    ...(after === null ? [] : [`after: ${bind('String!', after)}`]),
    ...(isArchived === null ? [] : [`isArchived: ${isArchived}`]),
    ...(isFork === null ? [] : [`isFork: ${isFork}`]),
    'ownerAffiliations: [OWNER], orderBy: { field: CREATED_AT, direction: ASC }',
  ];
  const node = [
    headFields(ref, tags, bind),
    'name owner { login } isArchived isFork visibility primaryLanguage { name }',
    ...(topics ? ['repositoryTopics(first: 20) { nodes { topic { name } } }'] : []),
  ];
  const owner = `${kind === 'org' ? 'organization' : 'user'}(login: ${bind('String!', login)})`;
  const list = `repositories(${page.join(', ')}) { totalCount pageInfo { hasNextPage endCursor } nodes { ${node.join(' ')} } }`;
  return binding.query(`owner: ${owner} { ${list} }`);
}

export interface TreeQuestion {
  readonly owner: string;
  readonly name: string;
  /** Id of a commit or a tree. */
  readonly object: string;
  /** Folder in it to start at; for commits only. */
  readonly path?: string | undefined;
}

/** The files of folders, `TREE_LEVELS` down. */
export function treesQuery(questions: readonly TreeQuestion[]): GitHubQuery {
  const deepest = 'fragment L0 on Tree { entries { name type mode oid size } }';
  const levels = Array.from(
    { length: TREE_LEVELS - 1 },
    (_, index) =>
      `fragment L${index + 1} on Tree { entries { name type mode oid size object { __typename ... on Tree { ...L${index} } } } }`,
  );
  const top = `L${TREE_LEVELS - 1}`;
  return aliased(
    questions,
    ({ owner, name, object, path }, bind) => {
      const place =
        path === undefined ? `oid: ${bind('GitObjectID!', object)}` : `expression: ${bind('String!', `${object}:${path}`)}`;
      return `repository(owner: ${bind('String!', owner)}, name: ${bind('String!', name)}) { object(${place}) { __typename ... on Commit { tree { ...${top} } } ... on Tree { ...${top} } } }`;
    },
    [deepest, ...levels].join(' '),
  );
}

export interface BlobQuestion {
  readonly owner: string;
  readonly name: string;
  readonly object: string;
  readonly size: number;
}

/** The text of files. */
export function blobsQuery(questions: readonly BlobQuestion[]): GitHubQuery {
  return aliased(
    questions,
    ({ owner, name, object }, bind) =>
      `repository(owner: ${bind('String!', owner)}, name: ${bind('String!', name)}) { object(oid: ${bind('GitObjectID!', object)}) { __typename ... on Blob { isTruncated isBinary text } } }`,
  );
}
