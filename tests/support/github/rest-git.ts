import { type Answer, refuse } from './answer.ts';
import { innerId } from './ids.ts';
import { AUTHOR, Blob, Commit, type GitObject, peel, Tree, type TreeEntry } from './objects.ts';
import type { Repository } from './repository.ts';
import { paged, type RestRequest } from './rest-request.ts';
import { userOf } from './rest-shapes.ts';

const SHA = /^[0-9a-f]{40}$/;

export function apiUrl(repository: Repository, { parts, prefix }: RestRequest, path = ''): string {
  return `${parts.siteUrl}${prefix}/repos/${repository.nameWithOwner}${path}`;
}

/** A recursive tree is cut at the limit and says so. */
export function tree(repository: Repository, request: RestRequest, [name = '']: readonly string[]): Answer {
  if (repository.isEmpty) return refuse(409, 'Git Repository is empty.');
  const start = repository.resolve(name);
  const object = start === null ? null : peel(start);
  const root = object instanceof Commit ? object.tree : object;
  if (!(root instanceof Tree)) return refuse(404, 'Not Found');
  const recursive = request.url.searchParams.has('recursive');
  const all = recursive ? [...root.walk()] : root.entries.map((entry) => ({ path: entry.name, entry }));
  const limit = request.parts.options.treeLimit;
  const rows = all.slice(0, limit).map(({ path, entry }) => treeRow(repository, request, path, entry));
  const url = apiUrl(repository, request, `/git/trees/${root.oid}`);
  return { status: 200, body: { sha: root.oid, url, tree: rows, truncated: all.length > limit } };
}

function treeRow(repository: Repository, request: RestRequest, path: string, { mode, oid, object }: TreeEntry): object {
  const type = mode === '160000' ? 'commit' : mode === '40000' ? 'tree' : 'blob';
  const size = object instanceof Blob ? { size: object.bytes.length } : {};
  const url = type === 'commit' ? {} : { url: apiUrl(repository, request, `/git/${type}s/${oid}`) };
  return { path, mode: mode.padStart(6, '0'), type, sha: oid, ...size, ...url };
}

/** Lines of sixty characters, as GitHub gives base64. */
const LINE = /.{1,60}/g;

export function blob(repository: Repository, request: RestRequest, [sha = '']: readonly string[]): Answer {
  const object = SHA.test(sha) ? repository.find(sha) : null;
  if (!(object instanceof Blob)) return refuse(404, 'Not Found');
  if (/application\/vnd\.github\.(v3\.)?raw/.test(request.headers['accept'] ?? '')) {
    return { status: 200, bytes: object.bytes, contentType: 'application/vnd.github.raw+json; charset=utf-8' };
  }
  const content = (Buffer.from(object.bytes).toString('base64').match(LINE) ?? []).map((line) => `${line}\n`).join('');
  const url = apiUrl(repository, request, `/git/blobs/${sha}`);
  const node_id = innerId('B', repository.databaseId, sha);
  return { status: 200, body: { sha, node_id, size: object.bytes.length, url, content, encoding: 'base64' } };
}

export function commit(repository: Repository, request: RestRequest, [name = '']: readonly string[]): Answer {
  if (repository.isEmpty) return refuse(409, 'Git Repository is empty.');
  const found = commitNamed(repository, name);
  if (found === null) return refuse(422, `No commit found for SHA: ${name}`);
  if (/application\/vnd\.github\.(v3\.)?sha/.test(request.headers['accept'] ?? '')) {
    return { status: 200, body: found.oid, contentType: 'application/vnd.github.sha; charset=utf-8' };
  }
  return { status: 200, body: commitShape(repository, request, found) };
}

export function branch(repository: Repository, request: RestRequest, [name = '']: readonly string[]): Answer {
  const found = repository.branches.get(name);
  if (found === undefined) return refuse(404, 'Branch not found');
  const self = apiUrl(repository, request, `/branches/${name}`);
  const html = `${request.parts.siteUrl}/${repository.nameWithOwner}/tree/${name}`;
  const protection = { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } };
  return {
    status: 200,
    body: {
      name,
      commit: commitShape(repository, request, found),
      _links: { self, html },
      protected: false,
      protection,
      protection_url: `${self}/protection`,
    },
  };
}

export function reference(repository: Repository, request: RestRequest, [name = '']: readonly string[]): Answer {
  const full = `refs/${name}`;
  const target = repository.reference(full);
  if (target === null) return refuse(404, 'Not Found');
  const url = apiUrl(repository, request, `/git/${target.type}s/${target.oid}`);
  const object = { sha: target.oid, type: target.type, url };
  const node_id = innerId('REF', repository.databaseId, full);
  return { status: 200, body: { ref: full, node_id, url: apiUrl(repository, request, `/git/${full}`), object } };
}

export function tags(repository: Repository, request: RestRequest): Answer {
  const all = [...repository.tags].sort(([a], [b]) => (a < b ? 1 : -1));
  return paged(all, request, ([name, target]) => ({
    name,
    node_id: innerId('REF', repository.databaseId, `refs/tags/${name}`),
    commit: { sha: peel(target).oid, url: apiUrl(repository, request, `/commits/${peel(target).oid}`) },
    zipball_url: apiUrl(repository, request, `/zipball/refs/tags/${name}`),
    tarball_url: apiUrl(repository, request, `/tarball/refs/tags/${name}`),
  }));
}

function commitNamed(repository: Repository, name: string): Commit | null {
  const object: GitObject | null = repository.resolve(name);
  const peeled = object === null ? null : peel(object);
  return peeled instanceof Commit ? peeled : null;
}

function commitShape(
  repository: Repository,
  request: RestRequest,
  { oid, tree: root, parents, message, seconds }: Commit,
): object {
  const by = { ...AUTHOR, date: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') };
  const html = `${request.parts.siteUrl}/${repository.nameWithOwner}/commit`;
  const url = apiUrl(repository, request, `/commits/${oid}`);
  const links = (sha: string): object => ({
    sha,
    url: apiUrl(repository, request, `/commits/${sha}`),
    html_url: `${html}/${sha}`,
  });
  return {
    sha: oid,
    node_id: innerId('C', repository.databaseId, oid),
    commit: {
      author: by,
      committer: by,
      message,
      tree: { sha: root.oid, url: apiUrl(repository, request, `/git/trees/${root.oid}`) },
      url: apiUrl(repository, request, `/git/commits/${oid}`),
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    url,
    html_url: `${html}/${oid}`,
    comments_url: `${url}/comments`,
    author: userOf(repository.owner, request),
    committer: userOf(repository.owner, request),
    parents: parents.map((parent) => links(parent.oid)),
    stats: { total: 0, additions: 0, deletions: 0 },
    files: [],
  };
}
