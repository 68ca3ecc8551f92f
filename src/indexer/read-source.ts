import { joinVersions } from '../catalog/versions.js';
import { digestOf } from '../model/digest.js';
import type { Entry, Finding, QuarantinedManifest } from '../model/generated/types.js';
import type { Snapshot } from '../model/source.js';
import type { ExaminedManifest, Trust } from '../trust/examine.js';
import { Judge, type SourceBefore } from './judge.js';
import type { IndexerOps } from './ops.js';
import { type DescribedManifest, entriesOf, readManifests, referenceOf } from './read-manifests.js';

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
 * Reads a source: its manifests at the head (first) and at its tags (newest first) → records → entries that the policy admits →
 * versions, together with those that only the previous catalog knows. Without `trust` all are admitted.
 */
export async function readSource(
  source: string,
  snapshots: readonly Snapshot[],
  before: SourceBefore,
  limits: { readonly files: number },
  trust: Trust | null,
  ops: Pick<IndexerOps, 'prove'>,
): Promise<SourceContents> {
  const { manifests, findings } = readManifests(source, snapshots, limits);
  const judge = trust && new Judge(trust, before, ops);
  const judged = judge ? admit(manifests, await judge.judge(manifests)) : admitAll(manifests);
  const history = olderVersions(before.entries, judged.entries);
  const known = judge ? await judge.judgeHistory(history) : { entries: history.map(unjudged), findings: [] };
  const versions = joinVersions(judged.entries, known.entries);
  return {
    entries: versions.entries,
    findings: [...findings, ...judged.findings, ...known.findings, ...versions.findings],
    quarantined: judged.quarantined,
    repositoryId: judge ? judge.repositoryId : before.repositoryId,
    blobs: blobsOf(manifests, versions.entries),
    manifests: snapshots[0]?.files.length ?? 0,
  };
}

interface Judged {
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
  readonly quarantined: readonly QuarantinedManifest[];
}

/** Of the tags nothing is told: what was signed when they were made cannot be mended. */
function admit(manifests: readonly DescribedManifest[], examined: readonly ExaminedManifest[]): Judged {
  const admitted: { readonly manifest: DescribedManifest; readonly provenance: ExaminedManifest['provenance'] }[] = [];
  const findings: Finding[] = [];
  const quarantined: QuarantinedManifest[] = [];
  for (const [at, { provenance, refused, findings: found }] of examined.entries()) {
    const manifest = manifests[at];
    if (!manifest) continue;
    if (manifest.snapshot.ref === null) findings.push(...found);
    if (refused === null) admitted.push({ manifest, provenance });
    else quarantined.push(quarantine(manifest, provenance, refused));
  }
  const described = entriesOf(admitted.map(({ manifest }) => manifest));
  const entries = admitted.flatMap(({ provenance }, at) =>
    (described[at] ?? []).map((entry) => ({ ...entry, provenance: { ...provenance } })),
  );
  return { entries, findings, quarantined };
}

function admitAll(manifests: readonly DescribedManifest[]): Judged {
  return { entries: entriesOf(manifests).flat(), findings: [], quarantined: [] };
}

function quarantine(
  { file, digest, snapshot: { commit, ref }, read }: DescribedManifest,
  provenance: ExaminedManifest['provenance'],
  reason: string,
): QuarantinedManifest {
  const { source, path } = file;
  return {
    source,
    commit,
    ref,
    path,
    manifest: referenceOf(file, digest),
    capabilities: read.records.map(({ capability: { id, version } }) => ({ id, version })),
    provenance: { ...provenance },
    reason,
  };
}

/** Entries of the previous catalog whose version is not described now. */
function olderVersions(before: readonly Entry[], now: readonly Entry[]): Entry[] {
  const described = new Map<string, Set<string | null>>();
  for (const { id, version } of now) described.set(id, (described.get(id) ?? new Set()).add(version));
  return before.filter(({ id, version }) => described.get(id)?.has(version) === false);
}

/** As in a catalog without a policy. */
function unjudged({ provenance: _, ...entry }: Entry): Entry {
  return entry;
}

/** Of one version described at the head and at a tag, only the manifest that is shown is kept. */
function blobsOf(manifests: readonly DescribedManifest[], entries: readonly Entry[]): ReadonlyMap<string, Uint8Array> {
  const shown = new Set(entries.flatMap(({ manifest }) => [manifest, ...(manifest.bundles ?? [])].map(({ digest }) => digest)));
  const blobs = new Map<string, Uint8Array>();
  for (const { file, digest } of manifests) {
    if (shown.has(digest)) blobs.set(digest, file.bytes);
    for (const { bytes } of file.bundles ?? []) {
      const bundle = digestOf(bytes);
      if (shown.has(bundle)) blobs.set(bundle, bytes);
    }
  }
  return blobs;
}
