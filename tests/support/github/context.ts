import type { Model } from './model.ts';
import type { GitObject, TreeEntry } from './objects.ts';
import type { Repository } from './repository.ts';
import type { TextOptions } from './text.ts';
import type { Access } from './tokens.ts';

/** What the fields of one query may use and count. */
export interface Context {
  readonly model: Model;
  readonly access: Access;
  /** Of the pages that people read. */
  readonly site: string;
  readonly text: TextOptions;
  readonly rate: RateLimit;
  readonly work: Work;
}

export interface RateLimit {
  readonly limit: number;
  readonly cost: number;
  readonly used: number;
  readonly remaining: number;
  readonly resetAt: string;
  readonly nodeCount: number;
}

/** Work done so far: repositories, Git objects and tree entries that were read, the measure of what is too much for one query. */
export interface Work {
  weight: number;
  /** From this weight on, fields are null with an error. */
  readonly limit: number;
  /** Fields of the schema that this server does not have. */
  readonly unknown: Set<string>;
}

/** A Git object in the repository where it was found. */
export class Found {
  readonly repository: Repository;
  readonly object: GitObject;
  /** Where it was found; empty for the root, and for what was asked for by its id. */
  readonly path: string;

  constructor(repository: Repository, object: GitObject, path: string) {
    this.repository = repository;
    this.object = object;
    this.path = path;
  }
}

export interface FoundEntry {
  readonly repository: Repository;
  readonly entry: TreeEntry;
  readonly path: string;
}

export interface FoundRef {
  readonly repository: Repository;
  readonly prefix: 'refs/heads/' | 'refs/tags/';
  readonly name: string;
}

export type Args = Readonly<Record<string, unknown>>;
export type Resolver<S> = (source: S, args: Args, context: Context) => unknown;
export type Resolvers<S> = Readonly<Record<string, Resolver<S>>>;
