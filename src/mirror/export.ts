import { canonicalJson } from '../model/canonical-json.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorExport, MirrorExportReport, MirrorRelease } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { contentName, MANIFEST_NAME, metadataName } from './carried.js';
import type { MirrorConfig } from './config.js';
import { whole } from './content.js';
import type { CarriedMember, ContentKind, MirrorOps } from './ops.js';
import { compareFolders, parseRelease } from './record.js';
import { releaseData } from './release-data.js';
import { tidyUp } from './settle.js';
import { blobsOf } from './stage.js';
import { TOP_LEVEL_ROLES, trustedNow } from './trusted.js';
import type { TrustedRelease } from './tuf-client.js';
import { underLock } from './under-lock.js';

export interface ExportOptions {
  /** Absolute path of the file to write. */
  readonly out: string;
  /** Leaves out what a mirror at this release, or at a kept one after it, has; null: nothing. */
  readonly since: number | null;
  /** The view that is asked for; null for the one that the mirror follows. */
  readonly view: MirrorConfig['view'] | null;
  readonly signal: AbortSignal;
}

/**
 * Writes all that is trusted here, or what is new in it, to one file for carrying by hand. The same state gives the same bytes.
 * @throws ChoraError `mirror/nothing-to-export`, `mirror/other-view`, `mirror/partial`, `mirror/no-such-release`, `mirror/damaged`, `io/write`
 */
export async function exportMirror(config: MirrorConfig, ops: MirrorOps, options: ExportOptions): Promise<MirrorExportReport> {
  if (options.view !== null && options.view !== config.view) throw otherView(options.view, config.view);
  return await underLock(ops, options.signal, 'other', async (ledger, signal) => {
    tidyUp(ledger, ops.store);
    const trusted = await trustedNow(ops);
    const records = recordsOf(ops);
    const release = trusted && records.findLast((record) => isOf(record, trusted));
    if (trusted === null || !release) throw nothingToExport(trusted);
    if (release.only !== null) throw partial();
    const now = ops.now();
    const expires = TOP_LEVEL_ROLES.map((role) => [role, trusted.expires[role].toISOString()] as const);
    const [first] = [...expires].sort(([, a], [, b]) => Date.parse(a) - Date.parse(b));
    if (first === undefined || Date.parse(first[1]) <= now.getTime()) throw expired(first?.[0] ?? 'root');
    const base = options.since === null ? null : baseOf(options.since, records);
    const content = await lackingAfter(release, base, records, ops);
    const made = membersOf(trusted, content, ops);
    const manifest: MirrorExport = {
      format: 'chora-mirror-export/v1',
      catalog: trusted.catalog,
      view: config.view,
      release: release.release,
      needs: base?.release ?? null,
      roots: made.roots,
      generated_at: release.generated_at,
      made_at: release.made_at,
      expires: first[1],
      files: made.members.length,
      bytes: made.members.reduce((sum, { size }) => sum + size, 0),
      generator: GENERATOR.version,
    };
    const members = [memberOf(MANIFEST_NAME, Buffer.from(`${canonicalJson(manifest)}\n`)), ...made.members];
    const file = await ops.carrier.write(options.out, members, signal);
    ledger.note({ event: 'export', release: release.release, from: manifest.needs, file: file.digest, bytes: file.size });
    return { file: { path: options.out, ...file }, export: manifest, expires: Object.fromEntries(expires) };
  });
}

/** Records of the kept releases, oldest first. */
function recordsOf({ store: { releases } }: MirrorOps): MirrorRelease[] {
  return [...releases.list()].sort(compareFolders).map((folder) => parseRelease(releases.readRecord(folder), folder));
}

/** Whether a kept release is the one that the trusted metadata is of. Targets may have been signed anew since it was made. */
function isOf({ targets }: MirrorRelease, trusted: TrustedRelease): boolean {
  return (
    targets.length === trusted.targets.size &&
    targets.every(({ name, digest }) => trusted.targets.get(name)?.sha256 === digest.slice(7))
  );
}

function baseOf(since: number, records: readonly MirrorRelease[]): MirrorRelease {
  const base = records.find(({ release, versions }) => release <= since && since <= Math.max(release, versions.targets));
  if (base !== undefined) return base;
  const kept = [...new Set(records.map(({ release }) => release))].join(', ');
  throw new ChoraError(
    'refused',
    'mirror/no-such-release',
    `Release ${since} is not kept here, so it is not known what a mirror at it lacks. Kept: ${kept}.`,
    'Export since one of these, or all of it without --since. `keep` in mirror.yaml says how many are kept.',
  );
}

