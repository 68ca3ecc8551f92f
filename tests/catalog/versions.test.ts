import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareEntries, compareVersions, joinVersions } from '../../src/catalog/versions.js';
import type { Entry } from '../../src/model/generated/types.js';
import { entry, lines, tagged } from './entries.js';

const join = (present: readonly Entry[], before: readonly Entry[] = []): string[] => lines(joinVersions(present, before).entries);
const current = (present: readonly Entry[], before: readonly Entry[] = []): Entry | undefined =>
  joinVersions(present, before).entries.find(({ status }) => status === 'current');

describe('the current version', () => {
  test('is the one of the head when no tag has a greater one', () => {
    expect(join([entry('a', '2.0.0'), tagged('a', '1.0.0', 'v1.0.0')])).toEqual(['a 2.0.0 current', 'a 1.0.0 superseded']);
  });

  test('is the one of a tag that is greater than the head', () => {
    expect(join([entry('a', '1.0.0'), tagged('a', '2.0.0', 'v2.0.0')])).toEqual(['a 2.0.0 current', 'a 1.0.0 superseded']);
  });

  test('is the head’s own entry where a tag has the same version', () => {
    expect(current([entry('a', '1.0.0'), tagged('a', '1.0.0', 'v1.0.0')])?.ref).toBeNull();
  });

  test('is a release rather than its release candidates', () => {
    expect(join([entry('a', '2.0.0-rc.2'), tagged('a', '2.0.0', 'v2.0.0'), tagged('a', '2.0.0-rc.10', 'rc10')])).toEqual([
      'a 2.0.0 current',
      'a 2.0.0-rc.10 superseded',
      'a 2.0.0-rc.2 superseded',
    ]);
  });

  test('is a release candidate of the head when nothing released is greater', () => {
    expect(current([entry('a', '2.0.0-rc.1'), tagged('a', '1.9.0', 'v1.9.0')])?.version).toBe('2.0.0-rc.1');
  });

  test('is the head’s where a tag differs by build metadata alone, which SemVer does not order', () => {
    expect(current([entry('a', '1.0.0+1'), tagged('a', '1.0.0+2', 'v1.0.0+2')])?.version).toBe('1.0.0+1');
  });

  test('is the head’s among versions that are not SemVer', () => {
    expect(current([entry('a', '2024-01'), tagged('a', '2025-01', 'v2025-01')])?.version).toBe('2024-01');
  });

  test('is the one that is SemVer rather than one that is not', () => {
    expect(current([entry('a', 'main'), tagged('a', '1.0.0', 'v1.0.0')])?.version).toBe('1.0.0');
  });

  test('may be of a capability that states no version', () => {
    expect(join([entry('a', null)])).toEqual(['a null current']);
    expect(join([entry('a', null), tagged('a', '1.0.0', 'v1.0.0')])).toEqual(['a 1.0.0 current', 'a null superseded']);
  });

  test('is the newest tag’s where only tags describe the capability', () => {
    expect(join([tagged('a', '1.1.0', 'v1.1.0'), tagged('a', '1.0.0', 'v1.0.0')])).toEqual([
      'a 1.1.0 current',
      'a 1.0.0 superseded',
    ]);
  });
});

describe('history', () => {
  test('keeps a version that is gone from the head, as it was', () => {
    const old = entry('a', '1.0.0', { commit: 'c'.repeat(40), line: 7 });
    const { entries } = joinVersions([entry('a', '1.1.0')], [old]);
    expect(entries[1]).toEqual({ ...old, status: 'superseded' });
  });

  test('keeps what was superseded before', () => {
    const before = [entry('a', '1.1.0'), entry('a', '1.0.0', { status: 'superseded' })];
    expect(join([entry('a', '1.2.0')], before)).toEqual(['a 1.2.0 current', 'a 1.1.0 superseded', 'a 1.0.0 superseded']);
  });

  test('keeps the greater version after a downgrade, without calling it current', () => {
    expect(join([entry('a', '1.0.0')], [entry('a', '2.0.0')])).toEqual(['a 1.0.0 current', 'a 2.0.0 superseded']);
  });

  test('keeps a version whose tag was deleted', () => {
    expect(join([entry('a', '2.0.0')], [entry('a', '2.0.0'), tagged('a', '1.0.0', 'v1.0.0', { status: 'superseded' })])).toEqual([
      'a 2.0.0 current',
      'a 1.0.0 superseded',
    ]);
  });

  test('lets what is read now take the place of what was read of the same version', () => {
    const { entries } = joinVersions([entry('a', '1.0.0', { bytes: 'new' })], [entry('a', '1.0.0', { bytes: 'old' })]);
    expect(entries).toEqual([entry('a', '1.0.0', { bytes: 'new' })]);
  });

  test('drops an earlier state without version, which nobody could name', () => {
    expect(join([entry('a', '1.0.0')], [entry('a', null)])).toEqual(['a 1.0.0 current']);
  });

  test('goes with a capability that is no longer described', () => {
    expect(join([entry('b', '1.0.0')], [entry('a', '1.0.0'), entry('a', '0.9.0', { status: 'superseded' })])).toEqual([
      'b 1.0.0 current',
    ]);
  });
});

