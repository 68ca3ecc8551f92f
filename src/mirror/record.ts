import { canonicalJson } from '../model/canonical-json.js';
import type { Catalog } from '../model/catalog.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorRelease } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { validateMirrorRelease } from '../model/validators.js';
import type { Trust } from '../trust/examine.js';
import type { MirrorConfig } from './config.js';
import type { Target } from './names.js';
import type { ReleaseStore } from './ops.js';
import { seal, unseal } from './sealed.js';

/** What there is to say of a release, before it is written. */
export type ReleaseRecord = Omit<MirrorRelease, 'digest'>;

/** The text of a record. What could not be read again is a bug, and must not become a release. */
export function sealRelease(record: ReleaseRecord): string {
  const text = seal(record);
  if (!validateMirrorRelease(JSON.parse(text))) throw new Error(`a record that is none: ${text.slice(0, 500)}`);
  return text;
}

/** @throws ChoraError `mirror/damaged` */
export function parseRelease(bytes: Buffer | null, folder: string): MirrorRelease {
  const read = unseal<MirrorRelease>(bytes, validateMirrorRelease);
  const wrong = 'wrong' in read ? read.wrong : read.document.folder === folder ? null : `is that of ${read.document.folder}`;
  if ('document' in read && wrong === null) return read.document;
  throw new ChoraError('io', 'mirror/damaged', `The record of release ${folder} ${wrong}.`, REPAIR);
}
const REPAIR = 'chora mirror sync DIR --repair makes it again.';

/** The release that is served, or null. @throws ChoraError `mirror/damaged` */
export function currentRelease(releases: ReleaseStore): MirrorRelease | null {
  const folder = releases.current();
  return folder === null ? null : parseRelease(releases.readRecord(folder), folder);
}

/**
 * Stands for all that a release's folder is made from. As long as it is the same there is nothing to make.
 * `own`: the mirror's own policy and trusted root; those of the release are among its targets.
 */
export function fingerprintOf(
  targets: readonly Target[],
  settings: Pick<MirrorConfig, 'only' | 'proofs' | 'records'> & { readonly own: Trust | null },
): `sha256:${string}` {
  const { only, proofs, records, own } = settings;
  const trust = own === null ? null : [own.policy.digest, own.root.digest];
  return digestOf(canonicalJson({ targets, only, proofs, records, trust, generator: GENERATOR.version }));
}

/** A name for another folder of a release: its version, or that with `.2` and so on where there is one already. */
export function folderFor(release: number, there: readonly string[]): string {
  for (let edition = 1; ; edition += 1) {
    const folder = edition === 1 ? String(release) : `${release}.${edition}`;
    if (!there.includes(folder)) return folder;
  }
}

/** Folders of releases by their age: release first, then edition. */
export function compareFolders(a: string, b: string): number {
  const [release = 0, edition = 1] = a.split('.').map(Number);
  const [otherRelease = 0, otherEdition = 1] = b.split('.').map(Number);
  return release - otherRelease || edition - otherEdition;
}

/** The capabilities, by what makes them age: their source, and a time to live of their own. */
export function agingOf({ entries, sources }: Catalog): MirrorRelease['capabilities'] {
  const bySource = new Map(sources.map(({ id, ttl }) => [id, ttl]));
  const groups = new Map<string, { source: string; ttl?: string; ids: string[] }>();
  for (const { id, status, source, capability } of entries) {
    if (status !== 'current') continue;
    const ttl = capability.ttl ?? bySource.get(source);
    const key = `${source} ${ttl ?? ''}`;
    const group = groups.get(key) ?? { source, ...(ttl === undefined ? {} : { ttl }), ids: [] };
    groups.set(key, group);
    group.ids.push(id);
  }
  return [...groups.values()];
}

/** The newest folder of a release that is kept. */
export function newestFolder(release: number, folders: readonly string[]): string | undefined {
  return folders
    .filter((folder) => Number(folder.split('.')[0]) === release)
    .sort(compareFolders)
    .at(-1);
}

/** Whether a release, by which its manifests were judged, brought another policy or trusted root than the one before. */
export function policyChanged({ trust }: ReleaseRecord, before: MirrorRelease | null): boolean {
  if (before === null || trust?.own === true || before.trust?.own === true) return false;
  return trust?.policy !== before.trust?.policy || trust?.trusted_root !== before.trust?.trusted_root;
}
