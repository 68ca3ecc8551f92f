import { type Metadata, Root } from '@tufjs/models';
import { compareText } from '../model/compare-text.js';
import { ROOT_VIEW_FIELD, type RootView } from '../model/root-view.js';
import type { View } from './layout.js';
import { ONLINE_ROLES, type OnlineRole, type Role } from './lifetimes.js';
import { type AnySigned, isSignedFor } from './metadata.js';
import type { KeyRing, Signer, TufKey, VerificationKey } from './ops.js';

export const ROLES: readonly Role[] = ['root', ...ONLINE_ROLES];

/** Which keys are of which role, and how many of the root keys must sign. Online roles are signed with one key each. */
export interface RootContent {
  readonly version: number;
  /** In whole seconds, as TUF writes it. */
  readonly expires: string;
  readonly keys: Readonly<Record<Role, readonly VerificationKey[]>>;
  readonly rootThreshold: number;
  /** Of which view it is; null for one that was made without saying. */
  readonly view: RootView | null;
}

export function makeRoot({ version, expires, keys, rootThreshold, view }: RootContent): Root {
  const all = new Map(ROLES.flatMap((role) => keys[role]).map(({ keyId, publicKey }) => [keyId, publicKey]));
  const roles = ROLES.map((role) => [
    role,
    { keyids: keys[role].map(({ keyId }) => keyId).sort(compareText), threshold: role === 'root' ? rootThreshold : 1 },
  ]);
  const known = [...all].sort(([a], [b]) => compareText(a, b)).map(([id, key]) => [id, { ...key, keyval: { ...key.keyval } }]);
  return Root.fromJSON({
    spec_version: '1.0.31',
    version,
    expires,
    keys: Object.fromEntries(known),
    roles: Object.fromEntries(roles),
    consistent_snapshot: true,
    ...(view === null ? {} : { [ROOT_VIEW_FIELD]: view }),
  });
}

/** What a root says, to make the next one of. */
export function contentOf(root: Root): RootContent {
  return {
    version: root.version,
    expires: root.expires,
    keys: {
      root: keysOf(root, 'root'),
      targets: keysOf(root, 'targets'),
      snapshot: keysOf(root, 'snapshot'),
      timestamp: keysOf(root, 'timestamp'),
    },
    rootThreshold: thresholdOf(root),
    view: viewOf(root),
  };
}

function viewOf({ unrecognizedFields }: Root): RootView | null {
  const view = unrecognizedFields[ROOT_VIEW_FIELD];
  return view === 'online' || view === 'airgap' ? view : null;
}

/** How a root names a view. */
export const rootViewOf = (view: View): RootView => (view === 'main' ? 'online' : 'airgap');

export function keyIdsOf(root: Root, role: Role): readonly string[] {
  return root.roles[role]?.keyIDs ?? [];
}

export function thresholdOf(root: Root): number {
  return root.roles['root']?.threshold ?? 1;
}

function keysOf(root: Root, role: Role): VerificationKey[] {
  return keyIdsOf(root, role).flatMap((keyId) => {
    const key = root.keys[keyId];
    const { public: hex } = key?.keyVal ?? {};
    if (key === undefined || hex === undefined) return [];
    const publicKey: TufKey = { keytype: key.keyType, scheme: key.scheme, keyval: { public: hex } };
    return [{ keyId, publicKey }];
  });
}

/** Online roles that one root gives to other keys than another. */
export function rotatedRoles(before: Root, after: Root): ReadonlySet<OnlineRole> {
  const idsOf = (root: Root, role: Role) => [...keyIdsOf(root, role)].sort(compareText).join();
  return new Set(ONLINE_ROLES.filter((role) => idsOf(before, role) !== idsOf(after, role)));
}

/** How many signatures that a root asks for are on other metadata, of how many. */
export function signatureCount(metadata: Metadata<AnySigned>, root: Root): { have: number; need: number } {
  const have = keyIdsOf(root, 'root').filter((keyId) => isSignedBy(metadata, root, keyId)).length;
  return { have, need: thresholdOf(root) };
}

function isSignedBy(metadata: Metadata<AnySigned>, root: Root, keyId: string): boolean {
  const content = contentOf(root);
  const one = content.keys.root.filter((key) => key.keyId === keyId);
  const asker = makeRoot({ ...content, keys: { ...content.keys, root: one }, rootThreshold: 1 });
  return isSignedFor('root', metadata, asker);
}

/** The keys at hand and some more. */
export function withSigners(keys: KeyRing, more: readonly Signer[]): KeyRing {
  return { signer: (keyId) => more.find((signer) => signer.keyId === keyId) ?? keys.signer(keyId) };
}

/** One line for each thing that differs, for those who are asked to sign. */
export function describeRootChange(before: Root, after: Root): string[] {
  const lines = [`version ${before.version} → ${after.version}`, `expires ${before.expires} → ${after.expires}`];
  if (thresholdOf(before) !== thresholdOf(after)) lines.push(`root threshold ${thresholdOf(before)} → ${thresholdOf(after)}`);
  for (const role of ROLES) {
    const old = keyIdsOf(before, role);
    const now = keyIdsOf(after, role);
    lines.push(...now.filter((id) => !old.includes(id)).map((id) => `${role} gets the key ${id}`));
    lines.push(...old.filter((id) => !now.includes(id)).map((id) => `${role} loses the key ${id}`));
  }
  return lines;
}
