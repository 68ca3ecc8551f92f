import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verdictAt } from '../../src/compatibility/verdict-at.js';
import { MOST_WAIVERS, momentOf, waiverFindings, waiverProblem, waiversAt } from '../../src/compatibility/waivers.js';
import type { AppliedWaiver, Waiver } from '../../src/model/generated/types.js';
import { validateWaiver } from '../../src/model/validators.js';
import { NOW } from './ecosystem.js';

const PLACE = { source: 'decisions' };
const PARTIES = { capability: 'store.box.keep', consumer: 'quay.crane.lift' };
function waiver(more: Partial<Waiver> = {}): Waiver {
  return {
    ...PARTIES,
    verdict: 'incompatible',
    reason: 'The crane is rebuilt in May.',
    approver: 'steward@example.org',
    granted: '2026-05-01',
    expires: '2026-05-20',
    ...more,
  };
}
function applied(waivers: readonly Waiver[]): AppliedWaiver[] {
  return waivers.map((each, i) => ({ waiver: each, sequence: i + 1, decision: `sha256:${String(i + 1).padStart(64, '0')}` }));
}

describe('a waiver', () => {
  test.each([
    [{}, null],
    [{ granted: '2026-05-01', expires: '2026-05-31' }, null],
    [{ granted: '2026-05-01', expires: '2026-05-31T00:00:01Z' }, 'too-long'],
    [{ granted: '2026-05-01', expires: '2026-05-01' }, 'ends-before-it-starts'],
    [{ granted: '2026-02-31', expires: '2026-03-05' }, 'not-a-time'],
    [{ granted: '2026-05-01T25:00:00Z', expires: '2026-05-05' }, 'not-a-time'],
  ])('%j: %s', (more, problem) => expect(waiverProblem(waiver(more))).toBe(problem));

  test('is valid by its schema, and cannot waive that a provider is untrusted', () => {
    expect(validateWaiver(waiver())).toBe(true);
    expect(validateWaiver({ ...waiver(), verdict: 'untrusted' })).toBe(false);
    expect(validateWaiver({ ...waiver(), expires: 'in May' })).toBe(false);
    expect(validateWaiver({ ...waiver(), reason: '' })).toBe(false);
  });

  test('holds from its first moment up to its last, and then no more, by itself', () => {
    const at = (time: string) => {
      const { holding, pending, expired } = waiversAt(applied([waiver()]), new Date(time));
      return [pending.length, holding.length, expired.length];
    };
    expect(at('2026-04-30T23:59:59.999Z')).toEqual([1, 0, 0]);
    expect(at('2026-05-01T00:00:00Z')).toEqual([0, 1, 0]);
    expect(at('2026-05-19T23:59:59.999Z')).toEqual([0, 1, 0]);
    expect(at('2026-05-20T00:00:00Z')).toEqual([0, 0, 1]);
  });

  test('that was revoked does not hold', () => {
    const [one] = applied([waiver()]);
    expect(waiversAt(one ? [{ ...one, revoked_by: 'sha256:0' }] : [], NOW)).toMatchObject({
      holding: [],
      revoked: [{ sequence: 1 }],
    });
  });

  test('never holds for longer than 30 days, whatever it says', () => {
    const day = fc
      .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (granted, expires) => {
        const late = new Date((momentOf(granted) ?? 0) + 30 * 86_400_000);
        expect(waiversAt(applied([waiver({ granted, expires })]), late).holding).toEqual([]);
      }),
    );
  });
});

test('of six that would hold at once for one capability, the first five do; others do not count', () => {
  const many = applied([
    waiver({ expires: '2026-05-02' }),
    waiver({ capability: 'other.box.keep' }),
    ...Array.from({ length: MOST_WAIVERS + 1 }, (_, i) => waiver({ consumer: `quay.crane.lift-${i}` })),
  ]);
  const { holding, expired, refused } = waiversAt(many, NOW);
  expect(holding.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5, 6, 7]);
  expect(expired.map(({ sequence }) => sequence)).toEqual([1]);
  expect(refused).toEqual([{ applied: many.at(-1), why: 'too-many' }]);
  // One of the five ends, and the sixth holds.
  expect(
    waiversAt(
      many.filter(({ sequence }) => sequence !== 4),
      NOW,
    ).refused,
  ).toEqual([]);
});

