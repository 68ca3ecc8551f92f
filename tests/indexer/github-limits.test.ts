import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ChoraError } from '../../src/model/errors.js';
import { capabilities, differences, FRESHNESS } from '../support/federation.js';
import type { JournalEntry } from '../support/github/journal.js';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { GitHubFederation, manyRepositories } from './github.js';

const GROUP = [{ org: 'acme' }];
const at = (hour: number): string => `2026-05-04T${String(hour).padStart(2, '0')}:00:00.000Z`;
const trees = ({ query }: JournalEntry) => query?.includes('fragment L0') === true;
const blobs = ({ query }: JournalEntry) => query?.includes('isTruncated') === true;
const aliases = ({ query }: JournalEntry) => query?.match(/\ba\d+:/g)?.length ?? 0;

let hub: LocalGitHub;
let federation: GitHubFederation;
beforeEach(async () => {
  hub = await startGitHub();
  federation = new GitHubFederation(hub);
});
afterEach(() => hub.close());

/** Adds a capability to each of the first repositories. */
function change(count: number, word: string): void {
  for (let n = 1; n <= count; n += 1) {
    const name = `r${String(n).padStart(4, '0')}`;
    hub.model.find(`acme/${name}`)?.push(capabilities(`acme.${name}.${word}`));
  }
}
const states = (): Record<string, number> => federation.catalog().counts.by_source_state as Record<string, number>;

describe('a budget', () => {
  test('ends the run cleanly, and the next runs begin where it ended', async () => {
    manyRepositories(hub, 300);
    // Three pages, one request for files, one for contents.
    const first = await federation.indexGitHub(GROUP, { maxPoints: 5, now: at(8) });
    expect(first.github).toMatchObject({ points: 5, max_points: 5 });
    expect(hub.requests.totals('graphql').points).toBe(5);
    const read = states()['ok'] ?? 0;
    expect(read).toBeGreaterThan(0);
    expect(states()['rate-limited']).toBe(300 - read);
    expect(first.failed[0]).toMatchObject({ code: 'source/postponed' });
    let done = read;
    for (let hour = 9; done < 300; hour += 1) {
      await federation.indexGitHub(GROUP, { maxPoints: 5, now: at(hour) });
      expect(states()['ok']).toBeGreaterThan(done);
      done = states()['ok'] ?? 0;
      expect(hour).toBeLessThan(16);
    }
    expect(federation.catalog().counts.capabilities).toBe(300);
  });

  test('keeps what it does not reach, and asks for that first', async () => {
    manyRepositories(hub, 250);
    await federation.indexGitHub(GROUP, { now: at(8) });
    change(250, 'one');
    await federation.indexGitHub(GROUP, { maxPoints: 5, now: at(9) });
    const waited = federation.freshness().exceptions.map(({ source }) => source);
    expect(waited.length).toBeGreaterThan(0);
    expect(federation.freshness().exceptions[0]).toMatchObject({ state: 'rate-limited', last_confirmed_at: at(8) });
    expect(federation.catalog().counts.capabilities).toBe(250 + 250 - waited.length);
    change(250, 'two');
    hub.requests.clear();
    await federation.indexGitHub(GROUP, { maxPoints: 5, now: at(10) });
    const [asked] = hub.requests.entries.filter(trees);
    const names = Object.values(asked?.variables ?? {}).filter((value) => /^r\d{4}$/.test(String(value)));
    expect(names.slice(0, 100).map((name) => federation.id(`acme/${name}`))).toEqual(waited.slice(0, 100));
  });

  test('of the configuration is told with what is left and what a whole run would take', async () => {
    manyRepositories(hub, 250);
    const report = await federation.indexGitHub(GROUP, { maxPoints: 1000 });
    expect(report.github).toMatchObject({
      requests: 3 + 3 + 2,
      points: 3 + 3 + 2,
      max_points: 1000,
      remaining: 5000 - 8,
      stages: [
        { stage: 'discovery', requests: 3, items: 250 },
        { stage: 'trees', requests: 3, items: 250 },
        { stage: 'blobs', requests: 2, items: 250 },
      ],
      forecast: { repositories: 250, requests: 8, points: 8 },
    });
    expect(federation.freshness().github).toEqual(report.github);
  });
});

