import { Metadata, MetadataKind, type Root } from '@tufjs/models';
import type { TopLevelRole } from '../../mirror/tuf-client.js';
import { refuseKeyCountedTwice } from './distinct-keys.js';

type Document = Parameters<typeof Metadata.fromJSON>[1];
type AnyMetadata = Parameters<Metadata<Root>['verifyDelegate']>[1];

/** Bytes of a role as the models see them. They throw what they find wrong. */
export const PARSE = {
  root: (bytes: Uint8Array) => Metadata.fromJSON(MetadataKind.Root, json(bytes)),
  timestamp: (bytes: Uint8Array) => Metadata.fromJSON(MetadataKind.Timestamp, json(bytes)),
  snapshot: (bytes: Uint8Array) => Metadata.fromJSON(MetadataKind.Snapshot, json(bytes)),
  targets: (bytes: Uint8Array) => Metadata.fromJSON(MetadataKind.Targets, json(bytes)),
} as const;

function json(bytes: Uint8Array): Document {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

/**
 * A root that as many of its own keys signed as it asks for.
 * @throws what the models say is wrong with it, ChoraError `tuf/signature`
 */
export function verifyRoot(bytes: Uint8Array): Metadata<Root> {
  const root = PARSE.root(bytes);
  verifyBy(root, 'root', root);
  return root;
}

/** That as many keys of a root signed a role as it asks for. @throws as {@link verifyRoot} */
export function verifyBy(root: Metadata<Root>, role: TopLevelRole, metadata: AnyMetadata): void {
  root.verifyDelegate(role, metadata);
  refuseKeyCountedTwice(root, role, () => metadata);
}

/**
 * Holds a file that was fetched against what tuf-js does not look at: keys that count twice. The rest is for tuf-js to verify.
 * @param trusted the root that is trusted so far
 * @throws as {@link verifyRoot}
 */
export function refuseTwins(trusted: Uint8Array, role: TopLevelRole, bytes: Uint8Array): void {
  refuseKeyCountedTwice(PARSE.root(trusted), role, () => PARSE[role](bytes));
  if (role !== 'root') return;
  const next = PARSE.root(bytes);
  refuseKeyCountedTwice(next, 'root', () => next);
}
