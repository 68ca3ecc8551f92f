import { compareEntries } from '../catalog/versions.js';
import type { Catalog } from '../model/catalog.js';
import { domainOf } from '../model/domain.js';
import type { Entry, MirrorFilter } from '../model/generated/types.js';

/**
 * The part of a catalog that the filter takes: capabilities whose current version matches, with all their versions. Sources and
 * findings stay as they are, so that it can be seen what the catalog is a part of.
 */
export function selectEntries<Part extends Pick<Catalog, 'entries' | 'sources'>>(catalog: Part, only: MirrorFilter | null): Part {
  if (only === null) return catalog;
  const taken = new Set(
    catalog.entries.filter((entry) => entry.status === 'current' && matches(entry, only)).map(({ id }) => id),
  );
  return withEntries(
    catalog,
    catalog.entries.filter(({ id }) => taken.has(id)),
  );
}

/** The catalog with other entries, and what its sources say of their number. A capability whose current version is gone gets the next. */
export function withEntries<Part extends Pick<Catalog, 'entries' | 'sources'>>(catalog: Part, entries: readonly Entry[]): Part {
  const having = new Set(entries.filter(({ status }) => status === 'current').map(({ id }) => id));
  const promoted = new Set<string>();
  const settled = [...entries].sort(compareEntries).map((entry): Entry => {
    if (having.has(entry.id) || promoted.has(entry.id)) return entry;
    promoted.add(entry.id);
    return { ...entry, status: 'current' };
  });
  const counts = new Map<string, number>();
  for (const { status, source } of settled) if (status === 'current') counts.set(source, (counts.get(source) ?? 0) + 1);
  return {
    ...catalog,
    entries: settled,
    sources: catalog.sources.map((row) => ({ ...row, capabilities: counts.get(row.id) ?? 0 })),
  };
}

function matches(entry: Entry, { domain, owner, format, provenance }: MirrorFilter): boolean {
  const { capability } = entry;
  return (
    (domain === undefined || domain.includes(domainOf(capability))) &&
    (owner === undefined || (capability.owner !== null && owner.includes(capability.owner))) &&
    (format === undefined || format.includes(entry.format)) &&
    (provenance === undefined || provenance.includes(entry.provenance?.outcome ?? 'unsigned'))
  );
}
