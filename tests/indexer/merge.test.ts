import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { catalogReader, indexerOps } from '../../src/compose.js';
import { parseConfig } from '../../src/indexer/config.js';
import { mergeShards } from '../../src/indexer/merge.js';
import type { RunReport } from '../../src/indexer/report.js';
import { indexShard } from '../../src/indexer/shard.js';
import { grantWaiver } from '../../src/indexer/steward.js';
import { DEFAULT_GLOBS } from '../../src/manifest/formats.js';
import { SOURCE_LIMITS } from '../../src/model/limits.js';
import { shardOfSource } from '../../src/sources/shard.js';
import type { Trust } from '../../src/trust/examine.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { type Authority, githubClaims, sign, startAuthority } from '../support/authority.js';
import { capabilities, differences, Federation, type IndexOptions, manifest, NOW, treeOf } from '../support/federation.js';
import { failing, quaySources } from './quay.js';

const folderOf = (federation: Federation, number: number, count: number): string =>
  join(federation.root, 'shards', `${number}-of-${count}`);

/** Runs one shard, going on from the catalog in `merged`. */
async function runShard(
  federation: Federation,
  merged: string,
  number: number,
  count: number,
  { now = NOW, ops: wrap = (ops) => ops, ...options }: IndexOptions = {},
) {
  const loaded = parseConfig(readFileSync(federation.configFile, 'utf8'), 'catalog.yaml');
  const ops = indexerOps({
    config: federation.configFile,
    out: folderOf(federation, number, count),
    // Shards share nothing.
    cache: join(federation.root, `cache-${number}-of-${count}`),
    now: new Date(now),
    inProcess: true,
  });
  return await indexShard(loaded, wrap({ ...ops, sleep: () => Promise.resolve() }), {
    globs: loaded.config.manifests ?? DEFAULT_GLOBS,
    concurrency: 2,
    perHost: 2,
    timeout: SOURCE_LIMITS.timeout,
    bytes: SOURCE_LIMITS.bytes,
    signal: new AbortController().signal,
    rebuild: false,
    allowShrink: false,
    trust: null,
    progress: () => undefined,
    ...options,
    shard: { number, count },
    previous: catalogReader(merged),
  });
}

async function merge(
  federation: Federation,
  merged: string,
  folders: readonly string[],
  { now, allowShrink = false, trust = null }: IndexOptions = {},
): Promise<RunReport> {
  const loaded = parseConfig(readFileSync(federation.configFile, 'utf8'), 'catalog.yaml');
  const ops = indexerOps({ config: federation.configFile, out: merged, cache: '', inProcess: true });
  return await mergeShards(loaded, folders.map(catalogReader), ops, {
    trust,
    allowShrink,
    progress: () => undefined,
    ...(now === undefined ? {} : { now: new Date(now) }),
  });
}

/** The run of all shards, the last one first, and their merging. */
async function sharded(federation: Federation, merged: string, count: number, options: IndexOptions = {}): Promise<RunReport> {
  const numbers = Array.from({ length: count }, (_, index) => count - index);
  for (const number of numbers) await runShard(federation, merged, number, count, options);
  return await merge(
    federation,
    merged,
    numbers.map((number) => folderOf(federation, number, count)),
    { now: NOW, ...options },
  );
}

/** A single run, and one of `count` shards, over the same sources; the paths that differ. */
async function compare(federation: Federation, count: number, options: IndexOptions = {}): Promise<string[]> {
  const merged = join(federation.root, 'merged');
  const one = await federation.index(options);
  const other = await sharded(federation, merged, count, options);
  // What it took, and how many files there were to write anew, may differ.
  const told = ({ name, generated_at, counts, failed, plan }: RunReport) => ({ name, generated_at, counts, failed, plan });
  expect(told(other)).toEqual(told(one));
  return differences(treeOf(merged), federation.tree());
}

const COUNTS = [1, 2, 3, 4, 5];

