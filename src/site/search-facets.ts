/** What the search page narrows results down by, in this order. The names stand in permanent links. */
export const SEARCH_FACETS = [
  { name: 'domain', label: 'Domain', open: true },
  { name: 'owner', label: 'Owner', open: true },
  { name: 'lifecycle_stage', label: 'Lifecycle', open: true },
  { name: 'stability', label: 'Stability', open: true },
  { name: 'freshness', label: 'Freshness', open: false },
  { name: 'provenance', label: 'Provenance', open: false },
  { name: 'security_tier', label: 'Security tier', open: false },
  { name: 'tier', label: 'Tier', open: false },
  { name: 'format', label: 'Format', open: false },
  { name: 'source', label: 'Source', open: false },
] as const;

export type SearchFacet = (typeof SEARCH_FACETS)[number]['name'];

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
