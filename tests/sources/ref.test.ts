import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refProblem } from '../../src/sources/git-url.js';

const gitAccepts = (ref: string) => spawnSync('git', ['check-ref-format', '--allow-onelevel', ref]).status === 0;

describe('refs that may be named', () => {
  test.each(['main', 'release/1.2', 'v1.0.0', 'refs/heads/main', 'feature/ä', 'a@b', 'a{b', 'x.lock.y', 'HEAD', 'a.b./c', 'x]'])(
    '%s',
    (ref) => {
      expect(refProblem(ref)).toBeNull();
    },
  );
});

describe('refs that are refused', () => {
  test.each([
    '',
    '-x',
    '--upload-pack=x',
    'a..b',
    'a b',
    'a\tb',
    'a\u007fb',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a@{1}',
    '@',
    'a//b',
    '/a',
    'a/',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a\nb',
    'a\u2028b',
  ])('%j', (ref) => {
    expect(refProblem(ref)).not.toBeNull();
  });
});

describe('compared with git itself', () => {
  const piece = fc.constantFrom(
    'a',
    'main',
    '/',
    '.',
    '..',
    '@',
    '{',
    '@{',
    '.lock',
    '-',
    '~',
    '^',
    ':',
    '?',
    '*',
    '[',
    ']',
    '\\',
    'ü',
    '\u0001',
    '\u007f',
  );
  const anyRef = fc
    .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ maxLength: 2 })), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join('').replaceAll('\0', 'x'));

  test('whatever passes is a name to git too, and no option', () => {
    fc.assert(
      fc.property(anyRef, (ref) => {
        if (refProblem(ref) !== null) return;
        expect(ref).not.toMatch(/^-|\.\.|@\{|\s|\p{Cc}/u);
        expect(gitAccepts(ref)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('whatever git takes for a name passes, save for a dash in front', () => {
    fc.assert(
      fc.property(anyRef, (ref) => {
        if (gitAccepts(ref) && !ref.startsWith('-')) expect(refProblem(ref)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});
