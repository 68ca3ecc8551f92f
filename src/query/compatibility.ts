import { freshnessOf } from '../catalog/freshness.js';
import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import { type Graph, impactOf, makeGraph, startOrder } from '../compatibility/graph.js';
import { isPast, type VerdictAt, verdictAt } from '../compatibility/verdict-at.js';
import { waiversAt } from '../compatibility/waivers.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import { fileNameOf } from '../model/file-names.js';
import type {
  AppliedWaiver,
  CapabilityCompatibility,
  CompatibilityDocument,
  DependencyRow,
  FreshnessDocument,
  WaiversDocument,
} from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { nearest } from '../model/suggest.js';
import {
  validateCapabilityCompatibility,
  validateCompatibilityDocument,
  validateFreshnessDocument,
  validateWaiversDocument,
} from '../model/validators.js';
import { OpenCatalog } from './catalog.js';
import { agrees, currentEdges, type MatrixFilter, type MatrixRow, matrixRows } from './matrix-rows.js';

/** What an id that was asked for stands for. */
export interface Meant {
  /** The capability; where an older name was asked for, the one that it leads to. */
  readonly id: string;
  /** The older name that was asked for. `gone`: its sunset has come. */
  readonly alias?: { readonly id: string; readonly sunset?: string; readonly gone: boolean };
  readonly standing: CapabilityCompatibility['standing'];
}

export interface Needed {
  readonly id: string;
  readonly steps: number;
}

/** What an id needs: its own dependencies with their verdicts, and all that these need in turn. */
export interface Needs extends Meant {
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

  /**
   * Dependencies that the filter lets through, by consumer and provider: of current versions, or with `allVersions` of older ones too.
   * @throws ChoraError `catalog/no-such-capability` for a consumer or provider that the matrix does not know
   */
  async matrix(filter: MatrixFilter = {}, allVersions = false): Promise<MatrixRow[]> {
    for (const id of [filter.consumer, filter.provider]) if (id !== undefined) await this.capability(id);
    const summaries = new Map((await new OpenCatalog(this.reader).list()).map((each) => [each.id, each]));
    return matrixRows(await this.whole(), summaries, this.now, allVersions).filter((row) => agrees(row, filter));
  }

  /** @throws ChoraError `catalog/no-such-capability` */
  async depends(asked: string): Promise<Needs> {
    const { document, ...meant } = await this.meant(asked);
    const { id } = meant;
    const { holding } = waiversAt(document.waivers, this.now);
    const dependencies = document.dependencies
      .filter(({ current }) => current)
      .map((row) => {
        const older = row.target === undefined ? {} : { alias: row.id };
        return { ...row, ...verdictAt(row, { capability: row.target ?? row.id, consumer: id, ...older }, holding, this.now) };
      });
    const { needs, neededBy } = graphOf(await this.whole());
    return { ...meant, dependencies, all: impactOf({ needs: neededBy, neededBy: needs }, id) };
  }

  /** Who is affected if the id goes: required dependencies of current versions only. @throws as `depends` */
  async impact(asked: string): Promise<Meant & { affected: (Needed & { owner: string | null })[] }> {
    const { document: _, ...meant } = await this.meant(asked);
    const owners = new Map((await new OpenCatalog(this.reader).list()).map((each) => [each.id, each.owner]));
    const affected = impactOf(graphOf(await this.whole()), meant.id);
    return { ...meant, affected: affected.map((each) => ({ ...each, owner: owners.get(each.id) ?? null })) };
  }

  /** An order in which everything starts after what it needs: of all, or of one id and what it needs. @throws as `depends` */
  async order(asked?: string): Promise<{ order: string[]; cycles: string[][]; of?: Meant }> {
    const document = await this.whole();
    const found = asked === undefined ? undefined : await this.meant(asked);
    const order = startOrder(graphOf(document), found?.id).filter((each) => isKnown(document, each));
    const within = new Set(order);
    const cycles = document.cycles.map(({ members }) => members.map((place) => document.capabilities[place]?.id ?? ''));
    const { document: _, ...of } = found ?? {};
    return { order, cycles: cycles.filter((members) => members.some((each) => within.has(each))), ...('id' in of ? { of } : {}) };
  }

  /** All waivers of the catalog, in the order of the log. */
  async waivers(): Promise<readonly AppliedWaiver[]> {
    const document = await readDocument<WaiversDocument>(this.reader, LAYOUT.waivers, validateWaiversDocument);
    if (document === null) throw none(this.reader);
    return document.waivers;
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

  /** What an id stands for: an older name, also one that has gone, stands for what it leads to. */
  private async meant(asked: string): Promise<Meant & { readonly document: CapabilityCompatibility }> {
    const own = await this.capability(asked);
    if (own.standing === 'known' || own.renamed_to === undefined) return { id: asked, standing: own.standing, document: own };
    const { id, sunset } = own.renamed_to;
    const document = await this.capability(id);
    const alias = { id: asked, ...(sunset === undefined ? {} : { sunset }), gone: isPast(sunset, this.now) };
    return { id, alias, standing: document.standing, document };
  }

  private async capability(id: string): Promise<CapabilityCompatibility> {
    const document = await this.find(id);
    if (document !== null) return document;
    const { capabilities, aliases } = await this.whole();
    const near = nearest(
      id,
      [...capabilities, ...aliases].map((each) => each.id),
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
    'Make one with chora index, or name another with --catalog; of a mirror, its folder “current”.',
  );
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
