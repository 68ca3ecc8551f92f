import { GitHubSources } from '../../src/adapters/github/source.js';
import type { SourceRequest } from '../../src/indexer/ops.js';
import { type RequestOptions, requestFor } from '../support/git.js';
import type { LocalGitHub } from '../support/github/server.js';

/** The source of a local GitHub's repositories. It never waits: `sleeps` are the milliseconds it would have. */
export function sourcesOf(hub: LocalGitHub, maxPoints: number | null = null): { sources: GitHubSources; sleeps: number[] } {
  const sleeps: number[] = [];
  const clock = {
    elapsed: () => performance.now(),
    sleep: (milliseconds: number) => {
      if (milliseconds >= 500) sleeps.push(Math.round(milliseconds));
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  return { sources: new GitHubSources(clock, maxPoints, { CHORA_GITHUB_TOKEN: hub.token }), sleeps };
}

/** A request for `owner/name`. */
export function askFor(hub: LocalGitHub, nameWithOwner: string, options: RequestOptions = {}): SourceRequest {
  const [owner = '', name = ''] = nameWithOwner.split('/');
  return requestFor(`${hub.siteUrl}/${nameWithOwner}`, { ...options, github: { api: hub.url, owner, name } }, 'github');
}
