import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesPattern } from '../../src/trust/pattern.js';
import { compileRegexp } from '../../src/trust/regexp.js';
import { soon } from '../support/soon.js';

const matches = (source: string, text: string) => compileRegexp(source).matches(text);

describe('a subject expression', () => {
  test.each<[string, string, boolean]>([
    ['abc', 'abc', true],
    ['abc', 'xabc', false],
    ['abc', 'abcx', false],
    ['^abc$', 'abc', true],
    ['a\\$', 'a$', true],
    ['a|b', 'b', true],
    ['^a|b$', 'ax', false],
    ['(ab)+', 'abab', true],
    ['(ab)+', 'aba', false],
    ['a{2,3}', 'a', false],
    ['a{2,3}', 'aaa', true],
    ['a{2,3}', 'aaaa', false],
    ['a{2}', 'aa', true],
    ['a{2,}', 'aaaaa', true],
    ['[a-c]+', 'abcab', true],
    ['[^/]+', 'a/b', false],
    ['[a\\]-]+', 'a]-', true],
    ['\\d+', '123', true],
    ['\\d+', '١', false],
    ['.+@acme\\.example', 'ann@acme.example', true],
    ['.+@acme\\.example', 'ann@acmexexample', false],
    ['.+', 'a\nb', false],
    ['(?:a|)b', 'b', true],
    ['', '', true],
  ])('%s on %s: %s', (source, text, expected) => expect(matches(source, text)).toBe(expected));

  test.each([
    '(',
    ')',
    '[',
    '[]',
    'a**',
    '*a',
    'a{3,2}',
    '(?=a)',
    '(?<n>a)',
    '\\1',
    '\\b',
    '\\p{L}',
    'a{',
    'a}',
    '[b-a]',
    '\\',
    'a^b',
    'a$b',
    'a'.repeat(2000),
    '((a{100}){100}){100}',
    '('.repeat(60) + ')'.repeat(60),
  ])('that is not understood, or too large, is refused: %s', (source) => expect(() => compileRegexp(source)).toThrow());

  // Each of them keeps JavaScript's own engine busy for longer than anybody waits.
  test.each(['(a+)+b', '(a|a)*b', '(a|aa)+b', '(.*)*b', '((a*)*)*b', '(a?){100}a{100}b', '([a-z]+)*\\.example'])(
    'does not run away: %s',
    (source) => {
      expect(soon(2000, () => matches(source, `${'a'.repeat(1999)}!`))).toBe(false);
    },
  );

  test('does not look at a text that is too long', () => expect(matches('a+', 'a'.repeat(2001))).toBe(false));

  test('means what RegExp means, anchored', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\.');
    const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,}');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.tuple(atom, quantifier).map((parts) => parts.join('')),
        fc.tuple(tie('tree'), tie('tree')).map((parts) => parts.join('')),
        fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}|${b})`),
        fc.tuple(tie('tree'), quantifier).map(([a, q]) => `(${a})${q}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '.'), maxLength: 8 });
    fc.assert(
      fc.property(tree, text, (source, subject) => {
        expect(matches(source, subject)).toBe(new RegExp(`^(?:${source})$`).test(subject));
      }),
      { numRuns: 2000 },
    );
  });

  test('is compiled or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab(|)[]{}*+?.^$\\-,19:') }), fc.string(), (source, subject) => {
        try {
          compileRegexp(source).matches(subject);
        } catch (error) {
          expect((error as Error).message).not.toMatch(/undefined|not a function|Maximum call/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a pattern of sources', () => {
  test.each<[string, string, boolean]>([
    ['github.com/acme/*', 'github.com/acme/app', true],
    ['github.com/acme/*', 'github.com/acme/app/sub', false],
    ['github.com/acme/**', 'github.com/acme/app/sub', true],
    ['github.com/acme/*', 'github.com/acme-evil/app', false],
    ['github.com/acme/*', 'evil.example/github.com/acme/app', false],
    ['github.com/acme/*', 'githubXcom/acme/app', false],
    ['github.com/acme/mcp-*', 'github.com/acme/mcp-search', true],
    ['github.com/acme/mcp-*-x', 'github.com/acme/mcp-a-b-x', true],
    ['*/acme/*', 'github.com/acme/app', true],
    ['**', 'anything/at/all', true],
    ['**', '', true],
    ['a', 'A', false],
    ['refs/tags/v*', 'refs/tags/v1.2', true],
    ['refs/tags/v*', 'refs/tags/v1/x', false],
    ['(.*)', 'abc', false],
    ['[a-z]', 'b', false],
  ])('%s on %s: %s', (pattern, text, expected) => expect(matchesPattern(pattern, text)).toBe(expected));

  test('means what its regular expression means', () => {
    const unit = fc.constantFrom('a', 'b', '/', '*');
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 }),
        (pattern, text) => {
          const source = pattern.replace(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'));
          expect(matchesPattern(pattern, text)).toBe(new RegExp(`^${source}$`).test(text));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('does not run away', () => {
    expect(soon(2000, () => matchesPattern('*a'.repeat(500), `${'a'.repeat(1000)}b`))).toBe(false);
  });
});
