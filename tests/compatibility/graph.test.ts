import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { components, cycles, type Graph, graphOf, impactOf, makeGraph, startOrder } from '../../src/compatibility/graph.js';
import { buildMatrix } from '../../src/compatibility/matrix.js';
import { alias, consumer, versions } from './ecosystem.js';

/** `a: b c` lines. */
function graph(...lines: string[]): Graph {
  return makeGraph(
    new Map(
      lines.map((line) => {
        const [id = '', needed = ''] = line.split(':');
        return [id, needed.split(' ').filter((each) => each !== '')];
      }),
    ),
  );
}
const anyGraph = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 })), { maxLength: 40 })
  .map((edges) => {
    const needs = new Map<string, Set<string>>();
    for (const [from, to] of edges) needs.set(`n${from}`, (needs.get(`n${from}`) ?? new Set()).add(`n${to}`));
    return makeGraph(needs);
  });
/** By the definition: is there a way of at least one step? */
function leads({ needs }: Graph, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(needs.get(from) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (!seen.has(id)) open.push(...(needs.get(id) ?? []));
    seen.add(id);
  }
  return false;
}

describe('cycles', () => {
  test('are found and named by a shortest circle', () => {
    expect(cycles(graph('a: b', 'b: c d', 'c: a', 'd: a e', 'e:', 'x: x', 'y: z', 'z:'))).toEqual([
      { circle: ['a', 'b', 'c'], members: ['a', 'b', 'c', 'd'] },
      { circle: ['x'], members: ['x'] },
    ]);
  });

  test('are the groups of ids that lead to one another', () => {
    fc.assert(
      fc.property(anyGraph, (g) => {
        const found = cycles(g);
        const inCycle = new Set(found.flatMap(({ members }) => members));
        for (const id of g.needs.keys()) expect(inCycle.has(id)).toBe(leads(g, id, id));
        for (const { circle, members } of found) {
          for (const [i, id] of circle.entries()) expect(g.needs.get(id)).toContain(circle[(i + 1) % circle.length]);
          for (const a of members) for (const b of members) expect(a === b || leads(g, a, b)).toBe(true);
        }
      }),
    );
  });

  test('a chain of 200,000 is no deeper than a stack can be', () => {
    const chain = makeGraph(new Map(Array.from({ length: 200_000 }, (_, i) => [`n${i}`, [`n${i + 1}`]])));
    expect(components(chain)).toHaveLength(200_001);
    expect(startOrder(chain)[0]).toBe('n200000');
  });
});

describe('the start order', () => {
  test('has everything after what it needs', () => {
    expect(startOrder(graph('app: api store', 'api: store', 'store:', 'other:'))).toEqual(['store', 'api', 'app', 'other']);
    expect(startOrder(graph('app: api store', 'api: store', 'store:', 'other:'), 'api')).toEqual(['store', 'api']);
  });

  test('breaks only within cycles', () => {
    fc.assert(
      fc.property(anyGraph, (g) => {
        const place = new Map(startOrder(g).map((id, i) => [id, i]));
        expect(place.size).toBe(g.needs.size);
        for (const [id, needed] of g.needs) {
          for (const target of needed) {
            if (!leads(g, target, id)) expect(place.get(target) ?? -1).toBeLessThan(place.get(id) ?? -1);
          }
        }
      }),
    );
  });
});

describe('the impact of an id that goes', () => {
  test('is everything that leads to it, nearest first', () => {
    const g = graph('app: api', 'api: store', 'job: store', 'store: app', 'else:');
    expect(impactOf(g, 'store')).toEqual([
      { id: 'api', steps: 1 },
      { id: 'job', steps: 1 },
      { id: 'app', steps: 2 },
    ]);
    expect(impactOf(g, 'else')).toEqual([]);
    expect(impactOf(g, 'unheard.of')).toEqual([]);
  });

  test('is what leads to it by the definition', () => {
    fc.assert(
      fc.property(anyGraph, fc.integer({ min: 0, max: 15 }), (g, n) => {
        const affected = impactOf(g, `n${n}`).map(({ id }) => id);
        const expected = [...g.needs.keys()].filter((id) => id !== `n${n}` && leads(g, id, `n${n}`));
        expect(affected.sort()).toEqual(expected.sort());
      }),
    );
  });
});

test('the graph of a matrix has current versions, older names resolved, and missing ids; development apart', () => {
  const [, old] = versions('a.b.c', ['2.0.0', '1.0.0'], { dependencies: [{ id: 'old.only.needed' }] });
  const matrix = buildMatrix([
    consumer('a.b.c', ['SAP-1', 'not.there.yet', { id: 'd.e.f', scope: 'dev' }, { id: 'g.h.i', optional: true }]),
    ...(old ? [old] : []),
    ...versions('x.y.z', ['1.0.0'], alias('SAP-1')),
  ]);
  expect(graphOf(matrix).needs.get('a.b.c')).toEqual(['not.there.yet', 'x.y.z']);
  expect(graphOf(matrix, ['development', 'optional']).needs.get('a.b.c')).toEqual(['d.e.f', 'g.h.i']);
  expect(impactOf(graphOf(matrix), 'not.there.yet')).toEqual([{ id: 'a.b.c', steps: 1 }]);
});
