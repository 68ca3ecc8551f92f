import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import semver from 'semver';
import { newestFirst, VersionReader } from '../../src/compatibility/ranges.js';
import { statedRange } from '../../src/model/version-range.js';

const number = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 1_000_000 }));
const prerelease = fc.constantFrom('', '', '', '-alpha', '-alpha.1', '-beta.2', '-rc.10', '-0', '+build.5', '-rc.1+sha.9');
const version = fc.tuple(number, number, number, prerelease).map(([a, b, c, end]) => `${a}.${b}.${c}${end}`);
const partial = fc.oneof(
  version,
  fc.tuple(number, number).map(([a, b]) => `${a}.${b}`),
  number.map(String),
  fc.tuple(number, fc.constantFrom('x', 'X', '*')).map(([a, x]) => `${a}.${x}`),
  fc.constantFrom('*', 'x'),
);
const comparator = fc.tuple(fc.constantFrom('', '=', '>', '>=', '<', '<=', '^', '~'), partial).map(([op, v]) => `${op}${v}`);
const conjunction = fc.oneof(
  fc.array(comparator, { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
  fc.tuple(partial, partial).map(([a, b]) => `${a} - ${b}`),
);
const range = fc.array(conjunction, { minLength: 1, maxLength: 3 }).map((all) => all.join(' || '));
const reader = new VersionReader();

describe('ranges', () => {
  test('hold for a version when the semver package says so', () => {
    fc.assert(
      fc.property(range, version, (text, v) => {
        expect(reader.accepts(text, v)).toBe(semver.validRange(text) === null ? null : semver.satisfies(v, text));
      }),
      { numRuns: 3000 },
    );
  });

  test('hold for the versions that they are made of as semver says, prereleases among them', () => {
    fc.assert(
      fc.property(version, comparator, fc.constantFrom('', '-rc.1', '-alpha'), (v, other, end) => {
        const near = `${v.split(/[-+]/, 1)[0]}${end}`;
        for (const text of [`^${v}`, `~${v}`, `>=${v} <99999999`, `${v} || ${other}`]) {
          expect(reader.accepts(text, near)).toBe(semver.satisfies(near, text));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('take commas for spaces', () => {
    fc.assert(
      fc.property(fc.array(comparator, { minLength: 1, maxLength: 4 }), version, (all, v) => {
        const spaced = all.join(' ');
        for (const comma of [',', ', ', ' , ']) expect(reader.accepts(all.join(comma), v)).toBe(reader.accepts(spaced, v));
      }),
    );
  });

  test('are not understood, and never hold, whatever else is written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), version, (text, v) => {
        if (semver.validRange(text.replaceAll(',', ' ')) !== null && text.length <= 300) return;
        expect(reader.accepts(text, v)).toBe(null);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['latest', '', ' ', ',', '||', '^1.0.0 ||', '|| ^1.0.0', '^1.0.0 || , ', 'v', '>=', `${' '.repeat(300)}*`])(
    'of the text %j hold for nothing',
    (text) => expect(reader.accepts(text, '1.0.0')).toBe(null),
  );

  test.each([
    ['*', '1.0.0', true],
    ['*', '1.0.0-rc.1', false],
    ['1.x', '1.9.9', true],
    ['1.x', '2.0.0', false],
    ['^1.0.0', '1.1.0-rc.1', false],
    ['^1.1.0-rc.1', '1.1.0-rc.2', true],
    ['^1.1.0-rc.1', '1.2.0-rc.2', false],
    ['>=0.3.0, <0.5.0', '0.4.9', true],
    ['>=0.3.0, <0.5.0', '0.5.0', false],
    ['1.2.3', '1.2.3+build', true],
  ])('%s and %s: %s', (text, v, answer) => expect(reader.accepts(text, v)).toBe(answer));

  test('and versions that are not SemVer are compared for equality alone', () => {
    expect(reader.accepts('2026.05', '2026.05')).toBe(true);
    expect(reader.accepts('2026.5', '2026.05')).toBe(null);
    expect(reader.accepts('*', '2026.05')).toBe(null);
    expect(reader.accepts('*', null)).toBe(null);
    expect(reader.accepts('v1.0.0', 'v1.0.0')).toBe(true);
    expect(reader.accepts('^1.0.0', 'v1.0.0')).toBe(null);
    expect(reader.accepts('latest', 'latest')).toBe(true);
  });

  test('cost next to nothing, however they are made', () => {
    const hostile = [
      '('.repeat(299),
      `${'1.'.repeat(149)}x`,
      '>'.repeat(299),
      `${'1||'.repeat(99)}1`,
      `${'^1 '.repeat(99)}`,
      '9'.repeat(300),
    ];
    const started = process.cpuUsage();
    for (const text of hostile) for (let i = 0; i < 50; i += 1) new VersionReader().accepts(text, '1.0.0');
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
  });
});

describe('the range that a dependency states', () => {
  test.each([
    [{ id: 'a.b.c' }, { id: 'a.b.c', range: undefined }],
    [
      { id: 'a.b.c', version: ' ' },
      { id: 'a.b.c', range: undefined },
    ],
    [
      { id: 'a.b.c', version: ' ^1.0.0 ' },
      { id: 'a.b.c', range: '^1.0.0' },
    ],
    [
      { id: 'a.b.c', version: 'a.b.c@>=0.6.0' },
      { id: 'a.b.c', range: '>=0.6.0' },
    ],
    [
      { id: 'a.b.c', version: 'other@>=0.6.0' },
      { id: 'a.b.c', range: 'other@>=0.6.0' },
    ],
    [{ id: 'a.b.c@^2.0.0' }, { id: 'a.b.c', range: '^2.0.0' }],
    [{ id: '@scope/name@1.x' }, { id: '@scope/name', range: '1.x' }],
    [{ id: '@scope/name' }, { id: '@scope/name', range: undefined }],
    [{ id: 'somebody@example.org' }, { id: 'somebody@example.org', range: undefined }],
  ])('%j', (dependency, stated) => expect(statedRange(dependency)).toEqual(stated));

  test('that names another capability is not understood', () => {
    expect(reader.accepts('other@>=0.6.0', '1.0.0')).toBe(null);
  });
});

test('versions are in the order of SemVer, newest first, and what is not SemVer comes last', () => {
  const order = newestFirst(reader);
  const all = ['1.0.0', null, '2.0.0-rc.1', 'spring', '10.0.0', '2.0.0', 'autumn'];
  expect([...all].sort(order)).toEqual(['10.0.0', '2.0.0', '2.0.0-rc.1', '1.0.0', 'spring', 'autumn', null]);
  fc.assert(
    fc.property(fc.array(version), (list) => {
      expect([...list].sort(order).map((v) => semver.parse(v)?.version)).toEqual(
        semver.rsort([...list]).map((v) => semver.parse(v)?.version),
      );
    }),
  );
});