describe('merged shards', () => {
  test.each(COUNTS)('of the harbour are byte for byte the single run: %i of them, cold, unchanged and changed', async (count) => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    federation.configure({ sources });
    expect(await compare(federation, count)).toEqual([]);
    expect(await compare(federation, count, { now: '2026-05-04T09:00:00.000Z' })).toEqual([]);
    await federation.repository('quay/berths', [
      { files: { 'capability.yaml': manifest('berth.slot.assign', '1.0.0') }, tag: 'v1.0.0' },
      { files: { 'capability.yaml': manifest('berth.slot.assign', '1.1.0') }, tag: 'v1.1.0' },
      { files: { 'capability.yaml': manifest('berth.slot.assign', '1.2.0') } },
    ]);
    federation.configure({ sources: [...sources, federation.folder('late', capabilities('late.one'))] });
    expect(await compare(federation, count, { now: '2026-05-04T10:00:00.000Z' })).toEqual([]);
    expect(federation.capability('berth.slot.free').versions[0]?.source).toBe('git.example.org/quay/tides');
    expect(await compare(federation, count, { now: '2026-05-04T11:00:00.000Z', rebuild: true })).toEqual([]);
  });

  test('give an id to whom a single run gives it, also when a shard that nothing changed in gets it', async () => {
    const federation = new Federation();
    // These three fall to different shards of three.
    const names = ['alpha', 'zulu', 'mike', 'golf', 'echo', 'kilo'];
    const bySlot = Map.groupBy(names, (name) => shardOfSource(`git.example.org/quay/${name}`, 3));
    expect(bySlot.size).toBe(3);
    const [one = '', two = ''] = [...bySlot.values()].map((each) => each[0]);
    const others = (name: string) => capabilities(...Array.from({ length: 8 }, (_, index) => `${name}.n${index}`));
    const holds = await federation.repository(`quay/${one}`, [{ ...others(one), 'capability.yaml': manifest('berth.slot') }]);
    federation.configure({ sources: [holds] });
    expect(await compare(federation, 3)).toEqual([]);
    const claims = await federation.repository(`quay/${two}`, [
      { ...others(two), 'capability.yaml': manifest('berth.slot', '2.0.0') },
    ]);
    federation.configure({ sources: [holds, claims] });
    expect(await compare(federation, 3)).toEqual([]);
    expect(federation.capability('berth.slot').versions[0]?.source).toBe(`git.example.org/quay/${one}`);
    await federation.repository(`quay/${one}`, [others(one)]);
    expect(await compare(federation, 3)).toEqual([]);
    expect(federation.capability('berth.slot').versions[0]?.source).toBe(`git.example.org/quay/${two}`);
  });

  test('keep what fails, what is deleted, and groups that cannot be listed', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    const lostGroup = { directory: { path: 'folders/no-group', each: true } };
    federation.configure({ sources: [...sources, lostGroup] });
    expect(await compare(federation, 4)).toEqual([]);
    expect(federation.source('dir:folders/no-group')?.state).toBe('missing');
    const fail = { ops: failing({ 'git.example.org/quay/tides': 'rate-limited' }), now: '2026-05-04T09:00:00.000Z' };
    expect(await compare(federation, 4, fail)).toEqual([]);
    rmSync(join(federation.root, 'folders/yards'), { recursive: true });
    expect(await compare(federation, 4, { now: '2026-05-04T10:00:00.000Z' })).toEqual([]);
    expect(federation.source('dir:folders/yards/north')?.state).toBe('missing');
    federation.configure({ sources: sources.slice(1) });
    expect(await compare(federation, 4, { allowShrink: true })).toEqual([]);
    expect(federation.source('git.example.org/quay/berths')?.state).toBe('deleted');
    federation.configure({ sources });
    expect(await compare(federation, 2, { allowShrink: true })).toEqual([]);
  });

  test('of sources without a single capability are the single run, and forget none of them', async () => {
    const federation = new Federation();
    federation.configure({ sources: ['a', 'b', 'c'].map((name) => federation.folder(name, { 'README.md': name })) });
    expect(await compare(federation, 3)).toEqual([]);
    expect(await compare(federation, 3, { now: '2026-05-04T09:00:00.000Z' })).toEqual([]);
    expect(federation.catalog().counts).toMatchObject({ capabilities: 0, sources: 3 });
  });

  test('take waivers and decisions as a single run does, and refuse a log that was rewritten', async () => {
    const federation = new Federation();
    const needs = { dependencies: [{ id: 'tide.table.read', version: '^1.0.0' }] };
    federation.configure({
      sources: [
        federation.folder('tide', { 'capability.yaml': manifest('tide.table.read', '2.0.0') }),
        federation.folder('board', { 'capability.yaml': manifest('pier.board.show', '1.0.0', needs) }),
      ],
    });
    const pair = { capability: 'tide.table.read', consumer: 'pier.board.show', verdict: 'incompatible' } as const;
    const granted = grantWaiver('', { ...pair, reason: 'spring', approver: 'ana' }, new Date(NOW));
    const log = join(federation.root, 'decisions.ndjson');
    mkdirSync(join(federation.root, 'waivers'));
    writeFileSync(join(federation.root, 'waivers', granted.name), granted.text);
    writeFileSync(log, granted.log);
    expect(await compare(federation, 2)).toEqual([]);
    expect(federation.json('api/v1/waivers.json')).toMatchObject({ waivers: [{ decision: granted.decision }] });
    writeFileSync(log, '');
    await expect(sharded(federation, join(federation.root, 'merged'), 2)).rejects.toMatchObject({ code: 'decisions/rewritten' });
  });

  test('of a catalog whose last run was killed are the single run', async () => {
    const federation = new Federation();
    federation.configure({ sources: await quaySources(federation) });
    expect(await compare(federation, 3)).toEqual([]);
    const mark = JSON.stringify({ last_change: 0, capabilities: [], quarantined: [] });
    for (const out of [federation.out, join(federation.root, 'merged')]) writeFileSync(join(out, 'api/v1/unfinished'), mark);
    expect(await compare(federation, 3)).toEqual([]);
  });

  test('that would drop more than 15 % are refused, and nothing is written', async () => {
    const federation = new Federation();
    const sources = await quaySources(federation);
    federation.configure({ sources });
    expect(await compare(federation, 2)).toEqual([]);
    const merged = join(federation.root, 'merged');
    const before = treeOf(merged);
    federation.configure({ sources: [...sources.slice(3), federation.folder('new', capabilities('new.one'))] });
    await expect(sharded(federation, merged, 2)).rejects.toMatchObject({ code: 'catalog/shrinks', kind: 'refused' });
    expect(differences(treeOf(merged), before)).toEqual([]);
  });

  test('are confirmed when the first of them had ended its reading', async () => {
    const federation = new Federation();
    federation.configure({ sources: await quaySources(federation) });
    await runShard(federation, federation.out, 1, 2, { now: '2026-05-04T08:05:00.000Z' });
    await runShard(federation, federation.out, 2, 2, { now: '2026-05-04T08:02:00.000Z' });
    await merge(federation, federation.out, [folderOf(federation, 1, 2), folderOf(federation, 2, 2)]);
    expect(federation.freshness().generated_at).toBe('2026-05-04T08:02:00.000Z');
  });
});

