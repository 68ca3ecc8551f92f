import { type Connection, keyset, positions } from './connection.ts';
import type { Args, Context, FoundRef, Resolvers } from './context.ts';
import { FieldError } from './errors.ts';
import { innerId } from './ids.ts';
import type { Owner } from './model.ts';
import type { Repository } from './repository.ts';
import { found } from './resolve-git.ts';

const iso = (date: Date | null): string | null => date?.toISOString().replace('.000Z', 'Z') ?? null;

/** Fields that the model has no value for are left out on purpose: asking for one is answered 501. */
export const repository: Resolvers<Repository> = {
  id: (source) => source.nodeId,
  databaseId: (source) => source.databaseId,
  name: (source) => source.name,
  nameWithOwner: (source) => source.nameWithOwner,
  owner: (source) => source.owner,
  description: (source) => source.description,
  url: (source, _, { site }) => `${site}/${source.nameWithOwner}`,
  resourcePath: (source) => `/${source.nameWithOwner}`,
  sshUrl: (source, _, { site }) => `git@${new URL(site).host}:${source.nameWithOwner}.git`,
  visibility: (source) => source.visibility,
  isPrivate: (source) => source.isPrivate,
  isArchived: (source) => source.isArchived,
  isFork: (source) => source.isFork,
  isDisabled: (source) => source.isDisabled,
  isEmpty: (source) => source.isEmpty,
  isLocked: (source) => source.lockReason !== null,
  isMirror: (source) => source.isMirror,
  isTemplate: (source) => source.isTemplate,
  isInOrganization: (source) => source.owner.kind === 'Organization',
  lockReason: (source) => source.lockReason,
  createdAt: (source) => iso(source.createdAt),
  updatedAt: (source) => iso(source.updatedAt),
  pushedAt: (source) => iso(source.pushedAt),
  archivedAt: (source) => (source.isArchived ? iso(source.updatedAt) : null),
  primaryLanguage: ({ language }) => (language === null ? null : { name: language }),
  repositoryTopics: (source, page) =>
    positions(
      source.topics.map((name) => ({ name, repository: source })),
      page,
    ),
  defaultBranchRef: (source): FoundRef | null =>
    source.head === null ? null : { repository: source, prefix: 'refs/heads/', name: source.defaultBranch },
  ref: (source, { qualifiedName }) => refNamed(source, String(qualifiedName)),
  refs,
  object: (source, { oid, expression }, context) => {
    if (typeof oid === 'string') return found(source, source.find(oid), context);
    if (typeof expression !== 'string') return null;
    const [, folder = ''] = /:(.*?)\/?$/.exec(expression) ?? [];
    return found(source, source.resolve(expression), context, folder);
  },
};