describe('a verdict at a moment', () => {
  const { holding } = waiversAt(applied([waiver()]), NOW);
  const row = { verdict: 'incompatible', reason: 'no-version-satisfies' } as const;

  test('is waived, with until when and by which decision', () => {
    expect(verdictAt(row, PARTIES, holding, NOW)).toEqual({
      verdict: 'waived',
      reason: 'no-version-satisfies',
      waiver: { waives: 'incompatible', until: '2026-05-20', decision: `sha256:${'1'.padStart(64, '0')}` },
    });
  });

  test('is not waived for another consumer, capability or verdict', () => {
    expect(verdictAt(row, { ...PARTIES, consumer: 'quay.crane.lower' }, holding, NOW).verdict).toBe('incompatible');
    expect(verdictAt(row, { ...PARTIES, capability: 'store.box.open' }, holding, NOW).verdict).toBe('incompatible');
    expect(verdictAt({ verdict: 'missing', reason: 'no-such-capability' }, PARTIES, holding, NOW).verdict).toBe('missing');
    expect(verdictAt({ verdict: 'untrusted', reason: 'quarantined' }, PARTIES, holding, NOW).verdict).toBe('untrusted');
  });

  test('is missing once the older name has gone that it was asked by', () => {
    const alias = { verdict: 'compatible', reason: 'range-holds', alias_sunset: '2026-05-05' } as const;
    expect(verdictAt(alias, PARTIES, [], NOW)).toEqual({ verdict: 'compatible', reason: 'range-holds' });
    expect(verdictAt(alias, PARTIES, [], new Date('2026-05-05T00:00:00Z'))).toEqual({ verdict: 'missing', reason: 'alias-gone' });
    const bridge = waiversAt(applied([waiver({ capability: 'SAP-7', verdict: 'missing' })]), NOW).holding;
    expect(verdictAt(alias, { ...PARTIES, alias: 'SAP-7' }, bridge, new Date('2026-05-05')).verdict).toBe('waived');
  });

  test('says whether the sunset of what is deprecated has come', () => {
    const ending = { verdict: 'deprecated', reason: 'only-deprecated', sunset: '2026-05-05' } as const;
    expect(verdictAt(ending, PARTIES, [], NOW).sunsetPassed).toBe(false);
    expect(verdictAt(ending, PARTIES, [], new Date('2026-05-05T10:00:00Z')).sunsetPassed).toBe(true);
  });
});

describe('findings', () => {
  const codes = (waivers: readonly Waiver[]) =>
    waiverFindings(applied(waivers), NOW, PLACE).map(({ code, message }) => [code, message]);

  test('compatibility/waiver-expired', () => {
    expect(codes([waiver(), waiver({ expires: '2026-05-03' })])).toEqual([
      ['compatibility/waiver-expired', 'The waiver of “quay.crane.lift” for “store.box.keep” held until “2026-05-03”.'],
    ]);
  });

  test('compatibility/waiver-refused', () => {
    expect(codes([waiver({ expires: '2027-05-03' })])).toEqual([
      [
        'compatibility/waiver-refused',
        'The waiver of “quay.crane.lift” for “store.box.keep” does not hold: “it holds for more than 30 days”.',
      ],
    ]);
  });

  test('compatibility/too-many-waivers', () => {
    expect(codes(Array.from({ length: 6 }, (_, i) => waiver({ consumer: `quay.crane.lift-${i}` })))).toEqual([
      [
        'compatibility/too-many-waivers',
        'The waiver of “quay.crane.lift-5” for “store.box.keep” does not hold: there are 5 already.',
      ],
    ]);
  });
});
