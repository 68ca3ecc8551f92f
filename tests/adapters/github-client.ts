import { GitHubClient } from '../../src/adapters/github/client.js';
import { GitHubLedger } from '../../src/sources/github-usage.js';
import type { LocalGitHub } from '../support/github/server.js';

/** A client of a local GitHub that never waits: `sleeps` are the milliseconds it would have. */
export function clientOf(
  hub: Pick<LocalGitHub, 'url' | 'token'>,
  { maxPoints = null, token = hub.token, limits }: { maxPoints?: number | null; token?: string; limits?: Limits } = {},
): { client: GitHubClient; sleeps: number[] } {
  const sleeps: number[] = [];
  const clock = {
    elapsed: () => performance.now(),
    sleep: (milliseconds: number) => {
      // Gaps between requests are none that anybody would notice.
      if (milliseconds >= 500) sleeps.push(Math.round(milliseconds));
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  const client = new GitHubClient(hub.url, { kind: 'token', token }, clock, new GitHubLedger(maxPoints), limits);
  return { client, sleeps };
}

type Limits = { milliseconds: number; bytes: number };
