import { type Finding, finding } from '../model/findings.js';
import type { Capability, Entry, QuarantinedManifest } from '../model/generated/types.js';
import type { BundleFile, ManifestFile } from '../model/manifest.js';
import type { CheckedBundle } from '../trust/check.js';
import { type Evidence, type ExaminedManifest, examine, type ManifestClaims, type Trust } from '../trust/examine.js';
import type { IndexerOps } from './ops.js';
import { type DescribedManifest, referenceOf } from './read-manifests.js';

/** What the previous catalog holds of a source. */
export interface SourceBefore {
  readonly entries: readonly Entry[];
  readonly quarantined: readonly QuarantinedManifest[];
  /** The repository's id, if one was seen. */
  readonly repositoryId: string | undefined;
  /** The host is to be asked once more for attestations that it did not have. */
  readonly unsettled: boolean;
  /** It was read with the same policy and trusted root, by the same version: what was decided then would be decided now. */
  readonly sameReading: boolean;
  /** Bytes of a manifest or a bundle that the catalog keeps, by digest; null if they are not there or are others. */
  blob(digest: string): Promise<Uint8Array | null>;
}

/** Judges the manifests of one source. The same bytes with the same bundles are verified once, however many snapshots have them. */
export class Judge {
  private readonly proofs = new Map<string, Promise<readonly CheckedBundle[]>>();
  private readonly decided: ReadonlyMap<string, Entry['provenance']>;
  private repository: string | undefined;

  constructor(
    private readonly trust: Trust,
    private readonly before: SourceBefore,
    private readonly ops: Pick<IndexerOps, 'prove'>,
  ) {
    this.repository = before.repositoryId;
    const admitted = before.sameReading ? before.entries : [];
    this.decided = new Map(admitted.map(({ manifest, provenance }) => [keyOf(manifest), provenance]));
  }

  /** The repository's id, as the pinned one or else the first verified certificate says. */
  get repositoryId(): string | undefined {
    return this.repository;
  }

  /** One judgement for each manifest, in their order. All proofs are asked for at once: threads share them. */
  async judge(manifests: readonly DescribedManifest[]): Promise<ExaminedManifest[]> {
    const evidence = await Promise.all(manifests.map(({ file, digest }) => this.evidence(file, referenceOf(file, digest))));
    return manifests.map(({ file, snapshot, read }, at) => {
      const capabilities = read.records.map(({ capability }) => capability);
      const claims = {
        commit: snapshot.commit,
        ids: capabilities.map(({ id }) => id),
        aliases: [...capabilities.flatMap(aliasesOf), ...read.aliases.map(({ alias }) => alias)],
        line: read.records[0]?.line ?? 1,
      };
      return this.examine(file, claims, evidence[at] ?? { proofs: [] });
    });
  }

  /**
   * Versions that only the previous catalog knows, under the policy of today: one whose signer is no longer believed is history that
   * nobody vouches for.
   */
  async judgeHistory(history: readonly Entry[]): Promise<{ entries: Entry[]; findings: Finding[] }> {
    if (this.before.sameReading) return { entries: [...history], findings: [] };
    const entries: Entry[] = [];
    const findings: Finding[] = [];
    for (const entry of history) {
      const { id, source, path, line, commit, version } = entry;
      const file = await this.fileOf(entry);
      const claims = { commit, ids: [id], aliases: aliasesOf(entry.capability), line };
      const examined = file && this.examine(file, claims, await this.evidence(file, entry.manifest));
      if (examined?.refused === null) entries.push({ ...entry, provenance: { ...examined.provenance } });
      else {
        const reason = examined?.refused ?? 'its bytes are gone';
        findings.push(
          finding('trust/version-withdrawn', { source, path }, { id, version: version ?? 'without version', reason }),
        );
      }
    }
    return { entries, findings };
  }

  private examine(file: ManifestFile, claims: Omit<ManifestClaims, 'pinned'>, evidence: Evidence): ExaminedManifest {
    const examined = examine(this.trust.policy, file, { ...claims, pinned: this.repository }, evidence);
    if (examined.refused === null && examined.provenance.outcome === 'verified')
      this.repository ??= examined.provenance.claims?.source_repository_id;
    return examined;
  }

  private async evidence({ bytes, bundles = [] }: ManifestFile, manifest: Entry['manifest']): Promise<Evidence> {
    const key = keyOf(manifest);
    const decided = this.decided.get(key);
    if (decided !== undefined) return { decided };
    const proofs =
      this.proofs.get(key) ??
      (bundles.length === 0
        ? Promise.resolve([])
        : this.ops.prove(this.trust, { artifact: { bytes }, bundles: bundles.map((bundle) => bundle.bytes) }));
    this.proofs.set(key, proofs);
    return { proofs: await proofs };
  }

  private async fileOf({ source, path, manifest }: Entry): Promise<ManifestFile | null> {
    const bytes = await this.before.blob(manifest.digest);
    if (bytes === null) return null;
    const bundles: BundleFile[] = [];
    for (const { path: at = null, digest } of manifest.bundles ?? []) {
      const bundle = await this.before.blob(digest);
      if (bundle !== null) bundles.push({ path: at, bytes: bundle });
    }
    return { source, path, bytes, bundles };
  }
}

function aliasesOf({ aliases = [] }: Capability): string[] {
  return aliases.map(({ id }) => id);
}

/** What a proof depends on, besides policy and trusted root. */
function keyOf({ digest, bundles = [] }: Entry['manifest']): string {
  return [digest, ...bundles.map((bundle) => bundle.digest)].join(' ');
}
