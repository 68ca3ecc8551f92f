import { ChoraError } from '../../model/errors.js';

/** How requests are signed in. Nothing here goes into a message, a log or a file. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'app'; readonly appId: string; readonly privateKey: string; readonly installationId: number | null };

export type Environment = Readonly<Record<string, string | undefined>>;

export const PUBLIC_API = 'https://api.github.com';

/**
 * The token or app that the environment gives for an API. `CHORA_GITHUB_…` is meant for this program and counts for whatever API
 * the configuration names; `GITHUB_TOKEN` and `GH_TOKEN` are for github.com, or for the API that GITHUB_API_URL names, as in GitHub
 * Actions of an Enterprise; `GH_ENTERPRISE_TOKEN` and `GITHUB_ENTERPRISE_TOKEN` are for all others, as with GitHub's own tool.
 * @throws ChoraError `github/no-token`, `github/app-incomplete`
 */
export function credentialsFor(api: string, environment: Environment): Credentials {
  const given = (name: string) => environment[name]?.trim() || undefined;
  const token = given('CHORA_GITHUB_TOKEN');
  if (token !== undefined) return { kind: 'token', token };
  const app = appFrom(given);
  if (app !== null) return app;
  const home = (given('GITHUB_API_URL') ?? PUBLIC_API).replace(/\/+$/, '');
  const names = api === home ? ['GITHUB_TOKEN', 'GH_TOKEN'] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
  const found = names.map(given).find((value) => value !== undefined);
  if (found !== undefined) return { kind: 'token', token: found };
  throw new ChoraError(
    'config',
    'github/no-token',
    `${api} is asked with a token only, and the environment holds none.`,
    `Set CHORA_GITHUB_TOKEN or ${names.join(' or ')} to a token that may read the repositories, or CHORA_GITHUB_APP_ID and CHORA_GITHUB_APP_PRIVATE_KEY.`,
  );
}

/** What an answer of GitHub says, fit for a message: a server, or what stands before it, may repeat what it was sent. */
export function withoutSecrets(text: string, credentials: Credentials): string {
  const known = credentials.kind === 'token' ? text.replaceAll(credentials.token, '…') : text;
  return known.replace(/\b(gh[a-z]_\w{8,}|github_pat_\w{8,}|eyJ[\w-]+\.[\w.-]+)/g, '…');
}

function appFrom(given: (name: string) => string | undefined): Credentials | null {
  const appId = given('CHORA_GITHUB_APP_ID');
  const key = given('CHORA_GITHUB_APP_PRIVATE_KEY');
  const installation = given('CHORA_GITHUB_APP_INSTALLATION_ID');
  if (appId === undefined && key === undefined) return null;
  const incomplete = (what: string) =>
    new ChoraError('config', 'github/app-incomplete', `The GitHub App of the environment is not usable: ${what}.`, APP_HINT);
  if (appId === undefined) throw incomplete('CHORA_GITHUB_APP_ID is missing');
  if (key === undefined) throw incomplete('CHORA_GITHUB_APP_PRIVATE_KEY is missing');
  if (installation !== undefined && !/^[1-9]\d{0,14}$/.test(installation))
    throw incomplete('CHORA_GITHUB_APP_INSTALLATION_ID is not a number');
  // Environments that take one line only have the line ends of the key escaped.
  const privateKey = key.replaceAll('\\n', '\n');
  if (!/^-----BEGIN (RSA )?PRIVATE KEY-----\n/.test(privateKey))
    throw incomplete('CHORA_GITHUB_APP_PRIVATE_KEY is not a key in PEM format');
  return { kind: 'app', appId, privateKey, installationId: installation === undefined ? null : Number(installation) };
}

const APP_HINT =
  'Set CHORA_GITHUB_APP_ID and CHORA_GITHUB_APP_PRIVATE_KEY to the app’s id and its whole private key, and CHORA_GITHUB_APP_INSTALLATION_ID where it is installed more than once.';
