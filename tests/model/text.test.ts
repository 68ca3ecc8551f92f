import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChoraError, exitCodeOf } from '../../src/model/errors.js';
import { printable, quote } from '../../src/model/quote.js';
import { nearest } from '../../src/model/suggest.js';

describe('printable text', () => {
  test('shows controls, line ends and marks that turn the reading order as escapes', () => {
    expect(printable('a\u001b[31m\r\n\u202e\u200b\u2028\ufeffz')).toBe(
      'a\\u{1b}[31m\\u{d}\\u{a}\\u{202e}\\u{200b}\\u{2028}\\u{feff}z',
    );
  });

  test('shows half a surrogate pair as an escape and leaves whole ones alone', () => {
    expect(printable('\ud83d \ud83d\ude80')).toBe('\\u{d83d} 🚀');
  });

  test('never holds a character that could disturb, and stays as it is when printed twice', () => {
    const anyText = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('\ud800', '\udfff', '\n', '\u202e'),
      ),
    });
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });
});

describe('a quotation', () => {
  test('is cut at the limit with a mark that it was', () => {
    expect(quote('abcdef', 6)).toBe('“abcdef”');
    expect(quote('abcdefg', 6)).toBe('“abcdef…”');
    expect(quote(7)).toBe('“7”');
  });

  test('counts characters and cuts none in two', () => {
    expect(quote('🚀🚀🚀', 2)).toBe('“🚀🚀…”');
    expect(quote('a🚀🚀', 2)).toBe('“a🚀…”');
  });
});

describe('the nearest words', () => {
  const known = ['lending.loan.issue', 'lending.loan.renew', 'lending.loan.return', 'music.score.lend'];

  test('are those with a slip of the pen between them', () => {
    expect(nearest('lending.loan.isue', known)[0]).toBe('lending.loan.issue');
    expect(nearest('LENDING.LOAN.RENEW', known)[0]).toBe('lending.loan.renew');
  });

  test('are those that hold what was asked, the shortest first', () => {
    expect(nearest('loan', known)).toEqual(['lending.loan.issue', 'lending.loan.renew', 'lending.loan.return']);
  });

  test('are none where nothing is near', () => {
    expect(nearest('zzzzzzzzzzzz', known)).toEqual([]);
    expect(nearest('anything', [])).toEqual([]);
  });

  test('are found quickly for a word of 100,000 characters', () => {
    expect(nearest('x'.repeat(100_000), known)).toEqual([]);
  });

  test('are the same whatever the order of the known words', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.shuffledSubarray(known, { minLength: 4 }), (word, shuffled) => {
        expect(nearest(word, shuffled)).toEqual(nearest(word, known));
      }),
    );
  });
});

describe('an exit code', () => {
  test.each([
    ['usage', 2],
    ['config', 2],
    ['io', 2],
    ['refused', 1],
    ['trust', 4],
  ] as const)('of an error of kind %s is %i', (kind, code) => {
    expect(exitCodeOf(new ChoraError(kind, 'some/code', 'Message.'))).toBe(code);
  });

  test('of anything else is 70: our own mistake', () => {
    expect(exitCodeOf(new TypeError('x'))).toBe(70);
    expect(exitCodeOf(undefined)).toBe(70);
  });
});
