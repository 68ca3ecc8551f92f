import { mergeShardDocuments } from '../catalog/build.js';
import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import { buildMatrix } from '../compatibility/matrix.js';
import type { CatalogTrust } from '../model/catalog.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import type {
  ChangesDocument,
  ReleaseDocument,
  ReleaseFreshness,
  ShardDocument,
  WaiversDocument,
} from '../model/generated/types.js';
import {
  validateChangesDocument,
  validateReleaseDocument,
  validateReleaseFreshness,
  validateShardDocument,
  validateWaiversDocument,
} from '../model/validators.js';
import { parsePolicy } from '../trust/policy.js';
import { parseTrustedRoot } from '../trust/trusted-root.js';
import type { CatalogContent } from './content.js';

/** The targets of a release, read and checked. */
export interface ReadRelease {
  readonly content: CatalogContent;
  /** targets/catalog.json */
  readonly document: ReleaseDocument;
}

/**
 * Reads all that the site of a release is made of. `paths` are those of its targets (`targets/…`); `generatedAt` is the time of the run,
 * ISO 8601, which no target holds.
 * @throws ChoraError `catalog/unreadable` when a target is missing or is not what its schema says
 */
export async function readRelease(reader: CatalogReader, paths: Iterable<string>, generatedAt: string): Promise<ReadRelease> {
  const required = async <T>(path: string, validate: Parameters<typeof readDocument>[2]): Promise<T> => {
    const document = await readDocument<T>(reader, path, validate);
    if (document === null) throw missing(reader, path);
    return document;
  };
  const document = await required<ReleaseDocument>(LAYOUT.release, validateReleaseDocument);
  const limits = await required<ReleaseFreshness>(LAYOUT.releaseFreshness, validateReleaseFreshness);
  const changes = await required<ChangesDocument>(LAYOUT.releaseChanges, validateChangesDocument);
  const { waivers } = await required<WaiversDocument>(LAYOUT.releaseWaivers, validateWaiversDocument);
  const shards: ShardDocument[] = [];
  for (const path of [...paths].filter(isShard).sort()) shards.push(await required<ShardDocument>(path, validateShardDocument));
  const parts = mergeShardDocuments(shards);
  const { name, url, generator, configuration } = document.catalog;
  return {
    document,
    content: {
      catalog: {
        ...parts,
        identity: { name, url, generator, configuration: configuration.digest, badges: document.badges },
        trust: document.catalog.trust === undefined ? null : await readTrust(reader),
      },
      matrix: buildMatrix(parts.entries, parts.quarantined),
      stewardship: { log: (await reader.read(LAYOUT.releaseDecisions))?.toString('utf8') ?? '', waivers },
      changes,
      freshness: { generated_at: generatedAt, ...limits },
    },
  };
}

async function readTrust(reader: CatalogReader): Promise<CatalogTrust> {
  const text = async (path: string): Promise<string> => {
    const bytes = await reader.read(path);
    if (bytes === null) throw missing(reader, path);
    return bytes.toString('utf8');
  };
  const policy = parsePolicy(await text(LAYOUT.policy), LAYOUT.policy);
  return { policy, root: parseTrustedRoot(await text(LAYOUT.trustedRoot), LAYOUT.trustedRoot) };
}

function isShard(path: string): boolean {
  return /^targets\/shards\/[0-9a-f]{2}\.json$/.test(path);
}

function missing(reader: CatalogReader, path: string): ChoraError {
  return new ChoraError(
    'io',
    'catalog/unreadable',
    `${reader.name} holds no ${path}, and a release is not whole without it.`,
    'Publish the catalog again with the version of chora that indexed it.',
  );
}
