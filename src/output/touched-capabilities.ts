import { serialize } from '../catalog/serialize.js';
import { requiredGraph } from '../compatibility/graph.js';
import type { Matrix } from '../compatibility/matrix.js';
import type { CompatibilityDocument, Entry } from '../model/generated/types.js';
import { statedRange } from '../model/version-range.js';

export interface Differences {
  /** Entries of one of both catalogs that the other does not have; of a changed one the old and the new. */
  readonly entries: readonly Entry[];
  /** Ids of which something else is said, whether or not an entry differs: other findings, another time to live. */
  readonly others: Iterable<string>;
  /** Ids that only one of both catalogs has. */
  readonly comeOrGone: ReadonlySet<string>;
}

/**
 * The ids whose documents or pages may say something else than before: those that differ, what they need or needed, and what needs them;
 * those in a circle of dependencies that was closed, opened or led another way; and, where ids came or went, those that ask for what is
 * missing, since the ids suggested to them may be others. Null stands for all: whose an older name is, may have changed anywhere.
 *
 * `before`: api/v1/compatibility.json as it was, asked for only where dependencies changed.
 */
export function touchedCapabilities(
  { entries, others, comeOrGone }: Differences,
  matrix: Matrix,
  before: () => CompatibilityDocument | null,
): ReadonlySet<string> | null {
  if (entries.some((entry) => hasAlias(entry)) || matrix.rows.some(({ entry }) => hasAlias(entry, comeOrGone))) return null;
  const differing = new Set([...entries.map(({ id }) => id), ...comeOrGone]);
  const touched = new Set([...differing, ...others]);
  for (const { capability } of entries) {
    for (const dependency of capability.dependencies ?? []) {
      const { id } = statedRange(dependency);
      touched.add(id);
      const alias = matrix.providers.aliases.get(id);
      if (alias !== undefined) touched.add(alias.target.id);
    }
  }
  for (const { entry, edges } of matrix.rows) {
    for (const { provider, alias } of edges) {
      const suggested = comeOrGone.size > 0 && provider.standing === 'missing';
      if (suggested) touched.add(provider.id);
      if (suggested || differing.has(provider.id) || (alias !== undefined && differing.has(alias.id))) touched.add(entry.id);
    }
  }
  if (comeOrGone.size > 0 || needsDiffer(entries)) {
    const old = before();
    if (old === null) return null;
    for (const id of inOtherCircles(old, matrix)) touched.add(id);
  }
  return touched;
}

/** Whether an entry claims an older name, of these ids where some are given. */
function hasAlias({ capability: { aliases = [] } }: Entry, ids?: ReadonlySet<string>): boolean {
  return ids === undefined ? aliases.length > 0 : aliases.some(({ id }) => ids.has(id));
}

/** Whether current entries need something else: of each id there is the old one and the new one, or only one of both. */
function needsDiffer(entries: readonly Entry[]): boolean {
  const needs = ({ capability: { dependencies = [] } }: Entry) =>
    serialize(dependencies.map((each) => [statedRange(each).id, each.optional, each.scope]));
  const current = entries.filter(({ status }) => status === 'current');
  return [...Map.groupBy(current, ({ id }) => id).values()].some(
    (pair) => pair.length !== 2 || new Set(pair.map(needs)).size > 1,
  );
}

function inOtherCircles(before: CompatibilityDocument, matrix: Matrix): Set<string> {
  const old = new Map<string, string>();
  const idOf = (place: number) => before.capabilities[place]?.id ?? '';
  for (const { circle, members } of before.cycles) {
    const text = serialize([circle.map(idOf), members.length]);
    for (const place of members) old.set(idOf(place), text);
  }
  const now = new Map<string, string>();
  for (const { circle, members } of requiredGraph(matrix).cycles) {
    const text = serialize([circle, members.length]);
    for (const id of members) now.set(id, text);
  }
  return new Set([...old.keys(), ...now.keys()].filter((id) => old.get(id) !== now.get(id)));
}
