import { ChoraError } from '../model/errors.js';
import { blobsOf, isShard } from './guards.js';
import {
  hashedName,
  INDEXED,
  isPieceOfFile,
  METADATA_FOLDER,
  metadataPath,
  PROPOSED_ROOT,
  parseVersioned,
  plainName,
  RELEASES_KEPT,
  TARGETS_FOLDER,
  type View,
} from './layout.js';
import { parseMetadata } from './metadata.js';
import type { PublishedTree } from './ops.js';
import { targetInfos } from './sign-view.js';
import type { ViewState } from './state.js';

/**
 * Removes what no reader can be in the middle of any more: versions of snapshot and targets before the last three, names of
 * targets that none of these versions lists, blobs that none of their shards names, and what a killed run left. Roots stay for good: clients that were away follow them one by one.
 * Gives how many files went.
 */
export function prune(tree: PublishedTree, states: readonly (ViewState | null)[]): number {
  const removed: string[] = [];
  const listed = new Set<string>();
  let complete = true;
  for (const state of states) {
    if (state === null) continue;
    const kept = keptVersions(state);
    for (const name of tree.list(METADATA_FOLDER[state.view])) {
      const found = parseVersioned(name);
      const obsolete = found !== null && found.role !== 'root' && !kept[found.role].has(found.version);
      if (obsolete || isPieceOfFile(name) || (name === PROPOSED_ROOT && isInForce(tree, state)))
        removed.push(metadataPath(state.view, name));
      else if (found?.role === 'targets') complete = listTargets(tree, state.view, name, listed) && complete;
    }
  }
  // Where it cannot be told what an older release lists, nothing of it is taken away.
  const targets = complete ? obsoleteTargets(tree, listed) : [];
  const blobs = targets.some(isShard) ? obsoleteBlobs(tree, listed) : [];
  removed.push(...targets.map((path) => `${TARGETS_FOLDER}/${path}`), ...blobs);
  for (const path of removed) tree.remove(path);
  return removed.length;
}

/** Whether the proposed root is in force already: then nobody has to sign it any more. */
function isInForce(tree: PublishedTree, { view, root }: ViewState): boolean {
  const bytes = tree.read(metadataPath(view, PROPOSED_ROOT));
  try {
    return bytes !== null && parseMetadata('root', bytes).signed.version <= root.metadata.signed.version;
  } catch {
    // finish-root tells what is wrong with it.
    return false;
  }
}

function keptVersions({ online }: ViewState): Record<'snapshot' | 'targets', ReadonlySet<number>> {
  const last = (version: number) => new Set(Array.from({ length: RELEASES_KEPT }, (_, before) => version - before));
  return {
    snapshot: last(online?.snapshot.metadata.signed.version ?? 0),
    targets: last(online?.targets.metadata.signed.version ?? 0),
  };
}

function listTargets(tree: PublishedTree, view: View, name: string, into: Set<string>): boolean {
  const bytes = tree.read(metadataPath(view, name));
  if (bytes === null) return false;
  try {
    for (const [target, { sha256 }] of targetInfos(parseMetadata('targets', bytes).signed)) into.add(hashedName(target, sha256));
    return true;
  } catch {
    // An older version that somebody damaged: the release that is served does not depend on it.
    return false;
  }
}

function obsoleteTargets(tree: PublishedTree, listed: ReadonlySet<string>): string[] {
  return tree.list(TARGETS_FOLDER).filter((path) => plainName(path) !== null && !listed.has(path));
}

/**
 * Blobs that no shard names: neither one of the releases that stay, nor one that indexing has written since. Those only change when a
 * shard goes.
 */
function obsoleteBlobs(tree: PublishedTree, listed: ReadonlySet<string>): string[] {
  const shards = tree.list(TARGETS_FOLDER).filter((path) => isShard(path) && (plainName(path) === null || listed.has(path)));
  const named = new Set<string>();
  try {
    for (const shard of shards) for (const { path } of blobsOf(tree, shard)) named.add(path);
  } catch (error) {
    // What a damaged shard names cannot be told: nothing is taken away.
    if (error instanceof ChoraError && error.code === 'publish/blob') return [];
    throw error;
  }
  return tree
    .list(INDEXED.blobs)
    .map((path) => `${INDEXED.blobs}/${path}`)
    .filter((path) => /\/[0-9a-f]{64}$/.test(path) && !named.has(path));
}
