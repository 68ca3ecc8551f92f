import { type VerdictAt, verdictAt } from '../compatibility/verdict-at.js';
import { waiversAt } from '../compatibility/waivers.js';
import type {
  Asked,
  CapabilitySummary,
  CompatibilityDocument,
  DependencyRow,
  MatrixCapability,
} from '../model/generated/types.js';

/** One dependency of a version of a consumer, with its verdict at the time of the question. */
export interface MatrixRow extends VerdictAt {
  readonly consumer: string;
  readonly version: string | null;
  readonly owner: string | null;
  readonly domain: string | null;
  readonly provider: string;
  /** The older name by which it asks. */
  readonly alias?: string;
  readonly kind: DependencyRow['kind'];
  readonly range?: string;
  readonly satisfied_by: readonly (string | null)[];
  /** Where no version satisfies it: the closest ones. */
  readonly nearest?: readonly (string | null)[];
  /** Where nothing has the id: those that may be meant. */
  readonly suggestions?: readonly string[];
  /** When the last version that satisfies it goes. */
  readonly sunset?: string;
  /** When the older name goes. */
  readonly alias_sunset?: string;
}

/** Which rows to show: those that have every value that is given. `provider` may be an older name. */
export interface MatrixFilter {
  readonly owner?: string | undefined;
  readonly domain?: string | undefined;
  readonly verdict?: string | undefined;
  readonly consumer?: string | undefined;
  readonly provider?: string | undefined;
}

/**
 * Dependencies at one moment, by consumer and provider: of current versions, or with `allVersions` of older ones too.
 * `summaries`: the capabilities of the catalog by id.
 */
export function matrixRows(
  document: CompatibilityDocument,
  summaries: ReadonlyMap<string, CapabilitySummary>,
  now: Date,
  allVersions = false,
): MatrixRow[] {
  const { holding } = waiversAt(document.waivers, now);
  return document.capabilities.flatMap((consumer) => {
    const { owner = null, domain = null } = summaries.get(consumer.id) ?? {};
    const rowOf = (
      version: number | undefined,
      [to = -1, asked = -1, kind = -1, aliasAt = -1]: readonly number[],
    ): MatrixRow[] => {
      const provider = document.capabilities[to];
      const answer = provider?.asked[asked];
      const needed = document.kinds[kind];
      if (provider === undefined || answer === undefined || needed === undefined) return [];
      const alias = document.aliases[aliasAt];
      const named = alias === undefined ? {} : { alias: alias.id };
      const until = alias?.sunset === undefined ? {} : { alias_sunset: alias.sunset };
      return [
        {
          consumer: consumer.id,
          version: versionAt(consumer, version),
          owner,
          domain,
          provider: provider.id,
          ...named,
          ...until,
          kind: needed,
          ...answerOf(provider, answer),
          ...verdictAt({ ...answer, ...until }, { capability: provider.id, consumer: consumer.id, ...named }, holding, now),
        },
      ];
    };
    if (!allVersions) return currentEdges(consumer).flatMap((edge) => rowOf(consumer.current, edge));
    return consumer.needs.flatMap(({ versions, edges }) =>
      versions.flatMap((version) => edges.flatMap((edge) => rowOf(version, edge))),
    );
  });
}

function answerOf(provider: MatrixCapability, { range, versions = [], nearest = [], suggestions, sunset }: Asked) {
  return {
    ...(range === undefined ? {} : { range }),
    satisfied_by: versions.map((place) => versionAt(provider, place)),
    ...(nearest.length === 0 ? {} : { nearest: nearest.map((place) => versionAt(provider, place)) }),
    ...(suggestions === undefined ? {} : { suggestions }),
    ...(sunset === undefined ? {} : { sunset }),
  };
}

export function agrees({ provider, alias, ...row }: MatrixRow, filter: MatrixFilter): boolean {
  const { provider: wanted, ...rest } = filter;
  if (wanted !== undefined && provider !== wanted && alias !== wanted) return false;
  return Object.entries(rest).every(([key, value]) => value === undefined || row[key as keyof typeof rest] === value);
}

/** What the current version of a capability depends on, as places of the document. */
export function currentEdges({ current, needs }: MatrixCapability): readonly (readonly number[])[] {
  return current === undefined ? [] : (needs.find(({ versions }) => versions.includes(current))?.edges ?? []);
}

function versionAt({ versions }: MatrixCapability, place: number | undefined): string | null {
  return place === undefined ? null : (versions[place] ?? null);
}
