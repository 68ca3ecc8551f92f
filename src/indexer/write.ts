import type { RecordedChanges } from '../catalog/changes.js';
import {
  capabilitiesDocument,
  capabilityDocuments,
  catalogDocument,
  findingsDocument,
  shardDocuments,
} from '../catalog/documents.js';
import { LAYOUT, OWNED_FILES, OWNED_FOLDERS } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { Catalog } from '../model/catalog.js';
import { ChoraError } from '../model/errors.js';
import type { CatalogDocument, FreshnessDocument } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { toSarif } from '../model/sarif.js';
import { machineFiles } from '../site/machine/outputs.js';
import { renderCapability, SITE_ASSETS, type SiteContext } from '../site/render.js';
import type { CatalogStore } from './ops.js';
import type { PreviousCatalog } from './previous.js';
import { type Compatibility, compatibilityFiles } from './write-compatibility.js';
import { capabilityPage, overviewPages } from './write-pages.js';
import { searchFiles } from './write-search.js';

export interface WriteSummary {
  /** Files of the catalog. */
  readonly files: number;
  /** Of them, those whose bytes changed. */
  readonly written: number;
  readonly removed: number;
}

/**
 * Writes what changed and removes what is no longer there. All files are written before the first takes its place, so that a full
 * disk leaves the previous catalog as it was. A mark lies in the folder from the first change to the last: where a run finds it, the
 * one before was killed, and what it left may be half of one catalog and half of another. The mark says how the
 * catalog was before, so that the changes since then can still be told.
 *
 * `before` is the catalog of the previous run: where it had the same name, address, generator and assets, the page of a capability
 * whose document and whose source's time to live did not change is not made again, nor is the search index when nothing that it
 * holds did.
 */
export function writeCatalog(
  catalog: Catalog,
  freshness: FreshnessDocument,
  changes: RecordedChanges,
  before: Pick<PreviousCatalog, 'catalog' | 'sources'> | null,
  compatibility: Compatibility,
  store: CatalogStore,
): WriteSummary {
  const there = store.list();
  const keep = new Set<string>();
  let written = 0;
  const put = (path: string, content: string | Uint8Array): void => {
    keep.add(path);
    if (there.has(path) && store.readSync(path)?.equals(Buffer.from(content)) === true) return;
    store.stage(path, content);
    written += 1;
  };

  const summary = catalogDocument(catalog);
  const context: SiteContext = { catalog: summary };
  const sameSite =
    !!before?.catalog &&
    identity(before.catalog) === identity(summary) &&
    Object.keys(SITE_ASSETS).every((path) => there.has(path));
  const ttls = new Map(catalog.sources.map(({ id, ttl }) => [id, ttl]));
  const sameTtl = (source: string) => before?.sources.get(source)?.ttl === ttls.get(source);
  for (const { manifest } of catalog.entries) {
    for (const { digest } of [manifest, ...(manifest.bundles ?? [])]) keep.add(LAYOUT.blob(digest));
  }
  for (const [path, text] of Object.entries(SITE_ASSETS)) put(path, text);
  for (const { file, document } of capabilityDocuments(catalog)) {
    const path = LAYOUT.capability(file);
    const page = LAYOUT.capabilityPage(file);
    const text = serialize(document);
    const unchanged = sameSite && sameTtl(document.versions[0].source);
    if (unchanged && there.has(path) && there.has(page) && store.readSync(path)?.equals(Buffer.from(text)) === true) {
      keep.add(path).add(page);
      continue;
    }
    put(page, renderCapability(context, capabilityPage(document, ttls, store)));
    put(path, text);
  }
  for (const [path, text] of overviewPages(catalog, context, changes.document, freshness)) put(path, text);
  put(LAYOUT.capabilities, serialize(capabilitiesDocument(catalog)));
  if (catalog.trust) {
    put(LAYOUT.policy, catalog.trust.policy.text);
    put(LAYOUT.trustedRoot, catalog.trust.root.text);
    put(LAYOUT.quarantine, serialize({ quarantined: catalog.quarantined }));
  }
  put(LAYOUT.findings, serialize(findingsDocument(catalog)));
  put(LAYOUT.sarif, serialize(toSarif(catalog.findings)));
  for (const [shard, document] of shardDocuments(catalog)) put(LAYOUT.shard(shard), serialize(document));
  for (const [path, text] of compatibilityFiles(compatibility)) put(path, text);
  const pages = [...keep].filter((path) => path.endsWith('.html')).sort();
  const input = { catalog, summary, changes: changes.document, ttl: freshness.ttl, pages };
  for (const [path, content] of machineFiles(input)) put(path, 'text' in content ? content.text : serialize(content.json));
  put(LAYOUT.changes, serialize(changes.document));
  put(LAYOUT.catalog, serialize(summary));
  put(LAYOUT.freshness, serialize(freshness));
  put(LAYOUT.sources, serialize({ sources: catalog.sources }));
  for (const [path, bytes] of searchFiles(catalog.entries, before === null ? null : { there, store })) {
    if (bytes === null) keep.add(path);
    else put(path, bytes);
  }

  const obsolete = [...there].filter(
    (path) =>
      !keep.has(path) &&
      path !== LAYOUT.unfinished &&
      (OWNED_FOLDERS.some((folder) => path.startsWith(folder)) || isOwnedFile(path) || isPieceOfFile(path)),
  );
  const changed = written + obsolete.length > 0;
  if (changed) store.write(LAYOUT.unfinished, serialize(changes.unfinished));
  store.publish();
  for (const path of obsolete) store.remove(path);
  if (changed || there.has(LAYOUT.unfinished)) store.remove(LAYOUT.unfinished);
  return { files: keep.size, written, removed: obsolete.length };
}

/** All that a run with nothing new writes. */
export function writeFreshness(freshness: FreshnessDocument, store: CatalogStore): void {
  store.write(LAYOUT.freshness, serialize(freshness));
}

/**
 * A folder that already holds something else is not ours to write into and to clean up.
 * @throws ChoraError `catalog/not-a-catalog`
 */
export function guardOutput(store: CatalogStore): void {
  if (store.readSync(LAYOUT.catalog) !== null) return;
  const foreign = store.topLevel().find((name) => !OWNED_TOP_LEVEL.has(name) && !isPieceOfFile(name));
  if (foreign === undefined) return;
  throw new ChoraError(
    'usage',
    'catalog/not-a-catalog',
    `${store.name} holds ${quote(foreign)} and is not a catalog.`,
    'Choose an empty folder for --out.',
  );
}

function isOwnedFile(path: string): boolean {
  return OWNED_FILES.some((file) => file === path);
}

/** What a store that was killed may leave of a file at the top. */
function isPieceOfFile(name: string): boolean {
  return OWNED_FILES.some((file) => name.startsWith(`${file}.tmp-`));
}

const OWNED_TOP_LEVEL: ReadonlySet<string> = new Set(
  [...OWNED_FOLDERS, ...OWNED_FILES].map((path) => path.split('/', 1)[0] ?? path),
);

/** What a capability's page shows besides its document. */
function identity({ name, url, generator }: CatalogDocument): string {
  return serialize({ name, url, generator });
}
