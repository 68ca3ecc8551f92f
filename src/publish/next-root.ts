import { Metadata, type Root } from '@tufjs/models';
import { ChoraError } from '../model/errors.js';
import type { View } from './layout.js';
import { expiryOf, type KeyRole, type Lifetimes, type OnlineRole } from './lifetimes.js';
import { shortId } from './metadata.js';
import type { KeyFolder, PublishOps, Signer, VerificationKey } from './ops.js';
import { readStates } from './release.js';
import { contentOf, keyIdsOf, makeRoot, rootViewOf, thresholdOf } from './root.js';
import type { ViewState } from './state.js';

/** What the next root is to say. */
export interface RootChanges {
  /** Roles that get a new key instead of theirs. None: the next root differs by its expiry alone. */
  readonly roles: readonly KeyRole[];
  /** The root key that goes: the beginning of its id. It may be absent where there is but one and the root key is replaced. */
  readonly removeRoot?: string | undefined;
  /** Root keys of holders who made them themselves: they come in, beside the others. */
  readonly addRoot?: readonly VerificationKey[];
  /** How many root keys must sign from then on; as before where it is absent. */
  readonly threshold?: number | undefined;
  readonly lifetimes: Lifetimes;
}

/** A root that is to follow the one in force, with the signatures that it has so far. */
export interface Proposal {
  readonly state: ViewState;
  readonly root: Metadata<Root>;
}

/** Makes the next root of every view that the changes concern, and the new keys; nothing is signed yet. */
export function proposeRoots(
  ops: PublishOps,
  folder: KeyFolder | null,
  changes: RootChanges,
): { proposals: Proposal[]; made: readonly { role: KeyRole; signer: Signer }[] } {
  const states = readStates(ops).filter((state) => concerns(changes, state.view));
  const [first] = states;
  if (first === undefined) {
    throw new ChoraError('usage', 'publish/no-airgap-view', 'There is no air-gap view.', 'It is made by chora publish init.');
  }
  const goes = changes.roles.includes('root') || changes.removeRoot !== undefined;
  const gone = goes ? removedRootKey(first.root.metadata.signed, changes.removeRoot) : null;
  if (changes.roles.length > 0 && folder === null)
    throw new ChoraError('usage', 'usage/keys', 'A new key needs a place.', 'Name the folder of the keys with --keys.');
  guardRootKeys(first.root.metadata.signed, changes, gone);
  const made = changes.roles.flatMap((role) => (folder === null ? [] : [{ role, signer: folder.make(role) }]));
  const expires = expiryOf(ops.now(), changes.lifetimes.root);
  const newKey = (role: KeyRole) => made.find((each) => each.role === role)?.signer;
  const proposals = states.map((state) => {
    const before = contentOf(state.root.metadata.signed);
    const replaced = (role: OnlineRole, as: KeyRole = role) => {
      const key = newKey(as);
      return key === undefined ? before.keys[role] : [key];
    };
    const root = [...before.keys.root.filter(({ keyId }) => keyId !== gone), ...(changes.addRoot ?? [])];
    const newRoot = newKey('root');
    if (newRoot !== undefined) root.push(newRoot);
    const rootThreshold = changes.threshold ?? before.rootThreshold;
    const keys = {
      root,
      targets: replaced('targets'),
      snapshot: replaced('snapshot'),
      timestamp: replaced('timestamp', state.view === 'main' ? 'timestamp' : 'airgap-timestamp'),
    };
    return {
      state,
      root: new Metadata(makeRoot({ version: before.version + 1, expires, keys, rootThreshold, view: rootViewOf(state.view) })),
    };
  });
  return { proposals, made };
}

function concerns({ roles, addRoot = [], removeRoot, threshold }: RootChanges, view: View): boolean {
  const others = roles.filter((role) => role !== 'timestamp' && role !== 'airgap-timestamp');
  if (roles.length === 0 || others.length > 0 || addRoot.length > 0 || removeRoot !== undefined || threshold !== undefined)
    return true;
  return roles.includes(view === 'main' ? 'timestamp' : 'airgap-timestamp');
}

/** Before any key is made: a root that could never be signed is none. @throws ChoraError `usage/threshold` */
function guardRootKeys(
  root: Root,
  { roles, addRoot = [], threshold = thresholdOf(root) }: RootChanges,
  gone: string | null,
): void {
  const kept = keyIdsOf(root, 'root').filter((keyId) => keyId !== gone);
  const ids = [...kept, ...addRoot.map(({ keyId }) => keyId)];
  const count = ids.length + (roles.includes('root') ? 1 : 0);
  if (new Set(ids).size === ids.length && threshold <= count) return;
  throw new ChoraError(
    'usage',
    'usage/threshold',
    `A root with ${count} keys, of which ${threshold} must sign, cannot be made.`,
    'Add each key once, and give a --threshold that is not above the number of keys.',
  );
}

function removedRootKey(root: Root, named: string | undefined): string {
  const ids = keyIdsOf(root, 'root');
  const found = named === undefined ? ids : ids.filter((id) => id.startsWith(named));
  const [id] = found;
  if (id !== undefined && found.length === 1) return id;
  throw new ChoraError(
    'usage',
    'usage/remove-root-key',
    named === undefined
      ? `There are ${ids.length} root keys.`
      : `${found.length} of ${ids.length} root keys have an id like that.`,
    `Say with --remove-root-key which one goes: ${ids.map(shortId).join(', ')}.`,
  );
}
