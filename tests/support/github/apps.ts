import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Owner } from './model.ts';
import type { Repository } from './repository.ts';
import type { Tokens } from './tokens.ts';

export interface AppOptions {
  readonly id: number;
  readonly clientId?: string;
  readonly slug?: string;
  /** PEM. */
  readonly publicKey: string;
}

export interface App {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly key: KeyObject;
  readonly installations: Installation[];
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Owner;
  /** Names of repositories without their owner; null for all. */
  readonly only: readonly string[] | null;
  suspended: boolean;
}

const HOUR = 3_600_000;
/** GitHub Docs, "Generating a JSON Web Token (JWT) for a GitHub App": at most ten minutes ahead. */
const LONGEST = 600;
/** Seconds by which clocks may differ. */
const DRIFT = 60;

/** GitHub Apps, what they are installed on, and the tokens that they ask for. */
export class Apps {
  readonly #apps: App[] = [];
  readonly #tokens: Tokens;
  readonly #now: () => number;
  #lastInstallation = 70_000;

  constructor(tokens: Tokens, now: () => number) {
    this.#tokens = tokens;
    this.#now = now;
  }

  add({ id, clientId = `Iv1.${id}`, slug = `app-${id}`, publicKey }: AppOptions): App {
    const app: App = { id, clientId, slug, key: createPublicKey(publicKey), installations: [] };
    this.#apps.push(app);
    return app;
  }

  install(app: App, account: Owner, only: readonly string[] | null = null): Installation {
    this.#lastInstallation += 1;
    const installation: Installation = { id: this.#lastInstallation, app, account, only, suspended: false };
    app.installations.push(installation);
    return installation;
  }

  /** The app that signed a JSON Web Token, or why it is refused. */
  authenticate(jwt: string): App | string {
    const [head = '', claims = '', signature = ''] = jwt.split('.');
    const read = readJson(claims);
    if (read === null || readJson(head)?.['alg'] !== 'RS256') return 'A JSON web token could not be decoded';
    const app = this.#apps.find(({ id, clientId }) => String(id) === String(read['iss']) || clientId === read['iss']);
    if (app === undefined) return 'Integration not found';
    if (!verify('sha256', Buffer.from(`${head}.${claims}`), app.key, Buffer.from(signature, 'base64url'))) {
      return 'A JSON web token could not be decoded';
    }
    const seconds = this.#now() / 1000;
    const { exp, iat } = read;
    if (typeof exp !== 'number' || exp < seconds) {
      return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
    }
    if (exp > seconds + LONGEST + DRIFT) return "'Expiration time' claim ('exp') is too far in the future";
    return typeof iat === 'number' && iat <= seconds + DRIFT
      ? app
      : "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  }

  /** A token that shows what the installation has, for an hour. */
  token(installation: Installation): { token: string; expiresAt: number } {
    const expiresAt = this.#now() + HOUR;
    const { id, account, only } = installation;
    const sees = (repository: Repository): boolean =>
      !repository.isPrivate || (repository.owner === account && (only === null || only.includes(repository.name)));
    const token = this.#tokens.make('ghs', { account: `installation-${id}`, kind: 'installation', sees, expiresAt });
    return { token, expiresAt };
  }
}

function readJson(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
