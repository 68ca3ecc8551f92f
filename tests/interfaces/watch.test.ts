import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRepository } from '../../src/adapters/git/make-repository.js';
import { differences, treeOf } from '../support/federation.js';
import { parseOpenMetrics } from '../support/open-metrics.js';
import { chora, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const INDEX = ['index', '--config', 'catalog.yaml', '--out', 'out'];
const manifest = (id: string, more = '') =>
  new TextEncoder().encode(`id: ${id}\nversion: 1.0.0\nowner: harbour\nlifecycle_stage: operate\n${more}`);
const config = (...names: string[]) =>
  writeFileSync(
    join(folder(), 'catalog.yaml'),
    `name: Harbour\nallow_file_urls: true\nsources: [${names.map((name) => `{ git: { url: ${name}.git, id: git.example.org/${name} } }`).join(', ')}]\n`,
  );

beforeAll(async () => {
  for (const name of ['tide', 'moon'])
    await makeRepository(join(folder(), `${name}.git`), [{ files: { 'capability.yaml': manifest(`${name}.table.read`) } }]);
  await makeRepository(join(folder(), 'empty.git'), []);
});

describe('chora index, watched', () => {
  test('by nobody says one line a stage on standard error, and the result alone on standard output', async () => {
    config('tide', 'moon');
    const { code, out, err } = await chora(folder(), [...INDEX, '--json']);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(out))).toEqual(expect.arrayContaining(['stages', 'requests', 'bytes', 'hosts_down']));
    expect(err.split('\n').map((line) => line.replace(/\d+\.\d s/, 'n s'))).toEqual([
      'listed the sources in n s',
      'read 2 sources in n s',
      'built the catalog in n s',
      'wrote the catalog in n s',
      '',
    ]);
  });

  test('with --log-format json writes nothing but objects, also when it fails', async () => {
    config('tide', 'moon', 'empty', 'gone');
    const { code, err } = await chora(folder(), [...INDEX, '--log-format', 'json']);
    expect(code).toBe(3);
    const records = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const record of records) {
      expect(record).toMatchObject({ level: expect.stringMatching(/^(info|warning|error)$/), event: expect.any(String) });
      expect(new Date(String(record.time)).toISOString()).toBe(record.time);
    }
    expect(
      records
        .filter(({ event }) => event === 'finding')
        .map(({ level, code: name }) => `${level} ${name}`)
        .sort(),
    ).toEqual(['error source/missing', 'warning source/empty']);
    expect(records.filter(({ event }) => event === 'stage-ended').map(({ stage }) => stage)).toEqual([
      'list',
      'ask',
      'read',
      'build',
      'write',
    ]);
    const wrong = await chora(folder(), ['index', '--log-format', 'json', '--config', 'none.yaml']);
    expect([wrong.code, JSON.parse(wrong.err)]).toMatchObject([
      2,
      { level: 'error', event: 'stopped', code: 'usage/no-such-file' },
    ]);
    const misused = await chora(folder(), ['index', '--log-format', 'json', '--concurrency', 'x']);
    expect(misused.code).toBe(2);
    for (const line of misused.err.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: 'error' });
  });

  test('by GitHub Actions writes the summary of the step after what is there, and annotations', async () => {
    config('tide', 'moon', 'gone');
    const summary = join(folder(), 'summary.md');
    writeFileSync(summary, '# Before\n');
    const { code, err } = await chora(folder(), INDEX, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary });
    expect(code).toBe(3);
    const text = readFileSync(summary, 'utf8');
    expect(text).toMatch(/^# Before\n## Harbour: 2 capabilities from /);
    expect(text).toContain('### 1 source not read');
    expect(err).toMatch(/^::error title=source\/missing::git\.example\.org\/gone: The repository or folder was not found/m);
  });

  test('with --metrics writes a file that holds, whatever came of the run', async () => {
    config('tide', 'moon', 'gone');
    const file = join(folder(), 'metrics', 'chora.prom');
    const samples = () =>
      Object.fromEntries(
        [...parseOpenMetrics(readFileSync(file, 'utf8')).values()].flatMap((family) =>
          family.samples.map(({ name, labels, value }) => [[name, ...Object.values(labels)].join(' '), value]),
        ),
      );
    await chora(folder(), [...INDEX, '--metrics', 'metrics/chora.prom']);
    expect(samples()).toMatchObject({ chora_run_success: 1, chora_capabilities: 2, 'chora_sources missing': 1 });
    config();
    const refused = await chora(folder(), [...INDEX, '--metrics', 'metrics/chora.prom']);
    expect(refused.code).toBe(1);
    expect(samples()).toMatchObject({ chora_run_success: 0, chora_capabilities: 2 });
  });
});