describe('one version described twice', () => {
  test('in one commit keeps the first in the order of paths, and says so', () => {
    const { entries, findings } = joinVersions(
      [entry('a', '1.0.0', { path: 'a.yaml' }), entry('a', '1.0.0', { path: 'b.yaml', line: 4 })],
      [],
    );
    expect(entries.map(({ path }) => path)).toEqual(['a.yaml']);
    expect(findings).toMatchObject([
      {
        code: 'catalog/duplicate-id',
        severity: 'error',
        path: 'b.yaml',
        line: 4,
        message: '“a” “1.0.0” is already described in “a.yaml”.',
      },
    ]);
  });

  test('without any version is a duplicate too', () => {
    const { findings } = joinVersions([entry('a', null, { path: 'a.yaml' }), entry('a', null, { path: 'b.yaml' })], []);
    expect(findings.map(({ message }) => message)).toEqual(['“a” “without version” is already described in “a.yaml”.']);
  });

  test('with other bytes at a tag keeps the head and warns', () => {
    const { entries, findings } = joinVersions(
      [entry('a', '1.0.0', { bytes: 'x' }), tagged('a', '1.0.0', 'v1.0.0', { bytes: 'y' })],
      [],
    );
    expect(lines(entries)).toEqual(['a 1.0.0 current']);
    expect(findings).toMatchObject([
      {
        code: 'catalog/differs-from-tag',
        severity: 'warning',
        path: 'capability.yaml',
        message: '“a” “1.0.0” differs from what was released as “v1.0.0”.',
      },
    ]);
  });

  test('with the same bytes at a tag is nothing to tell', () => {
    expect(joinVersions([entry('a', '1.0.0'), tagged('a', '1.0.0', 'v1.0.0')], []).findings).toEqual([]);
  });

  test('at two tags keeps the newer tag’s in silence', () => {
    const { entries, findings } = joinVersions(
      [tagged('a', '1.0.0', 'v1.0.1', { bytes: 'x' }), tagged('a', '1.0.0', 'v1.0.0', { bytes: 'y' })],
      [],
    );
    expect(entries.map(({ ref }) => ref)).toEqual(['refs/tags/v1.0.1']);
    expect(findings).toEqual([]);
  });

  test('is told without letting the version disturb who reads it', () => {
    const twice = ['a.yaml', 'b.yaml'].map((path) => entry('a', '1\u202e\u001b[2J', { path }));
    expect(joinVersions(twice, []).findings[0]?.message).toBe('“a” “1\\u{202e}\\u{1b}[2J” is already described in “a.yaml”.');
  });
});

const version = fc.constantFrom(null, 'main', 'x', '1.0.0', '1.0.0+b1', '1.0.0+b2', '1.0.0-rc.1', '1.2.0', '1.10.0', '2.0.0');
const heads = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), version), { selector: String, maxLength: 6 })
  .map((list) => list.map(([id, v]) => entry(id, v)));
const tags = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), version), { selector: String, maxLength: 6 })
  .map((list) => list.map(([id, v]) => tagged(id, v, `t${v}`)));
const before = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), version), { selector: String, maxLength: 8 })
  .map((list) => list.map(([id, v]) => entry(id, v, { bytes: 'old' })));

describe('versions brought together', () => {
  test('have exactly one current for each id that is described now, and no other id', () => {
    fc.assert(
      fc.property(heads, tags, before, (head, tag, old) => {
        const { entries } = joinVersions([...head, ...tag], old);
        const described = [...new Set([...head, ...tag].map(({ id }) => id))].sort();
        expect(entries.filter(({ status }) => status === 'current').map(({ id }) => id)).toEqual(described);
        expect(new Set(entries.map(({ id }) => id)).size).toBe(described.length);
        expect(new Set(entries.map(({ id, version: v }) => `${id} ${v}`)).size).toBe(entries.length);
      }),
    );
  });

  test('do not depend on the order of what was there before, and give the same once more', () => {
    fc.assert(
      fc.property(heads, tags, before, (head, tag, old) => {
        const { entries } = joinVersions([...head, ...tag], old);
        expect(joinVersions([...head, ...tag], [...old].reverse()).entries).toEqual(entries);
        expect(joinVersions([...head, ...tag], entries).entries).toEqual(entries);
      }),
    );
  });

  test('do not depend on the order of manifests where versions are SemVer and differ', () => {
    const ordered = fc.uniqueArray(fc.constantFrom('1.0.0', '1.0.0-rc.1', '1.2.0', '1.10.0', '2.0.0'), { minLength: 1 });
    fc.assert(
      fc.property(ordered, (list) => {
        const entries = list.map((v) => entry('a', v));
        expect(joinVersions([...entries].reverse(), []).entries).toEqual(joinVersions(entries, []).entries);
      }),
    );
  });

  test('are sorted by an order that holds for any three', () => {
    const any = fc
      .tuple(fc.constantFrom('a', 'b'), version, fc.constantFrom('current' as const, 'superseded' as const))
      .map(([id, v, status]) => entry(id, v, { status }));
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(Math.sign(compareEntries(a, b)) + Math.sign(compareEntries(b, a))).toBe(0);
        if (compareEntries(a, b) <= 0 && compareEntries(b, c) <= 0) expect(compareEntries(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('compare by SemVer precedence, and what is not SemVer is lower than all that is', () => {
    expect(compareVersions('1.10.0', '1.9.0')).toBe(1);
    expect(compareVersions('main', '0.0.1')).toBe(-1);
    expect(compareVersions('main', null)).toBe(0);
  });
});
