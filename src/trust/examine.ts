import { type Code, finding, type Place } from '../model/findings.js';
import type { Finding } from '../model/generated/types.js';
import type { ManifestFile } from '../model/manifest.js';
import type { Provenance } from '../model/trust.js';
import { type CheckedBundle, unreadableBundles } from './check.js';
import { decide } from './decide.js';
import { mayClaim } from './namespaces.js';
import type { Policy } from './policy.js';
import { trustFindings } from './report.js';
import type { TrustedRootFile } from './trusted-root.js';

/** Whom a catalog believes. */
export interface Trust {
  readonly policy: Policy;
  readonly root: TrustedRootFile;
}

declare const EXAMINED: unique symbol;
/** A manifest with its provenance. Only `examine` can make one, and without one nothing gets into a catalog that has a policy. */
export interface ExaminedManifest {
  readonly [EXAMINED]: true;
  readonly provenance: Provenance;
  /** Why it is kept out, or null if it is admitted. */
  readonly refused: string | null;
  readonly findings: readonly Finding[];
}

/** What is to be known of a manifest besides its bytes. */
export interface ManifestClaims {
  /** Commit that it was read from; null for folders. */
  readonly commit: string | null;
  /** Ids of the capabilities in it. */
  readonly ids: readonly string[];
  /** Older names that it states, of its own capabilities or of others: whoever needs one of them is led to this source. */
  readonly aliases: readonly string[];
  /** The repository's id that an earlier run saw, if any. */
  readonly pinned: string | undefined;
  readonly line: number;
}

/** What the bundles prove; or what was decided when the same bytes and bundles met the same policy and trusted root. */
export type Evidence = { readonly proofs: readonly CheckedBundle[] } | { readonly decided: Provenance };

/** Judges one manifest: who signed it, whether they may, and whether this source may speak of these capabilities. */
export function examine(policy: Policy, file: ManifestFile, claims: ManifestClaims, evidence: Evidence): ExaminedManifest {
  const place = { source: file.source, path: file.path };
  const proofs = 'proofs' in evidence ? evidence.proofs : unreadableBundles((file.bundles ?? []).map(({ bytes }) => bytes));
  const provenance = 'proofs' in evidence ? decide(policy, file.source, proofs) : evidence.decided;
  const known = { commit: claims.commit ?? undefined, repositoryId: claims.pinned };
  const findings = trustFindings(policy, place, proofs, provenance, known);
  const obstacle = findings.find(({ code }) => code === CHANGED) ?? foreignName(policy, { ...place, line: claims.line }, claims);
  if (obstacle && obstacle.code !== CHANGED) findings.push(obstacle);
  const refused = provenance.admitted ? (obstacle?.message ?? null) : provenance.reason;
  return {
    provenance: refused === null ? provenance : { ...provenance, admitted: false },
    refused,
    findings,
  } as Omit<ExaminedManifest, typeof EXAMINED> as ExaminedManifest;
}

/** A repository that only has the name of the one we knew. */
const CHANGED: Code = 'trust/repository-id-changed';

function foreignName(policy: Policy, place: Place, { ids, aliases }: ManifestClaims): Finding | undefined {
  const names = [
    ...ids.map((id) => ({ id, code: 'trust/namespace' as const })),
    ...aliases.map((id) => ({ id, code: 'trust/alias-namespace' as const })),
  ];
  for (const { id, code } of names) {
    const answer = mayClaim(policy, id, place.source);
    if (answer !== true) return finding(code, place, { id, prefix: answer.prefix, holders: answer.holders.join(', ') });
  }
  return undefined;
}