// Named here because they belong to the system, not to a package.
const [MOUNT, UNMOUNT, UNSHARE] = ['mount', 'umount', 'unshare'] as const;

/** A small file system of its own, where this machine lets us make one. */
const disks: string[] = [];
function smallDisk(size: string): string {
  const path = mkdtempSync(join(tmpdir(), 'chora-disk-'));
  execFileSync(MOUNT, ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  disks.push(path);
  return path;
}
afterAll(() => {
  for (const path of disks) {
    execFileSync(UNMOUNT, [path]);
    rmdirSync(path);
  }
});
const mayMount = (() => {
  const { status } = spawnSync(UNSHARE, ['--mount', 'true']);
  return status === 0;
})();

(mayMount ? describe : describe.skip)('a full disk', () => {
  test('under the catalog stops the run with 2 and a hint, and leaves the previous catalog whole', async () => {
    const disk = smallDisk('1200k');
    config('tide', 'moon');
    const out = join(disk, 'out');
    const args = ['index', '--config', 'catalog.yaml', '--out', out, '--now', '2026-05-01T03:00:00Z'];
    expect((await chora(folder(), args)).code).toBe(0);
    const before = treeOf(out);
    const ids = Array.from({ length: 150 }, (_, n) => `tide.n${n}.read`);
    const files = Object.fromEntries(ids.map((id) => [`capabilities/${id}.yaml`, manifest(id)]));
    await makeRepository(join(folder(), 'tide.git'), [{ files: { 'capability.yaml': manifest('tide.table.read'), ...files } }]);
    const { code, err } = await chora(folder(), args);
    expect([code, err]).toEqual([2, expect.stringContaining('ENOSPC')]);
    expect(err).toContain('Check the free space');
    const after = treeOf(out);
    expect(differences(before, after).filter((path) => !path.startsWith('blobs/'))).toEqual([]);
    expect((await chora(folder(), ['show', 'tide.table.read', '--catalog', out])).code).toBe(0);
    const elsewhere = join(folder(), 'roomy');
    expect((await chora(folder(), [...args.slice(0, 4), elsewhere])).code).toBe(0);
  });

  test('under the cache stops the run with 2 and a hint, and leaves the previous catalog whole', async () => {
    const disk = smallDisk('160k');
    config('moon');
    expect((await chora(folder(), [...INDEX, '--allow-shrink'])).code).toBe(0);
    const before = treeOf(join(folder(), 'out'));
    // Nothing that could be compressed.
    const big = Buffer.concat(Array.from({ length: 20_000 }, (_, n) => createHash('sha256').update(`${n}`).digest()));
    await makeRepository(join(folder(), 'moon.git'), [
      { files: { 'capability.yaml': manifest('moon.table.read'), 'big.bin': big } },
    ]);
    const { code, err } = await chora(folder(), [...INDEX, '--cache', disk]);
    expect([code, err]).toEqual([2, expect.stringContaining('The cache of repositories cannot be written: ENOSPC')]);
    expect(err).toContain('--cache');
    expect(differences(before, treeOf(join(folder(), 'out')))).toEqual([]);
  });
});
