/** What results can be narrowed down by. Each document has one value of each; the empty string is “not stated”. */
export const FACETS = [
  'domain',
  'owner',
  'lifecycle_stage',
  'stability',
  'security_tier',
  'format',
  'tier',
  'provenance',
  'source',
] as const;

export type FacetName = (typeof FACETS)[number];
