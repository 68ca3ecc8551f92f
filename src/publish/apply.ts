import type { Root } from '@tufjs/models';
import { genuine } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { hashedName, metadataPath, plainName, TARGETS_FOLDER } from './layout.js';
import type { MetadataFile } from './metadata.js';
import type { PublishedTree, PublishOps, ReleaseFiles } from './ops.js';
import type { TargetInfo, ViewPlan } from './plan.js';
import type { SignedView } from './sign-view.js';
import type { ViewState } from './state.js';

/** One view of a release, ready to be put into its place. */
export interface ReadyView {
  readonly state: ViewState;
  readonly plan: ViewPlan;
  readonly signed: SignedView;
  /** A root to put into force; null where the one that is stays. */
  readonly root: MetadataFile<Root> | null;
  /** Whether the new root goes first: what is published with it can be read by it alone. */
  readonly rootFirst: boolean;
}

/**
 * Verifies a release as a client that trusts what is published now would, before any of it is in its place. Where the new root
 * comes last, clients that do not have it yet are asked as well.
 * @throws ChoraError `publish/unverifiable-release`
 */
export async function verifyView(ops: PublishOps, { state, plan, signed, root, rootFirst }: ReadyView): Promise<void> {
  const { online } = state;
  // A root alone was held against the one in force when its signatures were counted; the rest may have expired meanwhile.
  if (signed.files.length === 0) return;
  const previous = {
    root: (online?.signedFor ?? state.root).bytes,
    online:
      online === null
        ? null
        : { timestamp: online.timestamp.bytes, snapshot: online.snapshot.bytes, targets: online.targets.bytes },
  };
  const names = [...plan.targets.added, ...plan.targets.changed];
  const files = new Map(signed.files.map(({ name, bytes }) => [name, bytes]));
  if (root !== null && !rootFirst) await ops.verifyRelease(previous, releaseFiles(ops.tree, state, files), names, ops.now());
  if (root !== null) files.set(`${root.metadata.signed.version}.root.json`, root.bytes);
  await ops.verifyRelease(previous, releaseFiles(ops.tree, state, files), names, ops.now());
}

function releaseFiles(tree: PublishedTree, { view }: ViewState, files: ReadonlyMap<string, Uint8Array>): ReleaseFiles {
  const ahead = new Map(files);
  return {
    metadata: (name) => ahead.get(name) ?? tree.read(metadataPath(view, name)),
    // The names with a digest in them are made afterwards, of these very files.
    target: (path) => tree.read(`${TARGETS_FOLDER}/${plainName(path)?.name ?? path}`),
  };
}

/**
 * Gives the targets the names that clients ask for. They are in their places before any metadata speak of them.
 * @throws ChoraError `publish/changed-meanwhile` when a target is no longer the one that was signed
 */
export function linkTargets(tree: PublishedTree, targets: ReadonlyMap<string, TargetInfo>): void {
  for (const [name, info] of targets) {
    const hashed = `${TARGETS_FOLDER}/${hashedName(name, info.sha256)}`;
    if (tree.size(hashed) === info.length) continue;
    tree.link(`${TARGETS_FOLDER}/${name}`, hashed);
    if (genuine(tree.read(hashed), `sha256:${info.sha256}`) !== null) continue;
    tree.remove(hashed);
    throw new ChoraError(
      'refused',
      'publish/changed-meanwhile',
      `${TARGETS_FOLDER}/${name} in ${tree.name} changed while it was published. What was published before is still served.`,
      'Run chora publish again, while nothing else writes into the folder.',
    );
  }
}

/**
 * Puts a view into its place: what the timestamp leads to first, the timestamp last, so that a reader finds a whole release at any
 * moment. `guard`: asked before each step.
 */
export function writeView(tree: PublishedTree, { state, signed, root, rootFirst }: ReadyView, guard: () => void): void {
  const { view } = state;
  const write = (name: string, bytes: Uint8Array) => {
    guard();
    tree.write(metadataPath(view, name), bytes);
  };
  const writeRoot = () => {
    if (root === null) return;
    write(`${root.metadata.signed.version}.root.json`, root.bytes);
    write('root.json', root.bytes);
  };
  if (rootFirst) writeRoot();
  for (const { name, bytes } of signed.files) write(name, bytes);
  if (!rootFirst) writeRoot();
  // A run that was killed may have left root.json as it was before.
  if (root === null && !sameBytes(tree.read(metadataPath(view, 'root.json')), state.root.bytes))
    write('root.json', state.root.bytes);
}

function sameBytes(found: Uint8Array | null, expected: Uint8Array): boolean {
  return found !== null && Buffer.from(expected).equals(found);
}
