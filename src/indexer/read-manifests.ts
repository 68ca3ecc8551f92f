import { joinAliases, readManifest } from '../manifest/read.js';
import { digestOf } from '../model/digest.js';
import { finding } from '../model/findings.js';
import type { Entry, Finding } from '../model/generated/types.js';
import type { BundleFile, ManifestFile, ReadManifest } from '../model/manifest.js';
import type { Snapshot } from '../model/source.js';

/** A manifest of one snapshot that describes capabilities, or states older names of those that others describe. */
export interface DescribedManifest {
  readonly file: ManifestFile;
  readonly digest: string;
  readonly snapshot: Snapshot;
  readonly read: ReadManifest;
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
    for (const file of snapshot.files) {
      const digest = digestOf(file.bytes);
      const key = `${digest} ${file.path}`;
      const seen = known.get(key);
      const result = seen ?? readManifest(file);
      known.set(key, result);
      if (ref === undefined) findings.push(...result.findings);
      else if (!seen)
        findings.push(...result.findings.filter(({ severity }) => severity === 'error').map((each) => ({ ...each, ref })));
      const { manifest: read } = result;
      if (read !== null && read.records.length + read.aliases.length > 0) manifests.push({ file, digest, snapshot, read });
    }
    findings.push(...aboutSnapshot(source, snapshot, limits));
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

/**
 * The entries of each manifest, in their order. What manifests of a snapshot state of one another counts among those that are given:
 * an older name that a manifest states which was not admitted is not there.
 */
export function entriesOf(manifests: readonly DescribedManifest[]): Entry[][] {
  const bySnapshot = Map.groupBy(manifests, ({ snapshot }) => snapshot);
  const joined = new Map(
    [...bySnapshot.values()].flatMap((same) => {
      const read = joinAliases(same.map((each) => each.read));
      return same.map((each, place) => [each, read[place] ?? each.read] as const);
    }),
  );
  return manifests.map((each) => entriesOfOne(each, joined.get(each) ?? each.read));
}

function entriesOfOne({ file, digest, snapshot: { commit, ref } }: DescribedManifest, { format, path, records }: ReadManifest) {
  if (format === null) return [];
  return records.map(
    ({ capability, tier, line }): Entry => ({
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
      manifest: referenceOf(file, digest),
      capability,
    }),
  );
}

/** A manifest with its bundles, as the catalog refers to them. */
export function referenceOf(file: ManifestFile, digest: string): Entry['manifest'] {
  return { digest, size: file.bytes.length, ...bundlesOf(file) };
}

function bundlesOf({ bundles = [] }: ManifestFile): Pick<Entry['manifest'], 'bundles'> {
  return bundles.length === 0 ? {} : { bundles: bundles.map(referenceTo) };
}

function referenceTo({ path, bytes }: BundleFile) {
  return { ...(path === null ? {} : { path }), digest: digestOf(bytes), size: bytes.length };
}
