import { type Metadata, MetaFile, type Root, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';
import { digestOf } from '../model/digest.js';
import { sorted } from './layout.js';
import type { OnlineRole } from './lifetimes.js';
import { type AnySigned, isSignedFor, type MetadataFile, serializeMetadata, signFor } from './metadata.js';
import type { KeyRing } from './ops.js';
import type { PublishedRelease, RolePlan, TargetInfo, ViewPlan } from './plan.js';
import type { OnlineState, ViewState } from './state.js';

/** What a release of a view says, besides versions and expiries. */
export interface ReleaseContent {
  readonly targets: ReadonlyMap<string, TargetInfo>;
  readonly generatedAt: string;
  /** The catalog's name. */
  readonly name: string;
}

export interface SignedView {
  /** Files of the view's folder, in the order in which they are written. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Whether clients of the root in force can read all of it: then a new root can wait until the rest is in its place. */
  readonly readableBefore: boolean;
}

const SPEC_VERSION = '1.0.31';

/**
 * Signs what the plan says. `newRoot`: put into force with it. Keys of all roots that clients may hold sign, as far as they are at
 * hand, so that clients with either root can read it.
 * @throws ChoraError `publish/no-key`
 */
export async function signView(
  { root, online }: Pick<ViewState, 'root' | 'online'>,
  plan: ViewPlan,
  content: ReleaseContent,
  newRoot: Root | null,
  keys: KeyRing,
): Promise<SignedView> {
  const current = root.metadata.signed;
  const roots = [...(online === null ? [] : [online.signedFor.metadata.signed]), current, ...(newRoot === null ? [] : [newRoot])];
  const files: { name: string; bytes: Uint8Array }[] = [];
  let readableBefore = true;
  const sign = async <T extends AnySigned>(role: RolePlan, signed: T, name: string): Promise<MetadataFile<T>> => {
    const metadata = await signFor(role.role, signed, roots, keys, plan.view);
    const bytes = serializeMetadata(metadata);
    readableBefore &&= isSignedFor(role.role, metadata, current);
    files.push({ name, bytes });
    return { metadata, bytes };
  };
  const planned = (role: OnlineRole) => plan.sign.find((each) => each.role === role);
  const common = ({ version, expires }: RolePlan) => ({ version, expires, specVersion: SPEC_VERSION });

  let targets: MetadataFile<Targets> | undefined = online?.targets;
  const targetsPlan = planned('targets');
  if (targetsPlan) {
    const signed = new Targets({ ...common(targetsPlan), targets: targetFiles(content.targets) });
    targets = await sign(targetsPlan, signed, `${targetsPlan.version}.targets.json`);
  }
  let snapshot: MetadataFile<Snapshot> | undefined = online?.snapshot;
  const snapshotPlan = planned('snapshot');
  if (snapshotPlan && targets) {
    const signed = new Snapshot({ ...common(snapshotPlan), meta: { 'targets.json': metaOf(targets) } });
    snapshot = await sign(snapshotPlan, signed, `${snapshotPlan.version}.snapshot.json`);
  }
  const timestampPlan = planned('timestamp');
  if (timestampPlan && snapshot) {
    const fields = { 'x-catalog': content.name, 'x-generated-at': content.generatedAt };
    const signed = new Timestamp({ ...common(timestampPlan), snapshotMeta: metaOf(snapshot), unrecognizedFields: fields });
    await sign(timestampPlan, signed, 'timestamp.json');
  }
  return { files, readableBefore };
}

/** A root as all that have signed it left it. */
export function rootFile(root: Metadata<Root>): MetadataFile<Root> {
  return { metadata: root, bytes: serializeMetadata(root) };
}

function targetFiles(targets: ReadonlyMap<string, TargetInfo>): Record<string, TargetFile> {
  const files: Record<string, TargetFile> = {};
  for (const [path, { length, sha256, capabilities }] of sorted(targets)) {
    const unrecognizedFields = capabilities === undefined ? {} : { custom: { 'x-capabilities': capabilities } };
    files[path] = new TargetFile({ path, length, hashes: { sha256 }, unrecognizedFields });
  }
  return files;
}

function metaOf({ metadata, bytes }: MetadataFile<AnySigned>): MetaFile {
  const sha256 = digestOf(bytes).slice('sha256:'.length);
  return new MetaFile({ version: metadata.signed.version, length: bytes.length, hashes: { sha256 } });
}

/** What is published, for the plan. */
export function publishedRelease(online: OnlineState | null): PublishedRelease | null {
  if (online === null) return null;
  const roleOf = ({ metadata: { signed } }: MetadataFile<AnySigned>) => ({
    version: signed.version,
    expires: new Date(signed.expires),
  });
  return {
    roles: { targets: roleOf(online.targets), snapshot: roleOf(online.snapshot), timestamp: roleOf(online.timestamp) },
    targets: targetInfos(online.targets.metadata.signed),
  };
}

export function targetInfos({ targets }: Targets): ReadonlyMap<string, TargetInfo> {
  return new Map(
    Object.entries(targets).map(([name, { length, hashes, custom }]) => {
      const count = custom?.['x-capabilities'];
      const capabilities = typeof count === 'number' ? { capabilities: count } : {};
      return [name, { length, sha256: hashes['sha256'] ?? '', ...capabilities }];
    }),
  );
}

/** What the timestamp of a release says; null where it says nothing of the kind. */
export function publishedContent(online: OnlineState): { generatedAt: string | null; name: string | null } {
  const { unrecognizedFields: fields } = online.timestamp.metadata.signed;
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
  return { generatedAt: textOf(fields['x-generated-at']), name: textOf(fields['x-catalog']) };
}
