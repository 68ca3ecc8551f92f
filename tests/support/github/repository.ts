import { type Attestation, Attestations } from './attestations.ts';
import { nodeId } from './ids.ts';
import type { Owner } from './model.ts';
import { Blob, Commit, type FileContent, type GitObject, peel, Tag, Tree, treeOf } from './objects.ts';
import type { LockReason, PushOptions, RepositoryOptions, Visibility } from './repository-options.ts';

export class Repository {
  readonly databaseId: number;
  owner: Owner;
  name: string;
  visibility: Visibility;
  description: string | null;
  topics: string[];
  language: string | null;
  isArchived: boolean;
  isFork: boolean;
  isTemplate: boolean;
  isMirror: boolean;
  isDisabled = false;
  lockReason: LockReason | null = null;
  defaultBranch: string;
  createdAt: Date;
  updatedAt: Date;
  pushedAt: Date | null = null;
  readonly branches = new Map<string, Commit>();
  readonly tags = new Map<string, Commit | Tag>();
  readonly attestations = new Attestations();
  readonly #files = new Map<string, Map<string, FileContent>>();
  #index: Map<string, GitObject> | null = null;
  readonly #roots: GitObject[] = [];

  constructor(databaseId: number, owner: Owner, name: string, options: RepositoryOptions) {
    this.databaseId = databaseId;
    this.owner = owner;
    this.name = name;
    this.visibility = options.visibility ?? (options.private === true ? 'PRIVATE' : 'PUBLIC');
    this.description = options.description ?? null;
    this.topics = [...(options.topics ?? [])];
    this.language = options.language ?? null;
    this.isArchived = options.archived ?? false;
    this.isFork = options.fork ?? false;
    this.isTemplate = options.template ?? false;
    this.isMirror = options.mirror ?? false;
    this.defaultBranch = options.defaultBranch ?? 'main';
    this.createdAt = new Date(options.date ?? '2026-01-01T00:00:00Z');
    this.updatedAt = this.createdAt;
    if (options.files !== undefined) this.push(options.files, { date: this.createdAt.toISOString() });
  }

  get nodeId(): string {
    return nodeId('R', this.databaseId);
  }

  get nameWithOwner(): string {
    return `${this.owner.login}/${this.name}`;
  }

  get isPrivate(): boolean {
    return this.visibility !== 'PUBLIC';
  }

  /** What HEAD points at; null in an empty repository, and where the default branch does not exist. */
  get head(): Commit | null {
    return this.branches.get(this.defaultBranch) ?? null;
  }

  get isEmpty(): boolean {
    return this.branches.size === 0;
  }

  /** Adds a commit with these files changed; null removes a file. A second later than the push before, unless told. */
  push(files: Readonly<Record<string, FileContent | null>>, options: PushOptions = {}): Commit {
    const branch = options.branch ?? this.defaultBranch;
    const now = new Map(this.#files.get(branch) ?? this.#files.get(this.defaultBranch) ?? []);
    for (const [path, content] of Object.entries(files)) {
      if (content === null) now.delete(path);
      else now.set(path, content);
    }
    this.#files.set(branch, now);
    const parent = this.branches.get(branch) ?? this.head;
    const date = new Date(options.date ?? (this.pushedAt ?? this.createdAt).getTime() + 1000);
    const seconds = Math.floor(date.getTime() / 1000);
    const commit = new Commit(treeOf(now), parent === null ? [] : [parent], options.message ?? 'Change', seconds);
    this.branches.set(branch, commit);
    this.pushedAt = date;
    this.updatedAt = date;
    this.#keep(commit);
    return commit;
  }

  /** Tags a commit, the head unless told; with a message, by a tag object. */
  tag(name: string, options: { readonly message?: string; readonly commit?: Commit } = {}): Commit | Tag {
    const commit = options.commit ?? this.head;
    if (commit === null) throw new Error(`${this.nameWithOwner} has no commit to tag`);
    const target = options.message === undefined ? commit : new Tag(name, commit, options.message, commit.seconds);
    this.tags.set(name, target);
    this.#keep(target);
    return target;
  }

  attest(attestation: Attestation): void {
    this.attestations.add(attestation);
  }

  /** Takes every commit away. */
  empty(): void {
    this.branches.clear();
    this.tags.clear();
    this.#files.clear();
    this.#roots.length = 0;
    this.#index = null;
  }

  /** Leaves HEAD pointing at a branch that does not exist, while another one does. */
  loseDefaultBranch(): void {
    const { head } = this;
    this.branches.delete(this.defaultBranch);
    if (head !== null) this.branches.set('kept', head);
  }

  /** An object by its id, or by an unambiguous beginning of it. */
  find(oid: string): GitObject | null {
    this.#index ??= new Map(this.#roots.flatMap((root) => [...reachable(root)]).map((object) => [object.oid, object]));
    const exact = this.#index.get(oid);
    if (exact !== undefined || !/^[0-9a-f]{4,39}$/.test(oid)) return exact ?? null;
    const matches = [...this.#index].filter(([id]) => id.startsWith(oid));
    return matches.length === 1 ? (matches[0]?.[1] ?? null) : null;
  }

  /** What `git rev-parse` would find for the forms `ref`, `ref:path`, `ref^{tree}` and ids. */
  resolve(expression: string): GitObject | null {
    const colon = expression.indexOf(':');
    const revision = colon < 0 ? expression : expression.slice(0, colon);
    const start = this.#revision(revision);
    if (colon < 0 || start === null) return start;
    const commit = peel(start);
    const tree = commit instanceof Commit ? commit.tree : commit;
    if (!(tree instanceof Tree)) return null;
    const path = expression.slice(colon + 1).replace(/\/$/, '');
    return path === '' ? tree : (tree.entry(path)?.object ?? null);
  }

  /** The target of a reference by its full or short name. */
  reference(name: string): Commit | Tag | null {
    if (name === 'HEAD') return this.head;
    const short = name.replace(/^refs\/(heads|tags)\//, '');
    const tag = this.tags.get(short) ?? null;
    const branch = this.branches.get(short) ?? null;
    if (name.startsWith('refs/heads/')) return branch;
    return name.startsWith('refs/tags/') ? tag : (tag ?? branch);
  }

  #revision(text: string): GitObject | null {
    const suffix = /\^\{(tree|commit)?\}$/.exec(text);
    const name = suffix === null ? text : text.slice(0, suffix.index);
    const found = this.reference(name) ?? this.find(name);
    if (found === null || suffix === null) return found;
    const object = peel(found);
    return suffix[1] === 'tree' && object instanceof Commit ? object.tree : object;
  }

  #keep(root: GitObject): void {
    this.#roots.push(root);
    this.#index = null;
  }
}

function* reachable(object: GitObject): Generator<GitObject> {
  yield object;
  if (object instanceof Commit) yield* reachable(object.tree);
  if (object instanceof Tag) yield object.target;
  if (object instanceof Tree) {
    for (const { object: inside } of object.entries) {
      if (inside instanceof Blob) yield inside;
      else if (inside !== null) yield* reachable(inside);
    }
  }
}
