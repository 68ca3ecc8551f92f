import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { digestOf } from '../model/digest.js';
import type { Entry, MirrorRelease } from '../model/generated/types.js';
import { type FileList, formatList, parseList } from './file-list.js';
import { blobPath, hostile, isReleasePath, type Target, targetPaths } from './names.js';
import type { EarlierContents, MirrorOps, ReleaseContents, RenderedRelease, StagedRelease } from './ops.js';

/** Parts of a release's folder that are links to content, and that no renderer has a say in. */
const LINKED = ['targets/', 'blobs/', 'metadata/'] as const;

export interface Staged {
  readonly rendered: RenderedRelease;
  readonly list: string;
  finish(record: string): Promise<void>;
}

/**
 * Puts a release together in a folder beside the others: links to its targets and blobs, and the site that is made of them. It starts
 * with the files of `from`, so that only what differs is made and written. `shown`: what these files show, just as it is; null where they
 * show something else than their release holds.
 */
export async function stageRelease(
  folder: string,
  data: ReleaseContents,
  targets: readonly Target[],
  generatedAt: string,
  from: { readonly record: MirrorRelease; readonly shown: EarlierContents | null } | null,
  { store, format }: Pick<MirrorOps, 'store' | 'format'>,
): Promise<Staged> {
  const base = from === null ? null : listOf(from.record, store.releases);
  const staged = store.releases.begin(folder, base === null ? null : (from?.record.folder ?? null));
  const files = new Map([...(base ?? [])].filter(([path]) => !isLinked(path)));
  const link = (path: string, kind: 'targets' | 'blobs', digest: string) => {
    if (files.get(path) === digest) return;
    staged.link(path, kind, digest);
    files.set(path, digest);
  };
  for (const target of targets) {
    const { plain, hashed } = targetPaths(target);
    link(plain, 'targets', target.digest);
    link(hashed, 'targets', target.digest);
  }
  for (const digest of blobsOf(data.catalog.entries).keys()) link(blobPath(digest), 'blobs', digest);
  const rendered = await format.render(data, generatedAt, observed(staged, files), base === null ? null : (from?.shown ?? null));
  writeFreshness(staged.store, generatedAt, data.freshness);
  files.delete(LAYOUT.freshness);
  for (const path of files.keys()) if (!isReleasePath(path)) throw hostile(`${JSON.stringify(path)} is no name of a file`);
  const list = formatList(files);
  return { rendered, list, finish: (record) => staged.finish(list, record) };
}

/** Digest → size of what entries name: the bytes of their manifests, and bundles. */
export function blobsOf(entries: Iterable<Entry>): Map<string, number> {
  const blobs = new Map<string, number>();
  for (const { manifest } of entries) {
    for (const { digest, size } of [manifest, ...(manifest.bundles ?? [])]) blobs.set(digest, size);
  }
  return blobs;
}

/** The list of a release's files, if it is the one that its record names. */
export function listOf({ folder, files }: MirrorRelease, releases: MirrorOps['store']['releases']): FileList | null {
  const bytes = releases.readList(folder);
  return bytes !== null && digestOf(bytes) === files ? parseList(bytes) : null;
}

/** api/v1/freshness.json: all of a release that changes when nothing but the clock did. */
export function freshnessText(generatedAt: string, { ttl, alert_after, exceptions }: ReleaseContents['freshness']): string {
  return serialize({ generated_at: generatedAt, ttl, alert_after, exceptions });
}

function writeFreshness(store: CatalogStore, generatedAt: string, freshness: ReleaseContents['freshness']): void {
  store.write(LAYOUT.freshness, freshnessText(generatedAt, freshness));
}

/** The folder as the renderer sees it, which cannot touch what is linked; `files` is told what it writes. */
function observed({ store }: StagedRelease, files: Map<string, string>): CatalogStore {
  const pending = new Map<string, string>();
  return {
    name: store.name,
    read: (path) => store.read(path),
    readSync: (path) => store.readSync(path),
    has: (path) => store.has(path),
    topLevel: () => store.topLevel(),
    list: () => new Set([...store.list()].filter((path) => !isLinked(path))),
    write: (path, bytes) => {
      if (isLinked(path)) return;
      store.write(path, bytes);
      files.set(path, digestOf(bytes));
    },
    stage: (path, bytes) => {
      if (isLinked(path)) return;
      store.stage(path, bytes);
      pending.set(path, digestOf(bytes));
    },
    publish: () => {
      store.publish();
      for (const [path, digest] of pending) files.set(path, digest);
      pending.clear();
    },
    remove: (path) => {
      if (isLinked(path)) return;
      store.remove(path);
      files.delete(path);
    },
  };
}

function isLinked(path: string): boolean {
  return LINKED.some((folder) => path.startsWith(folder));
}
