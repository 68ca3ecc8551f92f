import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { blobPath, minutesOn, mirrors } from '../support/mirror.js';

const make = mirrors();

describe('a sync', () => {
  test('of a new mirror fetches, verifies and serves the release', async () => {
    const { mirror, publisher } = await make();
    const report = await mirror.sync();
    expect(report).toMatchObject({ outcome: 'released', from: null, to: 2, state: 'fresh', site: 'equal', partial: false });
    expect(report.changes.added.map(({ id, version }) => `${id} ${version}`)).toEqual([
      'quay.berth.list 1.0.0',
      'quay.slot.assign 1.0.0',
    ]);
    expect(readlinkSync(join(mirror.folder, 'current'))).toBe('releases/2');
    expect(mirror.served()).toBe('Quay: quay.berth.list 1.0.0, quay.slot.assign 1.0.0');
    const [digest = ''] = publisher.blobs.keys();
    expect(mirror.served(blobPath(digest))).toBe('quay.slot.assign 1.0.0');
    expect(mirror.served('targets/catalog.json')).toContain('"site"');
    expect(mirror.journal().map(({ event }) => event)).toEqual(['init', 'released']);
  });

  test('with nothing new asks two questions and moves nothing but the age', async () => {
    const { mirror, server } = await make();
    await mirror.sync();
    server.asked();
    const report = await mirror.sync();
    expect(server.asked()).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
    expect(report).toMatchObject({ outcome: 'unchanged', from: 2, to: 2, fetched: { files: 0, bytes: 0 } });
  });

  test('of a release that was only confirmed again asks two questions and writes the new age', async () => {
    const { mirror, server, publisher } = await make();
    await mirror.sync();
    const before = (await mirror.status()).release?.generated_at;
    server.asked();
    publisher.touch(minutesOn(0));
    await mirror.sync();
    expect(server.asked()).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
    const now = (await mirror.status()).release?.generated_at ?? '';
    expect(Date.parse(now)).toBeGreaterThan(Date.parse(before ?? ''));
    expect(JSON.parse(mirror.served('api/v1/freshness.json'))).toMatchObject({ generated_at: now });
  });

  test('fetches what changed and nothing else, and says what that is', async () => {
    const { mirror, server, publisher } = await make();
    await mirror.sync();
    server.asked();
    publisher.publish({ 'quay.slot.assign': { version: '1.1.0' }, 'quay.crane.lift': {} });
    const report = await mirror.sync();
    expect(report.changes).toEqual({
      added: [{ id: 'quay.crane.lift', version: '1.0.0' }],
      updated: [{ id: 'quay.slot.assign', from: '1.0.0', to: '1.1.0' }],
      removed: [{ id: 'quay.berth.list', version: '1.0.0' }],
    });
    expect(report).toMatchObject({ from: 2, to: 3 });
    const asked = server.asked().filter((path) => !path.startsWith('metadata/'));
    expect(asked.filter((path) => path.startsWith('blobs/'))).toHaveLength(2);
    const targets = asked.filter((path) => path.startsWith('targets/')).map((path) => path.replace(/[0-9a-f]{64}/, 'x'));
    expect(targets.sort()).toEqual(['targets/shards/x.4a.json', 'targets/x.catalog.json']);
    expect(existsSync(join(mirror.folder, 'current/capabilities/quay.berth.list.html'))).toBe(false);
  });

  test('keeps as many releases as it is told, and only what they need', async () => {
    const { mirror, publisher } = await make();
    for (const version of ['2.0.0', '3.0.0', '4.0.0', '5.0.0']) {
      await mirror.sync();
      publisher.publish({ 'quay.slot.assign': { version } });
    }
    const report = await mirror.sync();
    expect(report.pruned).toEqual(['3']);
    expect(
      readdirSync(join(mirror.folder, 'releases'))
        .filter((name) => /^\d+$/.test(name))
        .sort(),
    ).toEqual(['4', '5', '6']);
    const blobs = readdirSync(join(mirror.folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(blobs).toHaveLength(3);
  });
});
