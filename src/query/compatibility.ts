import { freshnessOf } from '../catalog/freshness.js';
import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import { type Graph, impactOf, makeGraph, startOrder } from '../compatibility/graph.js';
import { type VerdictAt, verdictAt } from '../compatibility/verdict-at.js';
import { waiversAt } from '../compatibility/waivers.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import { fileNameOf } from '../model/file-names.js';
import type {
  AppliedWaiver,
  Asked,
  CapabilityCompatibility,
  CompatibilityDocument,
  DependencyRow,
  FreshnessDocument,
  MatrixCapability,
} from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { nearest } from '../model/suggest.js';
import {
  validateCapabilityCompatibility,
  validateCompatibilityDocument,
  validateFreshnessDocument,
} from '../model/validators.js';
import { OpenCatalog } from './catalog.js';

/** One dependency of the current version of a consumer, with its verdict at the time of the question. */
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
}

export interface MatrixFilter {
  readonly owner?: string | undefined;
  readonly domain?: string | undefined;
  readonly verdict?: string | undefined;
  readonly consumer?: string | undefined;
  readonly provider?: string | undefined;
}

export interface Needed {
  readonly id: string;
  readonly steps: number;
}

/** What an id needs: its own dependencies with their verdicts, and all that these need in turn. */
export interface Needs {
  readonly id: string;
  readonly dependencies: readonly (Omit<DependencyRow, keyof VerdictAt> & VerdictAt)[];
  /** Directly (one step) or through others. */
  readonly all: readonly Needed[];
}

/** The compatibility matrix of a catalog, read at one moment. */
export class OpenCompatibility {
  constructor(
    private readonly reader: CatalogReader,
    private readonly now: Date,
  ) {}

  /** Dependencies of current versions that the filter lets through, by consumer and provider. */
  async matrix(filter: MatrixFilter = {}): Promise<MatrixRow[]> {
    const document = await this.whole();
    const summaries = new Map((await new OpenCatalog(this.reader).list()).map((each) => [each.id, each]));
    const { holding } = waiversAt(document.waivers, this.now);
    const rows = document.capabilities.flatMap((consumer) => {
      const { owner = null, domain = null } = summaries.get(consumer.id) ?? {};
      return currentEdges(consumer).flatMap(([to = -1, asked = -1, kind = -1, aliasAt]): MatrixRow[] => {
        const provider = document.capabilities[to];
        const answer = provider?.asked[asked];
        const needed = document.kinds[kind];
        if (provider === undefined || answer === undefined || needed === undefined) return [];
        const alias = aliasAt === undefined ? undefined : document.aliases[aliasAt];
        const parties = { capability: provider.id, consumer: consumer.id, ...(alias === undefined ? {} : { alias: alias.id }) };
        return [
          {
            consumer: consumer.id,
            version: versionAt(consumer, consumer.current),
            owner,
            domain,
            provider: provider.id,
            ...(alias === undefined ? {} : { alias: alias.id }),
            kind: needed,
            ...(answer.range === undefined ? {} : { range: answer.range }),
            satisfied_by: (answer.versions ?? []).map((place) => versionAt(provider, place)),
            ...verdictAt(rowOf(answer, alias?.sunset), parties, holding, this.now),
          },
        ];
      });
    });
    return rows.filter((row) => agrees(row, filter));
  }

  /** @throws ChoraError `catalog/no-such-capability` */
  async depends(id: string): Promise<Needs> {
    const document = await this.capability(id);
    const { holding } = waiversAt(document.waivers, this.now);
    const dependencies = document.dependencies
      .filter(({ current }) => current)
      .map((row) => {
        const older = row.target === undefined ? {} : { alias: row.id };
        return { ...row, ...verdictAt(row, { capability: row.target ?? row.id, consumer: id, ...older }, holding, this.now) };
      });
    const { needs, neededBy } = graphOf(await this.whole());
    return { id, dependencies, all: impactOf({ needs: neededBy, neededBy: needs }, id) };
  }

  /** Who is affected if the id goes: required dependencies of current versions only. @throws as `depends` */
  async impact(id: string): Promise<(Needed & { owner: string | null })[]> {
    await this.capability(id);
    const owners = new Map((await new OpenCatalog(this.reader).list()).map((each) => [each.id, each.owner]));
    return impactOf(graphOf(await this.whole()), id).map((each) => ({ ...each, owner: owners.get(each.id) ?? null }));
  }

