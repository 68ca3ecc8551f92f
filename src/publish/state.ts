import type { Metadata, Root, Snapshot, Targets, Timestamp } from '@tufjs/models';
import { ChoraError } from '../model/errors.js';
import { METADATA_FOLDER, metadataPath, parseVersioned, type View } from './layout.js';
import { isSignedFor, type MetadataFile, parseMetadata } from './metadata.js';
import type { PublishedTree } from './ops.js';

/** What is published in one view, verified. */
export interface ViewState {
  readonly view: View;
  /** Every root from version 1 on; the last one is in force. */
  readonly roots: readonly [MetadataFile<Root>, ...MetadataFile<Root>[]];
  readonly root: MetadataFile<Root>;
  readonly online: OnlineState | null;
}

/** The release that is published. */
export interface OnlineState {
  /**
   * The newest root that all of it is signed for: the one in force, or one before it, when a rotation ended before it had signed
   * with the new keys.
   */
  readonly signedFor: MetadataFile<Root>;
  readonly timestamp: MetadataFile<Timestamp>;
  readonly snapshot: MetadataFile<Snapshot>;
  readonly targets: MetadataFile<Targets>;
}

/**
 * Reads a view and verifies it from its first root on. What has expired is still read: publishing is what renews it.
 * Null where the view was never set up.
 * @throws ChoraError `publish/unverifiable-state`, `publish/rolled-back`
 */
export function readState(tree: PublishedTree, view: View): ViewState | null {
  const names = tree.list(METADATA_FOLDER[view]);
  if (!names.some((name) => name === 'root.json' || parseVersioned(name) !== null || name === 'timestamp.json')) return null;
  const roots = readRoots(tree, view, names);
  const root = roots.at(-1) ?? roots[0];
  const online = names.includes('timestamp.json') ? readOnline(tree, view, roots) : null;
  guardRollback(tree, view, names, root.metadata.signed, online);
  return { view, roots, root, online };
}

/** 1.root.json, 2.root.json … each signed for the one before it and for itself, and root.json, which is one of them. */
function readRoots(tree: PublishedTree, view: View, names: readonly string[]): ViewState['roots'] {
  const versions = names.flatMap((name) => {
    const found = parseVersioned(name);
    return found?.role === 'root' ? [found.version] : [];
  });
  const roots: MetadataFile<Root>[] = [];
  for (let version = 1; version <= Math.max(1, ...versions); version++) {
    const path = metadataPath(view, `${version}.root.json`);
    const file = read(tree, path, (bytes) => parseMetadata('root', bytes));
    const { signed } = file.metadata;
    if (signed.version !== version) throw unverifiable(tree, path, `it says that it is version ${signed.version}`);
    if (!signed.consistentSnapshot) throw unverifiable(tree, path, 'it has no consistent snapshots');
    const before = roots.at(-1)?.metadata.signed ?? signed;
    if (!isSignedFor('root', file.metadata, before) || !isSignedFor('root', file.metadata, signed))
      throw unverifiable(tree, path, 'too few of the root keys have signed it');
    roots.push(file);
  }
  const [first, ...others] = roots;
  if (first === undefined) throw unverifiable(tree, metadataPath(view, '1.root.json'), 'there is no such file');
  const newest = tree.read(metadataPath(view, 'root.json'));
  if (newest !== null && !roots.some(({ bytes }) => Buffer.from(bytes).equals(newest)))
    throw unverifiable(tree, metadataPath(view, 'root.json'), 'it is none of the numbered roots beside it');
  return [first, ...others];
}

