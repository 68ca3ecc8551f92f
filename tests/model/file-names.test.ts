import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileNameOf } from '../../src/model/file-names.js';

/** Any text of whole characters: plain, with capitals, and with the same letter composed and taken apart. */
const anyId = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('a', 'A', '.', '-', '_', '~', '!', '2', 'e', '/', 'ß', 'ẞ', 'ſ', 'K', 'é', 'e\u0301', 'ı', 'İ'),
    maxLength: 12,
  }),
  fc.constantFrom('con', 'CON', 'nul.txt', 'com1', '.', '..', '...', '-', '~', '', ' ', '/', '\\', '~7e', '!a', 'A', 'a'),
);
const variants = (id: string): string[] => [
  id,
  id.toUpperCase(),
  id.toLowerCase(),
  id.normalize('NFC'),
  id.normalize('NFD'),
  `${id} `,
  `${id}.`,
];

/** What a file system that ignores case, and one that takes letters apart, make of a name. */
const folded = (name: string): string => name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');

describe('the file name of an id', () => {
  test('is another one for every other id, also where the file system ignores case or composes letters', () => {
    fc.assert(
      fc.property(fc.array(anyId, { minLength: 1, maxLength: 6 }), (ids) => {
        const all = [...new Set(ids.flatMap(variants))];
        expect(new Set(all.map((id) => folded(fileNameOf(id)))).size).toBe(all.length);
      }),
      { numRuns: 500 },
    );
  });

  test('is short, of safe characters, and never a path, a hidden file, an option or a device', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const name = fileNameOf(id);
        expect(name).toMatch(/^[a-z0-9_!~][a-z0-9._!~-]*$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
        expect(name).not.toMatch(/\.$/);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i);
      }),
      { numRuns: 1000 },
    );
  });

  test('is the id itself where that is harmless', () => {
    expect(fileNameOf('lending.loan.issue')).toBe('lending.loan.issue');
    expect(fileNameOf('a_b-c.v2')).toBe('a_b-c.v2');
  });

  test.each([
    ['../../etc/passwd', '~2e.~2f..~2fetc~2fpasswd'],
    ['con.aux', '~63on.aux'],
    ['CON', '!c!o!n'],
    ['console', 'console'],
    ['lpt1', '~6cpt1'],
    ['__proto__', '__proto__'],
    ['.', '~2e'],
    ['..', '~2e~2e'],
    ['.git', '~2egit'],
    ['-rf', '~2drf'],
    ['end.', 'end~2e'],
    ['', '~'],
    ['SAP-200', '!s!a!p-200'],
    ['a/b\\c:d', 'a~2fb~5cc~3ad'],
    ['é', '~c3~a9'],
  ])('of %j is %s', (id, name) => {
    expect(fileNameOf(id)).toBe(name);
  });

  test('of an id of 10,000 characters is cut to 150 and ends with its digest', () => {
    const long = 'x'.repeat(10_000);
    expect(fileNameOf(long)).toMatch(/^x{116}~~[0-9a-f]{32}$/);
    expect(fileNameOf(long)).not.toBe(fileNameOf(`${long}y`));
  });

  test('of an id just within the limit is whole, and one character more is cut', () => {
    expect(fileNameOf('x'.repeat(150))).toBe('x'.repeat(150));
    expect(fileNameOf('x'.repeat(151))).toContain('~~');
  });
});
