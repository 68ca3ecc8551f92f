import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './adapters/clock.js';
import { listFolders, readDirectory } from './adapters/disk/directory-source.js';
import { readInputFiles } from './adapters/disk/input-files.js';
import { DiskStore } from './adapters/disk/store.js';
import { GitAgents } from './adapters/git/agents.js';
import { GitSources } from './adapters/git/source.js';
import { HttpReader } from './adapters/http/reader.js';
import type { IndexerOps, SourceRequest } from './indexer/ops.js';
import type { CatalogReader } from './model/catalog-store.js';
import type { SourceHead, SourceReading, SourceSpec } from './model/source.js';

export { defaultCacheFolder, readBytes, readBytesIfThere, readTextFile } from './adapters/disk/input-files.js';
export { makeRepository } from './adapters/git/make-repository.js';
export { identityToken } from './adapters/sigstore/oidc.js';
export { PUBLIC_GOOD, type SigningServices, signBytes } from './adapters/sigstore/sign.js';
export { readInputFiles };

interface SourceKind {
  readHead(request: SourceRequest): Promise<SourceHead>;
  readSource(request: SourceRequest, head: SourceHead | null): Promise<SourceReading>;
}

export interface IndexerPlaces {
  /** The configuration file; relative paths in it start at its folder. */
  readonly config: string;
  /** Folder that the catalog is written to. */
  readonly out: string;
  /** Folder for what was fetched; may be deleted at any time. */
  readonly cache: string;
  /** Stands in for the clock. */
  readonly now?: Date | undefined;
  /** Run git from this very process: slower in large runs, but nothing is started besides git. */
  readonly inProcess?: boolean | undefined;
}

/** The indexer's operations on the real world. */
export function indexerOps({ config, out, cache, now, inProcess }: IndexerPlaces): IndexerOps {
  const gitCache = resolve(cache, 'git');
  const kinds: Record<SourceSpec['kind'], SourceKind> = {
    git: inProcess ? new GitSources(gitCache) : new GitAgents(gitCache),
    directory: {
      readHead: async (request) => readDirectory(request).head,
      readSource: async (request) => readDirectory(request),
    },
  };
  const clock = systemClock(now);
  return {
    ...clock,
    resolvePath: (path) => resolve(dirname(config), path),
    listFolders,
    readHead: (request) => kinds[request.spec.kind].readHead(request),
    readSource: (request, head) => kinds[request.spec.kind].readSource(request, head),
    store: new DiskStore(resolve(out)),
  };
}

/** Reads a catalog from a folder, a file: URL or an http(s) URL. */
export function catalogReader(location: string): CatalogReader {
  if (/^https?:\/\//i.test(location)) return new HttpReader(location);
  return new DiskStore(resolve(location.startsWith('file://') ? fileURLToPath(location) : location));
}

/** Writes a file that the user named, in one step: it is never there by half. */
export function writeWholeFile(path: string, bytes: Uint8Array): void {
  new DiskStore(resolve(dirname(path))).write(basename(path), bytes);
}
