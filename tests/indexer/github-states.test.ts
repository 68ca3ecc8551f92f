import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunReport } from '../../src/indexer/report.js';
import { capabilities, differences, FRESHNESS } from '../support/federation.js';
import type { Repository } from '../support/github/repository.js';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { GitHubFederation } from './github.js';

/** Holds what the run asked of GitHub. */
const SOURCES = 'api/v1/sources.json';

const at = (hour: number): string => `2026-05-04T${String(hour).padStart(2, '0')}:00:00.000Z`;

let hub: LocalGitHub;
let federation: GitHubFederation;
let billing: Repository;
beforeEach(async () => {
  hub = await startGitHub();
  federation = new GitHubFederation(hub);
  billing = hub.model.repository('acme/billing', { files: capabilities('acme.billing.charge') });
  for (const name of ['audit', 'crm', 'desk', 'edge', 'farm', 'grid', 'home'])
    hub.model.repository(`acme/${name}`, { files: capabilities(`acme.${name}.run`) });
});
afterEach(() => hub.close());

const GROUP = [{ org: 'acme' }];
const ALONE = [{ repo: 'acme/billing' }];
const run = (sources: readonly Record<string, unknown>[], hour: number, options = {}): Promise<RunReport> =>
  federation.indexGitHub(sources, { now: at(hour), ...options });
const row = () => federation.source(federation.id('acme/billing'));

describe.each([
  ['listed by itself', ALONE],
  ['found in its organization', GROUP],
])('a repository %s', (_, sources) => {
  test('is read, and its number is kept', async () => {
    const report = await run(sources, 8);
    expect(report.failed).toEqual([]);
    expect(federation.ids()).toContain('acme.billing.charge');
    expect(row()).toMatchObject({
      kind: 'github',
      state: 'ok',
      commit: billing.head?.oid,
      repository_id: String(billing.databaseId),
    });
  });

  test('that did not change is asked for by one request, and nothing but the time and what it cost is written', async () => {
    await run(sources, 8);
    const before = federation.tree();
    hub.requests.clear();
    await run(sources, 9);
    expect(hub.requests.entries).toHaveLength(1);
    expect(differences(before, federation.tree())).toEqual([FRESHNESS, SOURCES]);
  });

  test('that changed is read again', async () => {
    await run(sources, 8);
    billing.push(capabilities('acme.billing.refund'));
    const report = await run(sources, 9);
    expect(report.plan.added.map(({ id }) => id)).toEqual(['acme.billing.refund']);
  });

  test('that is disabled keeps its last good entries', async () => {
    await run(sources, 8);
    billing.isDisabled = true;
    const report = await run(sources, 9);
    expect(report.failed).toMatchObject([{ code: 'source/disabled' }]);
    expect(row()?.state).toBe('disabled');
    expect(federation.told('source/disabled', 'source/last-good-kept')).toEqual([
      'acme/billing source/disabled',
      'acme/billing source/last-good-kept',
    ]);
    expect(federation.ids()).toContain('acme.billing.charge');
  });

  test('that never had a commit is empty, which is no failure', async () => {
    billing.empty();
    const report = await run(sources, 8);
    expect(report.failed).toEqual([]);
    expect(row()).toMatchObject({ state: 'empty', commit: null });
    expect(federation.told('source/empty')).toEqual(['acme/billing source/empty']);
  });

  test('that lost all its commits is not taken for empty', async () => {
    await run(sources, 8);
    billing.empty();
    const report = await run(sources, 9);
    expect(report.failed).toMatchObject([{ code: 'source/ref-missing' }]);
    expect(federation.ids()).toContain('acme.billing.charge');
  });

  test('without its default branch keeps its last good entries', async () => {
    await run(sources, 8);
    billing.loseDefaultBranch();
    const report = await run(sources, 9);
    expect(report.failed).toMatchObject([{ code: 'source/no-default-branch' }]);
    expect(row()?.state).toBe('no-default-branch');
    expect(federation.ids()).toContain('acme.billing.charge');
  });

  test('that never had a default branch is a failure', async () => {
    billing.loseDefaultBranch();
    const report = await run(sources, 8);
    expect(report.failed).toMatchObject([{ code: 'source/no-default-branch' }]);
  });

  test('in whose place another was made is a conflict in every run, never an update', async () => {
    await run(sources, 8);
    const before = row();
    const pinned = String(billing.databaseId);
    hub.model.recreate(billing, { files: capabilities('acme.billing.steal') });
    for (const hour of [9, 10]) {
      const report = await run(sources, hour);
      expect(report.failed).toMatchObject([{ code: 'source/replaced', message: expect.stringContaining(pinned) }]);
      expect(federation.ids()).toContain('acme.billing.charge');
      expect(federation.ids()).not.toContain('acme.billing.steal');
      expect(row()).toMatchObject({ commit: before?.commit, repository_id: pinned, state: 'missing' });
    }
  });
});

