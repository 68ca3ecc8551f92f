import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashedName, isTargetName, plainName } from '../../src/publish/layout.js';
import { LIFETIMES, lifetimeOf, ONLINE_ROLES, type OnlineRole, parseLifetimes } from '../../src/publish/lifetimes.js';
import { type PublishedRelease, planView, type TargetInfo } from '../../src/publish/plan.js';

const NOW = new Date('2026-05-01T03:00:00Z');
const DAY = 86_400_000;
const HASHES = ['a', 'b', 'c'].map((digit) => digit.repeat(64));

const names = fc.constantFrom('catalog.json', 'freshness.json', 'shards/00.json', 'shards/7f.json', 'policy.yaml');
const info = fc.record({ length: fc.nat(100), sha256: fc.constantFrom(...HASHES) });
const targets: fc.Arbitrary<ReadonlyMap<string, TargetInfo>> = fc
  .array(fc.tuple(names, info), { maxLength: 5 })
  .map((entries) => new Map(entries));
const role = fc.record({
  version: fc.integer({ min: 1, max: 2 ** 40 }),
  expires: fc.integer({ min: -20, max: 40 }).map((days) => new Date(NOW.getTime() + days * DAY)),
});
const published: fc.Arbitrary<PublishedRelease> = fc.record({
  roles: fc.record({ targets: role, snapshot: role, timestamp: role }),
  targets,
});
const roles: fc.Arbitrary<ReadonlySet<OnlineRole>> = fc.subarray([...ONLINE_ROLES]).map((list) => new Set(list));
const view = fc.constantFrom('main' as const, 'airgap' as const);
const none = new Set<OnlineRole>();

describe('a plan', () => {
  test('raises the version of what it signs by one, signs what lists it too, and the timestamp always, last', () => {
    fc.assert(
      fc.property(view, published, targets, roles, (of, before, after, rotated) => {
        const plan = planView(of, before, after, { now: NOW, lifetimes: LIFETIMES, rotated, restarted: none });
        expect(plan.sign.at(-1)?.role).toBe('timestamp');
        const signed = plan.sign.map(({ role }) => role);
        expect(signed).toEqual(ONLINE_ROLES.slice(ONLINE_ROLES.length - signed.length));
        for (const { role: each, from, version, why, expires } of plan.sign) {
          expect(from).toBe(before.roles[each].version);
          expect(version).toBe(before.roles[each].version + 1);
          expect(why).not.toEqual([]);
          expect(new Date(expires).getTime()).toBe(NOW.getTime() + lifetimeOf(LIFETIMES, of, each));
        }
        for (const each of rotated) expect(signed).toContain(each);
      }),
    );
  });

  test('tells each target that differs, once, and signs targets where there is one', () => {
    fc.assert(
      fc.property(published, targets, (before, after) => {
        const plan = planView('main', before, after, { now: NOW, lifetimes: LIFETIMES, rotated: none, restarted: none });
        const { added, changed, removed } = plan.targets;
        const rebuilt = new Map(before.targets);
        for (const name of removed) rebuilt.delete(name);
        for (const name of [...added, ...changed]) rebuilt.set(name, after.get(name) as TargetInfo);
        expect(rebuilt).toEqual(after);
        expect(new Set([...added, ...changed, ...removed]).size).toBe(added.length + changed.length + removed.length);
        const differs = added.length + changed.length + removed.length > 0;
        const signed = plan.sign.find(({ role: each }) => each === 'targets');
        expect(signed?.why.includes('targets') ?? false).toBe(differs);
      }),
    );
  });

  test('starts at 1, and again where it is told to', () => {
    const first = planView('main', null, new Map(), { now: NOW, lifetimes: LIFETIMES, rotated: none, restarted: none });
    expect(first.sign.map(({ role: each, from, version, why }) => [each, from, version, why])).toEqual(
      ONLINE_ROLES.map((each) => [each, null, 1, ['first']]),
    );
    fc.assert(
      fc.property(published, roles, (before, restarted) => {
        const { sign } = planView('main', before, before.targets, { now: NOW, lifetimes: LIFETIMES, rotated: none, restarted });
        for (const each of restarted) expect(sign.find(({ role: other }) => other === each)).toMatchObject({ version: 1 });
      }),
    );
  });

  test.each([
    ['with more than half of its life left, stays', 8, 4, ['timestamp']],
    ['with less than half of its life left, is signed', 8, 3, ['snapshot', 'timestamp']],
    ['with less than half of the life of targets left, takes the snapshot along', 6.9, 4, ['targets', 'snapshot', 'timestamp']],
    ['that expired, is signed', -1, -1, ['targets', 'snapshot', 'timestamp']],
    ['that would outlive its lifetime, is signed', 15, 4, ['targets', 'snapshot', 'timestamp']],
  ])('a role %s', (_, targetsDays, snapshotDays, signed) => {
    const at = (days: number) => ({ version: 4, expires: new Date(NOW.getTime() + days * DAY) });
    const before = { roles: { targets: at(targetsDays), snapshot: at(snapshotDays), timestamp: at(0.5) }, targets: new Map() };
    const plan = planView('main', before, new Map(), { now: NOW, lifetimes: LIFETIMES, rotated: none, restarted: none });
    expect(plan.sign.map(({ role: each }) => each)).toEqual(signed);
  });

  test('refuses a version after the last one', () => {
    const at = { version: Number.MAX_SAFE_INTEGER, expires: new Date(NOW.getTime() + DAY) };
    const before = { roles: { targets: at, snapshot: at, timestamp: at }, targets: new Map() };
    const plan = () => planView('main', before, new Map(), { now: NOW, lifetimes: LIFETIMES, rotated: none, restarted: none });
    expect(plan).toThrow('No version of targets follows 9007199254740991');
  });
});

describe('names of targets', () => {
  test('with a digest lead back to the plain ones', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(...HASHES), (name, sha256) => {
        expect(plainName(hashedName(name, sha256))).toEqual({ name, sha256 });
        expect(plainName(name)).toBeNull();
      }),
    );
  });

  test.each(['', '/etc/passwd', '../x', 'a/../b', 'a//b', '.hidden', 'a/.b', 'a b', 'a%2f', 'ä', 'a\\b', 'a\n', 'x'.repeat(200)])(
    '%j is none',
    (name) => expect(isTargetName(name)).toBe(false),
  );
});

describe('--expires', () => {
  test('changes what it names', () => {
    expect(parseLifetimes('root=730d, timestamp=26h')).toEqual({ ...LIFETIMES, root: 730 * DAY, timestamp: 26 * 3_600_000 });
  });

  test.each(['', 'root', 'root=', 'root=1y', 'toString=1d', 'root=1d=2d', 'root=0d'])('%j is refused', (text) => {
    expect(() => parseLifetimes(text)).toThrow('does not say how long a role lasts');
  });
});
