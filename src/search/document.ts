import { domainOf } from '../model/domain.js';
import { fileNameOf } from '../model/file-names.js';
import type { Entry } from '../model/generated/types.js';
import type { FacetName } from './facet-names.js';

/** What search knows of a capability. The empty string stands for “not stated”. */
export interface SearchDocument {
  readonly id: string;
  /** Its name as a file, see `fileNameOf`. */
  readonly file: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Other ids that people may know it by. */
  readonly aliases: readonly string[];
  readonly facets: Readonly<Record<FacetName, string>>;
}

/** What is found of an entry: of a capability's current version, that is. */
export function searchDocumentOf({ id, version, format, tier, source, provenance, capability }: Entry): SearchDocument {
  return {
    id,
    file: fileNameOf(id),
    version: version ?? '',
    title: capability.title ?? '',
    description: capability.description ?? '',
    tags: capability.tags ?? [],
    aliases: (capability.aliases ?? []).map((alias) => alias.id),
    facets: {
      domain: domainOf(capability),
      owner: capability.owner ?? '',
      lifecycle_stage: capability.lifecycle_stage ?? '',
      stability: capability.stability ?? '',
      security_tier: capability.security_tier ?? '',
      format,
      tier,
      provenance: provenance?.outcome ?? '',
      source,
    },
  };
}

/** All of a document that the words of a search can meet. */
export function searchedTextOf({ id, title, description, tags, aliases }: SearchDocument): readonly unknown[] {
  return [id, title, description, tags, aliases];
}