describe('merged shards of a catalog with a trust policy', () => {
  let authority: Authority;
  let trust: Trust;
  const OWNER = 'github.com/quay/berths';

  beforeAll(async () => {
    authority = await startAuthority();
    trust = {
      policy: parsePolicy(
        'default: { require: verified, identities: [{ issuer: "https://token.actions.githubusercontent.com", source_repository: "{source}" }] }\n',
        'policy.yaml',
      ),
      root: parseTrustedRoot(JSON.stringify(authority.trustedRoot), 'trusted_root.json'),
    };
  });
  afterAll(() => authority.close());

  test('keep provenance, quarantine, bundles and repository ids', async () => {
    const federation = new Federation();
    const text = manifest('berth.slot.assign');
    const bundle = await sign(authority, new TextEncoder().encode(text), githubClaims('quay/berths'), { kind: 'message' });
    const signed = await federation.repository(
      'berths',
      [{ 'capability.yaml': text, 'capability.yaml.sigstore.json': JSON.stringify(bundle), ...capabilities('un.signed') }],
      { id: OWNER },
    );
    federation.configure({ sources: [signed, ...(await quaySources(federation))] });
    expect(await compare(federation, 3, { trust })).toEqual([]);
    expect(federation.catalog().counts.quarantined).toBeGreaterThan(2);
    expect(federation.source(OWNER)?.repository_id).toBeDefined();
    expect(await compare(federation, 3, { trust, rebuild: true })).toEqual([]);
    const merged = join(federation.root, 'merged');
    await expect(
      sharded(federation, merged, 3, { trust }).then(() =>
        merge(
          federation,
          merged,
          [1, 2, 3].map((n) => folderOf(federation, n, 3)),
        ),
      ),
    ).rejects.toMatchObject({
      code: 'merge/another-policy',
    });
  });

  test('judge the history by a new policy, with the bytes of the catalog before', async () => {
    const { root } = trust;
    const believing = (refs: string) => ({
      root,
      policy: parsePolicy(
        `default: { require: verified, identities: [{ issuer: "https://token.actions.githubusercontent.com", refs: [${refs}], source_repository: "{source}" }] }`,
        'policy.yaml',
      ),
    });
    const federation = new Federation();
    const source = async (version: string) => {
      const text = manifest('berth.slot.assign', version);
      const claims = githubClaims('quay/berths', { ref: version });
      const bundle = await sign(authority, new TextEncoder().encode(text), claims, { kind: 'message' });
      const files = { 'capability.yaml': text, 'capability.yaml.sigstore.json': JSON.stringify(bundle) };
      return await federation.repository('berths', [files], { id: OWNER });
    };
    for (const version of ['1.0.0', '2.0.0', '3.0.0']) {
      federation.configure({ sources: [await source(version)] });
      expect(await compare(federation, 2, { trust: believing('"*"') })).toEqual([]);
    }
    expect(await compare(federation, 2, { trust: believing('"2.0.0", "3.0.0"') })).toEqual([]);
    expect(federation.versions('berth.slot.assign').map(({ version }) => version)).toEqual(['3.0.0', '2.0.0']);
  });
});

