import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { extract, pack } from 'tar-stream';
import { tarHeader } from '../../src/adapters/mirror/tar-header.js';
import { readMirrorConfig } from '../../src/compose/mirror.js';
import { exportMirror } from '../../src/mirror/export.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import { validateMirrorReport } from '../../src/model/validators.js';
import { exported, imported, island, membersOf, sha256 } from '../support/carry.js';
import { temporaryFolder } from '../support/federation.js';
import { blobPath, mirrors } from '../support/mirror.js';
import { days } from '../support/tuf/repository.js';

const make = mirrors();
const FIRST = 'Quay: quay.berth.list 1.0.0, quay.slot.assign 1.0.0';
const SECOND = 'Quay: quay.crane.lift 1.0.0, quay.slot.assign 2.0.0';
const MOVED = { 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} };

async function synced() {
  const all = await make();
  await all.mirror.sync();
  return { ...all, island: await island(all.publisher) };
}

describe('a file that is carried', () => {
  test('brings a mirror without a network to where the other one is, and verifies there', async () => {
    const { mirror, island } = await synced();
    const { out, file, export: told, expires } = await exported(mirror);
    expect(told).toMatchObject({ catalog: 'Quay', view: 'online', release: 2, needs: null, roots: { from: 1, to: 1 } });
    expect(file).toEqual({ path: out, digest: sha256(readFileSync(out)), size: readFileSync(out).length });
    expect(Object.keys(expires)).toEqual(['root', 'timestamp', 'snapshot', 'targets']);
    const report = await imported(island, out);
    expect(report).toMatchObject({ file: { digest: file.digest }, sync: { outcome: 'released', from: null, to: 2 } });
    expect([validateMirrorReport(report), validateMirrorReport({ file, export: told, expires })]).toEqual([true, true]);
    expect(island.served()).toBe(FIRST);
    expect((await verifyMirror(island.ops())).problems).toEqual([]);
    expect(existsSync(join(island.folder, 'tmp/import'))).toBe(false);
    expect(island.journal().filter(({ file }) => file !== undefined)).toMatchObject([
      { event: 'import', release: 2, folder: '2', file: file.digest },
    ]);
    expect(mirror.journal().at(-1)).toMatchObject({ event: 'export', release: 2, from: null, file: file.digest });
  });

  test('is the same, byte for byte, for the same state, and a tar that others can read', async () => {
    const { mirror } = await synced();
    const one = await exported(mirror);
    const other = await exported(mirror);
    expect(readFileSync(one.out).equals(readFileSync(other.out))).toBe(true);
    const names: string[] = [];
    const reader = extract().on('entry', ({ name, uid, mtime }, stream, next) => {
      names.push(`${name} ${uid} ${mtime?.getTime()}`);
      stream.on('end', next).resume();
    });
    const { gunzipSync } = await import('node:zlib');
    await new Promise<void>((resolve) => reader.on('finish', () => resolve()).end(gunzipSync(readFileSync(one.out))));
    expect(names.slice(0, 5)).toEqual(
      ['manifest.json', ...['1.root', 'timestamp', '2.snapshot', '2.targets'].map((role) => `metadata/${role}.json`)].map(
        (name) => `${name} 0 0`,
      ),
    );
    expect(membersOf(one.out)).toHaveLength(one.export.files + 1);
  });

  test('since a release holds what is new, and goes to mirrors that are there or further', async () => {
    const { mirror, publisher, island: behind } = await synced();
    const full = await exported(mirror);
    await imported(behind, full.out);
    publisher.publish(MOVED);
    await mirror.sync();
    publisher.publish({ ...MOVED, 'quay.gate.open': {} });
    await mirror.sync();
    const since = await exported(mirror, 2);
    expect(since.export).toMatchObject({ release: 4, needs: 2 });
    const names = membersOf(since.out).map(({ name }) => name);
    const slot = publisher.catalog.entries.find(({ id }) => id === 'quay.slot.assign')?.manifest.digest ?? '';
    expect(names).toContain(`blobs/${slot.slice(7)}`);
    expect(names).not.toContain(membersOf(full.out).find(({ name }) => name.startsWith('blobs/'))?.name);
    const halfway = await exported(mirror, 3);
    // From its base; and from a state between base and end, which nobody planned for.
    expect((await imported(behind, since.out)).sync).toMatchObject({ from: 2, to: 4 });
    expect(behind.served()).toBe('Quay: quay.crane.lift 1.0.0, quay.gate.open 1.0.0, quay.slot.assign 2.0.0');
    await expect(imported(await island(publisher), halfway.out)).rejects.toMatchObject({
      kind: 'usage',
      code: 'mirror/import-needs-base',
      message: expect.stringContaining('goes from release 3 to 4, and this mirror has no release yet'),
    });
  });

  test('from a base that is further than the mirror names both, changes nothing that is trusted, and the right one goes', async () => {
    const { mirror, publisher, island } = await synced();
    await imported(island, (await exported(mirror)).out);
    publisher.publish(MOVED);
    await mirror.sync();
    const missing = await exported(mirror, 2);
    publisher.publish({ 'quay.gate.open': {} });
    await mirror.sync();
    const ahead = await exported(mirror, 3);
    await expect(imported(island, ahead.out)).rejects.toMatchObject({
      code: 'mirror/import-needs-base',
      message: 'The file goes from release 3 to 4, and this mirror is at release 2.',
      hint: expect.stringContaining('--since 2'),
    });
    expect(island.served()).toBe(FIRST);
    await imported(island, missing.out);
    expect(island.served()).toBe(SECOND);
    expect((await imported(island, ahead.out)).sync).toMatchObject({ from: 3, to: 4 });
  });

  test('leaves nothing out that went and came back after its base', async () => {
    const { mirror, publisher, island } = await synced();
    publisher.publish(MOVED);
    await mirror.sync();
    await imported(island, (await exported(mirror)).out);
    publisher.publish({ 'quay.berth.list': {}, 'quay.slot.assign': {} });
    await mirror.sync();
    expect((await imported(island, (await exported(mirror, 2)).out)).sync.to).toBe(4);
    expect(island.served()).toBe(FIRST);
  });

  test('that is imported twice says that there is nothing new, and an older one is a rollback', async () => {
    const { mirror, publisher, island } = await synced();
    const old = await exported(mirror);
    publisher.publish(MOVED);
    await mirror.sync();
    const fresh = await exported(mirror);
    await imported(island, fresh.out);
    expect((await imported(island, fresh.out)).sync).toMatchObject({ outcome: 'unchanged', fetched: { files: 0 } });
    expect(island.journal().at(-1)).toMatchObject({ event: 'unchanged', file: fresh.file.digest });
    await expect(imported(island, old.out)).rejects.toMatchObject({ kind: 'trust', code: 'tuf/rollback' });
    expect(island.journal().at(-1)).toMatchObject({ event: 'refused', code: 'tuf/rollback', file: old.file.digest });
    expect(island.served()).toBe(SECOND);
  });

  test('carries every root that came after the one that a mirror trusts', async () => {
    const { mirror, publisher, island } = await synced();
    for (let round = 0; round < 3; round += 1) {
      publisher.repository.rotate('timestamp');
      publisher.repository.publish('root');
      publisher.publish({ 'quay.slot.assign': { version: `${round + 2}.0.0` } });
      await mirror.sync();
    }
    const { out, export: told } = await exported(mirror);
    expect(told.roots).toEqual({ from: 1, to: 4 });
    await imported(island, out);
    expect(island.served()).toBe('Quay: quay.slot.assign 4.0.0');
    // And it can be carried on from there.
    expect((await exported(island)).export.roots).toEqual({ from: 1, to: 4 });
  });

  test('does not bring again what is there already', async () => {
    const { mirror, publisher, island } = await synced();
    await imported(island, (await exported(mirror)).out);
    publisher.publish({ 'quay.slot.assign': {}, 'quay.crane.lift': {} });
    await mirror.sync();
    const { out } = await exported(mirror);
    expect(membersOf(out).filter(({ name }) => name.startsWith('blobs/'))).toHaveLength(2);
    const { sync } = await imported(island, out);
    // The shard, the catalog and one manifest.
    expect(sync.fetched.files).toBe(3);
  });

  test('goes to a mirror of a part of the catalog', async () => {
    const { mirror, publisher } = await synced();
    const part = await island(publisher, { only: { domain: ['nothing'] } });
    expect((await imported(part, (await exported(mirror)).out)).sync).toMatchObject({ partial: true });
    expect(part.served()).toBe('Quay (part: domain nothing): ');
  });
});

