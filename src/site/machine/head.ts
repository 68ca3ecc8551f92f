import type { CapabilityDocument, CatalogDocument } from '../../model/generated/types.js';
import type { SiteIdentity } from '../components/page.js';
import type { Root } from '../links.js';
import { FEEDS } from './feeds.js';
import { capabilityData, catalogData, scriptJson } from './json-ld.js';

/** A `<link rel="alternate">`. */
export interface AlternateLink {
  readonly type: string;
  readonly title: string;
  readonly href: string;
}

/** For the head of every page. */
export function alternateLinks(root: Root): readonly AlternateLink[] {
  return [
    { type: 'application/atom+xml', title: 'Changes', href: root + FEEDS.atom },
    { type: 'application/feed+json', title: 'Changes', href: root + FEEDS.json },
  ];
}

/**
 * The text of `<script type="application/ld+json">` in the head of a capability's page: a data block, which no content security policy
 * keeps out, as nothing runs it. It is escaped for HTML already, and must not be escaped again.
 */
export function capabilityJsonLd(identity: SiteIdentity, document: CapabilityDocument, file: string): string {
  return scriptJson(capabilityData(identity, document, file));
}

/** The same for the home page. */
export function catalogJsonLd(catalog: CatalogDocument): string {
  return scriptJson(catalogData(catalog));
}