describe('a token', () => {
  test('that is revoked half-way leaves the catalog as it was, and says what to do', async () => {
    manyRepositories(hub, 50);
    await federation.indexGitHub(GROUP, { now: at(8) });
    const before = federation.ids();
    change(50, 'more');
    hub.faults.before(() => hub.tokens.revoke(hub.token), { when: trees });
    hub.requests.clear();
    const report = await federation.indexGitHub(GROUP, { now: at(9) });
    expect(report.failed).toHaveLength(50);
    expect(report.failed[0]).toMatchObject({ code: 'source/token-refused' });
    expect(federation.findings('source/token-refused')[0]?.hint).toContain('CHORA_GITHUB_TOKEN');
    expect(federation.ids()).toEqual(before);
    expect(hub.requests.entries).toHaveLength(2);
  });

  test('is in no file, and in no message', async () => {
    manyRepositories(hub, 3);
    hub.faults.status(500, { times: 2, when: blobs, message: `Server Error for ${hub.token}` });
    hub.faults.status(403, { when: trees, message: `${hub.token} may not` });
    const report = await federation.indexGitHub(GROUP);
    expect(JSON.stringify(report)).not.toContain(hub.token);
    for (const text of federation.tree().values()) expect(text).not.toContain(hub.token);
  });

  test('that is missing stops the run, which says where it belongs', async () => {
    federation.configure({ sources: [{ github: { org: 'acme', base_url: hub.url } }] });
    const error = await federation.index({ github: { environment: {} } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ChoraError);
    expect(error).toMatchObject({ kind: 'config', code: 'github/no-token', hint: expect.stringContaining('CHORA_GITHUB_TOKEN') });
  });
});

describe('a limit of GitHub', () => {
  test('on the rate of requests is waited for as long as it says', async () => {
    manyRepositories(hub, 5);
    hub.faults.secondaryLimit({ retryAfter: 30, when: trees });
    const report = await federation.indexGitHub(GROUP);
    expect(report.failed).toEqual([]);
    expect(federation.sleeps.filter((pause) => pause > 29_000 && pause <= 30_100)).not.toEqual([]);
  });

  test.each([
    ['403', { status: 403 as const, abuse: true, retryAfter: null }],
    ['429', { status: 429 as const, retryAfter: null }],
  ])('without a time (%s) is waited for a minute', async (_, fault) => {
    manyRepositories(hub, 5);
    hub.faults.secondaryLimit({ ...fault, when: trees });
    expect((await federation.indexGitHub(GROUP)).failed).toEqual([]);
    expect(federation.sleeps.filter((pause) => pause > 59_000 && pause <= 60_100)).not.toEqual([]);
  });

  test('that is too long to wait for ends the run with the last good entries', async () => {
    manyRepositories(hub, 5);
    await federation.indexGitHub(GROUP, { now: at(8) });
    change(5, 'more');
    hub.faults.secondaryLimit({ retryAfter: 3600, when: trees });
    const report = await federation.indexGitHub(GROUP, { now: at(9) });
    expect(report.failed.map(({ code }) => code)).toEqual(Array(5).fill('source/rate-limited'));
    expect(federation.catalog().counts.capabilities).toBe(5);
  });

  test('for the hour, used up, ends the run with the last good entries, whatever its words', async () => {
    manyRepositories(hub, 5);
    await federation.indexGitHub(GROUP, { now: at(8) });
    const before = federation.ids();
    hub.limits.exhaust('graphql', 1800);
    const report = await federation.indexGitHub(GROUP, { now: at(9) });
    expect(report.failed.map(({ code }) => code)).toEqual(Array(5).fill('source/rate-limited'));
    expect(federation.ids()).toEqual(before);
    expect(federation.sleeps).toEqual([]);
  });

  test('for the hour that ends soon is waited for', async () => {
    manyRepositories(hub, 5);
    await federation.indexGitHub(GROUP, { now: at(8) });
    hub.limits.exhaust('graphql', 1);
    await federation.indexGitHub(GROUP, { now: at(9) });
    expect(federation.sleeps.length).toBeGreaterThan(0);
    expect(federation.sleeps[0]).toBeLessThanOrEqual(3000);
  });

  test('on the time of a query makes the requests smaller, and nothing is lost', async () => {
    manyRepositories(hub, 300);
    hub.faults.timeout({ times: 1000, when: (entry) => trees(entry) && aliases(entry) > 30 });
    hub.faults.gateway(502, { times: 1, when: blobs });
    const report = await federation.indexGitHub(GROUP);
    expect(report.failed).toEqual([]);
    expect(federation.catalog().counts.capabilities).toBe(300);
    const failed = hub.requests.entries.filter(({ fault }) => fault !== null).length;
    expect(failed).toBeLessThan(12);
  });

  test('on what a query may use, met in a part of the answer, asks again for that part', async () => {
    manyRepositories(hub, 4);
    hub.options.queries = { ...hub.options.queries };
    hub.faults.next(
      {
        name: 'resource limits',
        answer: {
          status: 200,
          body: {
            data: {
              rateLimit: { cost: 1, remaining: 4000, resetAt: '2026-05-04T09:00:00Z' },
              a0: null,
              a1: null,
              a2: null,
              a3: null,
            },
            errors: [0, 1, 2, 3].map((n) => ({
              type: 'RESOURCE_LIMITS_EXCEEDED',
              path: [`a${n}`],
              message: 'Resource limits for this query exceeded.',
            })),
          },
        },
      },
      { when: trees },
    );
    const report = await federation.indexGitHub(GROUP);
    expect(report.failed).toEqual([]);
    expect(federation.catalog().counts.capabilities).toBe(4);
  });

  test('on the pages of a list makes the pages smaller', async () => {
    manyRepositories(hub, 130);
    hub.faults.timeout({ times: 3, when: ({ query }) => query?.includes('totalCount') === true });
    const report = await federation.indexGitHub(GROUP);
    expect(report.failed).toEqual([]);
    expect(federation.catalog().counts.capabilities).toBe(130);
  });
});

describe('a repository', () => {
  test('whose files are too many for a query is listed by REST', async () => {
    manyRepositories(hub, 3);
    hub.faults.timeout({ times: 1000, when: (entry) => trees(entry) && Object.values(entry.variables).includes('r0002') });
    const report = await federation.indexGitHub(GROUP);
    expect(report.failed).toEqual([]);
    expect(hub.requests.of('rest').map(({ path }) => path)).toEqual([expect.stringContaining('/repos/acme/r0002/git/trees/')]);
  });

  test('whose files are too many even for that keeps its last good entries', async () => {
    manyRepositories(hub, 3);
    await federation.indexGitHub(GROUP, { now: at(8) });
    change(3, 'more');
    hub.options.treeLimit = 2;
    hub.faults.timeout({ times: 1000, when: (entry) => trees(entry) && Object.values(entry.variables).includes('r0002') });
    const report = await federation.indexGitHub(GROUP, { now: at(9) });
    expect(report.failed).toMatchObject([{ source: federation.id('acme/r0002'), code: 'source/tree-truncated' }]);
    expect(federation.catalog().counts.capabilities).toBe(5);
  });
});

describe('a GitHub that is down', () => {
  test('is soon left alone, and nothing is lost', async () => {
    manyRepositories(hub, 150);
    await federation.indexGitHub(GROUP, { now: at(8) });
    const before = federation.tree();
    change(150, 'more');
    hub.requests.clear();
    hub.faults.gateway(503, { times: 10_000, when: trees });
    hub.faults.gateway(503, { times: 10_000, when: ({ kind }) => kind === 'rest' });
    const report = await federation.indexGitHub(GROUP, { now: at(9) });
    expect(report.failed).toHaveLength(150);
    expect(hub.requests.entries.length).toBeLessThan(40);
    expect(federation.catalog().counts.capabilities).toBe(150);
    expect(differences(before, federation.tree())).toContain(FRESHNESS);
  });

  test.each([
    ['resets connections', { kind: 'reset' as const }],
    ['cuts answers', { kind: 'cut' as const, bytes: 40 }],
    ['breaks answers off', { kind: 'break' as const, bytes: 40 }],
  ])('and %s once is asked again', async (_, delivery) => {
    manyRepositories(hub, 5);
    hub.faults.deliver(delivery, { when: trees });
    const report = await federation.indexGitHub(GROUP);
    expect(report.failed).toEqual([]);
    expect(federation.catalog().counts.capabilities).toBe(5);
  });
});

describe('a GitHub Enterprise', () => {
  test('is asked below its own addresses', async () => {
    const enterprise = await startGitHub({ enterprise: true });
    try {
      const other = new GitHubFederation(enterprise);
      manyRepositories(enterprise, 3);
      const report = await other.indexGitHub(GROUP);
      expect(report.failed).toEqual([]);
      expect(other.catalog().counts.capabilities).toBe(3);
      expect(enterprise.requests.entries.map(({ path }) => path)).toEqual(Array(3).fill('/api/graphql'));
    } finally {
      await enterprise.close();
    }
  });
});
