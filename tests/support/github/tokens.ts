import { randomBytes } from 'node:crypto';
import type { Repository } from './repository.ts';

export interface Access {
  /** The account whose limits are used: a user, an installation, or an address without a token. */
  readonly account: string;
  readonly accountId: number;
  readonly kind: 'user' | 'installation' | 'anonymous';
  readonly sees: (repository: Repository) => boolean;
  /** OAuth scopes; null for tokens that have none, such as those of installations. */
  readonly scopes: string | null;
  /** Milliseconds. */
  readonly expiresAt: number;
}

export interface TokenOptions {
  readonly account?: string;
  readonly kind?: Access['kind'];
  /** `all` also shows private repositories. */
  readonly sees?: 'all' | 'public' | ((repository: Repository) => boolean);
  readonly expiresAt?: number;
}

/** The tokens that this GitHub has given out. */
export class Tokens {
  readonly #given = new Map<string, Access>();
  #lastId = 5000;
  readonly #accounts = new Map<string, number>();

  give(token: string, { account = 'ada', kind = 'user', sees = 'all', expiresAt = Infinity }: TokenOptions = {}): string {
    const accountId = this.#accounts.get(account) ?? this.#nextId(account);
    const access = typeof sees === 'function' ? sees : (repository: Repository) => sees === 'all' || !repository.isPrivate;
    const scopes = kind === 'user' ? (sees === 'public' ? '' : 'read:org, repo') : null;
    this.#given.set(token, { account, accountId, kind, sees: access, scopes, expiresAt });
    return token;
  }

  /** A token in the form of those that GitHub makes. */
  make(prefix: 'ghp' | 'ghs', options: TokenOptions = {}): string {
    return this.give(`${prefix}_${randomBytes(18).toString('hex')}`, options);
  }

  revoke(token: string): void {
    this.#given.delete(token);
  }

  /** Null for a token that was never given, was revoked or has expired. */
  find(token: string, now: number): Access | null {
    const access = this.#given.get(token);
    return access === undefined || access.expiresAt <= now ? null : access;
  }

  #nextId(account: string): number {
    this.#lastId += 1;
    this.#accounts.set(account, this.#lastId);
    return this.#lastId;
  }
}

export const ANONYMOUS: Access = {
  account: 'anonymous',
  accountId: 0,
  kind: 'anonymous',
  sees: (repository) => !repository.isPrivate,
  scopes: null,
  expiresAt: Infinity,
};