describe('a repository listed by itself', () => {
  test('that was renamed is read under its old name, and the new one is told', async () => {
    await run(ALONE, 8);
    hub.model.rename(billing, 'invoices');
    billing.push(capabilities('acme.billing.refund'));
    const report = await run(ALONE, 9);
    expect(report.failed).toEqual([]);
    expect(federation.ids()).toContain('acme.billing.refund');
    expect(row()).toMatchObject({ state: 'ok', moved_to: 'acme/invoices' });
    expect(federation.told('source/renamed')).toEqual(['acme/billing source/renamed']);
  });

  test('whose rename is known is not read again, and told no more when it is named back', async () => {
    await run(ALONE, 8);
    hub.model.rename(billing, 'invoices');
    await run(ALONE, 9);
    const before = federation.tree();
    hub.requests.clear();
    await run(ALONE, 10);
    expect(hub.requests.entries).toHaveLength(1);
    expect(differences(before, federation.tree())).toEqual([FRESHNESS, SOURCES]);
    hub.model.rename(billing, 'billing');
    await run(ALONE, 11);
    expect(federation.told('source/renamed')).toEqual([]);
    expect(row()).not.toHaveProperty('moved_to');
  });

  test('that was transferred is read, and its new owner is told', async () => {
    await run(ALONE, 8);
    hub.model.transfer(billing, hub.model.organization('globex'));
    const report = await run(ALONE, 9);
    expect(report.failed).toEqual([]);
    expect(row()).toMatchObject({ state: 'ok', moved_to: 'globex/billing' });
    expect(federation.told('source/transferred')).toEqual(['acme/billing source/transferred']);
  });

  test('that was deleted is missing', async () => {
    await run(ALONE, 8);
    hub.model.delete(billing);
    const report = await run(ALONE, 9);
    expect(report.failed).toMatchObject([{ code: 'source/missing' }]);
    expect(row()?.state).toBe('missing');
    expect(federation.ids()).toContain('acme.billing.charge');
  });
});

describe('a repository found in its organization', () => {
  test('that was deleted is deleted, and may come back as another', async () => {
    await run(GROUP, 8);
    hub.model.delete(billing);
    const report = await run(GROUP, 9);
    expect(report.failed).toEqual([]);
    expect(row()?.state).toBe('deleted');
    expect(federation.ids()).not.toContain('acme.billing.charge');
    const other = hub.model.repository('acme/billing', { files: capabilities('acme.billing.charge') });
    for (const hour of [10, 11]) {
      expect((await run(GROUP, hour)).failed).toEqual([]);
      expect(row()).toMatchObject({ state: 'ok', repository_id: String(other.databaseId) });
    }
  });

  test('that was renamed goes, and comes under its new name', async () => {
    await run(GROUP, 8);
    hub.model.rename(billing, 'invoices');
    const report = await run(GROUP, 9);
    expect(report.plan).toMatchObject({ removed: [], changed: [{ id: 'acme.billing.charge', why: 'moved' }] });
    expect(row()?.state).toBe('deleted');
  });

  test('is not deleted when the list broke off', async () => {
    for (let n = 0; n < 120; n += 1) hub.model.repository(`acme/x${n}`, { files: capabilities(`acme.x${n}.run`) });
    await run(GROUP, 8);
    const before = federation.ids();
    hub.faults.status(500, {
      times: 100,
      when: ({ variables }) => Object.values(variables).some((value) => String(value).startsWith('Y3Vyc29y')),
    });
    const report = await run(GROUP, 9);
    expect(report.failed.length).toBeGreaterThan(0);
    expect(federation.ids()).toEqual(before);
    expect(federation.findings().some(({ code }) => code === 'source/unreachable')).toBe(true);
  });

  test('is not deleted when its organization refuses the token', async () => {
    await run(GROUP, 8);
    hub.model.organization('acme').requiresSso = true;
    const report = await run(GROUP, 9);
    expect(report.failed).toHaveLength(8);
    expect(report.failed[0]).toMatchObject({ code: 'source/token-forbidden' });
    expect(federation.ids()).toContain('acme.billing.charge');
  });

  test('of an organization that is not there is one failure', async () => {
    const report = await run([{ org: 'acme-old' }], 8);
    expect(report.failed).toMatchObject([{ source: federation.id('acme-old'), code: 'source/missing' }]);
    expect(federation.source(federation.id('acme-old'))).toMatchObject({ kind: 'github', state: 'missing' });
  });
});

