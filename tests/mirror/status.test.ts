import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseMirrorConfig } from '../../src/mirror/config.js';
import { exitCodeFor } from '../../src/mirror/status.js';
import { statusMetrics } from '../../src/mirror/status-metrics.js';
import { validateMirrorReport } from '../../src/model/validators.js';
import { minutesOn, mirrors } from '../support/mirror.js';
import { parseOpenMetrics } from '../support/open-metrics.js';
import { days } from '../support/tuf/repository.js';

const make = mirrors();

describe('a mirror', () => {
  test('that was never synced is empty, and says so', async () => {
    const { mirror } = await make();
    expect(await mirror.status()).toMatchObject({
      state: 'empty',
      exit_code: 1,
      release: null,
      reasons: ['There is no release yet: chora mirror sync DIR fetches one.'],
    });
  });

  test.each([
    [0, 'fresh', 0],
    [61, 'stale', 1],
    [91, 'alert', 1],
    [24 * 60 * 31, 'expired', 4],
  ])('is %d minutes later %s and exits with %d', async (minutes, state, code) => {
    const { mirror } = await make();
    await mirror.sync();
    mirror.now = minutesOn(minutes);
    const status = await mirror.status();
    expect(status).toMatchObject({ state, exit_code: code, manifests: { never: 0 } });
    expect(Math.round((status.release?.age_seconds ?? 0) / 60)).toBe(minutes);
    expect(validateMirrorReport(status)).toBe(true);
  });

  test('tells which role expires next, and by when', async () => {
    const { mirror, publisher } = await make();
    publisher.repository.timestamp.expires = days(1);
    publisher.touch();
    await mirror.sync();
    const status = await mirror.status();
    expect(status.next_expiry?.role).toBe('timestamp');
    expect((status.next_expiry?.in_seconds ?? 0) / 3600).toBeCloseTo(24, 0);
    expect(Object.keys(status.expires)).toEqual(expect.arrayContaining(['root', 'timestamp', 'snapshot', 'targets']));
  });

  test('ages each capability by its own time to live, else its source’s, else the catalog’s', async () => {
    const { mirror, publisher } = await make();
    const own = { id: 'a.own.ttl', version: '1.0.0', owner: null, lifecycle_stage: null, ttl: '30m' };
    publisher.publish({
      'a.own.ttl': { more: { capability: own } },
      'b.source.ttl': { more: { source: 'git.example.org/b' } },
      'c.catalog.ttl': { more: { source: 'git.example.org/c' } },
    });
    const sources = publisher.catalog.sources.map((row) => (row.id === 'git.example.org/b' ? { ...row, ttl: '10m' } : row));
    publisher.publishEntries(publisher.catalog.entries, undefined, { sources });
    await mirror.sync();
    mirror.now = minutesOn(31);
    const { manifests, not_fresh, state } = await mirror.status();
    expect(state).toBe('fresh');
    expect(manifests).toEqual({ fresh: 1, stale: 1, alert: 1, never: 0 });
    expect(not_fresh.map(({ id, state, ttl_seconds }) => [id, state, ttl_seconds])).toEqual([
      ['a.own.ttl', 'stale', 1800],
      ['b.source.ttl', 'alert', 600],
    ]);
  });

  test('ages what its publisher could not confirm from when that was last confirmed', async () => {
    const { mirror, publisher } = await make();
    const exceptions = [
      { source: 'git.example.org/b', state: 'unreachable' as const, last_confirmed_at: minutesOn(-70).toISOString() },
      { source: 'git.example.org/c', state: 'missing' as const, last_confirmed_at: null },
    ];
    publisher.freshness = { freshness: { exceptions } };
    publisher.publish({ a: {}, b: { more: { source: 'git.example.org/b' } }, c: { more: { source: 'git.example.org/c' } } });
    await mirror.sync();
    expect((await mirror.status()).not_fresh.map(({ id, state }) => [id, state])).toEqual([
      ['b', 'stale'],
      ['c', 'never'],
    ]);
  });

  test('goes by limits of its own where mirror.yaml has some', async () => {
    const { mirror, server } = await make();
    await mirror.sync();
    mirror.now = minutesOn(100);
    writeFileSync(join(mirror.folder, 'mirror.yaml'), `url: ${server.url}\nttl: 2h\n`);
    expect(await mirror.status()).toMatchObject({ state: 'fresh', release: { ttl_seconds: 7200, alert_after_seconds: 10800 } });
    writeFileSync(join(mirror.folder, 'mirror.yaml'), `url: ${server.url}\nttl: 10m\nalert_after: 1h\nfail_on: never\n`);
    expect(await mirror.status()).toMatchObject({ state: 'alert', exit_code: 0 });
  });

  test('whose last sync was refused says why, and exits with 4 although it is fresh', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    publisher.repository.timestampFields = {};
    publisher.repository.publish('timestamp');
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/hostile-release' });
    expect(await mirror.status()).toMatchObject({
      state: 'fresh',
      exit_code: 4,
      last_sync: { outcome: 'refused', code: 'mirror/hostile-release' },
    });
  });

  test('tells it all in metrics', async () => {
    const { mirror } = await make();
    await mirror.sync();
    const text = statusMetrics(await mirror.status());
    expect(text).toContain('chora_mirror_state{state="fresh"} 1\n');
    expect(text).toContain('chora_mirror_state{state="expired"} 0\n');
    expect(text).toContain('chora_mirror_capabilities{state="fresh"} 2\n');
    expect(text).toMatch(/chora_mirror_expires_at_seconds\{role="timestamp"\} \d{10}/);
    expect(text).toContain('chora_mirror_compared_manifests{state="compared"} 0\n');
    expect(text).toContain('chora_mirror_unconfirmed_records{state="joined"} 0\n');
    expect(text).toContain('chora_mirror_quarantined_manifests 0\n');
    expect(text).toContain('chora_mirror_last_sync{outcome="released"} 1\n');
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  test('tells in metrics what is old, what was refused and what was not confirmed', async () => {
    const { mirror, publisher } = await make();
    publisher.freshness = {
      freshness: { exceptions: [{ source: 'dir:quay', state: 'unreachable', last_confirmed_at: '2020-01-01T00:00:00.000Z' }] },
    };
    publisher.publish({
      'quay.slot.assign': { more: { source: 'dir:quay' } },
      'quay.berth.list': { more: { source: 'dir:pier' } },
    });
    await mirror.sync();
    const status = await mirror.status();
    const unconfirmed = { source: 'dir:quay', path: 'a.yaml', id: 'quay.slot.assign', version: '1.0.0', field: 'title' };
    const records = { state: 'compared' as const, compared: 5, known: 7, joined: [], unconfirmed: [unconfirmed] };
    const release = status.release && { ...status.release, records, quarantined: 3 };
    const last_sync = { at: '2026-05-04T08:00:00.000Z', outcome: 'refused', code: 'mirror/hostile-release' } as const;
    const text = statusMetrics({ ...status, release, last_sync });
    const lines = [
      'capabilities{state="fresh"} 1',
      'capabilities{state="alert"} 1',
      'compared_manifests{state="compared"} 5',
      'compared_manifests{state="known"} 7',
      'unconfirmed_records{state="joined"} 0',
      'unconfirmed_records{state="unconfirmed"} 1',
      'quarantined_manifests 3',
      'last_sync{outcome="refused"} 1',
      'last_sync{outcome="released"} 0',
      'last_sync_ok 0',
    ];
    for (const line of lines) expect(text).toContain(`chora_mirror_${line}\n`);
    expect(parseOpenMetrics(text).get('chora_mirror_unconfirmed_records')).toMatchObject({ type: 'gauge' });
  });
});

describe('a clock', () => {
  test('before what was already seen is an alarm, and no sync passes', async () => {
    const { mirror } = await make();
    await mirror.sync();
    mirror.now = minutesOn(-60);
    expect(await mirror.status()).toMatchObject({ state: 'clock', exit_code: 4 });
    await expect(mirror.sync()).rejects.toMatchObject({ kind: 'trust', code: 'mirror/clock' });
    mirror.now = undefined;
    expect(await mirror.sync()).toMatchObject({ state: 'fresh' });
  });

  test('before the journal’s last line is an alarm although the release is older', async () => {
    const { mirror, publisher } = await make();
    publisher.touch(minutesOn(-30));
    await mirror.sync();
    mirror.now = minutesOn(-10);
    expect(await mirror.status()).toMatchObject({
      state: 'clock',
      reasons: [expect.stringContaining('the journal was already written to')],
    });
  });

  test('that went back stays an alarm however often a sync is refused for it', async () => {
    const { mirror, publisher } = await make();
    publisher.touch(minutesOn(-30));
    await mirror.sync();
    mirror.now = minutesOn(-10);
    for (let times = 0; times < 3; times++) {
      await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/clock' });
      expect(await mirror.status()).toMatchObject({ state: 'clock', exit_code: 4 });
    }
    mirror.now = undefined;
    expect(await mirror.sync()).toMatchObject({ state: 'fresh' });
  });

  test('that was ahead once is believed again when the operator says that it is right', async () => {
    const { mirror, publisher } = await make();
    publisher.touch(minutesOn(-30));
    mirror.now = minutesOn(120);
    await mirror.sync();
    mirror.now = undefined;
    await expect(mirror.sync()).rejects.toMatchObject({ message: expect.stringContaining('--clock-is-right') });
    expect(await mirror.sync({ clockIsRight: true })).toMatchObject({ state: 'fresh' });
    expect(await mirror.status()).toMatchObject({ state: 'fresh', exit_code: 0 });
    expect(await mirror.sync()).toMatchObject({ outcome: 'unchanged' });
  });

  test('before a release that was seen is wrong whatever the operator says', async () => {
    const { mirror } = await make();
    await mirror.sync();
    mirror.now = minutesOn(-60);
    await expect(mirror.sync({ clockIsRight: true })).rejects.toMatchObject({ code: 'mirror/clock' });
  });

  test('that a release is ahead of is an alarm until a release comes that is not', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    publisher.touch(minutesOn(60));
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/clock' });
    expect(await mirror.status()).toMatchObject({ state: 'clock', exit_code: 4 });
    publisher.touch();
    await mirror.sync();
    expect(await mirror.status()).toMatchObject({ state: 'fresh', exit_code: 0 });
  });
});

test.each(['stale', 'alert', 'expired'])('a mirror that is %s says what to do about it', async (state) => {
  const { mirror } = await make();
  await mirror.sync();
  mirror.now = minutesOn({ stale: 61, alert: 91, expired: 24 * 60 * 31 }[state] ?? 0);
  expect(await mirror.status()).toMatchObject({
    state,
    reasons: [expect.stringMatching(/where there is nothing newer, ask the publisher\.$/)],
  });
});

test('exit codes go by age and by what to fail on', () => {
  expect(['stale', 'alert'].map((age) => exitCodeFor(age as 'stale', 'alert'))).toEqual([0, 1]);
  expect(['expired', 'clock'].map((age) => exitCodeFor(age as 'clock', 'never'))).toEqual([4, 4]);
  expect(parseMirrorConfig('url: x', 'mirror.yaml').failOn).toBe('stale');
});
