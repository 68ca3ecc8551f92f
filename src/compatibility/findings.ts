import { compareFindings, type Finding, finding, OWN_SOURCE, type Place } from '../model/findings.js';
import type { AppliedWaiver, Entry } from '../model/generated/types.js';
import { nearest } from '../model/suggest.js';
import { requiredGraph } from './graph.js';
import type { Edge, Matrix, Row } from './matrix.js';

/** What the matrix has to tell of current versions, in the order of findings. */
export function matrixFindings(matrix: Matrix): Finding[] {
  const current = matrix.rows.filter(({ entry }) => entry.status === 'current');
  return [
    ...current.flatMap((row) => row.edges.flatMap((edge) => edgeFindings(row, edge))),
    ...aliasFindings(matrix),
    ...cycleFindings(matrix),
  ].sort(compareFindings);
}

/** Of waivers that nobody revoked, those with an id that nobody describes or asks for: they let nothing stand. */
export function waiverIdFindings({ all, providers }: Matrix, waivers: readonly AppliedWaiver[]): Finding[] {
  const ids = [...all.map(({ id }) => id), ...providers.aliases.keys()];
  const known = new Set(ids);
  return waivers
    .filter(({ revoked_by }) => revoked_by === undefined)
    .flatMap(({ waiver: { capability, consumer } }) =>
      [...new Set([consumer, capability])]
        .filter((id) => !known.has(id))
        .map((id) => {
          const suggestions = nearest(id, ids, 1).join('');
          return finding('compatibility/waiver-unknown-id', { source: OWN_SOURCE }, { id, capability, consumer, suggestions });
        }),
    )
    .sort(compareFindings);
}

function edgeFindings({ entry }: Row, { provider, alias, resolution }: Edge): Finding[] {
  const { verdict, reason, range, sunset, nearest, suggestions } = resolution;
  const args = { id: entry.id, target: provider.id, range: range ?? '' };
  const told = (code: Parameters<typeof finding>[0], more = {}) => [finding(code, placeOf(entry), { ...args, ...more })];
  const older = alias?.sunset === undefined ? [] : told('compatibility/alias-used', { alias: alias.id, sunset: alias.sunset });
  switch (verdict) {
    case 'compatible':
      return older;
    case 'incompatible':
      return [...older, ...told('compatibility/incompatible', { nearest: nearest.map(({ version }) => version).join(', ') })];
    case 'missing':
      return told('compatibility/missing', { suggestions: (suggestions ?? []).join(', ') });
    case 'untrusted':
      return [...older, ...told('compatibility/untrusted')];
    case 'deprecated': {
      const replaced_by = provider.current?.entry?.capability.deprecation?.replaced_by ?? '';
      return [...older, ...told('compatibility/deprecated', { sunset: sunset ?? '', replaced_by })];
    }
    case 'unknown':
      // Ranges that are absent or not understood are told where the manifest is read.
      return reason === 'version-not-semver' ? [...older, ...told('compatibility/not-comparable')] : older;
  }
}

function aliasFindings({ providers }: Matrix): Finding[] {
  return providers.refusedAliases.map(({ id: alias, entry, why, by }) =>
    finding(`compatibility/alias-${why}`, placeOf(entry), { alias, id: entry.id, by }),
  );
}

function cycleFindings(matrix: Matrix): Finding[] {
  return requiredGraph(matrix).cycles.flatMap(({ circle, members }) => {
    const entry = matrix.providers.byId.get(circle[0] ?? '')?.current?.entry;
    if (entry === undefined) return [];
    const named = [...circle, circle[0]].join(' → ');
    return [finding('compatibility/cycle', placeOf(entry), { circle: named, members: members.length })];
  });
}

function placeOf({ source, path, line, ref }: Entry): Place {
  return { source, path, line, ...(ref === null ? {} : { ref }) };
}
