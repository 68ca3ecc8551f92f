import { mergeShardDocuments } from '../catalog/build.js';
import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import { buildMatrix } from '../compatibility/matrix.js';
import { entriesOf, readManifests } from '../indexer/read-manifests.js';
import type { CatalogReader, CatalogStore } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import type { CatalogDocument, FreshnessDocument, ShardDocument, SourcesDocument } from '../model/generated/types.js';
import {
  validateCatalogDocument,
  validateFreshnessDocument,
  validateShardDocument,
  validateSourcesDocument,
} from '../model/validators.js';
import type { CatalogContent, ContentBefore } from '../output/content.js';
import { readRelease } from '../output/release.js';
import { renderSite } from '../output/write.js';
import type { EarlierContents, ReadTarget, ReleaseContents, ReleaseFormat } from './ops.js';

const FOLDER = 'targets/';
/** No target holds the time of the run: the timestamp of a release tells it when it is rendered. */
const NO_TIME = '';

/** A release as the mirror sees it, with the rest that its site is made of. */
interface CatalogRelease extends ReleaseContents {
  readonly content: CatalogContent;
  /** By the names of their targets. */
  readonly shards: ReadonlyMap<string, ShardDocument>;
}

/** Releases as `chora index` and `chora publish` make them. */
export function catalogFormat(): ReleaseFormat<CatalogRelease> {
  return {
    async read(names, read) {
      const reader = readerOf(read);
      const shards = await readShards(names, reader, () => undefined);
      // Without its shards, which are needed one by one: a release that is read beside this one has most of them too.
      const { content: rest, document } = await readRelease(reader, [], NO_TIME);
      const parts = mergeShardDocuments([...shards.values()]);
      const content = { ...rest, catalog: { ...rest.catalog, ...parts }, matrix: buildMatrix(parts.entries, parts.quarantined) };
      const { catalog, freshness, stewardship } = content;
      return { content, shards, catalog, site: document.site, freshness, decisions: stewardship.log };
    },

    async readEarlier(names, read, { data, same }) {
      const reader = readerOf(read);
      const shards = await readShards(names, reader, (name) => (same.has(name) ? data.shards.get(name) : undefined));
      const decisions = (await reader.read(LAYOUT.releaseDecisions))?.toString('utf8') ?? '';
      return { catalog: mergeShardDocuments([...shards.values()]), decisions };
    },

    describe(file, { commit, ref }) {
      const snapshot = { commit, ref, files: [file], skipped: [], matched: 1 };
      return entriesOf(readManifests(file.source, [snapshot], { files: 1 }).manifests).flat();
    },

    async render({ catalog, content }, generatedAt, store, before) {
      const own: CatalogContent = {
        ...content,
        catalog,
        // A mirror that holds a part, or judges by a policy of its own, says what works with what among the entries that it has.
        matrix: catalog === content.catalog ? content.matrix : buildMatrix(catalog.entries, catalog.quarantined),
        freshness: { ...content.freshness, generated_at: generatedAt },
      };
      return { site: renderSite(own, await renderedBefore(store, before), store) };
    },
  };
}

function readerOf(read: ReadTarget): CatalogReader {
  return {
    name: 'The release',
    read: async (path) => {
      const bytes = await read(path.slice(FOLDER.length));
      return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
}

function isShard(name: string): boolean {
  return /^shards\/[0-9a-f]{2}\.json$/.test(name);
}

/** Those of the targets that are shards, by their names; `known`: documents that are the same as when they were read. */
async function readShards(
  names: readonly string[],
  reader: CatalogReader,
  known: (name: string) => ShardDocument | undefined,
): Promise<Map<string, ShardDocument>> {
  const shards = new Map<string, ShardDocument>();
  for (const name of names.filter(isShard)) {
    const document = known(name) ?? (await readDocument<ShardDocument>(reader, `${FOLDER}${name}`, validateShardDocument));
    if (document !== null) shards.set(name, document);
  }
  return shards;
}

/** The catalog whose site is in the store; null where there is none, or none that can be relied on. `shown`: all that it shows. */
async function renderedBefore(store: CatalogStore, shown: EarlierContents | null): Promise<ContentBefore | null> {
  try {
    const catalog = await readDocument<CatalogDocument>(store, LAYOUT.catalog, validateCatalogDocument);
    const sources = await readDocument<SourcesDocument>(store, LAYOUT.sources, validateSourcesDocument);
    const freshness = await readDocument<FreshnessDocument>(store, LAYOUT.freshness, validateFreshnessDocument);
    if (catalog === null || sources === null || store.has(LAYOUT.unfinished)) return null;
    const rows = shown?.catalog.sources ?? sources.sources;
    return { catalog, freshness, sources: new Map(rows.map((row) => [row.id, row])), contents: shown && bySource(shown.catalog) };
  } catch (error) {
    if (error instanceof ChoraError && error.code === 'catalog/unreadable') return null;
    throw error;
  }
}

function bySource({ entries, findings, quarantined }: EarlierContents['catalog']): ContentBefore['contents'] {
  const grouped = <T extends { readonly source: string }>(items: readonly T[]) => Map.groupBy(items, ({ source }) => source);
  return { entries: grouped(entries), findings: grouped(findings), quarantined: grouped(quarantined) };
}
