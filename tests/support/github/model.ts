import { nodeId } from './ids.ts';
import { Repository } from './repository.ts';
import type { RepositoryOptions } from './repository-options.ts';

export interface Owner {
  readonly kind: 'Organization' | 'User';
  readonly databaseId: number;
  readonly nodeId: string;
  login: string;
  name: string | null;
  /** Tokens are refused until they are authorized for single sign-on. */
  requiresSso: boolean;
}

/** Who and what is on this GitHub. Names compare without regard to case, as they do there. */
export class Model {
  readonly #owners = new Map<string, Owner>();
  readonly #byName = new Map<string, Repository>();
  readonly #byId = new Map<number, Repository>();
  readonly #byOwner = new Map<Owner, Set<Repository>>();
  /** Names that repositories had before. */
  readonly #moved = new Map<string, Repository>();
  #lastId = 1000;

  organization(login: string): Owner {
    return this.#owners.get(login.toLowerCase()) ?? this.#addOwner('Organization', login);
  }

  user(login: string): Owner {
    return this.#owners.get(login.toLowerCase()) ?? this.#addOwner('User', login);
  }

  /** Makes a repository; its owner is made an organization if it is not there. The name must be free. */
  repository(nameWithOwner: string, options: RepositoryOptions = {}): Repository {
    const { login, name } = split(nameWithOwner);
    const owner = this.organization(login);
    if (this.#byName.has(nameWithOwner.toLowerCase())) throw new Error(`${nameWithOwner} is there already`);
    this.#lastId += 1;
    const repository = new Repository(this.#lastId, owner, name, options);
    this.#byId.set(repository.databaseId, repository);
    this.#place(repository);
    return repository;
  }

  /** The owner keeps what it had; the name from before leads to it until another repository takes that name. */
  rename(repository: Repository, name: string): void {
    this.#move(repository, repository.owner, name);
  }

  transfer(repository: Repository, owner: Owner): void {
    this.#move(repository, owner, repository.name);
  }

  delete(repository: Repository): void {
    this.#displace(repository);
    this.#byId.delete(repository.databaseId);
    for (const [name, moved] of this.#moved) if (moved === repository) this.#moved.delete(name);
  }

  /** Deletes and makes anew under the same name; the number is another. */
  recreate(repository: Repository, options: RepositoryOptions = {}): Repository {
    const name = repository.nameWithOwner;
    this.delete(repository);
    return this.repository(name, options);
  }

  owner(login: string): Owner | null {
    return this.#owners.get(login.toLowerCase()) ?? null;
  }

  ownerById(databaseId: number): Owner | null {
    return [...this.#owners.values()].find((owner) => owner.databaseId === databaseId) ?? null;
  }

  /** The repository of that name now, or the one that had it before. */
  find(nameWithOwner: string, followRenames = true): Repository | null {
    const name = nameWithOwner.toLowerCase();
    return this.#byName.get(name) ?? (followRenames ? (this.#moved.get(name) ?? null) : null);
  }

  findById(databaseId: number): Repository | null {
    return this.#byId.get(databaseId) ?? null;
  }

  /** In the order of their numbers. */
  repositoriesOf(owner: Owner): Repository[] {
    return [...(this.#byOwner.get(owner) ?? [])].sort((a, b) => a.databaseId - b.databaseId);
  }

  repositories(): Repository[] {
    return [...this.#byId.values()];
  }

  #addOwner(kind: Owner['kind'], login: string): Owner {
    this.#lastId += 1;
    const id = nodeId(kind === 'User' ? 'U' : 'O', this.#lastId);
    const owner: Owner = { kind, login, databaseId: this.#lastId, nodeId: id, name: null, requiresSso: false };
    this.#owners.set(login.toLowerCase(), owner);
    this.#byOwner.set(owner, new Set());
    return owner;
  }

  #move(repository: Repository, owner: Owner, name: string): void {
    if (this.#byName.has(`${owner.login}/${name}`.toLowerCase())) throw new Error(`${owner.login}/${name} is there already`);
    this.#displace(repository);
    this.#moved.set(repository.nameWithOwner.toLowerCase(), repository);
    repository.owner = owner;
    repository.name = name;
    this.#place(repository);
  }

  #place(repository: Repository): void {
    this.#byName.set(repository.nameWithOwner.toLowerCase(), repository);
    this.#byOwner.get(repository.owner)?.add(repository);
  }

  #displace(repository: Repository): void {
    this.#byName.delete(repository.nameWithOwner.toLowerCase());
    this.#byOwner.get(repository.owner)?.delete(repository);
  }
}

function split(nameWithOwner: string): { login: string; name: string } {
  const [login, name, ...rest] = nameWithOwner.split('/');
  if (login === undefined || name === undefined || rest.length > 0) throw new Error(`${nameWithOwner} is not owner/name`);
  return { login, name };
}
