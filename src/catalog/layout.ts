import { createHash } from 'node:crypto';
import { numbered } from '../model/file-names.js';

/** Where a catalog's files are, relative to its root. */
export const LAYOUT = {
  catalog: 'api/v1/catalog.json',
  capabilities: 'api/v1/capabilities.json',
  sources: 'api/v1/sources.json',
  findings: 'api/v1/findings.json',
  quarantine: 'api/v1/quarantine.json',
  sarif: 'api/v1/findings.sarif',
  freshness: 'api/v1/freshness.json',
  changes: 'api/v1/changes.json',
  /** There while a run is writing, and after one that was killed: says how the catalog was before. */
  unfinished: 'api/v1/unfinished',
  compatibility: 'api/v1/compatibility.json',
  waivers: 'api/v1/waivers.json',
  decisions: 'api/v1/decisions.ndjson',
  capability: (file: string) => `api/v1/capabilities/${file}.json`,
  capabilityCompatibility: (file: string) => `api/v1/compatibility/${file}.json`,
  shard: (shard: string) => `targets/shards/${shard}.json`,
  /** By what the manifests were judged, so that anybody can do it again. */
  policy: 'targets/policy.yaml',
  trustedRoot: 'targets/trusted_root.json',
  /** The rest of what a release signs: enough to make the site again, byte for byte. */
  release: 'targets/catalog.json',
  releaseFreshness: 'targets/freshness.json',
  releaseChanges: 'targets/changes.json',
  releaseWaivers: 'targets/waivers.json',
  releaseDecisions: 'targets/decisions.ndjson',
  /** What publishing adds to the folder. */
  metadata: 'metadata',
  airgapMetadata: 'metadata-airgap',
  /** Every file of the site with its digest. */
  siteList: 'site.sha256',
  /** `digest` as entries have it: `sha256:<64 hex digits>`. */
  blob: (digest: string) => `blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}`,
  /** A file of the search index, by its path there. */
  search: (path: string) => `search/${path}`,
  /** What the search index was made of: it is made again only when that changes. */
  searchInputs: 'search/inputs.sha256',
  home: 'index.html',
  searchPage: 'search.html',
  sourcesPage: 'sources.html',
  findingsPage: 'findings.html',
  quarantinePage: 'quarantine.html',
  freshnessPage: 'freshness.html',
  aboutPage: 'about.html',
  ownersPage: 'owners.html',
  compatibilityPage: 'compatibility.html',
  decisionsPage: 'decisions.html',
  capabilityPage: (file: string) => `capabilities/${file}.html`,
  /** `part`: of a list that is too long for one page, from 1. */
  sourcePage: (file: string, part = 1) => `sources/${numbered(file, part)}.html`,
  ownerPage: (file: string, part = 1) => `owners/${numbered(file, part)}.html`,
  domainPage: (file: string, part = 1) => `domains/${numbered(file, part)}.html`,
  /** Shown by hosts for what is not there. */
  notFoundPage: '404.html',
} as const;

/** Folders whose whole content a catalog owns: what a run did not write there is from an older one. */
export const OWNED_FOLDERS = [
  'api/v1/',
  'targets/',
  'blobs/',
  'search/',
  'capabilities/',
  'sources/',
  'domains/',
  'owners/',
  'assets/',
  'feeds/',
  'badges/',
  'sitemaps/',
] as const;

/** Files at the top that a catalog owns. Others that lie beside them are somebody else's. */
export const OWNED_FILES = [
  LAYOUT.home,
  LAYOUT.searchPage,
  LAYOUT.sourcesPage,
  LAYOUT.findingsPage,
  LAYOUT.quarantinePage,
  LAYOUT.freshnessPage,
  LAYOUT.aboutPage,
  LAYOUT.ownersPage,
  LAYOUT.notFoundPage,
  LAYOUT.compatibilityPage,
  LAYOUT.decisionsPage,
  'sitemap.xml',
  'llms.txt',
  LAYOUT.siteList,
] as const;

/** The shard of a source: the first byte of the sha256 of its id, as two hex digits. */
export function shardOf(sourceId: string): string {
  return createHash('sha256').update(sourceId).digest('hex').slice(0, 2);
}