type Content = readonly { readonly kind: ContentKind; readonly digest: string; readonly size: number }[];

/** What the release needs and not every kept one from the base on has: what went in between and came back may be lacking. */
async function lackingAfter(
  release: MirrorRelease,
  base: MirrorRelease | null,
  records: readonly MirrorRelease[],
  ops: MirrorOps,
): Promise<Content> {
  const needed = await contentOf(release, ops);
  if (base === null) return [...needed.values()];
  const held = await Promise.all(
    records
      .filter(({ folder }) => compareFolders(base.folder, folder) <= 0 && compareFolders(folder, release.folder) < 0)
      .map((record) => contentOf(record, ops)),
  );
  if (held.length === 0) held.push(needed);
  return [...needed].filter(([key]) => !held.every((content) => content.has(key))).map(([, content]) => content);
}

async function contentOf(record: MirrorRelease, ops: MirrorOps): Promise<Map<string, Content[number]>> {
  const { catalog } = await releaseData(record.targets, ops);
  const targets = record.targets.map(({ digest, size }) => ({ kind: 'targets' as const, digest, size }));
  const blobs = [...blobsOf(catalog.entries)].map(([digest, size]) => ({ kind: 'blobs' as const, digest, size }));
  return new Map([...targets, ...blobs].map((content) => [contentName(content.kind, content.digest), content]));
}

function membersOf(
  { versions }: TrustedRelease,
  content: Content,
  { store, carrier }: MirrorOps,
): { readonly roots: MirrorExport['roots']; readonly members: CarriedMember[] } {
  const { roots, timestamp, snapshot, targets } = carrier.metadata();
  const metadata = [
    ...[...roots].sort(([a], [b]) => a - b).map(([version, bytes]) => memberOf(metadataName(`${version}.root.json`), bytes)),
    memberOf(metadataName('timestamp.json'), timestamp),
    memberOf(metadataName(`${versions.snapshot}.snapshot.json`), snapshot),
    memberOf(metadataName(`${versions.targets}.targets.json`), targets),
  ];
  const members = content.map(({ kind, digest, size }): CarriedMember => {
    const read = () => whole(store.read(kind, digest), digest);
    // What is gone is said before anything is written.
    if (!store.has(kind, digest, size)) read();
    return { name: contentName(kind, digest), size, read };
  });
  // Targets go first: what a mirror cannot read ends an import before all the blobs are looked at.
  const order = ({ name }: CarriedMember) => `${name.startsWith('targets/') ? 0 : 1}${name}`;
  members.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return { roots: { from: Math.min(...roots.keys()), to: versions.root }, members: [...metadata, ...members] };
}

function memberOf(name: string, bytes: Uint8Array): CarriedMember {
  return { name, size: bytes.length, read: () => bytes };
}

function nothingToExport(trusted: TrustedRelease | null): ChoraError {
  return new ChoraError(
    'refused',
    'mirror/nothing-to-export',
    trusted === null
      ? 'There is no release here yet.'
      : `Release ${trusted.versions.targets} is trusted and not whole here: the last sync did not come to its end.`,
    'chora mirror sync DIR brings the mirror up to date; export then.',
  );
}

function partial(): ChoraError {
  return new ChoraError(
    'refused',
    'mirror/partial',
    'This mirror holds a part of the catalog, as `only` in mirror.yaml says, and lacks what others need.',
    'Export from a mirror of the whole catalog. The one that it is carried to may have a filter.',
  );
}

function expired(role: string): ChoraError {
  return new ChoraError(
    'refused',
    'mirror/nothing-to-export',
    `The metadata has expired (${role}): no mirror would take it.`,
    'chora mirror sync DIR fetches newer metadata; export then.',
  );
}

function otherView(asked: MirrorConfig['view'], own: MirrorConfig['view']): ChoraError {
  return new ChoraError(
    'usage',
    'mirror/other-view',
    `This mirror follows the view ${own} and has no metadata of the view ${asked}.`,
    `chora mirror init DIR2 --view ${asked} makes a mirror that has; export from that one.`,
  );
}
