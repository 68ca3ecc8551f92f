import { genuine } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { type IndexedCatalog, member, parse } from './indexed.js';
import { INDEXED, TARGETS_FOLDER } from './layout.js';
import type { PublishedTree } from './ops.js';
import type { PublishedRelease } from './plan.js';

/** Share of the capabilities that a release may drop without being told to, as for a run of the indexer. */
const MAX_SHRINK = 0.15;
/** Milliseconds that clocks of two machines may differ. */
const CLOCK_SKEW = 5 * 60_000;

/** @throws ChoraError `publish/older-catalog`, `publish/from-the-future` */
export function guardTime(catalog: IndexedCatalog, publishedAt: string | null, now: Date): void {
  const generated = Date.parse(catalog.generatedAt);
  if (publishedAt !== null && generated < Date.parse(publishedAt)) {
    throw new ChoraError(
      'refused',
      'publish/older-catalog',
      `The catalog was generated at ${catalog.generatedAt}, and the one that is published at ${publishedAt}.`,
      'Run chora index, then publish what it writes.',
    );
  }
  if (generated > now.getTime() + CLOCK_SKEW) {
    throw new ChoraError(
      'refused',
      'publish/from-the-future',
      `The catalog was generated at ${catalog.generatedAt}, and here it is ${now.toISOString()}.`,
      'Set the clocks of both machines; what was published later would be refused as older.',
    );
  }
}

/** @throws ChoraError `publish/shrinks` */
export function guardShrink(before: number | undefined, after: number | undefined): void {
  if (before === undefined || after === undefined || before - after <= before * MAX_SHRINK) return;
  throw new ChoraError(
    'refused',
    'publish/shrinks',
    `${before - after} of ${before} capabilities would be dropped, more than 15 %. Nothing was written.`,
    'If they are meant to go, publish again with --allow-shrink.',
  );
}

/** How many capabilities a release has; undefined where it does not say. */
export function capabilitiesOf(targets: PublishedRelease['targets'] | undefined): number | undefined {
  return targets?.get('catalog.json')?.capabilities;
}

/**
 * Every manifest and bundle that a shard names must be there, byte for byte: clients fetch them by their digests.
 * @throws ChoraError `publish/blob`
 */
export function guardBlobs(tree: PublishedTree, shards: Iterable<string>): void {
  const seen = new Set<string>();
  for (const shard of shards) {
    for (const { path, digest, size } of blobsOf(tree, shard)) {
      if (seen.has(digest)) continue;
      seen.add(digest);
      const bytes = tree.read(path);
      if (genuine(bytes, digest) === null || bytes?.length !== size) {
        const why = bytes === null ? 'is missing' : 'has other bytes than its name says';
        throw brokenShard(shard, `names ${path}, which ${why}`);
      }
    }
  }
}

/**
 * Mirrors make the site again from the targets, and refuse a release whose site has another digest. Whether targets and site belong
 * together shows in the list that indexing wrote with them; what does not name one is not held against it.
 * @throws ChoraError `publish/other-site`
 */
export function guardSite(tree: PublishedTree): void {
  const catalog = tree.read(`${TARGETS_FOLDER}/catalog.json`);
  const digest = catalog === null ? undefined : member(member(parse(catalog), 'site'), 'digest');
  if (typeof digest !== 'string' || genuine(tree.read(INDEXED.site), digest) !== null) return;
  throw new ChoraError(
    'refused',
    'publish/other-site',
    `${INDEXED.site} in ${tree.name} is not the list of files that ${TARGETS_FOLDER}/catalog.json names: mirrors would refuse this release.`,
    'Something was changed or is missing since chora index wrote it. Run chora index with --rebuild; then publish.',
  );
}

/** Targets that are shards. */
export function isShard(name: string): boolean {
  return name.startsWith('shards/');
}

interface Blob {
  readonly path: string;
  /** `sha256:<64 hex digits>`. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/** The manifests and bundles that a shard names. `shard`: its path below targets/. @throws ChoraError `publish/blob` */
export function blobsOf(tree: PublishedTree, shard: string): Blob[] {
  const bytes = tree.read(`${TARGETS_FOLDER}/${shard}`);
  const entries = bytes === null ? null : member(parse(bytes), 'entries');
  if (!Array.isArray(entries)) throw brokenShard(shard, 'has no entries');
  return entries.flatMap((entry: unknown) => {
    const manifest = member(entry, 'manifest');
    const bundles = member(manifest, 'bundles') ?? [];
    if (!Array.isArray(bundles)) throw brokenShard(shard, 'has an entry whose bundles are no list');
    return [manifest, ...(bundles as unknown[])].map((blob) => {
      const digest = member(blob, 'digest');
      const size = member(blob, 'size');
      if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest) || typeof size !== 'number')
        throw brokenShard(shard, 'has an entry without the digest and size of its manifest or of a bundle');
      return { path: INDEXED.blob(digest.slice('sha256:'.length)), digest, size };
    });
  });
}

function brokenShard(shard: string, why: string): ChoraError {
  return new ChoraError(
    'refused',
    'publish/blob',
    `${TARGETS_FOLDER}/${shard} ${why}.`,
    'Run chora index with --rebuild, which writes all files again; then publish.',
  );
}
