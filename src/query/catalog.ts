import { freshnessOf } from '../catalog/freshness.js';
import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import { fileNameOf } from '../model/file-names.js';
import type { FreshnessState } from '../model/freshness.js';
import type {
  CapabilitiesDocument,
  CapabilityDocument,
  CapabilitySummary,
  CatalogDocument,
  Finding,
  FindingsDocument,
  FreshnessDocument,
  SourcesDocument,
} from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { nearest } from '../model/suggest.js';
import {
  validateCapabilitiesDocument,
  validateCapabilityDocument,
  validateCatalogDocument,
  validateFindingsDocument,
  validateFreshnessDocument,
  validateSourcesDocument,
} from '../model/validators.js';
import type { SearchAnswer, SearchOptions } from '../search/query.js';
import { CatalogSearch } from './search.js';

/** Which capabilities to list: those that have every value that is given. */
export type CapabilityFilter = Partial<Pick<CapabilitySummary, 'domain' | 'source' | 'format' | 'tier'>> & {
  readonly owner?: string;
  readonly lifecycle_stage?: string;
  readonly stability?: string;
};

export type FindingFilter = Partial<Pick<Finding, 'severity' | 'code' | 'source'>>;

/** A catalog opened for reading: the same answers for every interface. */
export class OpenCatalog {
  private readonly index: CatalogSearch;

  /** `now` says the time; it is asked where a search is about how fresh sources are. */
  constructor(
    private readonly reader: CatalogReader,
    now?: () => Date,
  ) {
    this.index = new CatalogSearch(reader, now === undefined ? null : () => this.freshness(now()));
  }

  /** @throws ChoraError `catalog/none` when there is no catalog. */
  async summary(): Promise<CatalogDocument> {
    return await this.required<CatalogDocument>(LAYOUT.catalog, validateCatalogDocument);
  }

  /** The newest versions of the capabilities that the filter lets through, by id. */
  async list(filter: CapabilityFilter = {}): Promise<CapabilitySummary[]> {
    const { capabilities } = await this.required<CapabilitiesDocument>(LAYOUT.capabilities, validateCapabilitiesDocument);
    return capabilities.filter((capability) => agrees(capability, filter));
  }

  /** All that the catalog knows of a capability. @throws ChoraError `catalog/no-such-capability`, with the nearest ids. */
  async show(id: string): Promise<CapabilityDocument> {
    const document = await readDocument<CapabilityDocument>(
      this.reader,
      LAYOUT.capability(fileNameOf(id)),
      validateCapabilityDocument,
    );
    if (document) return document;
    const ids = (await this.list()).map((capability) => capability.id);
    const near = nearest(id, ids);
    throw new ChoraError(
      'refused',
      'catalog/no-such-capability',
      `The catalog has no capability ${quote(id)}.`,
      near.length === 0 ? 'chora list shows all that there are.' : `Did you mean ${near.join(', ')}?`,
    );
  }

  /**
   * The capabilities that hold the words, the best first; without words all of them, by id. The facets are those of `FACETS` and,
   * where the catalog was told the time, `freshness`.
   * @throws ChoraError `search/none` when the catalog has no index, `search/no-such-facet`, `search/damaged`
   */
  async search(text: string, options: SearchOptions = {}): Promise<SearchAnswer> {
    try {
      return await this.index.ask(text, options);
    } catch (error) {
      // Without any catalog there is a better thing to say.
      if (error instanceof ChoraError && error.code === 'search/none') await this.summary();
      throw error;
    }
  }

  async findings(filter: FindingFilter = {}): Promise<Finding[]> {
    const { findings } = await this.required<FindingsDocument>(LAYOUT.findings, validateFindingsDocument);
    return findings.filter((finding) => agrees(finding, filter));
  }

  private async freshness(now: Date): Promise<Map<string, FreshnessState>> {
    const [document, { sources }] = await Promise.all([
      this.required<FreshnessDocument>(LAYOUT.freshness, validateFreshnessDocument),
      this.required<SourcesDocument>(LAYOUT.sources, validateSourcesDocument),
    ]);
    return freshnessOf(document, sources, now);
  }

  private async required<T>(path: string, validate: typeof validateCatalogDocument): Promise<T> {
    const document = await readDocument<T>(this.reader, path, validate);
    if (document) return document;
    throw new ChoraError(
      'usage',
      'catalog/none',
      `There is no catalog in ${this.reader.name}.`,
      'Make one with chora index, or name another with --catalog; of a mirror, its folder “current”.',
    );
  }
}

function agrees(item: object, filter: object): boolean {
  return Object.entries(filter).every(([key, value]) => value === undefined || (item as Record<string, unknown>)[key] === value);
}
