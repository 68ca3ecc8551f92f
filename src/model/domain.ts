import type { Capability } from './generated/types.js';

/** The part of the catalog that a capability is listed under: what its format says, else the first part of its id. */
export function domainOf({ id, domain }: Pick<Capability, 'id' | 'domain'>): string {
  return domain ?? id.split(/[./:]/, 1)[0] ?? id;
}