describe('an export is refused', () => {
  test('of a mirror that holds a part, and leaves no file', async () => {
    const { mirror } = await make(undefined, { only: { domain: ['quay'] } });
    await mirror.sync();
    const out = join(temporaryFolder(), 'part.tar.gz');
    await expect(exported(mirror, null, out)).rejects.toMatchObject({ kind: 'refused', code: 'mirror/partial' });
    expect(readdirSync(dirname(out))).toEqual([]);
  });

  test('of a mirror that has nothing yet, or whose last sync did not come to its end', async () => {
    const { mirror, publisher } = await make();
    await expect(exported(mirror)).rejects.toMatchObject({ code: 'mirror/nothing-to-export' });
    await mirror.sync();
    publisher.publish(MOVED);
    const [digest = ''] = [...publisher.blobs].find(([, bytes]) => bytes.toString() === 'quay.crane.lift 1.0.0') ?? [];
    publisher.files.delete(blobPath(digest));
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/missing-file' });
    await expect(exported(mirror)).rejects.toMatchObject({
      code: 'mirror/nothing-to-export',
      message: expect.stringContaining('Release 3 is trusted and not whole here'),
    });
  });

  test('since a release that is not kept, and names those that are', async () => {
    const { mirror } = await synced();
    await expect(exported(mirror, 1)).rejects.toMatchObject({
      code: 'mirror/no-such-release',
      message: expect.stringContaining('Kept: 2.'),
    });
  });

  test('of another view than the mirror follows', async () => {
    const { mirror } = await synced();
    const options = { out: '/nowhere', since: null, view: 'airgap' as const, signal: new AbortController().signal };
    await expect(exportMirror(readMirrorConfig(mirror.folder), mirror.ops(), options)).rejects.toMatchObject({
      code: 'mirror/other-view',
    });
  });

  test('when the metadata has expired', async () => {
    const { mirror } = await synced();
    mirror.now = days(800);
    await expect(exported(mirror)).rejects.toMatchObject({
      code: 'mirror/nothing-to-export',
      message: expect.stringContaining('has expired ('),
    });
  });

  test('when content is damaged, or the file cannot be written, and leaves what was there', async () => {
    const { mirror, publisher } = await synced();
    await expect(exported(mirror, null, '/proc/nowhere/x.tar.gz')).rejects.toMatchObject({ code: 'io/write' });
    const { out } = await exported(mirror);
    const before = readFileSync(out);
    const digest = publisher.catalog.entries[0]?.manifest.digest ?? '';
    const path = join(mirror.folder, blobPath(digest));
    writeFileSync(path, readFileSync(path, 'utf8').replace('1', '9'));
    await expect(exported(mirror, null, out)).rejects.toMatchObject({ code: 'mirror/damaged' });
    expect(readFileSync(out).equals(before)).toBe(true);
    expect(readdirSync(dirname(out))).toEqual(['catalog.tar.gz']);
  });
});

test.each([
  ['manifest.json', 0],
  ['metadata/12.root.json', 511],
  [`blobs/${'a'.repeat(64)}`, 512],
  [`targets/${'0'.repeat(64)}`, 8 ** 11 - 1],
])('the header of %s, %d bytes, is the one that tar-stream writes', async (name, size) => {
  const tar = pack();
  tar.entry({ name, size, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'file' });
  const { value } = await tar[Symbol.asyncIterator]().next();
  expect(tarHeader(name, size).toString('latin1')).toBe((value as Buffer).toString('latin1'));
  tar.destroy();
});
