import type { KeyObject } from 'node:crypto';
import type { Key, Metadata, Root } from '@tufjs/models';
import { getPublicKey } from '@tufjs/models/dist/utils/key.js';
import type { TopLevelRole } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';

type Signed = Parameters<Key['verifySignature']>[0];

/**
 * A threshold counts keys, and tuf-js counts the ids that a root gives them: one key under two ids would sign for two.
 * @param read the metadata, when it has to be looked at: only where the root lists a key of the role twice
 * @throws ChoraError `tuf/signature`
 */
export function refuseKeyCountedTwice(root: Metadata<Root>, name: TopLevelRole, read: () => Signed): void {
  const role = root.signed.roles[name];
  const keys = (role?.keyIDs ?? []).flatMap((id) => root.signed.keys[id] ?? []);
  const values = keys.map(materialOf);
  if (role === undefined || new Set(values).size === values.length) return;
  const metadata = read();
  const signing = new Set(values.filter((value, index) => value !== null && isSignedBy(keys[index], metadata)));
  if (signing.size >= role.threshold) return;
  throw new ChoraError(
    'trust',
    'tuf/signature',
    `${name}.json was signed by ${signing.size}/${role.threshold} keys, one of which the root lists under several ids.`,
    'Ask the publisher for a root that lists each key once. Nothing of it was used.',
  );
}

/** What a key is, whatever it is called and however it is written; null for a kind that cannot be verified. */
function materialOf({ keyType, scheme, keyVal }: Key): string | null {
  try {
    const { key } = getPublicKey({ keyType, scheme, keyVal: keyVal['public'] ?? '' }) as { key: KeyObject };
    return key.export({ type: 'spki', format: 'der' }).toString('base64');
  } catch {
    // Nothing that it signs is ever counted.
    return null;
  }
}

function isSignedBy(key: Key | undefined, metadata: Signed): boolean {
  try {
    key?.verifySignature(metadata);
    return key !== undefined;
  } catch {
    // The only way in which the models say no.
    return false;
  }
}
