import { defaultTypeResolver, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql';
import { type Connection, type Page, positions } from './connection.ts';
import { type Context, Found, type RateLimit, type Resolvers } from './context.ts';
import { FieldError, repositoryNotFound } from './errors.ts';
import { readId } from './ids.ts';
import type { Model, Owner } from './model.ts';
import { Repository } from './repository.ts';
import { found, GIT_RESOLVERS, typeOfObject } from './resolve-git.ts';
import { owner, repository, requireSso, TOPIC_RESOLVERS, visible } from './resolve-repository.ts';
import { searchRepositories } from './search.ts';

const query: Resolvers<unknown> = {
  viewer: (_, _args, { model, access }) => model.user(access.account),
  rateLimit: (_, _args, { rate }) => rate,
  repository: (_, args, context) => {
    const name = `${String(args['owner'])}/${String(args['name'])}`;
    const source = visible(context.model.find(name, args['followRenames'] !== false), context);
    if (source === null) throw repositoryNotFound(name);
    return source;
  },
  repositoryOwner: (_, { login }, { model }) => model.owner(String(login)),
  organization: (_, { login }, { model }) => account(model, 'Organization', String(login)),
  user: (_, { login }, { model }) => account(model, 'User', String(login)),
  node: (_, { id }, context) => nodeOf(String(id), context),
  nodes: (_, { ids }, context) => (ids as string[]).map((id) => attempt(() => nodeOf(id, context))),
  search: (_, args, context) => {
    if (args['type'] !== 'REPOSITORY') return new SearchResults([], args);
    const list = searchRepositories(String(args['query']), context.model.repositories());
    return new SearchResults(
      list.filter((each) => context.access.sees(each)),
      args,
    );
  },
};

/** GitHub shows at most the first thousand results. */
const SHOWN = 1000;

class SearchResults {
  readonly connection: Connection<Repository>;
  readonly count: number;

  constructor(list: readonly Repository[], page: Page) {
    this.count = list.length;
    this.connection = positions(list.slice(0, SHOWN), page);
  }
}

function account(model: Model, kind: Owner['kind'], login: string): Owner {
  const source = model.owner(login);
  if (source?.kind === kind) {
    requireSso(source);
    return source;
  }
  const article = kind === 'Organization' ? 'an' : 'a';
  throw new FieldError('NOT_FOUND', `Could not resolve to ${article} ${kind} with the login of '${login}'.`);
}

function nodeOf(id: string, context: Context): unknown {
  const read = readId(id);
  const missing = new FieldError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  if (read === null) throw missing;
  if (read.prefix === 'O' || read.prefix === 'U') {
    const source = context.model.ownerById(read.databaseId);
    if (source?.nodeId !== id) throw missing;
    return source;
  }
  const source = visible(context.model.findById(read.databaseId), context);
  if (source === null) throw missing;
  if (read.prefix === 'R') return source;
  const inside = read.name === null ? null : found(source, source.find(read.name), context);
  if (inside === null) throw missing;
  return inside;
}

/** An error in a list stands in the place of its item. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

const connection: Resolvers<Connection<unknown>> = {
  nodes: (source) => source.nodes,
  edges: (source) => source.cursors.map((cursor, index) => ({ cursor, node: source.nodes[index] })),
  totalCount: (source) => source.totalCount,
  pageInfo: (source) => source,
};

const edge: Resolvers<{ cursor: string; node: unknown }> = { cursor: ({ cursor }) => cursor, node: ({ node }) => node };

const zero = (): number => 0;

const RESOLVERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Query: query,
  Repository: repository,
  Organization: owner,
  User: owner,
  ...GIT_RESOLVERS,
  ...TOPIC_RESOLVERS,
  RepositoryConnection: connection,
  RepositoryEdge: edge,
  RefConnection: connection,
  RefEdge: edge,
  RepositoryTopicConnection: connection,
  RepositoryTopicEdge: edge,
  SearchResultItemEdge: edge,
  SearchResultItemConnection: {
    nodes: ({ connection: page }) => page.nodes,
    edges: ({ connection: page }) => connection['edges']?.(page, {}, {} as Context),
    pageInfo: ({ connection: page }) => page,
    repositoryCount: ({ count }) => count,
    codeCount: zero,
    discussionCount: zero,
    issueCount: zero,
    userCount: zero,
    wikiCount: zero,
  } satisfies Resolvers<SearchResults>,
  PageInfo: {
    hasNextPage: (source) => source.hasNextPage,
    hasPreviousPage: (source) => source.hasPreviousPage,
    startCursor: (source) => source.cursors[0] ?? null,
    endCursor: (source) => source.cursors.at(-1) ?? null,
  } satisfies Resolvers<Connection<unknown>>,
  RateLimit: {
    limit: ({ limit }) => limit,
    cost: ({ cost }) => cost,
    used: ({ used }) => used,
    remaining: ({ remaining }) => remaining,
    resetAt: ({ resetAt }) => resetAt,
    nodeCount: ({ nodeCount }) => nodeCount,
  } satisfies Resolvers<RateLimit>,
};

/** A field that this server does not have is noted, so that no client is tested against a made-up null. */
export const resolveField: GraphQLFieldResolver<unknown, Context> = (source, args, context, info) => {
  const resolver = RESOLVERS[info.parentType.name]?.[info.fieldName];
  if (typeof resolver !== 'function') {
    context.work.unknown.add(`${info.parentType.name}.${info.fieldName}`);
    return null;
  }
  if (context.work.weight > context.work.limit && info.path.prev !== undefined) {
    throw new FieldError('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.');
  }
  return resolver(source, args, context);
};

export const resolveType: GraphQLTypeResolver<unknown, Context> = (value, context, info, type) => {
  if (value instanceof Repository) return 'Repository';
  if (value instanceof Found) return typeOfObject(value.object);
  if (isOwner(value)) return value.kind;
  return defaultTypeResolver(value, context, info, type);
};

function isOwner(value: unknown): value is Owner {
  return typeof value === 'object' && value !== null && 'requiresSso' in value;
}