describe('the result of a shard', () => {
  test('is the same bytes for the same inputs, and holds each source exactly once', async () => {
    const federation = new Federation();
    federation.configure({ sources: await quaySources(federation) });
    const ids: string[] = [];
    for (const number of [1, 2, 3]) {
      await runShard(federation, federation.out, number, 3);
      const first = treeOf(folderOf(federation, number, 3));
      await runShard(federation, federation.out, number, 3);
      expect(differences(treeOf(folderOf(federation, number, 3)), first)).toEqual([]);
      const { sources } = JSON.parse(first.get('sources.json') ?? '') as { sources: { row: { id: string } }[] };
      ids.push(...sources.map(({ row }) => row.id));
    }
    await federation.index();
    expect(ids.sort()).toEqual(federation.json<{ sources: { id: string }[] }>('api/v1/sources.json').sources.map(({ id }) => id));
  });

  test('goes nowhere but into an empty folder or one of its own', async () => {
    const federation = new Federation();
    federation.configure({ sources: await quaySources(federation) });
    mkdirSync(folderOf(federation, 1, 1), { recursive: true });
    writeFileSync(join(folderOf(federation, 1, 1), 'letters.txt'), '');
    await expect(runShard(federation, federation.out, 1, 1)).rejects.toMatchObject({ code: 'shard/not-a-shard' });
  });
});

