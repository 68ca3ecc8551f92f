import type { CapabilityDocument, CatalogDocument } from '../../model/generated/types.js';
import type { SiteIdentity } from '../components/page.js';
import { capabilityPage, safeUrl } from '../links.js';
import { nameOf, prose, readable, visible } from '../text.js';
import { baseUrl } from './base-url.js';

/** Kinds of interfaces that programs call over a network. */
const API_KINDS: ReadonlySet<string> = new Set(['rest', 'grpc', 'mcp']);

/**
 * A capability in the words of schema.org, for search engines: a SoftwareApplication, and a WebAPI too where it has an interface that
 * programs call. Only what the record says; addresses only where a link may have them.
 */
export function capabilityData(identity: SiteIdentity, { versions: [current] }: CapabilityDocument, file: string): object {
  const { id, version, capability } = current;
  const { description, tags, owner, lifecycle_stage, documentation, interfaces } = capability;
  const base = baseUrl(identity.url);
  const page = base === null ? undefined : base + capabilityPage(file);
  const reference = documentation?.reference === undefined ? null : safeUrl(documentation.reference);
  return {
    '@context': 'https://schema.org',
    '@type': interfaces?.some(({ kind }) => API_KINDS.has(kind)) ? ['SoftwareApplication', 'WebAPI'] : 'SoftwareApplication',
    ...(page === undefined ? {} : { url: page }),
    identifier: visible(id),
    name: readable(nameOf({ id, ...(capability.title === undefined ? {} : { title: capability.title }) })),
    ...(description === undefined ? {} : { description: prose(description) }),
    ...(version === null ? {} : { softwareVersion: visible(version) }),
    ...(lifecycle_stage === null ? {} : { creativeWorkStatus: lifecycle_stage }),
    ...(tags === undefined || tags.length === 0 ? {} : { keywords: tags.map(readable) }),
    ...(owner === null ? {} : { provider: { '@type': 'Organization', name: readable(owner) } }),
    ...(reference === null ? {} : { softwareHelp: { '@type': 'CreativeWork', url: reference.href } }),
    isPartOf: { '@type': 'DataCatalog', name: readable(identity.name), ...(base === null ? {} : { '@id': base }) },
  };
}

/** The catalog itself, for its home page, where it is described: other pages name it by its `@id`. */
export function catalogData(catalog: CatalogDocument): object {
  const base = baseUrl(catalog.url);
  const download = { '@type': 'DataDownload', encodingFormat: 'application/json' };
  return {
    '@context': 'https://schema.org',
    ...dataCatalog(catalog),
    dataset: {
      '@type': 'Dataset',
      name: `${readable(catalog.name)}: capabilities`,
      description: 'Software capabilities with their versions, owners, dependencies and signers.',
      isAccessibleForFree: true,
      ...(base === null ? {} : { distribution: { ...download, contentUrl: `${base}api/v1/capabilities.json` } }),
    },
  };
}

function dataCatalog({ name, url }: Pick<SiteIdentity, 'name' | 'url'>): object {
  const base = baseUrl(url);
  return { '@type': 'DataCatalog', name: readable(name), ...(base === null ? {} : { '@id': base, url: base }) };
}

/** JSON that cannot end or open anything in HTML: for the text of a `<script type="application/ld+json">`. */
export function scriptJson(value: object): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
