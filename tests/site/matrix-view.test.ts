import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../src/site/browser/matrix/judged.js';
import { targetOf } from '../../src/site/browser/matrix/keys.js';
import { type MatrixState, readState, writeState } from '../../src/site/browser/matrix/state.js';
import { nextCell, viewOf } from '../../src/site/browser/matrix/view.js';
import { offsetFor, windowOf } from '../../src/site/browser/matrix/windows.js';
import { KIND_ORDER, VERDICT_ORDER } from '../../src/site/matrix/verdicts.js';
import { manyDependencies } from './many-dependencies.js';

const NOW = new Date('2031-02-12T06:00:00Z');
const many = manyDependencies(60, 5);
const all = judge(many.matrix, many.capabilities, NOW);
const state = (more: Partial<MatrixState> = {}): MatrixState => ({ ...readState(''), ...more });

describe('the address', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((each) => each.toWellFormed());
  const side = fc.option(text, { nil: null });
  const states = fc.record({
    text,
    verdicts: fc.subarray([...VERDICT_ORDER]),
    kinds: fc.subarray([...KIND_ORDER]),
    older: fc.boolean(),
    sides: fc.record({ consumer_owner: side, consumer_domain: side, provider_owner: side, provider_domain: side }),
    order: fc.constantFrom('start', 'id', 'worst'),
    open: fc.option(fc.record({ consumer: text, provider: text }), { nil: null }),
  });

  test('says all of the state', () => {
    fc.assert(fc.property(states, (each) => expect(readState(writeState(each as MatrixState))).toEqual(each)));
  });
  test('of any form is read, and what is not understood is left out', () => {
    fc.assert(
      fc.property(fc.string(), (address) => expect(readState(writeState(readState(address)))).toEqual(readState(address))),
    );
    expect(readState('?verdict=missing&verdict=<b>&kind=x&order=up&versions=1')).toEqual(state({ verdicts: ['missing'] }));
    expect(writeState(state())).toBe('');
  });
});

describe('the view', () => {
  test('has each dependency once, in the row of who needs and the column of what is needed', () => {
    const { rows, columns, shown } = viewOf(all, state());
    expect(shown).toHaveLength(300);
    expect(rows.flatMap(({ cells }) => [...cells.values()]).flatMap(({ judged }) => judged)).toHaveLength(300);
    for (const [row, { side, cells }] of rows.entries())
      for (const [column, cell] of cells) {
        expect([cell.row, cell.column]).toEqual([row, column]);
        expect(columns[column]?.cells.get(row)).toBe(cell);
        for (const { consumer, provider } of cell.judged)
          expect([consumer.id, provider.id]).toEqual([side.id, columns[column]?.side.id]);
      }
  });

  test('narrowed down has rows and columns with a dependency only, and counts what a verdict would show', () => {
    const narrowed = viewOf(
      all,
      state({ verdicts: ['incompatible'], kinds: ['optional'], sides: { ...state().sides, consumer_domain: 'area3' } }),
    );
    const kept = all.filter(
      ({ at, dependency, consumer }) =>
        at.verdict === 'incompatible' && dependency.kind === 'optional' && consumer.domain === 'area3',
    );
    expect(narrowed.shown).toEqual(kept);
    for (const { cells } of [...narrowed.rows, ...narrowed.columns]) expect(cells.size).toBeGreaterThan(0);
    const others = viewOf(all, state({ kinds: ['optional'], sides: { ...state().sides, consumer_domain: 'area3' } }));
    expect(narrowed.counts).toEqual(others.counts);
  });

  test('finds a part of the id of either side, whatever its case', () => {
    const ids = viewOf(all, state({ text: ' THING0007 ' })).shown.map(({ consumer, provider }) => [consumer.id, provider.id]);
    expect(ids.length).toBeGreaterThan(5);
    for (const pair of ids) expect(pair.join()).toContain('thing0007');
  });

  test('stands in the order in which capabilities start, by id, or by how much is open', () => {
    const starts = (order: MatrixState['order']) => viewOf(all, state({ order })).rows.map(({ side }) => side);
    expect(starts('start').map(({ start }) => start)).toEqual(Array.from({ length: 60 }, (_, place) => place));
    const ids = starts('id').map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    const open = viewOf(all, state({ order: 'worst' })).rows.map(
      ({ cells }) => [...cells.values()].flatMap(({ judged }) => judged).filter(({ at }) => at.verdict !== 'compatible').length,
    );
    expect(open).toEqual(open.toSorted((a, b) => b - a));
  });

  test('a cell of several dependencies has the verdict that wants attention most', () => {
    const [first] = many.matrix.capabilities;
    const [needs] = first?.needs ?? [];
    if (first === undefined || needs === undefined) throw new Error('no capability');
    const doubled = {
      ...first,
      needs: [
        {
          ...needs,
          edges: [
            [5, 0, 0],
            [5, 2, 2],
            [5, 3, 1],
          ] as typeof needs.edges,
        },
      ],
    };
    const matrix = { ...many.matrix, capabilities: [doubled, ...many.matrix.capabilities.slice(1)] };
    const [cell] = viewOf(judge(matrix, many.capabilities, NOW), state()).rows[0]?.cells.values() ?? [];
    expect([cell?.verdict, cell?.judged.length]).toEqual(['incompatible', 3]);
  });
});

