import { type Context, Found, type FoundEntry, type FoundRef, type Resolvers } from './context.ts';
import { innerId } from './ids.ts';
import { AUTHOR, Blob, Commit, type GitObject, type Tag, Tree } from './objects.ts';
import type { Repository } from './repository.ts';
import { type BlobText, textOf } from './text.ts';

const PREFIXES = { blob: 'B', tree: 'T', commit: 'C', tag: 'TA' } as const;

export function found(repository: Repository, object: GitObject | null, { work }: Context, path = ''): Found | null {
  work.weight += 1;
  return object === null ? null : new Found(repository, object, path);
}

const gitObject: Resolvers<Found> = {
  id: ({ repository, object }) => innerId(PREFIXES[object.type], repository.databaseId, object.oid),
  oid: ({ object }) => object.oid,
  abbreviatedOid: ({ object }) => object.oid.slice(0, 7),
  repository: ({ repository }) => repository,
  commitUrl: ({ repository, object }, _, { site }) => `${site}/${repository.nameWithOwner}/commit/${object.oid}`,
  commitResourcePath: ({ repository, object }) => `/${repository.nameWithOwner}/commit/${object.oid}`,
};

const date = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const commit: Resolvers<Found & { readonly object: Commit }> = {
  ...gitObject,
  message: ({ object }) => object.message,
  messageHeadline: ({ object }) => object.message.split('\n')[0],
  committedDate: ({ object }) => date(object.seconds),
  authoredDate: ({ object }) => date(object.seconds),
  author: ({ object }) => ({ ...AUTHOR, date: date(object.seconds) }),
  committer: ({ object }) => ({ ...AUTHOR, date: date(object.seconds) }),
  tree: ({ repository, object }, _, context) => found(repository, object.tree, context),
  treeUrl: ({ repository, object }, _, { site }) => `${site}/${repository.nameWithOwner}/tree/${object.oid}`,
  url: ({ repository, object }, _, { site }) => `${site}/${repository.nameWithOwner}/commit/${object.oid}`,
  file: ({ repository, object }, { path }) => {
    const entry = object.tree.entry(String(path));
    return entry === undefined ? null : { repository, entry, path: String(path) };
  },
};

const tree: Resolvers<Found & { readonly object: Tree }> = {
  ...gitObject,
  entries: ({ repository, object, path }, _, { work }) => {
    work.weight += object.entries.length;
    const prefix = path === '' ? '' : `${path}/`;
    return object.entries.map((entry) => ({ repository, entry, path: `${prefix}${entry.name}` }));
  },
};

const blobText = new WeakMap<Blob, { readonly limit: number; readonly foreign: string; readonly text: BlobText }>();

function textOfBlob(blob: Blob, { text: options }: Context): BlobText {
  const known = blobText.get(blob);
  if (known?.limit === options.limit && known.foreign === options.foreign) return known.text;
  const text = textOf(blob.bytes, options);
  blobText.set(blob, { ...options, text });
  return text;
}

const blob: Resolvers<Found & { readonly object: Blob }> = {
  ...gitObject,
  byteSize: ({ object }) => object.bytes.length,
  isBinary: ({ object }, _, context) => textOfBlob(object, context).isBinary,
  isTruncated: ({ object }, _, context) => textOfBlob(object, context).isTruncated,
  text: ({ object }, _, context) => textOfBlob(object, context).text,
};

const tag: Resolvers<Found & { readonly object: Tag }> = {
  ...gitObject,
  name: ({ object }) => object.name,
  message: ({ object }) => `${object.message}\n`,
  tagger: ({ object }) => ({ ...AUTHOR, date: date(object.seconds) }),
  target: ({ repository, object }, _, context) => found(repository, object.target, context),
};

const treeEntry: Resolvers<FoundEntry> = {
  name: ({ entry }) => entry.name,
  nameRaw: ({ entry }) => Buffer.from(entry.name).toString('base64'),
  path: ({ path }) => path,
  pathRaw: ({ path }) => Buffer.from(path).toString('base64'),
  oid: ({ entry }) => entry.oid,
  mode: ({ entry }) => Number.parseInt(entry.mode, 8),
  type: ({ entry: { mode } }) => (mode === '160000' ? 'commit' : mode === '40000' ? 'tree' : 'blob'),
  extension: ({ entry: { name, mode } }) => (mode === '40000' ? '' : (/.\.[^.]*$/.exec(name)?.[0].slice(1) ?? '')),
  size: ({ entry: { object } }) => (object instanceof Blob ? object.bytes.length : 0),
  repository: ({ repository }) => repository,
  submodule: ({ entry, path }) =>
    entry.mode === '160000' ? { name: path, path, subprojectCommitOid: entry.oid, gitUrl: '', branch: null } : null,
  object: ({ repository, entry: { object }, path }, _, context) => found(repository, object, context, path),
};

const ref: Resolvers<FoundRef> = {
  id: ({ repository, prefix, name }) => innerId('REF', repository.databaseId, prefix + name),
  name: ({ name }) => name,
  prefix: ({ prefix }) => prefix,
  repository: ({ repository }) => repository,
  target: ({ repository, prefix, name }, _, context) => found(repository, repository.reference(prefix + name), context),
};

const actor: Resolvers<{ name: string; email: string; date: string }> = {
  name: ({ name }) => name,
  email: ({ email }) => email,
  date: ({ date: when }) => when,
};

const submodule: Resolvers<{ name: string; path: string; subprojectCommitOid: string; gitUrl: string; branch: null }> = {
  name: ({ name }) => name,
  path: ({ path }) => path,
  subprojectCommitOid: ({ subprojectCommitOid }) => subprojectCommitOid,
  gitUrl: ({ gitUrl }) => gitUrl,
  branch: ({ branch }) => branch,
};

export const GIT_RESOLVERS = {
  Commit: commit,
  Tree: tree,
  Blob: blob,
  Tag: tag,
  TreeEntry: treeEntry,
  Ref: ref,
  GitActor: actor,
  Submodule: submodule,
};

export function typeOfObject(object: GitObject): 'Blob' | 'Tree' | 'Commit' | 'Tag' {
  if (object instanceof Blob) return 'Blob';
  if (object instanceof Tree) return 'Tree';
  return object instanceof Commit ? 'Commit' : 'Tag';
}