function readOnline(tree: PublishedTree, view: View, roots: ViewState['roots']): OnlineState {
  const at = (name: string) => metadataPath(view, name);
  const timestamp = read(tree, at('timestamp.json'), (bytes) => parseMetadata('timestamp', bytes));
  const { snapshotMeta } = timestamp.metadata.signed;
  const snapshotPath = at(`${snapshotMeta.version}.snapshot.json`);
  const snapshot = read(tree, snapshotPath, (bytes) => {
    snapshotMeta.verify(Buffer.from(bytes));
    return parseMetadata('snapshot', bytes);
  });
  const targetsMeta = snapshot.metadata.signed.meta['targets.json'];
  if (targetsMeta === undefined) throw unverifiable(tree, snapshotPath, 'it names no targets.json');
  const targetsPath = at(`${targetsMeta.version}.targets.json`);
  const targets = read(tree, targetsPath, (bytes) => {
    targetsMeta.verify(Buffer.from(bytes));
    return parseMetadata('targets', bytes);
  });
  if (snapshot.metadata.signed.version !== snapshotMeta.version) throw unverifiable(tree, snapshotPath, 'it is another version');
  if (targets.metadata.signed.version !== targetsMeta.version) throw unverifiable(tree, targetsPath, 'it is another version');
  const signedFor = roots.findLast(
    ({ metadata: { signed: root } }) =>
      isSignedFor('timestamp', timestamp.metadata, root) &&
      isSignedFor('snapshot', snapshot.metadata, root) &&
      isSignedFor('targets', targets.metadata, root),
  );
  if (signedFor === undefined)
    throw unverifiable(
      tree,
      at('timestamp.json'),
      `${unsignedRoles(roots, { timestamp, snapshot, targets })} not signed by the keys of root.json`,
    );
  return { signedFor, timestamp, snapshot, targets };
}

function unsignedRoles(roots: ViewState['roots'], online: Omit<OnlineState, 'signedFor'>): string {
  const root = (roots.at(-1) ?? roots[0]).metadata.signed;
  const roles = (['timestamp', 'snapshot', 'targets'] as const).filter((role) => !isSignedFor(role, online[role].metadata, root));
  return `${roles.join(', ')} ${roles.length === 1 ? 'is' : 'are'}`;
}

/**
 * A snapshot that is newer than the release, by more than a run that was killed leaves, was published once: this is an older copy
 * of the metadata, and clients that saw the newer ones would refuse whatever follows from it. Every release with new targets has a
 * new snapshot. One whose key is no longer trusted tells nothing.
 */
function guardRollback(tree: PublishedTree, view: View, names: readonly string[], root: Root, online: OnlineState | null): void {
  const published = online?.snapshot.metadata.signed.version ?? 0;
  for (const name of names) {
    const found = parseVersioned(name);
    if (found?.role !== 'snapshot' || found.version <= published + 1) continue;
    const path = metadataPath(view, name);
    const bytes = tree.read(path);
    if (bytes === null || !isGenuineSnapshot(bytes, root)) continue;
    throw new ChoraError(
      'trust',
      'publish/rolled-back',
      `${path} is newer than the release in ${tree.name}, whose snapshot has version ${published}: its metadata are an older copy.`,
      'Bring back the newest timestamp.json that was published; clients that saw newer versions refuse lower ones.',
    );
  }
}

function isGenuineSnapshot(bytes: Uint8Array, root: Root): boolean {
  try {
    return isSignedFor('snapshot', parseMetadata('snapshot', bytes), root);
  } catch {
    // What cannot be read was published by nobody.
    return false;
  }
}

function read<T extends Root | Timestamp | Snapshot | Targets>(
  tree: PublishedTree,
  path: string,
  parse: (bytes: Uint8Array) => Metadata<T>,
): MetadataFile<T> {
  const bytes = tree.read(path);
  if (bytes === null) throw unverifiable(tree, path, 'there is no such file');
  try {
    return { metadata: parse(bytes), bytes };
  } catch (error) {
    throw unverifiable(tree, path, error instanceof Error ? error.message : String(error), error);
  }
}

function unverifiable(tree: PublishedTree, path: string, why: string, cause?: unknown): ChoraError {
  return new ChoraError(
    'trust',
    'publish/unverifiable-state',
    `What is published in ${tree.name} cannot be verified: ${path}: ${why}.`,
    'Bring back the metadata folders as they were last published, then publish again. Nothing was written.',
    { cause },
  );
}
