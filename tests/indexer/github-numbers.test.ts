import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { capabilities } from '../support/federation.js';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { GitHubFederation, manyRepositories } from './github.js';

const REPOSITORIES = 1000;

let hub: LocalGitHub;
let federation: GitHubFederation;
beforeEach(async () => {
  hub = await startGitHub({ latency: 5 });
  federation = new GitHubFederation(hub);
  manyRepositories(hub, REPOSITORIES);
});
afterEach(() => hub.close());

describe('a run over a thousand repositories', () => {
  test('costs what changed', async () => {
    const cold = await federation.indexGitHub([{ org: 'acme' }]);
    expect(federation.catalog().counts.capabilities).toBe(REPOSITORIES);
    expect(cold.failed).toEqual([]);
    const coldRequests = hub.requests.entries.length;

    hub.requests.clear();
    const before = federation.tree();
    await federation.indexGitHub([{ org: 'acme' }]);
    const calmRequests = hub.requests.entries.length;

    hub.requests.clear();
    for (let n = 1; n <= 10; n += 1) {
      const name = `r${String(n).padStart(4, '0')}`;
      hub.model.find(`acme/${name}`)?.push(capabilities(`acme.${name}.more`));
    }
    const changed = await federation.indexGitHub([{ org: 'acme' }]);
    expect(changed.plan.added).toHaveLength(10);
    expect(coldRequests).toBeLessThanOrEqual(32);
    expect(calmRequests).toBeLessThanOrEqual(11);
    expect(hub.requests.entries.length).toBeLessThanOrEqual(13);
    expect(before.size).toBeGreaterThan(REPOSITORIES);
  });
});
