import { Metadata, MetadataKind, type Root, Signature, type Snapshot, type Targets, type Timestamp } from '@tufjs/models';
import { canonicalJson } from '../model/canonical-json.js';
import { compareText } from '../model/compare-text.js';
import { ChoraError } from '../model/errors.js';
import type { View } from './layout.js';
import type { Role } from './lifetimes.js';
import { KEY_VARIABLES, type KeyRing } from './ops.js';

export type AnySigned = Root | Snapshot | Targets | Timestamp;

/** A metadata file: what it says, and its bytes. */
export interface MetadataFile<T extends AnySigned> {
  readonly metadata: Metadata<T>;
  readonly bytes: Uint8Array;
}

/** The bytes of a metadata file: the same for the same content. */
export function serializeMetadata(metadata: Metadata<AnySigned>): Uint8Array {
  return Buffer.from(`${canonicalJson(metadata.toJSON())}\n`);
}

/** @throws Error what is wrong with the bytes */
export function parseMetadata(role: 'root', bytes: Uint8Array): Metadata<Root>;
export function parseMetadata(role: 'timestamp', bytes: Uint8Array): Metadata<Timestamp>;
export function parseMetadata(role: 'snapshot', bytes: Uint8Array): Metadata<Snapshot>;
export function parseMetadata(role: 'targets', bytes: Uint8Array): Metadata<Targets>;
export function parseMetadata(role: Role, bytes: Uint8Array): Metadata<AnySigned> {
  const data = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (typeof data !== 'object' || data === null) throw new TypeError('it is no JSON object');
  const metadata = fromJson(role, data);
  const { version } = metadata.signed;
  if (!Number.isSafeInteger(version) || version < 1) throw new RangeError(`${version} is no version`);
  return metadata;
}

function fromJson(role: Role, data: Parameters<typeof Metadata.fromJSON>[1]): Metadata<AnySigned> {
  if (role === 'root') return Metadata.fromJSON(MetadataKind.Root, data);
  if (role === 'timestamp') return Metadata.fromJSON(MetadataKind.Timestamp, data);
  if (role === 'snapshot') return Metadata.fromJSON(MetadataKind.Snapshot, data);
  return Metadata.fromJSON(MetadataKind.Targets, data);
}

/** What is signed of metadata: canonical JSON as TUF writes it, which the library alone knows. */
export function bytesToSign(signed: AnySigned): Uint8Array {
  let bytes: Uint8Array = new Uint8Array();
  new Metadata(signed).sign((data) => {
    bytes = data;
    return new Signature({ keyID: '', sig: '' });
  });
  return bytes;
}

/** Whether as many keys as a root asks for have signed. */
export function isSignedFor(role: Role, metadata: Metadata<AnySigned>, root: Root): boolean {
  try {
    new Metadata(root).verifyDelegate(role, metadata);
    return true;
  } catch {
    // The library says in this way alone that signatures are too few.
    return false;
  }
}

/**
 * Signs with every key at hand that one of the roots names for the role, in the order of the key ids. Signatures that are there
 * already stay. The last root decides whether they suffice.
 * @throws ChoraError `publish/no-key`
 */
export async function signFor<T extends AnySigned>(
  role: Role,
  signed: T,
  roots: readonly Root[],
  keys: KeyRing,
  view: View,
): Promise<Metadata<T>> {
  const metadata = await addSignatures(role, new Metadata(signed), roots, keys);
  const last = roots.at(-1);
  if (last !== undefined && !isSignedFor(role, metadata, last)) throw noKey(role, last, keys, view);
  return metadata;
}

/** As `signFor`, for metadata that others sign as well. */
export async function addSignatures<T extends AnySigned>(
  role: Role,
  { signed, signatures }: Metadata<T>,
  roots: readonly Root[],
  keys: KeyRing,
): Promise<Metadata<T>> {
  const all = new Map(Object.entries(signatures));
  const bytes = bytesToSign(signed);
  for (const keyId of new Set(roots.flatMap((root) => root.roles[role]?.keyIDs ?? []))) {
    const signature = await keys.signer(keyId)?.sign(bytes);
    if (signature !== undefined) all.set(keyId, new Signature({ keyID: keyId, sig: Buffer.from(signature).toString('hex') }));
  }
  return new Metadata(signed, Object.fromEntries([...all].sort(([a], [b]) => compareText(a, b))));
}

function noKey(role: Role, root: Root, keys: KeyRing, view: View): ChoraError {
  const { keyIDs = [], threshold = 1 } = root.roles[role] ?? {};
  const missing = keyIDs.filter((id) => keys.signer(id) === null).map(shortId);
  const variable = KEY_VARIABLES[role === 'timestamp' && view === 'airgap' ? 'airgap-timestamp' : role];
  const whose = `${role} of the ${view === 'main' ? 'main' : 'air-gap'} view`;
  return new ChoraError(
    'usage',
    'publish/no-key',
    `${whose} needs ${threshold} of ${keyIDs.length} keys, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not at hand.`,
    `Name the folder that holds ${missing.length === 1 ? 'it' : 'them'} with --keys, or put ${missing.length === 1 ? 'it' : 'them'} into ${variable}.`,
  );
}

/** Enough of a key id to tell it from others; files of keys are named by it. */
export function shortId(keyId: string): string {
  return keyId.slice(0, 12);
}
