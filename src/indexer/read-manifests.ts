import { joinAliases, readManifest } from '../manifest/read.js';
import { digestOf } from '../model/digest.js';
import { finding } from '../model/findings.js';
import type { Entry, Finding } from '../model/generated/types.js';
import type { BundleFile, ManifestFile, ReadManifest } from '../model/manifest.js';
import type { Snapshot } from '../model/source.js';

/** A manifest of one snapshot, and the entries that it would be. */
export interface DescribedManifest {
  readonly file: ManifestFile;
  readonly digest: string;
  readonly snapshot: Snapshot;
  /** At least one. */
  readonly entries: readonly [Entry, ...Entry[]];
}

/**
 * Reads the manifests of a source: its head (first) and its tags, newest first. Of the tags only what keeps a manifest out is told,
 * and only where the head does not have the same file. `limits.files`: how many files of a snapshot are read.
 */
export function readManifests(
  source: string,
  snapshots: readonly Snapshot[],
  limits: { readonly files: number },
): { readonly manifests: readonly DescribedManifest[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const manifests: DescribedManifest[] = [];
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
      const [first, ...others] = entriesOf(joined[index], file, digest, snapshot);
      if (first) manifests.push({ file, digest, snapshot, entries: [first, ...others] });
    }
  }
  return { manifests, findings };
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
  return bundles.length === 0 ? {} : { bundles: bundles.map(referenceTo) };
}

function referenceTo({ path, bytes }: BundleFile) {
  return { ...(path === null ? {} : { path }), digest: digestOf(bytes), size: bytes.length };
}
