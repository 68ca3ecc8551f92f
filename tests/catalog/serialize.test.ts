import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { serialize } from '../../src/catalog/serialize.js';

/** JSON values; JSON knows no negative zero. */
const json = fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical bytes', () => {
  test('are JSON of the same value, and one line', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = serialize(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(text.indexOf('\n')).toBe(text.length - 1);
      }),
    );
  });

  test('do not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(serialize(reversed(value))).toBe(serialize(value));
      }),
    );
  });

  test('have keys in the order of their UTF-16 code units (RFC 8785, section 3.2.3)', () => {
    const sample = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'Latin',
    };
    const values = [...serialize(sample).matchAll(/:"([^"]+)"/g)].map(([, value]) => value);
    expect(values).toEqual(['Carriage Return', 'One', 'Control', 'Latin', 'Euro Sign', 'Emoji', 'Hebrew']);
  });

  test('write numbers as ECMAScript does (RFC 8785, appendix B)', () => {
    const numbers = [
      0, -0, 5e-324, -5e-324, 1.7976931348623157e308, 9007199254740992, 295147905179352830000, 9.999999999999997e22, 1e23,
      0.000001, 1e-7, 333333333.3333333, 4.5, 2e-3,
    ];
    expect(serialize(numbers)).toBe(
      '[0,0,5e-324,-5e-324,1.7976931348623157e+308,9007199254740992,295147905179352830000,9.999999999999997e+22,1e+23,0.000001,1e-7,333333333.3333333,4.5,0.002]\n',
    );
  });

  test('escape in strings what must be, and nothing else (RFC 8785, section 3.2.2.2)', () => {
    expect(serialize('€$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"\n');
    expect(serialize('\b\t\f\r\u007f\u2028')).toBe('"\\b\\t\\f\\r\u007f\u2028"\n');
  });

  test('leave out members that are undefined, and write null for such items', () => {
    expect(serialize({ b: undefined, a: [undefined, null], c: { d: undefined } })).toBe('{"a":[null,null],"c":{}}\n');
  });

  test('keep a key that is called __proto__', () => {
    const value: unknown = JSON.parse('{"__proto__":{"x":1},"constructor":2}');
    expect(serialize(value)).toBe('{"__proto__":{"x":1},"constructor":2}\n');
  });
});
