import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderOpenMetrics } from '../../src/indexer/open-metrics.js';
import { parseOpenMetrics } from '../support/open-metrics.js';

describe('OpenMetrics text', () => {
  test('is what the specification says, byte for byte', () => {
    expect(
      renderOpenMetrics([
        { name: 'a_seconds', type: 'gauge', unit: 'seconds', help: 'How "long"\nit \\ took.', samples: [{ value: 1.5 }] },
        { name: 'b', type: 'counter', help: 'B.', samples: [{ labels: { x: '1', y: 'a"b' }, value: 2 }], created: 7 },
        { name: 'none', type: 'gauge', help: 'Of this there is none.', samples: [] },
        { name: 'c', type: 'info', help: 'C.', samples: [{ labels: { version: '1' }, value: 1 }] },
      ]),
    ).toBe(
      [
        '# TYPE a_seconds gauge',
        '# UNIT a_seconds seconds',
        '# HELP a_seconds How \\"long\\"\\nit \\\\ took.',
        'a_seconds 1.5',
        '# TYPE b counter',
        '# HELP b B.',
        'b_total{x="1",y="a\\"b"} 2',
        'b_created{x="1",y="a\\"b"} 7',
        '# TYPE c info',
        '# HELP c C.',
        'c_info{version="1"} 1',
        '# EOF',
        '',
      ].join('\n'),
    );
  });

  test('gives back what went in, whatever text labels hold', () => {
    const text = fc.string({ unit: 'binary' });
    const number = fc.double({ min: -1e300, max: 1e300, noDefaultInfinity: false });
    fc.assert(
      fc.property(text, text, number, (help, label, value) => {
        const [family] = parseOpenMetrics(
          renderOpenMetrics([{ name: 'x', type: 'gauge', help, samples: [{ labels: { label }, value }] }]),
        ).values();
        expect(family?.help).toBe(help);
        expect(family?.samples[0]?.labels).toEqual({ label });
        expect(family?.samples[0]?.value).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('writes %d as %s', (value, written) => {
    expect(renderOpenMetrics([{ name: 'x', type: 'gauge', help: '', samples: [{ value }] }])).toContain(`\nx ${written}\n`);
  });

  test('has no half of a surrogate pair, which no UTF-8 has', () => {
    const [family] = parseOpenMetrics(
      renderOpenMetrics([{ name: 'x', type: 'gauge', help: '', samples: [{ labels: { a: '\ud800' }, value: 1 }] }]),
    ).values();
    expect(family?.samples[0]?.labels).toEqual({ a: '\ufffd' });
  });
});

test.each([
  ['no end', 'x 1\n'],
  ['a sample of no family', 'x 1\n# EOF\n'],
  ['a counter without its suffix', '# TYPE x counter\nx 1\n# EOF\n'],
  ['a unit that is not in the name', '# TYPE x gauge\n# UNIT x seconds\nx 1\n# EOF\n'],
  ['one series twice', '# TYPE x gauge\nx{a="1"} 1\nx{a="1"} 2\n# EOF\n'],
  ['a quotation mark in a label', '# TYPE x gauge\nx{a="1"2"} 1\n# EOF\n'],
  ['a family in two places', '# TYPE x gauge\nx 1\n# TYPE y gauge\ny 1\n# TYPE x gauge\n# EOF\n'],
])('the parser of these tests refuses %s', (_what, text) => {
  expect(() => parseOpenMetrics(text)).toThrow();
});
