import { compareText } from '../model/compare-text.js';
import type { Kind, Matrix } from './matrix.js';

/** Who needs whom. Both maps have every node as a key; the lists are by id. */
export interface Graph {
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly neededBy: ReadonlyMap<string, readonly string[]>;
}

/** The dependencies of current versions, older names resolved. Missing ids are nodes, too: somebody needs them. */
export function graphOf({ rows, all }: Matrix, kinds: readonly Kind[] = ['required']): Graph {
  const needs = new Map<string, Set<string>>();
  for (const { id } of all) needs.set(id, new Set());
  for (const { entry, edges } of rows) {
    if (entry.status !== 'current') continue;
    const needed = needs.get(entry.id);
    for (const { kind, provider } of edges) if (kinds.includes(kind)) needed?.add(provider.id);
  }
  return makeGraph(needs);
}

/** A graph of ids and the ids that each needs. */
export function makeGraph(needs: ReadonlyMap<string, Iterable<string>>): Graph {
  const forward = new Map<string, string[]>();
  const back = new Map<string, string[]>();
  const targets = [...needs].flatMap(([id, needed]) => [id, ...needed]);
  for (const id of [...new Set(targets)].sort(compareText)) {
    forward.set(id, [...(needs.get(id) ?? [])].sort(compareText));
    back.set(id, []);
  }
  for (const [id, needed] of forward) for (const target of needed) back.get(target)?.push(id);
  return { needs: forward, neededBy: back };
}

/**
 * Groups of ids that need one another, each group after those that it needs; alone, an id is a group of one (Tarjan, Depth-First
 * Search and Linear Graph Algorithms, 1972). Iterative: a chain of dependencies may be longer than a stack is deep.
 */
export function components({ needs }: Graph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const groups: string[][] = [];
  const enter = (id: string) => {
    index.set(id, index.size);
    low.set(id, index.size - 1);
    open.push(id);
    isOpen.add(id);
    return { id, next: 0, needed: needs.get(id) ?? [] };
  };
  for (const root of needs.keys()) {
    if (index.has(root)) continue;
    const path = [enter(root)];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const target = step.needed[step.next];
      step.next += 1;
      if (target !== undefined) {
        if (!index.has(target)) path.push(enter(target));
        else if (isOpen.has(target)) lower(low, step.id, index.get(target));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lower(low, parent.id, low.get(step.id));
      if (low.get(step.id) !== index.get(step.id)) continue;
      const group = open.splice(open.lastIndexOf(step.id));
      for (const id of group) isOpen.delete(id);
      groups.push(group.sort(compareText));
    }
  }
  return groups;
}

function lower(low: Map<string, number>, id: string, value: number | undefined): void {
  const before = low.get(id);
  if (before !== undefined && value !== undefined && value < before) low.set(id, value);
}

/** Ids that all need one another, directly or through others. */
export interface Cycle {
  /** A shortest circle through the first of them: each needs the next, the last the first. */
  readonly circle: readonly string[];
  /** All of them, by id. */
  readonly members: readonly string[];
}

/** The cycles of a graph, by their first member. An id that needs itself is a circle of one. */
export function cycles(graph: Graph): Cycle[] {
  return components(graph)
    .filter(([first = '', ...others]) => others.length > 0 || graph.needs.get(first)?.includes(first) === true)
    .map((members) => ({ circle: circleThrough(graph, members[0] ?? '', new Set(members)), members }))
    .sort((a, b) => compareText(a.members[0] ?? '', b.members[0] ?? ''));
}

const known = new WeakMap<Matrix, { readonly graph: Graph; readonly cycles: readonly Cycle[] }>();

/** What is required in a matrix, and its cycles. Several documents say something of them, so they are looked for once. */
export function requiredGraph(matrix: Matrix): { readonly graph: Graph; readonly cycles: readonly Cycle[] } {
  let found = known.get(matrix);
  if (found === undefined) {
    const graph = graphOf(matrix);
    found = { graph, cycles: cycles(graph) };
    known.set(matrix, found);
  }
  return found;
}

function circleThrough({ needs }: Graph, start: string, group: ReadonlySet<string>): string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? '';
    for (const target of needs.get(id) ?? []) {
      if (target === start) {
        const circle = [id];
        for (let back = cameFrom.get(id); back !== undefined; back = cameFrom.get(back)) circle.push(back);
        return circle.reverse();
      }
      if (!group.has(target) || cameFrom.has(target)) continue;
      cameFrom.set(target, id);
      queue.push(target);
    }
  }
  return [start];
}

/** An order in which everything starts after what it needs; of `id`, when given, and all that it needs. Cycles stand together. */
export function startOrder(graph: Graph, id?: string): string[] {
  const order = components(graph).flat();
  if (id === undefined) return order;
  const reached = reach(graph.needs, id);
  return order.filter((each) => each === id || reached.has(each));
}

/** What is affected if an id goes: how many steps each id is away from it. In the order of steps, then by id. */
export function impactOf(graph: Graph, id: string): { id: string; steps: number }[] {
  const reached = reach(graph.neededBy, id);
  reached.delete(id);
  return [...reached]
    .map(([affected, steps]) => ({ id: affected, steps }))
    .sort((a, b) => a.steps - b.steps || compareText(a.id, b.id));
}

/** What can be reached from an id, with the least number of steps. */
function reach(next: ReadonlyMap<string, readonly string[]>, start: string): Map<string, number> {
  const steps = new Map<string, number>([[start, 0]]);
  const queue = [start];
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? '';
    for (const target of next.get(id) ?? []) {
      if (steps.has(target)) continue;
      steps.set(target, (steps.get(id) ?? 0) + 1);
      queue.push(target);
    }
  }
  return steps;
}
