import type { Catalog } from '../model/catalog.js';
import type { MirrorFilter } from '../model/generated/types.js';
import { selectEntries } from './select.js';

/** Characters of a name, and of a header. */
const LONGEST = { name: 200, header: 1000 } as const;

/**
 * The part of a catalog that a mirror holds. Its name says so, which is on every page, in api/v1/catalog.json and in the feeds: nobody is
 * to take what is not there for what does not exist.
 */
export function partOf(catalog: Catalog, only: MirrorFilter | null): Catalog {
  if (only === null) return catalog;
  const part = selectEntries(catalog, only);
  return { ...part, identity: { ...part.identity, name: `${part.identity.name} (part: ${filterText(only)})` } };
}

/** A filter for people: `domain billing, lending; provenance verified`. */
function filterText(only: MirrorFilter): string {
  const text = fieldsOf(only)
    .map(([field, values]) => `${field} ${values.join(', ')}`)
    .join('; ');
  return text.length > LONGEST.name ? `${[...text].slice(0, LONGEST.name).join('')}…` : text;
}

/**
 * The header that goes with every file of a part: `domain=billing,lending&provenance=verified`, values as in a URL. Of a filter that is
 * too long for a header, the fields alone.
 */
export function partHeaders(only: MirrorFilter | null): Record<string, string> {
  if (only === null) return {};
  const fields = fieldsOf(only);
  const whole = fields
    .map(([field, values]) => `${field}=${values.map((value) => encodeURIComponent(value.toWellFormed())).join(',')}`)
    .join('&');
  return { 'x-catalog-partial': whole.length > LONGEST.header ? fields.map(([field]) => field).join('&') : whole };
}

const FIELDS = ['domain', 'owner', 'format', 'provenance'] as const satisfies readonly (keyof MirrorFilter)[];

function fieldsOf(only: MirrorFilter): (readonly [field: string, values: readonly string[]])[] {
  return FIELDS.flatMap((field) => (only[field] === undefined ? [] : [[field, only[field]] as const]));
}
