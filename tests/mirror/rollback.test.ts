import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseMirrorConfig } from '../../src/mirror/config.js';
import { rollbackMirror } from '../../src/mirror/rollback.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import { type Mirror, minutesOn, mirrors } from '../support/mirror.js';
import { watched } from '../support/mirror-store.js';

const make = mirrors();
const rollback = (mirror: Mirror, to: number | null = null) =>
  rollbackMirror(parseMirrorConfig(mirror.read('mirror.yaml'), 'mirror.yaml'), mirror.ops(), to, new AbortController().signal);

async function three() {
  const all = await make({ 'quay.slot.assign': { version: '1.0.0' } });
  for (const version of ['2.0.0', '3.0.0']) {
    await all.mirror.sync();
    all.publisher.publish({ 'quay.slot.assign': { version } });
  }
  await all.mirror.sync();
  return all;
}

describe('a rollback', () => {
  test('serves the release before, and says so', async () => {
    const { mirror } = await three();
    expect(await rollback(mirror)).toMatchObject({ from: 4, to: 3, held: { release: 3, from: 4 }, trusted: { targets: 4 } });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 2.0.0');
    const { held, trusted, notes } = await mirror.status();
    expect([held, trusted?.targets]).toEqual([{ release: 3, from: 4 }, 4]);
    expect(notes).toEqual(['Rolled back to release 3; it is served until there is one newer than 4.']);
    expect(mirror.journal().at(-1)).toMatchObject({ event: 'rollback', release: 3, from: 4 });
  });

  test('to a release by its number, and forward again, which ends the hold', async () => {
    const { mirror } = await three();
    expect(await rollback(mirror, 2)).toMatchObject({ to: 2, held: { release: 2, from: 4 } });
    expect(await rollback(mirror, 4)).toMatchObject({ from: 2, to: 4, held: null });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 3.0.0');
  });

  test('is not undone by a sync without a newer release, and the older release ages', async () => {
    const { mirror, publisher } = await three();
    publisher.touch(minutesOn(0));
    await rollback(mirror);
    publisher.touch(minutesOn(1));
    mirror.now = minutesOn(2);
    expect(await mirror.sync()).toMatchObject({ outcome: 'unchanged', to: 3, held: { release: 3 } });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 2.0.0');
    mirror.now = minutesOn(70);
    publisher.touch(minutesOn(69));
    await mirror.sync();
    expect(await mirror.status()).toMatchObject({ state: 'stale', release: { version: 3 } });
  });

  test('ends with the next newer release', async () => {
    const { mirror, publisher } = await three();
    await rollback(mirror);
    publisher.publish({ 'quay.slot.assign': { version: '4.0.0' } });
    expect(await mirror.sync()).toMatchObject({ from: 3, to: 5, held: null });
    expect(await mirror.status()).toMatchObject({ held: null });
  });

  test('does not let older metadata in', async () => {
    const { mirror, publisher } = await three();
    const old = new Map(publisher.files);
    publisher.publish({ 'quay.slot.assign': { version: '4.0.0' } });
    await mirror.sync();
    await rollback(mirror);
    for (const [path, bytes] of old) publisher.files.set(path, bytes);
    await expect(mirror.sync()).rejects.toMatchObject({ kind: 'trust', code: 'tuf/rollback' });
  });

  test('to what is not kept is refused and names what is', async () => {
    const { mirror } = await three();
    await expect(rollback(mirror, 9)).rejects.toMatchObject({
      code: 'mirror/no-such-release',
      hint: expect.stringContaining('2, 3, 4'),
    });
    await rollback(mirror, 2);
    await expect(rollback(mirror)).rejects.toMatchObject({ code: 'mirror/no-such-release' });
  });

  test('goes to the release before, also where the newest was made again by a repair', async () => {
    const { mirror } = await three();
    await mirror.sync({ repair: true });
    expect(await rollback(mirror)).toMatchObject({ from: 4, to: 3, held: { release: 3, from: 4 } });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 2.0.0');
  });

  test('that is refused stands in the journal, and says nothing of how the last sync went', async () => {
    const { mirror } = await three();
    const { last_sync } = await mirror.status();
    await expect(rollback(mirror, 9)).rejects.toMatchObject({ code: 'mirror/no-such-release' });
    expect(await mirror.status()).toMatchObject({ last_sync, reasons: [], exit_code: 0 });
    expect(mirror.read('journal.ndjson')).toContain('"code":"mirror/no-such-release"');
  });

  test('to a release that is damaged is refused, and nothing changes', async () => {
    const { mirror } = await three();
    writeFileSync(join(mirror.folder, 'releases/3/index.html'), 'spoilt');
    await expect(rollback(mirror)).rejects.toMatchObject({ code: 'mirror/damaged' });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 3.0.0');
  });

  test('leaves a mirror that verifies', async () => {
    const { mirror } = await three();
    await rollback(mirror);
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
  });
});

