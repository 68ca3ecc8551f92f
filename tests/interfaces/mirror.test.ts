import '../support/realm.js';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { validateMirrorReport } from '../../src/model/validators.js';
import { temporaryFolder } from '../support/federation.js';
import { minutesOn, mirrors, type Publisher } from '../support/mirror.js';
import { TEST_FORMAT } from '../support/mirror-format.js';

jest.unstable_mockModule('../../src/mirror/catalog-format.js', () => ({ catalogFormat: () => TEST_FORMAT }));
const { main } = await import('../../src/interfaces/cli/main.js');

const make = mirrors();
let dir = '';
let publisher: Publisher;
let url = '';
let root = '';

beforeEach(async () => {
  const all = await make();
  ({ publisher } = all);
  url = all.server.url;
  const folder = temporaryFolder();
  dir = join(folder, 'mirror');
  root = join(folder, 'root.json');
  writeFileSync(root, publisher.root);
});

async function chora(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const lines = { out: [] as string[], err: [] as string[] };
  const terminal = {
    out: (text: string) => void lines.out.push(text),
    err: (text: string) => void lines.err.push(text),
    log: (text: string) => void lines.err.push(text),
    style: (_style: unknown, text: string) => text,
    progress: () => undefined,
    watched: false,
    width: 120,
  };
  const code = await main(['mirror', ...args], terminal);
  return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
}
const init = (...more: string[]) => chora('init', dir, '--url', url, '--root', root, ...more);

describe('chora mirror init', () => {
  test('pins a root, prints what it is, and writes mirror.yaml', async () => {
    const { code, out } = await init();
    expect(code).toBe(0);
    expect(out).toMatch(/It trusts root 1, sha256:[0-9a-f]{64}, until/);
    expect(out).toMatch(/signed by 1 of 1 key:\n {2}[0-9a-f]{64}\n/);
    expect(readFileSync(join(dir, 'mirror.yaml'), 'utf8')).toContain(`url: "${url}"`);
  });

  test('refuses a folder that holds something else, and one that is a mirror', async () => {
    mkdirSync(dir);
    writeFileSync(join(dir, 'photo.jpg'), '');
    expect(await init()).toMatchObject({ code: 2, err: expect.stringContaining('holds “photo.jpg”') });
    expect(existsSync(join(dir, 'trust'))).toBe(false);
    dir = join(dir, 'below');
    await init();
    expect(await init()).toMatchObject({ code: 2, err: expect.stringContaining('is a mirror already') });
  });

  test('refuses what is no root with 4, and leaves room for another try', async () => {
    writeFileSync(root, '<!doctype html>');
    expect(await init()).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^error The root is not valid .*\n {2}Nothing was pinned\. Give/),
    });
    writeFileSync(root, '{"signed":{}}');
    expect(await init()).toMatchObject({ code: 4 });
    writeFileSync(root, publisher.root);
    expect(await init()).toMatchObject({ code: 0 });
  });

  test.each(['ftp://catalog.example.org', 'ssh://host/catalog', 'file://host/catalog', ''])(
    'takes no address of another kind for a folder: %j',
    async (other) => {
      url = other;
      expect(await init()).toMatchObject({
        code: 2,
        err: expect.stringContaining('is no address that a catalog is fetched from'),
      });
      expect(existsSync(dir)).toBe(false);
    },
  );

  test('refuses the root of the other view, pins nothing, and says which one belongs there', async () => {
    const signed = JSON.parse(readFileSync(root, 'utf8')) as { signed: object };
    writeFileSync(root, JSON.stringify({ ...signed, signed: { ...signed.signed, 'x-view': 'airgap' } }));
    expect(await init()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/of the view airgap.*\n {2}Give --view airgap, or the root/),
    });
    expect(existsSync(dir)).toBe(false);
  });

  test('takes filters and a policy, and refuses what is none', async () => {
    const policy = join(dir, '../own.yaml');
    writeFileSync(policy, 'default: { require: none }\n');
    expect(await init('--only', 'owner=team-quay,b', 'format=chora', '--policy', policy)).toMatchObject({ code: 0 });
    const text = readFileSync(join(dir, 'mirror.yaml'), 'utf8');
    expect(text).toContain('only:\n  owner: ["team-quay","b"]\n  format: ["chora"]\n');
    expect(text).toContain('\npolicy: policy.yaml\n');
    expect(readFileSync(join(dir, 'policy.yaml'), 'utf8')).toBe('default: { require: none }\n');
    dir = `${dir}2`;
    expect(await init('--only', 'colour=red')).toMatchObject({
      code: 2,
      err: expect.stringContaining('“colour=red” is no filter'),
    });
    expect(await init('--only', 'provenance=good')).toMatchObject({ code: 2, err: expect.stringContaining('mirror.yaml') });
    expect(existsSync(dir)).toBe(false);
  });
});