describe('what is no whole run is refused:', () => {
  const federation = new Federation();
  const merged = join(federation.root, 'merged');
  const [one, two] = [folderOf(federation, 1, 2), folderOf(federation, 2, 2)];

  beforeAll(async () => {
    federation.configure({ sources: await quaySources(federation) });
    for (const number of [1, 2]) await runShard(federation, merged, number, 2);
    await runShard(federation, merged, 1, 3);
  });

  /** A copy of shard 1 of 2 with another `shard.json`. */
  function changed(change: (result: Record<string, unknown>) => void): string {
    const copy = join(federation.root, 'copy');
    rmSync(copy, { recursive: true, force: true });
    cpSync(one, copy, { recursive: true });
    const result = JSON.parse(readFileSync(join(one, 'shard.json'), 'utf8')) as Record<string, unknown>;
    change(result);
    writeFileSync(join(copy, 'shard.json'), JSON.stringify(result));
    return copy;
  }
  const refusal = (folders: readonly string[]): Promise<unknown> =>
    merge(federation, merged, folders).then(
      () => 'merged',
      (error: { code: string }) => error.code,
    );

  test('no shards', async () => expect(await refusal([])).toBe('merge/missing-shard'));
  test('a missing shard', async () => expect(await refusal([two])).toBe('merge/missing-shard'));
  test('a shard twice', async () => expect(await refusal([one, two, one])).toBe('merge/doubled-shard'));
  test('shards of another number', async () =>
    expect(await refusal([one, two, folderOf(federation, 1, 3)])).toBe('merge/another-count'));
  test('a folder that is no shard', async () => expect(await refusal([one, two, federation.root])).toBe('merge/not-a-shard'));

  test('a shard that did not end', async () => {
    const copy = changed(() => undefined);
    rmSync(join(copy, 'shard.json'));
    expect(await refusal([copy, two])).toBe('merge/not-a-shard');
  });

  test.each([
    [
      'another-version',
      (result: Record<string, unknown>) => Object.assign(result, { generator: { name: 'x', version: '9.9.9' } }),
    ],
    ['another-configuration', (result) => Object.assign(result, { configuration: `sha256:${'0'.repeat(64)}` })],
    ['another-catalog', (result) => Object.assign(result, { previous: `sha256:${'0'.repeat(64)}` })],
    ['another-rebuild', (result) => Object.assign(result, { rebuild: true })],
    [
      'another-policy',
      (result) => Object.assign(result, { trust: { policy: `sha256:${'0'.repeat(64)}`, root: `sha256:${'0'.repeat(64)}` } }),
    ],
    ['damaged-shard', (result) => Object.assign(result, { format: 'chora-shard/v2' })],
    ['damaged-shard', (result) => Object.assign(result, { sources: { digest: `sha256:${'0'.repeat(64)}`, size: 3 } })],
    ['missing-shard', (result) => Object.assign(result, { shard: 3 })],
  ] as [string, (result: Record<string, unknown>) => void][])('%s', async (code, change) =>
    expect(await refusal([two, changed(change)])).toBe(`merge/${code}`),
  );

  test('a shard whose sources or manifests are damaged', async () => {
    const copy = changed(() => undefined);
    const whole = readFileSync(join(copy, 'sources.json'));
    writeFileSync(join(copy, 'sources.json'), whole.subarray(0, -2));
    expect(await refusal([copy, two])).toBe('merge/damaged-shard');
    writeFileSync(join(copy, 'sources.json'), whole);
    const path = [...treeOf(copy).keys()].find((each) => each.startsWith('blobs/')) ?? '';
    writeFileSync(join(copy, path), 'another manifest');
    expect(await refusal([copy, two])).toBe('merge/damaged-shard');
    rmSync(join(copy, path));
    expect(await refusal([copy, two])).toBe('merge/damaged-shard');
  });

  test('a shard that holds what falls to another one', async () => {
    const copy = changed(() => undefined);
    const result = JSON.parse(readFileSync(join(copy, 'shard.json'), 'utf8')) as Record<string, unknown>;
    const other = JSON.parse(readFileSync(join(two, 'shard.json'), 'utf8')) as Record<string, unknown>;
    cpSync(join(two, 'sources.json'), join(copy, 'sources.json'));
    cpSync(join(two, 'blobs'), join(copy, 'blobs'), { recursive: true });
    writeFileSync(join(copy, 'shard.json'), JSON.stringify({ ...result, sources: other['sources'], blobs: other['blobs'] }));
    expect(await refusal([copy, two])).toBe('merge/damaged-shard');
  });

  test('and none of it wrote anything, so that the whole run still can', async () => {
    expect(treeOfIfThere(merged)).toEqual([]);
    expect(await refusal([one, two])).toBe('merged');
    expect(await refusal([one, two])).toBe('merge/another-catalog');
  });
});

function treeOfIfThere(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return [...treeOf(folder).keys()];
}

describe('random federations', () => {
  /** What one of six folders holds at one step: ids from a small set, so that they are claimed by several. */
  const claim = fc.record({
    id: fc.constantFrom('berth.a', 'berth.b', 'tide.c', 'Tide/D', 'yard.e'),
    version: fc.constantFrom('1.0.0', '1.1.0', '2.0.0', '2.0'),
    needs: fc.option(fc.constantFrom('berth.a', 'tide.c', 'nobody.x'), { nil: undefined }),
  });
  const source = fc.record({
    claims: fc.array(claim, { maxLength: 3 }),
    state: fc.constantFrom('there', 'there', 'there', 'gone', 'unlisted', 'broken'),
  });
  const steps = fc.array(fc.array(source, { minLength: 6, maxLength: 6 }), { minLength: 2, maxLength: 3 });

  test('are the same merged and in one run, step by step', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (history, count) => {
        const federation = new Federation();
        for (const [step, sources] of history.entries()) {
          const fail: Record<string, 'unreachable'> = {};
          const listed: object[] = [];
          for (const [index, { claims, state }] of sources.entries()) {
            const files = Object.fromEntries(
              claims.map(({ id, version, needs }, at) => [
                `capabilities/${at}.yaml`,
                manifest(id, version, needs === undefined ? {} : { dependencies: [{ id: needs, version: '^1.0.0' }] }),
              ]),
            );
            const folder = federation.folder(`s${index}`, state === 'broken' ? { ...files, '.chora/x.yaml': 'id: [' } : files);
            if (state !== 'unlisted') listed.push(folder);
            if (state === 'gone') fail[`dir:folders/s${index}`] = 'unreachable';
          }
          federation.configure({ sources: listed });
          const options = { allowShrink: true, ops: failing(fail), now: `2026-05-04T0${step + 1}:00:00.000Z` };
          expect(await compare(federation, count, options)).toEqual([]);
          expect(await compare(federation, count, options)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
