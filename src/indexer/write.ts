import {
  capabilitiesDocument,
  capabilityDocuments,
  catalogDocument,
  findingsDocument,
  shardDocuments,
} from '../catalog/documents.js';
import { LAYOUT, OWNED_FOLDERS } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { Catalog } from '../model/catalog.js';
import { ChoraError } from '../model/errors.js';
import { fileNameOf } from '../model/file-names.js';
import type { CatalogDocument, FreshnessDocument } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { toSarif } from '../model/sarif.js';
import {
  renderCapability,
  renderDomain,
  renderFindings,
  renderHome,
  renderQuarantine,
  renderSource,
  renderSources,
  SITE_ASSETS,
  type SiteContext,
} from '../site/render.js';
import type { CatalogStore } from './ops.js';

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
 * one before was killed, and what it left may be half of one catalog and half of another.
 *
 * `before` is the catalog document of the previous run: with the same one's name, address and generator, a page whose document did
 * not change is not made again.
 */
export function writeCatalog(
  catalog: Catalog,
  freshness: FreshnessDocument,
  before: CatalogDocument | null,
  store: CatalogStore,
): WriteSummary {
  const there = store.list();
  const keep = new Set<string>();
  let written = 0;
  const put = (path: string, content: string | (() => string)): void => {
    keep.add(path);
    const text = typeof content === 'string' ? content : content();
    if (there.has(path) && store.readSync(path)?.equals(Buffer.from(text)) === true) return;
    store.stage(path, text);
    written += 1;
  };

  const summary = catalogDocument(catalog);
  const context: SiteContext = { catalog: summary };
  const sameSite = before !== null && identity(before) === identity(summary);
  for (const { manifest } of catalog.entries) {
    for (const { digest } of [manifest, ...(manifest.bundles ?? [])]) keep.add(LAYOUT.blob(digest));
  }
  for (const [path, text] of Object.entries(SITE_ASSETS)) put(path, text);
  for (const { file, document } of capabilityDocuments(catalog)) {
    const path = LAYOUT.capability(file);
    const page = LAYOUT.capabilityPage(file);
    const text = serialize(document);
    if (sameSite && there.has(path) && there.has(page) && store.readSync(path)?.equals(Buffer.from(text)) === true) {
      keep.add(path).add(page);
      continue;
    }
    put(page, renderCapability(context, document));
    put(path, text);
  }
  writeOverviews(catalog, context, put);
  if (catalog.trust) {
    put(LAYOUT.policy, catalog.trust.policy.text);
    put(LAYOUT.trustedRoot, catalog.trust.root.text);
    put(LAYOUT.quarantinePage, renderQuarantine(context, catalog.quarantined));
    put(LAYOUT.quarantine, serialize({ quarantined: catalog.quarantined }));
  }
  put(LAYOUT.findings, serialize(findingsDocument(catalog)));
  put(LAYOUT.sarif, serialize(toSarif(catalog.findings)));
  for (const [shard, document] of shardDocuments(catalog)) put(LAYOUT.shard(shard), serialize(document));
  put(LAYOUT.catalog, serialize(summary));
  put(LAYOUT.freshness, serialize(freshness));
  put(LAYOUT.sources, serialize({ sources: catalog.sources }));

  const obsolete = [...there].filter(
    (path) =>
      !keep.has(path) &&
      path !== LAYOUT.unfinished &&
      (OWNED_FOLDERS.some((folder) => path.startsWith(folder)) || isPieceOfPage(path)),
  );
  const marked = there.has(LAYOUT.unfinished);
  const changes = written + obsolete.length > 0;
  if (changes && !marked) store.write(LAYOUT.unfinished, '');
  store.publish();
  for (const path of obsolete) store.remove(path);
  if (changes || marked) store.remove(LAYOUT.unfinished);
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
  const foreign = store.topLevel().find((name) => !OWNED_TOP_LEVEL.has(name) && !isPieceOfPage(name));
  if (foreign === undefined) return;
  throw new ChoraError(
    'usage',
    'catalog/not-a-catalog',
    `${store.name} holds ${quote(foreign)} and is not a catalog.`,
    'Choose an empty folder for --out.',
  );
}

/** What a store that was killed may leave of a page at the top. */
function isPieceOfPage(name: string): boolean {
  return OWNED_PAGES.some((page) => name.startsWith(`${page}.tmp-`));
}

const OWNED_PAGES = [LAYOUT.home, LAYOUT.sourcesPage, LAYOUT.findingsPage, LAYOUT.quarantinePage] as const;
const OWNED_TOP_LEVEL: ReadonlySet<string> = new Set(
  [...OWNED_FOLDERS, ...OWNED_PAGES].map((path) => path.split('/', 1)[0] ?? path),
);

function writeOverviews(catalog: Catalog, context: SiteContext, put: (path: string, text: string) => void): void {
  const { capabilities } = capabilitiesDocument(catalog);
  const bySource = Map.groupBy(capabilities, ({ source }) => source);
  const findingsBySource = Map.groupBy(catalog.findings, ({ source }) => source);
  for (const source of catalog.sources) {
    put(
      LAYOUT.sourcePage(source.file),
      renderSource(context, source, bySource.get(source.id) ?? [], findingsBySource.get(source.id) ?? []),
    );
  }
  for (const [domain, members] of Map.groupBy(capabilities, (each) => each.domain)) {
    put(LAYOUT.domainPage(fileNameOf(domain)), renderDomain(context, domain, members));
  }
  put(LAYOUT.home, renderHome(context, capabilities, catalog.sources));
  put(LAYOUT.sourcesPage, renderSources(context, catalog.sources));
  put(LAYOUT.findingsPage, renderFindings(context, catalog.findings));
  put(LAYOUT.capabilities, serialize({ capabilities }));
}

/** What a capability's page shows besides its document. */
function identity({ name, url, generator }: CatalogDocument): string {
  return serialize({ name, url, generator });
}
