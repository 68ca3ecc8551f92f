import { compareText } from '../model/compare-text.js';
import type {
  AppliedWaiver,
  Asked,
  CompatibilityDocument,
  Edge as EdgeIndexes,
  MatrixCapability,
  Needs,
} from '../model/generated/types.js';
import { requiredGraph, startOrder } from './graph.js';
import { type Edge, KINDS, type Matrix, type Row } from './matrix.js';
import type { Provider, Version } from './providers.js';
import type { Resolution, Verdict } from './resolve.js';

/** api/v1/compatibility.json: the whole matrix, each distinct answer once and each dependency as three or four numbers. */
export function compatibilityDocument(matrix: Matrix, waivers: readonly AppliedWaiver[] = []): CompatibilityDocument {
  // Whatever is asked for below is in these maps. A place of -1 would not be valid against the schema.
  const places = new Map(matrix.all.map((provider, place) => [provider.id, place]));
  const placeOf = (id: string) => places.get(id) ?? -1;
  const { graph, cycles } = requiredGraph(matrix);
  const aliases = [...matrix.providers.aliases.values()].sort((a, b) => compareText(a.id, b.id));
  const aliasPlaces = new Map(aliases.map(({ id }, place) => [id, place]));
  const rows = Map.groupBy(matrix.rows, ({ entry }) => entry.id);
  // A place of each answer among those asked of its provider, so that an edge can name it.
  const askedPlaces = new Map([...matrix.asked.values()].flatMap((answers) => answers.map((answer, place) => [answer, place])));
  const edge = ({ provider, resolution, kind, alias }: Edge): EdgeIndexes => {
    const three = [placeOf(provider.id), askedPlaces.get(resolution) ?? -1, KINDS.indexOf(kind)] as const;
    return alias === undefined ? [...three] : [...three, aliasPlaces.get(alias.id) ?? -1];
  };
  return {
    kinds: [...KINDS],
    counts: countVerdicts(matrix.rows),
    capabilities: matrix.all.map((provider) =>
      capability(provider, matrix.asked.get(provider) ?? [], rows.get(provider.id) ?? [], edge),
    ),
    aliases: aliases.map(({ id, target, sunset }) => ({
      id,
      capability: placeOf(target.id),
      ...(sunset === undefined ? {} : { sunset }),
    })),
    cycles: cycles.map(({ circle, members }) => ({ circle: circle.map(placeOf), members: members.map(placeOf) })),
    start_order: startOrder(graph)
      .filter((id) => matrix.providers.byId.get(id)?.standing === 'known')
      .map(placeOf),
    waivers: [...waivers],
  };
}

function capability(
  provider: Provider,
  asked: readonly Resolution[],
  rows: readonly Row[],
  edge: (edge: Edge) => EdgeIndexes,
): MatrixCapability {
  const versions = new Map(provider.versions.map((version, place) => [version, place]));
  const placeOf = (version: Version) => versions.get(version) ?? -1;
  const current = provider.current && placeOf(provider.current);
  return {
    id: provider.id,
    standing: provider.standing,
    ...(current === undefined ? {} : { current }),
    versions: provider.versions.map(({ version }) => version),
    asked: asked.map((answer) => askedOf(answer, placeOf)),
    needs: needsOf(provider, rows, edge),
  };
}

function askedOf(answer: Resolution, placeOf: (version: Version) => number): Asked {
  const { range, verdict, reason, satisfiedBy, nearest, sunset, suggestions } = answer;
  return {
    verdict,
    reason,
    ...(range === undefined ? {} : { range }),
    ...(satisfiedBy.length === 0 ? {} : { versions: satisfiedBy.map(placeOf) }),
    ...(nearest.length === 0 ? {} : { nearest: nearest.map(placeOf) }),
    ...(suggestions === undefined ? {} : { suggestions: [...suggestions] }),
    ...(sunset === undefined ? {} : { sunset }),
  };
}

/** Versions that need the same stand together, in the order of the newest of them. */
function needsOf(provider: Provider, rows: readonly Row[], edge: (edge: Edge) => EdgeIndexes): Needs[] {
  const byVersion = new Map(rows.map((row) => [row.entry.version, row]));
  const groups = new Map<string, Needs>();
  for (const [place, { version, entry }] of provider.versions.entries()) {
    const edges = entry === undefined ? [] : (byVersion.get(version)?.edges ?? []).map(edge);
    if (edges.length === 0) continue;
    const key = edges.join(';');
    const group = groups.get(key);
    if (group) group.versions.push(place);
    else groups.set(key, { versions: [place], edges });
  }
  return [...groups.values()];
}

/** Verdicts of the dependencies of current versions, by what they are needed for. */
export function countVerdicts(rows: readonly Row[]): CompatibilityDocument['counts'] {
  const none = (): Record<Verdict, number> => ({
    compatible: 0,
    deprecated: 0,
    incompatible: 0,
    missing: 0,
    unknown: 0,
    untrusted: 0,
  });
  const counts = { required: none(), optional: none(), development: none() };
  for (const { entry, edges } of rows) {
    if (entry.status !== 'current') continue;
    for (const { kind, resolution } of edges) counts[kind][resolution.verdict] += 1;
  }
  return counts;
}
