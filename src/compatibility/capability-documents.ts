import { compareText } from '../model/compare-text.js';
import type {
  AppliedWaiver,
  CapabilityCompatibility,
  DependencyRow,
  DependentRow,
  ProviderVersion,
} from '../model/generated/types.js';
import { Evidence } from './evidence.js';
import { type Cycle, requiredGraph } from './graph.js';
import type { Edge, Matrix, Row } from './matrix.js';
import type { AliasTarget, Version } from './providers.js';

/** An edge with the consumer that has it. */
interface Link {
  readonly row: Row;
  readonly edge: Edge;
}

/** Links that say the same. */
type Links = readonly [Link, ...Link[]];

/**
 * What makes api/v1/compatibility/<file>.json, by id in the order of the ids; also of those that are only asked for, and of older
 * names. All documents at once would be a great deal.
 */
export function capabilityCompatibilities(
  matrix: Matrix,
  waivers: readonly AppliedWaiver[] = [],
): Map<string, () => CapabilityCompatibility> {
  const evidence = new Evidence(matrix);
  const links = linksOf(matrix);
  const rows = Map.groupBy(matrix.rows, ({ entry }) => entry.id);
  const cycleById = cyclesById(matrix);
  const waiversById = waiversByParty(waivers);
  const described = new Map(matrix.all.map((provider) => [provider.id, provider]));
  const make = (id: string): CapabilityCompatibility => {
    const provider = described.get(id);
    const { owner, contact } = provider?.current?.entry?.capability ?? {};
    const cycle = cycleById.get(id);
    const consumer = (rows.get(id) ?? []).flatMap((row) => row.edges.map((edge) => ({ row, edge })));
    return {
      id,
      standing: provider?.standing ?? 'alias',
      ...renamedTo(matrix.providers.aliases.get(id)),
      ...(typeof owner === 'string' ? { owner } : {}),
      ...(contact === undefined ? {} : { contact }),
      versions: (provider?.versions ?? []).map(versionOf),
      dependencies: group(consumer, dependencyKey).map((same) => dependencyRow(same, evidence)),
      dependents: group(links.get(id) ?? [], dependentKey).map((same) => dependentRow(same, evidence)),
      ...(cycle === undefined ? {} : { cycle: { circle: [...cycle.circle], members: cycle.members.length } }),
      waivers: waiversById.get(id) ?? [],
    };
  };
  const ids = [...new Set([...described.keys(), ...matrix.providers.aliases.keys()])].sort(compareText);
  return new Map(ids.map((id) => [id, () => make(id)]));
}

function linksOf({ rows }: Matrix): Map<string, Link[]> {
  const links = new Map<string, Link[]>();
  for (const row of rows) {
    for (const edge of row.edges) {
      const list = links.get(edge.provider.id);
      if (list) list.push({ row, edge });
      else links.set(edge.provider.id, [{ row, edge }]);
    }
  }
  return links;
}

function cyclesById(matrix: Matrix): Map<string, Cycle> {
  return new Map(requiredGraph(matrix).cycles.flatMap((cycle) => cycle.members.map((id) => [id, cycle])));
}

function waiversByParty(waivers: readonly AppliedWaiver[]): Map<string, AppliedWaiver[]> {
  const byId = new Map<string, AppliedWaiver[]>();
  for (const applied of waivers) {
    for (const id of new Set([applied.waiver.capability, applied.waiver.consumer])) {
      byId.set(id, [...(byId.get(id) ?? []), applied]);
    }
  }
  return byId;
}

/** In the order in which the first of each group came. */
function group(links: readonly Link[], keyOf: (link: Link) => string): Links[] {
  const groups = new Map<string, [Link, ...Link[]]>();
  for (const link of links) {
    const same = groups.get(keyOf(link));
    if (same) same.push(link);
    else groups.set(keyOf(link), [link]);
  }
  return [...groups.values()];
}

function dependencyKey({ edge }: Link): string {
  return JSON.stringify([edge.dependency.id, edge.kind, edge.resolution.range]);
}

function dependentKey({ row, edge }: Link): string {
  return JSON.stringify([row.entry.id, edge.kind, edge.resolution.range, edge.alias?.id]);
}

function dependencyRow(same: Links, evidence: Evidence): DependencyRow {
  const [{ edge }] = same;
  const declared = edge.alias?.id ?? edge.provider.id;
  return {
    ...versionsOf(same),
    id: declared,
    ...(edge.alias === undefined ? {} : { target: edge.provider.id }),
    ...answerOf(same, evidence),
  };
}

function dependentRow(same: Links, evidence: Evidence): DependentRow {
  const [{ row, edge }] = same;
  const said = same.find((link) => link.row.entry.status === 'current') ?? { row };
  const { owner, contact } = said.row.entry.capability;
  return {
    id: row.entry.id,
    ...versionsOf(same),
    ...(owner === null ? {} : { owner }),
    ...(contact === undefined ? {} : { contact }),
    ...(edge.alias === undefined ? {} : { alias: edge.alias.id }),
    ...answerOf(same, evidence),
  };
}

function versionsOf(same: Links): Pick<DependencyRow, 'versions' | 'current'> {
  return {
    versions: [...new Set(same.map(({ row }) => row.entry.version))],
    current: same.some(({ row }) => row.entry.status === 'current'),
  };
}

type Answer = Omit<DependencyRow, 'versions' | 'current' | 'id' | 'target'>;

function answerOf(same: Links, evidence: Evidence): Answer {
  const [{ row, edge }] = same;
  const { kind, alias, provider, resolution } = edge;
  const { range, verdict, reason, satisfiedBy, nearest, suggestions, sunset } = resolution;
  const tested = evidence.testedWith(
    provider,
    row.entry.id,
    same.map((link) => link.row.entry.version),
  );
  return {
    kind,
    ...(range === undefined ? {} : { range }),
    verdict,
    reason,
    ...(satisfiedBy.length === 0 ? {} : { satisfied_by: satisfiedBy.map(({ version }) => version) }),
    ...(nearest.length === 0 ? {} : { nearest: nearest.map(({ version }) => version) }),
    ...(suggestions === undefined ? {} : { suggestions: [...suggestions] }),
    ...(sunset === undefined ? {} : { sunset }),
    ...(alias?.sunset === undefined ? {} : { alias_sunset: alias.sunset }),
    ...(tested.length === 0 ? {} : { tested_with: tested }),
  };
}

function versionOf({ version, status, ending, sunset, entry }: Version): ProviderVersion {
  const { deprecation, compatibility, validation_status } = entry?.capability ?? {};
  const { backward_compatible_with, breaks_compatibility_with } = compatibility ?? {};
  const declared = {
    ...(backward_compatible_with === undefined ? {} : { backward_compatible_with }),
    ...(breaks_compatibility_with === undefined ? {} : { breaks_compatibility_with }),
  };
  return {
    version,
    status,
    ...(ending === undefined ? {} : { ending }),
    ...(sunset === undefined ? {} : { sunset }),
    ...(deprecation?.replaced_by === undefined ? {} : { replaced_by: deprecation.replaced_by }),
    ...(deprecation?.window === undefined ? {} : { window: deprecation.window }),
    ...(Object.keys(declared).length === 0 ? {} : { declared }),
    ...(validation_status === undefined ? {} : { contract: validation_status }),
  };
}

function renamedTo(alias: AliasTarget | undefined): Pick<CapabilityCompatibility, 'renamed_to'> {
  if (alias === undefined) return {};
  return { renamed_to: { id: alias.target.id, ...(alias.sunset === undefined ? {} : { sunset: alias.sunset }) } };
}
