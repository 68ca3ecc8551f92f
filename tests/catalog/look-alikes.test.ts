import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildCatalog, holdersOf } from '../../src/catalog/build.js';
import { imitatesLatin, skeletonOf } from '../../src/catalog/skeleton.js';
import { entry, IDENTITY, source, withCapability } from './entries.js';

const build = (sources: Parameters<typeof buildCatalog>[1]) => buildCatalog(IDENTITY, sources, new Map(), null);
const ofIds = (one: readonly string[], two: readonly string[]) =>
  build([
    source(
      'git.example.org/one',
      one.map((id) => entry(id, '1.0.0')),
    ),
    source(
      'git.example.org/two',
      two.map((id) => entry(id, '1.0.0')),
    ),
  ]).findings;
const titled = (id: string, title: string) => withCapability(entry(id, '1.0.0'), { title });

describe('an id that looks like one of another source', () => {
  test.each([
    ['quay.bill.pay', 'quay.biIl.pay'],
    ['quay.bill.pay', 'quay.bi11.pay'],
    ['quay.tool.run', 'quay.t00l.run'],
    ['quay.modern.run', 'quay.modem.run'],
    ['quay.wave.read', 'quay.vvave.read'],
    ['quay.tide-table.read', 'quay.tide_table.read'],
    ['quay.tide.table', 'quay.tide-table'],
    ['Quay.tide.read', 'quay.tide.read'],
    ['quay.pay.run', 'quаy.pay.run'],
    ['scope.epos.run', 'ѕсоре.ероѕ.run'],
    ['quay.pay.run', 'ｑｕａｙ.pay.run'],
  ])('%s and %s: both sources are told', (one, two) => {
    expect(ofIds([one], [two]).map(({ code, severity, source: told }) => [code, severity, told])).toEqual([
      ['catalog/confusable-id', 'warning', 'git.example.org/one'],
      ['catalog/confusable-id', 'warning', 'git.example.org/two'],
    ]);
  });

  test('is told with the other id and where it is, at its place', () => {
    const [told] = ofIds(['quay.bill.pay'], ['quay.biIl.pay']);
    expect(told).toMatchObject({
      path: 'capability.yaml',
      line: 1,
      message: 'The id “quay.bill.pay” looks like “quay.biIl.pay”, which is described in “git.example.org/two”.',
    });
  });

  test.each([
    ['quay.bill.pay', 'quay.ball.pay'],
    ['quay.tide.read', 'quay.tides.read'],
    ['quay.tidetable.read', 'quay.tide-table.read'],
    ['港.潮.読', '港.波.読'],
  ])('%s and %s are two names', (one, two) => {
    expect(ofIds([one], [two])).toEqual([]);
  });

  test('of the same source is its own affair', () => {
    expect(ofIds(['quay.bill.pay', 'quay.biIl.pay'], [])).toEqual([]);
  });

  test('of a version that is superseded does not count', () => {
    const old = source('git.example.org/one', [
      entry('quay.bill.pay', '2.0.0', { status: 'superseded' }),
      entry('quay.debt.pay', '1.0.0'),
    ]);
    expect(build([old, source('git.example.org/two', [entry('quay.biIl.pay', '1.0.0')])]).findings).toEqual([]);
  });

  test('is told once, however many it looks like, and counted at its source', () => {
    const catalog = build([
      source('git.example.org/one', [entry('quay.bill.pay', '1.0.0')]),
      source('git.example.org/two', [entry('quay.biIl.pay', '1.0.0'), entry('quay.bi11.pay', '1.0.0')]),
    ]);
    expect(catalog.findings.map(({ source: told }) => told)).toEqual([
      'git.example.org/one',
      'git.example.org/two',
      'git.example.org/two',
    ]);
    expect(catalog.sources.map(({ findings }) => findings.warning)).toEqual([1, 2]);
  });

  test('is the same finding when the catalog is built again', () => {
    const sources = [
      source('git.example.org/one', [entry('quay.bill.pay', '1.0.0')]),
      source('git.example.org/two', [entry('quay.biIl.pay', '1.0.0')]),
    ];
    const first = build(sources);
    expect(buildCatalog(IDENTITY, [...sources].reverse(), holdersOf(first.entries), null)).toEqual(first);
  });
});

describe('a title in the letters of another script', () => {
  const findings = (one: string, two: string) =>
    build([source('git.example.org/one', [titled('a.b.c', one)]), source('git.example.org/two', [titled('x.y.z', two)])])
      .findings;

  test.each([['Pаyments'], ['Рауments'], ['Pay\u200bments'], ['Ｐaｙmentѕ\u2060']])(
    '%j imitates Payments, and its own source is told',
    (imitation) => {
      expect(findings('Payments', imitation).map(({ code, source: told }) => [code, told])).toEqual([
        ['catalog/confusable-title', 'git.example.org/two'],
      ]);
    },
  );
  test.each([
    ['Payments', 'Payments'],
    ['Payments', 'payments'],
    ['Café', 'Cafe'],
    ['Оплата', 'Оплата'],
    ['Payments', 'Оплата'],
  ])('%j and %j: nobody imitates anybody', (one, two) => {
    expect(findings(one, two)).toEqual([]);
  });
});

describe('a skeleton', () => {
  test('of a skeleton is itself', () => {
    const text = fc.oneof(fc.string({ unit: fc.constantFrom(...'lI1|0oOvwrnm.-_ аеор') }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(text, (name) => {
        expect(skeletonOf(skeletonOf(name))).toBe(skeletonOf(name));
      }),
    );
  });
  test('imitation needs letters of another script, or unseen ones', () => {
    expect(['Payments', 'Größe', 'Pаy', 'a\u200bb'].map(imitatesLatin)).toEqual([false, false, true, true]);
  });
});
