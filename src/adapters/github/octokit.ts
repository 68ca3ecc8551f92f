import type { Octokit } from 'octokit';
import { ChoraError } from '../../model/errors.js';
import type { Credentials } from './credentials.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * octokit for one API. It is loaded when a GitHub source is first asked: its import takes 40 ms and 20 MB. Its own throttling and
 * repeating are off: they wait by a clock of their own, know nothing of a budget, and repeat a page that is too large as it is.
 * @throws ChoraError `github/app-unusable`
 */
export async function signIn(api: string, credentials: Credentials, signal: AbortSignal): Promise<Octokit> {
  const { App, Octokit } = await import('octokit');
  const options = {
    baseUrl: api,
    userAgent: 'chora-catalog',
    log: silent,
    request: { log: silent },
    throttle: { enabled: false },
    retry: { enabled: false },
  };
  if (credentials.kind === 'token') return new Octokit({ ...options, auth: credentials.token });
  const { appId, privateKey, installationId } = credentials;
  const app = new App({ appId, privateKey, Octokit: Octokit.defaults(options), log: silent });
  const octokit = await app.getInstallationOctokit(installationId ?? (await onlyInstallation(app.octokit as Octokit, signal)));
  return octokit as Octokit;
}

async function onlyInstallation(octokit: Octokit, signal: AbortSignal): Promise<number> {
  const { data } = await octokit.request('GET /app/installations', { per_page: 2, request: { signal } });
  const [only, ...others] = data;
  if (only !== undefined && others.length === 0) return only.id;
  throw new ChoraError(
    'config',
    'github/app-unusable',
    only === undefined ? 'The GitHub App is installed nowhere.' : 'The GitHub App is installed more than once.',
    only === undefined ? 'Install it for the owner of the repositories.' : 'Set CHORA_GITHUB_APP_INSTALLATION_ID.',
  );
}