function refNamed(source: Repository, name: string): FoundRef | null {
  const qualified = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`];
  const full = qualified.find((each) => source.reference(each) !== null);
  return full === undefined ? null : refOf(source, full);
}

function refOf(source: Repository, full: string): FoundRef | null {
  const prefix = full.startsWith('refs/tags/') ? 'refs/tags/' : 'refs/heads/';
  return full.startsWith(prefix) ? { repository: source, prefix, name: full.slice(prefix.length) } : null;
}

/** By name; GitHub also orders tags by the date of their commits. */
function refs(source: Repository, args: Args): Connection<FoundRef> | null {
  const prefix = String(args['refPrefix']);
  const query = typeof args['query'] === 'string' ? args['query'].toLowerCase() : '';
  const order = args['orderBy'] as { field: string; direction: string } | null | undefined;
  const heads = [...source.branches.keys()].map((name) => `refs/heads/${name}`);
  const tags = [...source.tags.keys()].map((name) => `refs/tags/${name}`);
  const names = [...heads, ...tags].filter((name) => name.startsWith(prefix)).sort();
  const wanted = names.flatMap((name) => refOf(source, name) ?? []).filter(({ name }) => name.toLowerCase().includes(query));
  if (order?.field === 'TAG_COMMIT_DATE') wanted.sort((a, b) => seconds(a) - seconds(b));
  if ((order?.direction ?? args['direction']) === 'DESC') wanted.reverse();
  return positions(wanted, args);
}

function seconds({ repository: source, prefix, name }: FoundRef): number {
  return source.reference(prefix + name)?.seconds ?? 0;
}

export const owner: Resolvers<Owner> = {
  id: (source) => source.nodeId,
  databaseId: (source) => source.databaseId,
  login: (source) => source.login,
  name: (source) => source.name,
  url: (source, _, { site }) => `${site}/${source.login}`,
  resourcePath: (source) => `/${source.login}`,
  avatarUrl: (source, _, { site }) => `${site}/avatars/${source.databaseId}`,
  repositories,
  repository: (source, { name, followRenames }, context) =>
    visible(context.model.find(`${source.login}/${String(name)}`, followRenames !== false), context),
};

export function visible(source: Repository | null, context: Context): Repository | null {
  if (source === null || !context.access.sees(source)) return null;
  context.work.weight += 1;
  requireSso(source.owner);
  return source;
}

/** GitHub's words for organizations that a token was not authorized for. */
export function requireSso({ requiresSso }: Owner): void {
  if (!requiresSso) return;
  const message =
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.';
  throw new FieldError('FORBIDDEN', message, { saml_failure: true });
}

/** Orders that a client may ask for, but that by stars. */
const ORDERS: Readonly<Record<string, (source: Repository) => string | number>> = {
  NAME: ({ name }) => name.toLowerCase(),
  CREATED_AT: ({ createdAt }) => createdAt.getTime(),
  UPDATED_AT: ({ updatedAt }) => updatedAt.getTime(),
  PUSHED_AT: ({ pushedAt }) => pushedAt?.getTime() ?? 0,
};

const FILTERS: Readonly<Record<string, (source: Repository, wanted: unknown) => boolean>> = {
  isArchived: (source, wanted) => source.isArchived === wanted,
  isFork: (source, wanted) => source.isFork === wanted,
  isLocked: (source, wanted) => (source.lockReason !== null) === wanted,
  privacy: (source, wanted) => source.isPrivate === (wanted === 'PRIVATE'),
  visibility: (source, wanted) => source.visibility === wanted,
};

function repositories(source: Owner, args: Args, context: Context): Connection<Repository> {
  requireSso(source);
  const filters = Object.entries(FILTERS).filter(([name]) => args[name] != null);
  const wanted = context.model
    .repositoriesOf(source)
    .filter((each) => context.access.sees(each) && filters.every(([name, fits]) => fits(each, args[name])));
  const page = pageInOrder(wanted, args);
  context.work.weight += page.nodes.length;
  return page;
}

function pageInOrder(wanted: readonly Repository[], args: Args): Connection<Repository> {
  const order = args['orderBy'] as { field: string; direction: string } | null | undefined;
  const by = ORDERS[order?.field ?? ''];
  if (order != null && by === undefined) throw new Error(`this server does not have the order ${order.field}`);
  if (by === undefined) return keyset(wanted, ({ databaseId }) => [databaseId], args);
  const descending = order?.direction === 'DESC';
  const sign = descending ? -1 : 1;
  const keyed = wanted.map((each) => ({ each, key: by(each) }));
  keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.each.databaseId - b.each.databaseId));
  const sorted = keyed.map(({ each }) => each);
  return keyset(sorted, (each) => [by(each), each.databaseId], args, descending);
}

export const TOPIC_RESOLVERS = {
  Language: {
    id: ({ name }) => innerId('LAN', 0, name),
    name: ({ name }) => name,
  } satisfies Resolvers<{ name: string }>,
  RepositoryTopic: {
    id: ({ name, repository: source }) => innerId('RT', source.databaseId, name),
    topic: (source) => source,
    url: ({ name }, _, { site }) => `${site}/topics/${name}`,
    resourcePath: ({ name }) => `/topics/${name}`,
  } satisfies Resolvers<{ name: string; repository: Repository }>,
  Topic: { id: ({ name }) => innerId('TO', 0, name), name: ({ name }) => name } satisfies Resolvers<{ name: string }>,
};
