import { catalogDocument } from '../catalog/documents.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { ReleaseDocument, ReleaseFreshness } from '../model/generated/types.js';
import type { CatalogContent } from './content.js';
import type { SiteDigest } from './site-list.js';

/**
 * What a release signs besides shards: all else that its site is made of, and nothing that changes when nothing but the clock did.
 * Without `targets/catalog.json`, which names the site's digest and so comes last.
 */
export function* targetFiles(content: CatalogContent): Generator<readonly [path: string, text: string]> {
  const { catalog, stewardship, changes, freshness } = content;
  const { ttl, alert_after, exceptions } = freshness;
  if (catalog.trust) {
    yield [LAYOUT.policy, catalog.trust.policy.text];
    yield [LAYOUT.trustedRoot, catalog.trust.root.text];
  }
  yield [LAYOUT.releaseFreshness, serialize({ ttl, alert_after, exceptions } satisfies ReleaseFreshness)];
  yield [LAYOUT.releaseChanges, serialize(changes)];
  yield [LAYOUT.releaseWaivers, serialize({ waivers: stewardship.waivers })];
  if (stewardship.log !== '') yield [LAYOUT.releaseDecisions, stewardship.log];
}

/** targets/catalog.json */
export function releaseDocument({ catalog }: Pick<CatalogContent, 'catalog'>, site: SiteDigest): ReleaseDocument {
  return { catalog: catalogDocument(catalog), badges: catalog.identity.badges, site: { ...site } };
}
