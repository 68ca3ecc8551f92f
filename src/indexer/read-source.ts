import { createHash } from 'node:crypto';
import { joinVersions } from '../catalog/versions.js';
import { joinAliases, readManifest } from '../manifest/read.js';
import { finding } from '../model/findings.js';
import type { Entry, Finding, QuarantinedManifest } from '../model/generated/types.js';
import type { ManifestFile, ReadManifest } from '../model/manifest.js';
import type { Snapshot } from '../model/source.js';
import { type ExaminedManifest, examine, type Trust } from '../trust/examine.js';

/** What the snapshots of one source hold. */
export interface SourceContents {
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
  readonly quarantined: readonly QuarantinedManifest[];
  /** The repository's id, as the pinned one or else the first verified certificate says. */
  readonly repositoryId: string | undefined;
  /** Bytes of every manifest that an entry was read from, and of its bundles, by digest. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Matching files at the head. */
  readonly manifests: number;
}

/**
 * Reads the manifests of a source: its head (first) and its tags, newest first. `before` are the entries that the previous catalog
 * had of it. Of the tags only what keeps a manifest out is told, and only where the head does not have the same file.
 */
export function readSource(
  source: string,
  snapshots: readonly Snapshot[],
  before: readonly Entry[],
  limits: { files: number },
  trust: Trust | null,
  pinned: string | undefined,
): SourceContents {
  const findings: Finding[] = [];
  const blobs = new Map<string, Uint8Array>();
  const present: Entry[] = [];
  const quarantined: QuarantinedManifest[] = [];
  let repositoryId = pinned;
  const known = new Map<string, ReturnType<typeof readManifest>>();
  for (const snapshot of snapshots) {
    const ref = snapshot.ref ?? undefined;
    const read: { manifest: ReadManifest; file: ManifestFile; digest: string }[] = [];
    for (const file of snapshot.files) {
      const digest = digestOf(file.bytes);
      const key = `${digest} ${file.path}`;
      const seen = known.get(key);
      const result = seen ?? readManifest(file);
      known.set(key, result);
      if (ref === undefined) findings.push(...result.findings);
      else if (!seen)
        findings.push(...result.findings.filter(({ severity }) => severity === 'error').map((each) => ({ ...each, ref })));
      if (result.manifest) read.push({ manifest: result.manifest, file, digest });
    }
    findings.push(...aboutSnapshot(source, snapshot, limits));
    const joined = joinAliases(read.map(({ manifest }) => manifest));
    for (const [index, { file, digest }] of read.entries()) {
      const entries = entriesOf(joined[index], file, digest, snapshot);
      const [first] = entries;
      if (!first) continue;
      const ids = entries.map(({ id }) => id);
      const examined = trust && examine(trust, file, { commit: snapshot.commit, ids, pinned: repositoryId, line: first.line });
      if (examined && ref === undefined) findings.push(...examined.findings);
      if (examined && examined.refused !== null) {
        quarantined.push(quarantine(entries, first, examined.provenance, examined.refused));
        continue;
      }
      repositoryId ??= verifiedRepository(examined);
      blobs.set(digest, file.bytes);
      for (const { bytes } of file.bundles ?? []) blobs.set(digestOf(bytes), bytes);
      present.push(...entries.map((entry) => (examined ? { ...entry, provenance: { ...examined.provenance } } : entry)));
    }
  }
  const versions = joinVersions(present, before);
  return {
    entries: versions.entries,
    findings: [...findings, ...versions.findings],
    quarantined,
    repositoryId,
    blobs: kept(blobs, versions.entries),
    manifests: snapshots[0]?.files.length ?? 0,
  };
}

/** Of one version described at the head and at a tag, only the manifest that is shown is kept. */
function kept(blobs: ReadonlyMap<string, Uint8Array>, entries: readonly Entry[]): ReadonlyMap<string, Uint8Array> {
  const digests = new Set(entries.flatMap(({ manifest }) => [manifest, ...(manifest.bundles ?? [])].map(({ digest }) => digest)));
  return new Map([...blobs].filter(([digest]) => digests.has(digest)));
}

function aboutSnapshot(source: string, { ref, files, skipped, matched }: Snapshot, limits: { files: number }): Finding[] {
  const place = { source, ref: ref ?? undefined };
  const findings = skipped.map(({ path, code, args }) => finding(code, { ...place, path }, args));
  if (matched > limits.files) findings.push(finding('source/too-many-manifests', place, { found: matched, limit: limits.files }));
  if (ref === null && files.length === 0 && skipped.length === 0) findings.push(finding('source/no-manifests', place));
  return findings;
}

function entriesOf(manifest: ReadManifest | undefined, file: ManifestFile, digest: string, { commit, ref }: Snapshot): Entry[] {
  if (!manifest?.format) return [];
  const { format, path } = manifest;
  return manifest.records.map(({ capability, tier, line }) => ({
    id: capability.id,
    version: capability.version,
    status: 'current',
    format,
    tier,
    source: file.source,
    commit,
    ref,
    path,
    line,
    manifest: { digest, size: file.bytes.length, ...bundlesOf(file) },
    capability,
  }));
}

function bundlesOf({ bundles = [] }: ManifestFile): Pick<Entry['manifest'], 'bundles'> {
  return bundles.length === 0
    ? {}
    : { bundles: bundles.map(({ path, bytes }) => ({ path, digest: digestOf(bytes), size: bytes.length })) };
}

function quarantine(
  entries: readonly Entry[],
  { source, commit, ref, path, manifest }: Entry,
  provenance: ExaminedManifest['provenance'],
  reason: string,
): QuarantinedManifest {
  return {
    source,
    commit,
    ref,
    path,
    manifest,
    capabilities: entries.map(({ id, version }) => ({ id, version })),
    provenance: { ...provenance },
    reason,
  };
}

function verifiedRepository(examined: ExaminedManifest | null): string | undefined {
  return examined?.provenance.outcome === 'verified' ? examined.provenance.claims?.source_repository_id : undefined;
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