describe('a mirror on the command line', () => {
  test('is made, synced, looked at, verified, rolled back, pruned and read about', async () => {
    await init();
    const synced = await chora('sync', dir);
    expect(synced).toMatchObject({ code: 0, err: expect.stringMatching(/^fetching \d files?, /) });
    expect(synced.out).toContain('Release 2, fresh, generated at ');
    expect(synced.out).toContain('  + quay.berth.list 1.0.0\n  + quay.slot.assign 1.0.0');
    expect(await chora('sync', dir)).toMatchObject({ code: 0, out: expect.stringContaining('Nothing new: release 2, fresh') });
    publisher.publish({ 'quay.slot.assign': { version: '2.0.0' } });
    const second = await chora('sync', dir);
    expect(second.out).toContain('Release 2 → 3, fresh');
    expect(second.out).toContain('  ~ quay.slot.assign 1.0.0 → 2.0.0\n  - quay.berth.list 1.0.0');
    expect((await chora('status', dir)).out).toContain('fresh: Quay, release 3');
    expect((await chora('status', dir, '--prometheus')).out).toContain('chora_mirror_state{state="fresh"} 1');
    expect(await chora('verify', dir)).toMatchObject({ code: 0, out: expect.stringContaining('All is well: 2 releases') });
    expect((await chora('rollback', dir)).out).toContain('Release 3 → 2, fresh');
    expect((await chora('status', dir)).out).toContain('release 2, rolled back from 3');
    expect((await chora('rollback', dir, '--to', '3')).code).toBe(0);
    expect((await chora('prune', dir, '--keep', '1')).out).toContain('Removed release 2, ');
    expect((await chora('log', dir)).out.split('\n').map((line) => line.split(' ')[1]?.replace(':', ''))).toEqual([
      'init',
      'released',
      'unchanged',
      'released',
      'rollback',
      'rollback',
      'prune',
    ]);
    expect(await chora('log', dir, '--verify')).toMatchObject({ code: 0, out: 'The journal is as it was written: 7 lines.' });
  });

  test('answers in JSON that the schema knows', async () => {
    const reports = [await init('--json')];
    for (const verb of ['sync', 'status', 'verify', 'prune', 'log']) reports.push(await chora(verb, dir, '--json'));
    publisher.publish({ a: {} });
    await chora('sync', dir);
    reports.push(await chora('rollback', dir, '--json'));
    for (const { code, out } of reports) expect([code, validateMirrorReport(JSON.parse(out)), out]).toEqual([0, true, out]);
  });

  test('exits with 4 and an error in JSON for what is refused, and still serves', async () => {
    await init();
    await chora('sync', dir);
    publisher.repository.timestampFields = {};
    publisher.repository.publish('timestamp');
    const { code, out } = await chora('sync', dir, '--json');
    expect([code, JSON.parse(out)]).toMatchObject([4, { error: { code: 'mirror/hostile-release', hint: expect.any(String) } }]);
    expect(await chora('status', dir)).toMatchObject({ code: 4, out: expect.stringContaining('! The last sync was refused at') });
    expect(readFileSync(join(dir, 'current/index.html'), 'utf8')).toContain('quay.slot.assign');
  });

  test('counts one thing as one', async () => {
    publisher.publish({ a: {} });
    await init();
    const { err } = await chora('sync', dir);
    expect(err).toMatch(/^fetching \d files?, /);
    const { out } = await chora('verify', dir);
    expect(out).toMatch(
      /^All is well: 1 release with \d+ files, 3 targets, 1 blob, 0 manifests judged, 2 lines of the journal; /,
    );
    expect((await chora('prune', dir)).out).toBe('Nothing to remove.\nKept: 3.');
  });

  test('exits with 2 for a port that is taken', async () => {
    await init();
    const port = new URL(url).port;
    expect(await chora('serve', dir, '--port', port)).toMatchObject({ code: 2, err: expect.stringContaining('listens at') });
    expect(await chora('serve', dir, '--port', '70000')).toMatchObject({ code: 2 });
  });

  test('exits with 3 when nothing can be had, and says afterwards that the last sync failed', async () => {
    await init();
    writeFileSync(join(dir, 'mirror.yaml'), 'url: http://127.0.0.1:1\nlimits: { retries: 0 }\n');
    expect(await chora('sync', dir)).toMatchObject({ code: 3, err: expect.stringContaining('127.0.0.1:1') });
    expect((await chora('status', dir)).out).toMatch(/! The last sync failed at 20\d\d-\S+: /);
  });

  test('exits with 1 for a stale release, unless told not to fail on that', async () => {
    publisher.touch(minutesOn(-70));
    await init();
    expect((await chora('sync', dir)).code).toBe(1);
    expect((await chora('status', dir)).code).toBe(1);
    expect((await chora('status', dir, '--fail-on', 'alert')).code).toBe(0);
    expect((await chora('sync', dir, '--fail-on', 'never')).code).toBe(0);
  });

  test('exits with 4 for a flipped byte, and repairs it when told to', async () => {
    await init();
    await chora('sync', dir);
    writeFileSync(join(dir, 'current/index.html'), 'spoilt');
    expect(await chora('verify', dir)).toMatchObject({
      code: 4,
      out: expect.stringContaining('site: releases/2/index.html is not as it was made'),
    });
    expect((await chora('sync', dir, '--repair')).code).toBe(0);
    expect((await chora('verify', dir)).code).toBe(0);
  });

  test('follows a folder as it follows an address', async () => {
    const tree = join(temporaryFolder(), 'published');
    for (const [path, bytes] of publisher.files) {
      mkdirSync(join(tree, path, '..'), { recursive: true });
      writeFileSync(join(tree, path), bytes);
    }
    url = tree;
    await init();
    expect(await chora('sync', dir)).toMatchObject({ code: 0 });
    expect(readFileSync(join(dir, 'current/index.html'), 'utf8')).toContain('quay.slot.assign');
  });

  test('is carried by hand to one without a network', async () => {
    await init();
    await chora('sync', dir);
    const file = join(dir, '../catalog.tar.gz');
    const written = await chora('export', dir, '--out', file);
    expect(written).toMatchObject({ code: 0, out: expect.stringContaining('catalog.tar.gz: Quay, release 2, view online.') });
    expect(written.out).toMatch(
      / {2}It needs no release before it\.\n {2}.*unpacked\n {2}sha256:[0-9a-f]{64}\n {2}root expires /,
    );
    const other = dir;
    dir = join(dir, '../island');
    url = 'nowhere';
    await init();
    expect(await chora('sync', dir)).toMatchObject({ code: 3 });
    expect(await chora('import', dir, file)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/catalog\.tar\.gz: sha256:[0-9a-f]{64}\nRelease 2, fresh, generated at /),
    });
    expect((await chora('import', dir, file)).out).toContain('Nothing new: release 2, fresh');
    expect((await chora('status', dir)).out).toContain('  records            not compared');
    publisher.publish({ a: {} });
    await chora('sync', other);
    const told = await chora('export', other, '--out', file, '--since', '2', '--json');
    const read = await chora('import', dir, file, '--json');
    for (const { code, out } of [told, read]) expect([code, validateMirrorReport(JSON.parse(out)), out]).toEqual([0, true, out]);
    expect((await chora('log', dir)).out).toMatch(/import 2 → 3 .*sha256:[0-9a-f]{64}/);
    expect(await chora('export', other, '--out', file, '--since', '1')).toMatchObject({ code: 1 });
    expect(await chora('export', other, '--out', file, '--view', 'airgap')).toMatchObject({ code: 2 });
    writeFileSync(file, 'no such file');
    expect(await chora('import', dir, file)).toMatchObject({ code: 4 });
  });

  test('that is none is wrong use', async () => {
    for (const verb of ['sync', 'status', 'serve', 'verify', 'rollback', 'prune', 'log'])
      expect([verb, await chora(verb, dir)]).toMatchObject([verb, { code: 2, err: expect.stringContaining('is not a mirror') }]);
  });

  test.each(['init', 'sync', 'status', 'serve', 'verify', 'export', 'import', 'rollback', 'prune', 'log'])(
    'explains %s with an example and its exit codes',
    async (verb) => {
      const { code, out } = await chora(verb, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`Example:\n  chora mirror ${verb} `);
      expect(out).toMatch(/Exit codes:\n {2}0 /);
    },
  );
});
