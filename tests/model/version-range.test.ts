import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import semver from 'semver';
import { parseRange, statedRange } from '../../src/model/version-range.js';
import { codes, read } from '../manifest/reading.js';

test.each(['>=1 <2', '>=0.3.0, <0.5.0', '^1.0.0', '~1.2', '1.x', '*', '1.2.3', '>=1.0.0-rc.1', '1 || 2'])(
  '%s is a range',
  (text) => expect(parseRange(text)).not.toBeNull(),
);
test.each(['newest', '>>1', '1.2.3.4', 'workspace:*', '>=1.0 and <2', '', ' ', '^1 ||', `${'1 || '.repeat(100)}1`])(
  '%s is no range',
  (text) => expect(parseRange(text)).toBeNull(),
);

test('any text that semver understands is understood as semver does, unless a part of it is empty or it is too long', () => {
  const piece = fc.constantFrom(
    '^',
    '~',
    '>=',
    '<',
    ' ',
    '1',
    '2.x',
    '0.3.1',
    '-rc.1',
    '||',
    ' - ',
    '*',
    'v',
    '=',
    '.',
    ',',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const spaced = text.replaceAll(',', ' ');
      const whole = spaced.split('||').every((part) => part.trim() !== '');
      const parsed = parseRange(text);
      expect(parsed && (parsed.range || '*')).toBe(whole ? semver.validRange(spaced) : null);
    }),
    { numRuns: 2000 },
  );
});

describe('a manifest is told the same of its ranges as the matrix makes of them', () => {
  const told = (dependency: object) =>
    codes(
      read(JSON.stringify({ id: 'a.b.c', version: '1.0.0', owner: 'o', lifecycle_stage: 'build', dependencies: [dependency] }))
        .findings,
    );

  test.each<[{ id: string; version?: string }, string[]]>([
    [{ id: 'tap.run@^1.0.0' }, []],
    [{ id: 'tap.run', version: 'tap.run@^1.0.0' }, []],
    [{ id: 'tap.run', version: '^1.0.0' }, []],
    [{ id: 'tap.run' }, ['manifest/no-range']],
    [{ id: 'tap.run', version: '^1.0.0 ||' }, ['manifest/range-not-understood']],
    [{ id: 'tap.run', version: 'sink.run@^1.0.0' }, ['manifest/range-not-understood']],
  ])('%j: %j', (dependency, expected) => {
    expect(told(dependency)).toEqual(expected);
    const { range } = statedRange(dependency);
    const made =
      range === undefined ? 'manifest/no-range' : parseRange(range) === null ? 'manifest/range-not-understood' : undefined;
    expect(made === undefined ? [] : [made]).toEqual(expected);
  });
});
