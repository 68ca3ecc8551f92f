import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkTargets, isReleasePath, targetPaths } from '../../src/mirror/names.js';

const LIMITS = { file: 1000, release: 5000 };
const SHA = 'a'.repeat(64);
const target = (path: string, length = 1, sha256 = SHA) => ({ path, length, sha256 });

describe('names of targets', () => {
  test('that releases have are taken', () => {
    const names = ['catalog.json', 'decisions.ndjson', 'policy.yaml', 'shards/00.json', 'trusted_root.json'];
    expect(
      checkTargets(
        names.map((name) => target(name)),
        LIMITS,
      ).map(({ name }) => name),
    ).toEqual(names);
  });

  test.each([
    '',
    '/etc/passwd',
    '../x',
    'shards/../../x',
    'shards/./x',
    'a//b',
    'a\\b',
    '.hidden',
    'shards/.x',
    'a\nb',
    'C:x',
    'a/',
    'a?b',
    'a#b',
    'a%2fb',
    'ä',
    'x'.repeat(201),
  ])('%j is refused', (name) => {
    expect(() => checkTargets([target(name)], LIMITS)).toThrow(
      expect.objectContaining({ kind: 'trust', code: 'mirror/hostile-release' }),
    );
  });

  test('whatever they are, give paths below targets/ or an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '.', '/', '\\', '-', '_', '%', '\0', ' ') }), (name) => {
        try {
          const [checked] = checkTargets([target(name)], LIMITS);
          if (checked === undefined) throw new Error('lost');
          for (const path of Object.values(targetPaths(checked))) {
            expect(new URL(path, 'https://x.example/').pathname).toBe(`/${path}`);
            expect(isReleasePath(path)).toBe(true);
          }
        } catch (error) {
          expect(error).toMatchObject({ code: 'mirror/hostile-release' });
        }
      }),
    );
  });

  test('that differ in capitals alone are refused', () => {
    expect(() => checkTargets([target('a.json'), target('A.json')], LIMITS)).toThrow('two targets are called');
  });
});

describe('a release', () => {
  test('with a digest that is none is refused', () => {
    expect(() => checkTargets([target('a', 1, '../../x')], LIMITS)).toThrow('has no sha256 digest');
  });

  test('with a file that is too large is refused, and says which limit to raise', () => {
    expect(() => checkTargets([target('a', 1001)], LIMITS)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('limits.file') }),
    );
  });

  test('that is too large as a whole is refused', () => {
    expect(() =>
      checkTargets(
        Array.from({ length: 6 }, (_, n) => target(`a${n}`, 1000)),
        LIMITS,
      ),
    ).toThrow(expect.objectContaining({ hint: expect.stringContaining('limits.release') }));
  });

  test('with thousands of targets is refused', () => {
    expect(() =>
      checkTargets(
        Array.from({ length: 4097 }, (_, n) => target(`a${n}`)),
        LIMITS,
      ),
    ).toThrow('more than 4096 targets');
  });
});