describe('verdicts follow the clock of the visitor', () => {
  const [, consumer] = many.matrix.capabilities;
  const open = all.find(({ at, consumer: { id } }) => at.verdict === 'incompatible' && id !== consumer?.id);
  const waiver = {
    capability: open?.provider.id ?? '',
    consumer: open?.consumer.id ?? '',
    verdict: 'incompatible',
    reason: 'until spring',
    approver: 'stewards',
    granted: '2031-02-01',
    expires: '2031-03-01',
  } as const;
  const matrix = { ...many.matrix, waivers: [{ waiver, sequence: 4, decision: 'sha256:4' }] };
  const at = (now: string) =>
    judge(matrix, many.capabilities, new Date(now)).find(
      (each) => each.consumer.id === waiver.consumer && each.provider.id === waiver.capability,
    );

  test.each([
    ['2031-01-31T23:59:59Z', 'incompatible'],
    ['2031-02-01T00:00:00Z', 'waived'],
    ['2031-02-28T23:59:59Z', 'waived'],
    ['2031-03-01T00:00:00Z', 'incompatible'],
  ])('a waiver at %s: %s', (now, verdict) => expect(at(now)?.at.verdict).toBe(verdict));

  test('a revoked waiver never holds', () => {
    const revoked = { ...matrix, waivers: matrix.waivers.map((each) => ({ ...each, revoked_by: 'sha256:5' })) };
    const verdicts = judge(revoked, many.capabilities, NOW).map((each) => each.at.verdict);
    expect(verdicts).not.toContain('waived');
  });
});

test('half a matrix is read as far as it goes', () => {
  const half = { ...many.matrix, capabilities: many.matrix.capabilities.slice(0, 30) };
  const judged = judge(half, { capabilities: [] }, NOW);
  expect(judged.length).toBeGreaterThan(0);
  expect(judged.length).toBeLessThan(300);
});

describe('what is drawn', () => {
  const size = 28;
  const count = fc.integer({ min: 0, max: 5000 });
  test('is all that is in sight, and little more', () => {
    fc.assert(
      fc.property(count, fc.integer({ min: -50, max: 150_000 }), fc.integer({ min: -200, max: 3000 }), (places, offset, room) => {
        const { first, end } = windowOf(offset, room, size, places);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(places);
        expect(end - first).toBeLessThanOrEqual(Math.max(room, 0) / size + 10);
        for (const place of [0, Math.floor(places / 2), places - 1]) {
          const inSight = place >= 0 && place < places && (place + 1) * size > offset && place * size < offset + room;
          if (inSight) expect(place >= first && place < end).toBe(true);
        }
      }),
    );
  });
  test('is scrolled by no more than is needed', () => {
    expect(offsetFor(3, 0, 280, size)).toBe(0);
    expect(offsetFor(10, 0, 280, size)).toBe(28);
    expect(offsetFor(3, 280, 280, size)).toBe(84);
    expect(offsetFor(3, 0, 10, size)).toBe(84);
  });
});

describe('keys', () => {
  const view = viewOf(all, state());
  const page = { row: 10, column: 8 };
  const press = (key: string, ctrlKey = false, from = { row: 20, column: 12 }) => targetOf({ key, ctrlKey }, from, view, page);
  test('move by one, by a page and to the ends', () => {
    expect(press('ArrowRight')).toEqual({ row: 20, column: 13 });
    expect(press('ArrowUp')).toEqual({ row: 19, column: 12 });
    expect(press('PageDown')).toEqual({ row: 30, column: 12 });
    expect(press('Home')).toEqual({ row: 20, column: 0 });
    expect(press('End', true)).toEqual({ row: 59, column: 59 });
    expect(press('x')).toBeNull();
  });
  test('with Ctrl go to the next dependency, or stay', () => {
    const line = view.rows[20];
    const filled = [...(line?.cells.keys() ?? [])].sort((a, b) => a - b);
    const [first = -1, second = -1] = filled;
    expect(press('ArrowRight', true, { row: 20, column: first })).toEqual({ row: 20, column: second });
    expect(press('ArrowLeft', true, { row: 20, column: second })).toEqual({ row: 20, column: first });
    expect(press('ArrowLeft', true, { row: 20, column: first })).toEqual({ row: 20, column: first });
    expect(line && nextCell(line, 59, 1)).toBeUndefined();
  });
});
