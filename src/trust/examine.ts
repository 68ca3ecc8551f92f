import { type Code, finding, type Place } from '../model/findings.js';
import type { Finding } from '../model/generated/types.js';
import type { ManifestFile } from '../model/manifest.js';
import type { Provenance } from '../model/trust.js';
import { checkBundles } from './check.js';
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

/** A manifest with its provenance. Nothing but `examine` makes one, so nothing gets into a catalog unexamined. */
export interface ExaminedManifest {
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
  /** The repository's id that an earlier run saw, if any. */
  readonly pinned: string | undefined;
  readonly line: number;
}

/** Judges one manifest: who signed it, whether they may, and whether this source may speak of these capabilities. */
export function examine({ policy, root }: Trust, file: ManifestFile, claims: ManifestClaims): ExaminedManifest {
  const place = { source: file.source, path: file.path };
  const checked = (file.bundles ?? []).flatMap(({ bytes }) => checkBundles(bytes, { bytes: file.bytes }, root, policy.keys));
  const provenance = decide(policy, file.source, checked);
  const known = { commit: claims.commit ?? undefined, repositoryId: claims.pinned };
  const findings = trustFindings(policy, place, checked, provenance, known);
  const obstacle =
    findings.find(({ code }) => code === CHANGED) ?? foreignId(policy, { ...place, line: claims.line }, claims.ids);
  if (obstacle && obstacle.code !== CHANGED) findings.push(obstacle);
  const refused = provenance.admitted ? (obstacle?.message ?? null) : provenance.reason;
  return { provenance: refused === null ? provenance : { ...provenance, admitted: false }, refused, findings };
}

/** A repository that only has the name of the one we knew. */
const CHANGED: Code = 'trust/repository-id-changed';

function foreignId(policy: Policy, place: Place, ids: readonly string[]): Finding | undefined {
  for (const id of ids) {
    const answer = mayClaim(policy, id, place.source);
    if (answer !== true)
      return finding('trust/namespace', place, { id, prefix: answer.prefix, holders: answer.holders.join(', ') });
  }
  return undefined;
}
