/** What the search page narrows results down by, in this order. The names stand in permanent links. */
export const SEARCH_FACETS = [
  { name: 'domain', label: 'Domain' },
  { name: 'owner', label: 'Owner' },
  { name: 'lifecycle_stage', label: 'Lifecycle' },
  { name: 'stability', label: 'Stability' },
  { name: 'freshness', label: 'Freshness' },
  { name: 'provenance', label: 'Provenance' },
  { name: 'security_tier', label: 'Security tier' },
  { name: 'tier', label: 'Tier' },
  { name: 'format', label: 'Format' },
  { name: 'source', label: 'Source' },
] as const;

export type SearchFacet = (typeof SEARCH_FACETS)[number]['name'];

/** Those that stand open from the beginning. */
export const OPEN_FACETS: ReadonlySet<SearchFacet> = new Set(['domain', 'owner', 'lifecycle_stage', 'stability']);

/** Without words, the best are the first by id. */
export const SEARCH_ORDERS = [
  { name: 'relevance', label: 'Best match' },
  { name: 'id', label: 'Id' },
  { name: 'domain', label: 'Domain' },
  { name: 'owner', label: 'Owner' },
  { name: 'lifecycle_stage', label: 'Lifecycle' },
  { name: 'stability', label: 'Stability' },
] as const;

export type SearchOrder = (typeof SEARCH_ORDERS)[number]['name'];