describe('a repair while a release is held after a rollback', () => {
  const spoil = (mirror: Mirror, path: string) => {
    const place = join(mirror.folder, path);
    writeFileSync(place, Buffer.alloc(readFileSync(place).length, 'x'));
  };
  const blobsOf = (mirror: Mirror, folder: string) =>
    readdirSync(join(mirror.folder, `releases/${folder}/blobs`), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `blobs/sha256/${entry.name.slice(0, 2)}/${entry.name}`);

  test('makes that release whole again, and stays on it', async () => {
    const { mirror, publisher } = await three();
    await rollback(mirror);
    spoil(mirror, 'current/index.html');
    spoil(mirror, blobsOf(mirror, '3')[0] ?? '');
    expect((await verifyMirror(mirror.ops())).problems.length).toBeGreaterThan(1);
    expect(await mirror.sync({ repair: true })).toMatchObject({
      outcome: 'released',
      from: 3,
      to: 3,
      held: { release: 3, from: 4 },
      pruned: ['3'],
    });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 2.0.0');
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
    expect(await mirror.status()).toMatchObject({ held: { release: 3, from: 4 }, trusted: { targets: 4 } });
    // It is served until there is a newer one, as before.
    expect(await mirror.sync()).toMatchObject({ outcome: 'unchanged', to: 3 });
    publisher.publish({ 'quay.slot.assign': { version: '4.0.0' } });
    expect(await mirror.sync()).toMatchObject({ from: 3, to: 5, held: null });
  });

  test('takes away the newest one where that is damaged too, which no rollback could serve', async () => {
    const { mirror } = await three();
    await rollback(mirror);
    spoil(mirror, 'releases/4.json');
    expect(await mirror.sync({ repair: true })).toMatchObject({ to: 3, pruned: ['4'] });
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
  });

  test('that is killed before it is written down still holds the release', async () => {
    const { mirror } = await three();
    await rollback(mirror);
    mirror.wrap = (ops) => ({
      ...ops,
      store: watched(ops.store, (operation, args) => {
        if (operation === 'appendJournal' && String(args[0]).includes('"released"')) throw new Error('killed');
      }),
    });
    await expect(mirror.sync({ repair: true })).rejects.toThrow('killed');
    mirror.wrap = (ops) => ops;
    expect(await mirror.sync()).toMatchObject({ outcome: 'unchanged', to: 3, held: { release: 3, from: 4 } });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 2.0.0');
  });

  test('says so where the publisher no longer has what the release is made of', async () => {
    const { mirror, publisher } = await three();
    await rollback(mirror);
    const [blob = ''] = blobsOf(mirror, '3');
    spoil(mirror, blob);
    publisher.files.delete(blob);
    await expect(mirror.sync({ repair: true })).rejects.toMatchObject({
      code: 'mirror/missing-file',
      message: expect.stringContaining('held since a rollback'),
      hint: expect.stringContaining('--to 4'),
    });
    expect(mirror.served()).toBe('Quay: quay.slot.assign 2.0.0');
  });

  test('says so where it is not known what the release is made of', async () => {
    const { mirror } = await three();
    await rollback(mirror);
    spoil(mirror, 'releases/3.json');
    await expect(mirror.sync({ repair: true })).rejects.toMatchObject({
      code: 'mirror/damaged',
      hint: expect.stringContaining('rollback DIR --to 4'),
    });
    expect(await rollback(mirror, 4)).toMatchObject({ to: 4, held: null });
  });
});
