// Git objects with the ids that git itself would give them (Git documentation, "Git Internals: Git Objects"). Bytes and ids are
// made when they are first asked for, so that a large model costs little until it is read.
import { createHash } from 'node:crypto';

export type Mode = '100644' | '100755' | '120000' | '40000' | '160000';
export type GitObject = Blob | Tree | Commit | Tag;

/** A submodule is an entry without an object here: its commit is in another repository. */
export interface TreeEntry {
  readonly name: string;
  readonly mode: Mode;
  readonly object: Blob | Tree | null;
  readonly oid: string;
}

/** Content of a file: text, bytes, or one with a mode; a submodule is the id of its commit. */
export type FileContent =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly mode: '100644' | '100755' | '120000' }
  | { readonly submodule: string };

abstract class Stored {
  abstract readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  abstract body(): Uint8Array;
  #oid: string | undefined;

  get oid(): string {
    this.#oid ??= objectId(this.type, this.body());
    return this.#oid;
  }
}

export class Blob extends Stored {
  readonly type = 'blob';
  readonly bytes: Uint8Array;

  constructor(content: string | Uint8Array) {
    super();
    this.bytes = typeof content === 'string' ? Buffer.from(content) : content;
  }

  body(): Uint8Array {
    return this.bytes;
  }
}

export class Tree extends Stored {
  readonly type = 'tree';
  readonly entries: readonly TreeEntry[];

  constructor(entries: readonly TreeEntry[]) {
    super();
    this.entries = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  }

  body(): Uint8Array {
    return Buffer.concat(
      this.entries.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]),
    );
  }

  /** The entry at a path below this tree. */
  entry(path: string): TreeEntry | undefined {
    const slash = path.indexOf('/');
    const first = slash < 0 ? path : path.slice(0, slash);
    const found = this.entries.find(({ name }) => name === first);
    if (slash < 0 || found === undefined) return found;
    return found.object instanceof Tree ? found.object.entry(path.slice(slash + 1)) : undefined;
  }

  /** Every entry below this tree, folders before what is in them, with its path from here. */
  *walk(prefix = ''): Generator<{ readonly path: string; readonly entry: TreeEntry }> {
    for (const entry of this.entries) {
      const path = `${prefix}${entry.name}`;
      yield { path, entry };
      if (entry.object instanceof Tree) yield* entry.object.walk(`${path}/`);
    }
  }
}

export class Commit extends Stored {
  readonly type = 'commit';
  readonly tree: Tree;
  readonly parents: readonly Commit[];
  readonly message: string;
  readonly seconds: number;

  constructor(tree: Tree, parents: readonly Commit[], message: string, seconds: number) {
    super();
    this.tree = tree;
    this.parents = parents;
    this.message = message;
    this.seconds = seconds;
  }

  body(): Uint8Array {
    const parents = this.parents.map(({ oid }) => `parent ${oid}\n`).join('');
    const by = person(this.seconds);
    return Buffer.from(`tree ${this.tree.oid}\n${parents}author ${by}\ncommitter ${by}\n\n${this.message}\n`);
  }
}

export class Tag extends Stored {
  readonly type = 'tag';
  readonly name: string;
  readonly target: GitObject;
  readonly message: string;
  readonly seconds: number;

  constructor(name: string, target: GitObject, message: string, seconds: number) {
    super();
    this.name = name;
    this.target = target;
    this.message = message;
    this.seconds = seconds;
  }

  body(): Uint8Array {
    const { oid, type } = this.target;
    return Buffer.from(`object ${oid}\ntype ${type}\ntag ${this.name}\ntagger ${person(this.seconds)}\n\n${this.message}\n`);
  }
}

export const AUTHOR = { name: 'Ada', email: 'ada@example.org' } as const;

/** What tag objects lead to, or the object itself. */
export function peel(object: GitObject): Blob | Tree | Commit {
  return object instanceof Tag ? peel(object.target) : object;
}

export function objectId(type: GitObject['type'], body: Uint8Array): string {
  return createHash('sha1').update(`${type} ${body.length}\0`).update(body).digest('hex');
}

/** What Git LFS keeps in a repository in place of a file (github.com/git-lfs/git-lfs, docs/spec.md). */
export function lfsPointer(content: string): string {
  const oid = createHash('sha256').update(content).digest('hex');
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${Buffer.byteLength(content)}\n`;
}

/** The tree of these files, which paths separated by `/` lead to. */
export function treeOf(files: ReadonlyMap<string, FileContent>): Tree {
  const folders = new Map<string, Map<string, FileContent>>();
  const entries: TreeEntry[] = [];
  for (const [path, content] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      entries.push(entryOf(path, content));
      continue;
    }
    const folder = folders.get(path.slice(0, slash)) ?? new Map<string, FileContent>();
    folders.set(path.slice(0, slash), folder.set(path.slice(slash + 1), content));
  }
  for (const [name, inside] of folders) entries.push(entry(name, '40000', treeOf(inside)));
  return new Tree(entries);
}

function entryOf(name: string, content: FileContent): TreeEntry {
  if (typeof content === 'string' || content instanceof Uint8Array) return entry(name, '100644', new Blob(content));
  if ('submodule' in content) return { name, mode: '160000', object: null, oid: content.submodule };
  return entry(name, content.mode, new Blob(content.content));
}

function entry(name: string, mode: Mode, object: Blob | Tree): TreeEntry {
  return {
    name,
    mode,
    object,
    get oid() {
      return object.oid;
    },
  };
}

/** Git compares names as bytes, those of folders as if they ended in a slash. */
function sortKey({ name, mode }: TreeEntry): Buffer {
  return Buffer.from(mode === '40000' ? `${name}/` : name);
}

function person(seconds: number): string {
  return `${AUTHOR.name} <${AUTHOR.email}> ${seconds} +0000`;
}
