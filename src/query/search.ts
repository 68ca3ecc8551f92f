import { LAYOUT } from '../catalog/layout.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import type { FreshnessState } from '../model/freshness.js';
import { FACETS } from '../search/facet-names.js';
import type { DerivedFacet } from '../search/facets.js';
import { ROOT_PATH } from '../search/format.js';
import { openSearch, type Search, type SearchAnswer, type SearchOptions } from '../search/query.js';

/** The facet that is not in the index, because it changes with the clock. */
const FRESHNESS = 'freshness';

/** All facets of a catalog that knows the time. */
export const ALL_FACETS: readonly string[] = [...FACETS, FRESHNESS];

/** How the sources of a catalog stand now, by their ids. */
type ReadFreshness = () => Promise<ReadonlyMap<string, FreshnessState>>;

/** The search index of a catalog. What was read of it is kept; how fresh the sources are is asked anew for each search. */
export class CatalogSearch {
  private states: ReadonlyMap<string, FreshnessState> = new Map();
  private readonly search: Search;

  /** `freshness`: null where nobody knows the time; there is no such facet then. */
  constructor(
    private readonly reader: CatalogReader,
    private readonly freshness: ReadFreshness | null,
  ) {
    const derived: DerivedFacet = { from: 'source', valueOf: (source) => this.states.get(source) ?? 'never' };
    this.search = openSearch(
      (path, { fresh }) => this.readFile(path, fresh),
      freshness === null ? {} : { derived: { [FRESHNESS]: derived } },
    );
  }

  async ask(text: string, options: SearchOptions): Promise<SearchAnswer> {
    const { filters = {}, facets = [], sort } = options;
    const named = Object.hasOwn(filters, FRESHNESS) || facets.includes(FRESHNESS) || sort === FRESHNESS;
    if (named && this.freshness !== null) this.states = await this.freshness();
    return await this.search(text, options);
  }

  private async readFile(path: string, fresh: boolean): Promise<Uint8Array> {
    const bytes = await this.reader.read(LAYOUT.search(path), { fresh });
    if (bytes !== null) return bytes;
    if (path === ROOT_PATH)
      throw new ChoraError(
        'usage',
        'search/none',
        `The catalog in ${this.reader.name} has no search index.`,
        'It was made by an older version: index it again with chora index --rebuild.',
      );
    throw new ChoraError(
      'io',
      'search/damaged',
      `${LAYOUT.search(path)} is missing in ${this.reader.name}.`,
      'Index again with --rebuild, or fetch the catalog again.',
    );
  }
}