describe('a group of repositories', () => {
  test('is what its filters let through', async () => {
    hub.model.repository('acme/mcp-a', { files: capabilities('acme.mcp-a.run'), topics: ['mcp'], language: 'Go' });
    hub.model.repository('acme/mcp-b', {
      files: capabilities('acme.mcp-b.run'),
      topics: ['mcp'],
      language: 'Rust',
      archived: true,
    });
    hub.model.repository('acme/mcp-c', { files: capabilities('acme.mcp-c.run'), topics: ['mcp'], fork: true });
    hub.model.repository('acme/mcp-d', { files: capabilities('acme.mcp-d.run'), topics: ['mcp', 'secret'], private: true });
    const idsOf = async (filters: object, hour: number) => {
      await run([{ org: 'acme', names: ['mcp-*'], ...filters }], hour, { allowShrink: true });
      return federation.ids().map((id) => id.split('.')[1]);
    };
    expect(await idsOf({}, 1)).toEqual(['mcp-a', 'mcp-d']);
    expect(await idsOf({ archived: 'include', forks: 'include' }, 2)).toEqual(['mcp-a', 'mcp-b', 'mcp-c', 'mcp-d']);
    expect(await idsOf({ archived: 'only' }, 3)).toEqual(['mcp-b']);
    expect(await idsOf({ visibility: ['public'] }, 4)).toEqual(['mcp-a']);
    expect(await idsOf({ topics: ['MCP'], exclude: { topics: ['secret'] } }, 5)).toEqual(['mcp-a']);
    expect(await idsOf({ languages: ['go'] }, 6)).toEqual(['mcp-a']);
    expect(await idsOf({ exclude: { names: ['*-a'] } }, 7)).toEqual(['mcp-d']);
  });

  test('of a user is read too, and what is listed by itself is not listed twice', async () => {
    hub.model.user('ada');
    hub.model.repository('ada/Tool', { files: capabilities('ada.tool.run') });
    const report = await run([{ user: 'ada' }, { repo: 'ada/tool' }], 8);
    expect(report.failed).toEqual([]);
    expect(federation.source(federation.id('ada/tool'))?.state).toBe('ok');
    expect(federation.source(federation.id('ada/Tool'))).toBeUndefined();
  });

  test('is read at the branch and the tags that it is configured with, without a request for each', async () => {
    for (const { nameWithOwner } of hub.model.repositories()) {
      const repository = hub.model.find(nameWithOwner);
      repository?.tag('v1');
      repository?.push(capabilities(`${nameWithOwner.replace('/', '.')}.next`), { branch: 'stable' });
    }
    const report = await run([{ org: 'acme', ref: 'stable', tags: 'v*' }], 8);
    expect(report.failed).toEqual([]);
    expect(federation.ids()).toContain('acme.billing.next');
    // The list, files, contents.
    expect(hub.requests.entries).toHaveLength(3);
  });

  test('with more tags than a page gives them all', async () => {
    for (let n = 0; n < 250; n += 1) billing.tag(`v1.${n}`);
    await run([{ org: 'acme', tags: 'v1.24*' }], 8);
    expect(Object.keys(row()?.tags ?? {})).toHaveLength(11);
  });
});