  /** An order in which everything starts after what it needs: of all, or of one id and what it needs. */
  async order(id?: string): Promise<{ order: string[]; cycles: string[][] }> {
    const document = await this.whole();
    if (id !== undefined) await this.capability(id);
    const order = startOrder(graphOf(document), id).filter((each) => isKnown(document, each));
    const within = new Set(order);
    const cycles = document.cycles.map(({ members }) => members.map((place) => document.capabilities[place]?.id ?? ''));
    return { order, cycles: cycles.filter((members) => members.some((each) => within.has(each))) };
  }

  /** All waivers of the catalog, in the order of the log. */
  async waivers(): Promise<readonly AppliedWaiver[]> {
    return (await this.whole()).waivers;
  }

  /** What the matrix knows of an id; null where it knows nothing. */
  async find(id: string): Promise<CapabilityCompatibility | null> {
    const path = LAYOUT.capabilityCompatibility(fileNameOf(id));
    return await readDocument<CapabilityCompatibility>(this.reader, path, validateCapabilityCompatibility);
  }

  /**
   * Refuses a catalog that is older than its own `alert_after`: what it says may no longer be so.
   * @throws ChoraError `catalog/expired`, `catalog/none`
   */
  async guardFresh(): Promise<void> {
    const freshness = await readDocument<FreshnessDocument>(this.reader, LAYOUT.freshness, validateFreshnessDocument);
    if (freshness === null) throw none(this.reader);
    const whole = { id: 'whole', state: 'ok' as const };
    // Not that of a source: the run that made the catalog.
    const state = freshnessOf({ ...freshness, exceptions: [] }, [whole], this.now).get(whole.id);
    if (state !== 'alert') return;
    throw new ChoraError(
      'unknown',
      'catalog/expired',
      `The catalog in ${this.reader.name} is of ${quote(freshness.generated_at)}, and too old after ${quote(freshness.alert_after)}.`,
      'Index again, or bring the mirror up to date; --allow-stale answers from it as it is.',
    );
  }

  private async capability(id: string): Promise<CapabilityCompatibility> {
    const document = await this.find(id);
    if (document !== null) return document;
    const near = nearest(
      id,
      (await this.whole()).capabilities.map((each) => each.id),
    );
    throw new ChoraError(
      'refused',
      'catalog/no-such-capability',
      `The matrix knows no ${quote(id)}.`,
      near.length === 0 ? 'chora matrix shows who needs whom.' : `Did you mean ${near.map((each) => quote(each)).join(', ')}?`,
    );
  }

  private async whole(): Promise<CompatibilityDocument> {
    const document = await readDocument<CompatibilityDocument>(this.reader, LAYOUT.compatibility, validateCompatibilityDocument);
    if (document === null) throw none(this.reader);
    return document;
  }
}

function none(reader: CatalogReader): ChoraError {
  return new ChoraError(
    'usage',
    'catalog/none',
    `There is no catalog with a compatibility matrix in ${reader.name}.`,
    'Make one with chora index, or name another with --catalog.',
  );
}

function currentEdges({ current, needs }: MatrixCapability): readonly (readonly number[])[] {
  return current === undefined ? [] : (needs.find(({ versions }) => versions.includes(current))?.edges ?? []);
}

function versionAt({ versions }: MatrixCapability, place: number | undefined): string | null {
  return place === undefined ? null : (versions[place] ?? null);
}

function rowOf({ verdict, reason, sunset }: Asked, aliasSunset: string | undefined) {
  return {
    verdict,
    reason,
    ...(sunset === undefined ? {} : { sunset }),
    ...(aliasSunset === undefined ? {} : { alias_sunset: aliasSunset }),
  };
}

function agrees(row: MatrixRow, filter: MatrixFilter): boolean {
  return Object.entries(filter).every(([key, value]) => value === undefined || row[key as keyof MatrixFilter] === value);
}

function isKnown({ capabilities }: CompatibilityDocument, id: string): boolean {
  return capabilities.some((each) => each.id === id && each.standing === 'known');
}

/** Required dependencies of current versions, as the matrix itself follows them. */
function graphOf({ capabilities, kinds }: CompatibilityDocument): Graph {
  const required = kinds.indexOf('required');
  return makeGraph(
    new Map(
      capabilities.map((each) => [
        each.id,
        new Set(currentEdges(each).flatMap(([to = -1, , kind]) => (kind === required ? [capabilities[to]?.id ?? each.id] : []))),
      ]),
    ),
  );
}
