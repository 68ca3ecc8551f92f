import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mirrorLog } from '../../src/mirror/log.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import { validateMirrorReport } from '../../src/model/validators.js';
import { mirrors } from '../support/mirror.js';

const make = mirrors();

async function two() {
  const all = await make();
  await all.mirror.sync();
  all.publisher.publish({ 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} });
  await all.mirror.sync();
  return all;
}

/** Regular files of the mirror, without the operator's configuration. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name !== 'mirror.yaml')
    .map((each) => join(each.parentPath, each.name));
}

describe('verify', () => {
  test('finds nothing in a mirror that nobody touched', async () => {
    const { mirror } = await two();
    const report = await verifyMirror(mirror.ops());
    expect(report).toMatchObject({ ok: true, problems: [], notes: [], releases: ['2', '3'] });
    expect(report.checked.targets).toBeGreaterThan(3);
    expect(report.checked.blobs).toBe(4);
    expect(validateMirrorReport(report)).toBe(true);
  });

  test('finds a flipped byte in whatever file it is', async () => {
    const { mirror } = await two();
    const missed: string[] = [];
    const seen = new Set<number>();
    for (const path of filesOf(mirror.folder)) {
      const { ino, size } = statSync(path);
      if (size === 0 || seen.has(ino)) continue;
      seen.add(ino);
      const whole = readFileSync(path);
      for (const at of new Set([0, Math.floor(size / 3), Math.floor(size / 2), size - 1])) {
        const spoilt = Buffer.from(whole);
        spoilt[at] = (spoilt[at] ?? 0) ^ 1;
        writeFileSync(path, spoilt);
        const found = await verifyMirror(mirror.ops()).then(
          ({ ok, notes }) => !ok || notes.length > 0,
          () => true,
        );
        if (!found) missed.push(`${path} at ${at}`);
      }
      writeFileSync(path, whole);
    }
    expect(missed).toEqual([]);
    expect(seen.size).toBeGreaterThan(25);
    expect((await verifyMirror(mirror.ops())).ok).toBe(true);
  });

  test.each([
    ['a blob that is gone', (folder: string, blob: string) => rmSync(join(folder, blob)), 'blob'],
    ['a blob that was cut', (folder: string, blob: string) => truncateSync(join(folder, blob), 3), 'blob'],
    ['a page that was added', (folder: string) => writeFileSync(join(folder, 'releases/3/evil.html'), 'x'), 'site'],
    ['a link that leads elsewhere', (folder: string) => symlinkSync('/etc/passwd', join(folder, 'releases/3/evil')), 'site'],
    ['a page that is gone', (folder: string) => rmSync(join(folder, 'releases/3/index.html')), 'site'],
    ['a list of files that is gone', (folder: string) => rmSync(join(folder, 'releases/3.sha256')), 'release'],
    ['a stranger among the blobs', (folder: string) => writeFileSync(join(folder, 'blobs/sha256/x'), 'x'), 'blob'],
    ['a journal that lost its end', (folder: string) => truncateSync(join(folder, 'journal.ndjson'), 0), 'journal'],
  ])('finds %s', async (_name, spoil, part) => {
    const { mirror } = await two();
    const [blob = ''] = filesOf(join(mirror.folder, 'blobs')).map((path) => path.slice(mirror.folder.length + 1));
    spoil(mirror.folder, blob);
    const { problems } = await verifyMirror(mirror.ops());
    expect(problems.map((each) => each.part)).toContain(part);
  });

  test('finds a page that was changed together with the list and the record', async () => {
    const { mirror } = await two();
    const { seal } = await import('../../src/mirror/sealed.js');
    const { digestOf } = await import('../../src/model/digest.js');
    const page = join(mirror.folder, 'releases/3/index.html');
    rmSync(page);
    writeFileSync(page, 'evil');
    const list = mirror
      .read('releases/3.sha256')
      .replace(/^[0-9a-f]{64} {2}index\.html$/m, `${digestOf('evil').slice(7)}  index.html`);
    writeFileSync(join(mirror.folder, 'releases/3.sha256'), list);
    const record = JSON.parse(mirror.read('releases/3.json'));
    writeFileSync(join(mirror.folder, 'releases/3.json'), seal({ ...record, files: digestOf(list) }));
    expect((await verifyMirror(mirror.ops())).problems).toEqual([
      { part: 'release', what: 'releases/3.json', message: 'is not the release that the journal names' },
      { part: 'site', what: 'releases/3/index.html', message: 'is not what its targets give' },
    ]);
  });
});

describe('a repair', () => {
  test('fetches again what is damaged, makes the release anew and leaves a mirror that verifies', async () => {
    const { mirror } = await two();
    for (const path of filesOf(join(mirror.folder, 'blobs'))) writeFileSync(path, 'spoilt');
    writeFileSync(join(mirror.folder, 'releases/3/index.html'), 'spoilt');
    const report = await mirror.sync({ repair: true });
    expect(report).toMatchObject({ outcome: 'released', to: 3 });
    expect(report.pruned).toEqual(['2', '3']);
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
    expect(mirror.served()).toBe('Quay: quay.crane.lift 1.0.0, quay.slot.assign 2.0.0');
  });
});

describe('a last line of the journal that a crash cut', () => {
  test('is told by verify and log, and repaired openly by the next sync', async () => {
    const { mirror } = await two();
    appendFileSync(join(mirror.folder, 'journal.ndjson'), '{"at":"2026');
    expect(await verifyMirror(mirror.ops())).toMatchObject({ ok: true, notes: [expect.stringContaining('repairs it')] });
    expect(mirrorLog(mirror.ops().store)).toMatchObject({ intact: true, torn: true, lines: 3 });
    await mirror.sync();
    expect(mirror.journal().map(({ event }) => event)).toEqual(['init', 'released', 'released', 'repaired', 'unchanged']);
    expect(mirrorLog(mirror.ops().store)).toMatchObject({ intact: true, torn: false });
  });

  test('of a journal that was tampered with, is found, told by every status and written down once', async () => {
    const { mirror } = await two();
    const [first = '', ...rest] = mirror.read('journal.ndjson').split('\n');
    writeFileSync(join(mirror.folder, 'journal.ndjson'), [first.replace('init', 'undo'), ...rest].join('\n'));
    expect(mirrorLog(mirror.ops().store)).toMatchObject({ intact: false, problem: 'line 1 is not an event' });
    await mirror.sync();
    await mirror.sync();
    expect(mirror.journal().filter(({ event }) => event === 'damaged')).toHaveLength(1);
    expect(await mirror.status()).toMatchObject({ state: 'fresh', exit_code: 4 });
  });
});
