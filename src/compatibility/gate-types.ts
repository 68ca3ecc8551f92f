import type { AppliedWaiver, Capability, CapabilityCompatibility, Finding } from '../model/generated/types.js';
import type { Change } from './change-rules.js';
import type { ChangeReport } from './changes.js';
import type { Kind } from './matrix.js';
import type { VersionReader } from './ranges.js';
import type { Verdict } from './resolve.js';

/** What the gate is asked: may these capabilities be released as they are here? */
export interface GateInput {
  readonly candidates: readonly Capability[];
  /** Ids that their source described and does not describe any more. */
  readonly removed?: readonly string[];
  /** api/v1/compatibility/<file>.json by id; null where the catalog has none. See `idsToRead`. */
  readonly documents: ReadonlyMap<string, CapabilityCompatibility | null>;
  /** All published versions of the candidates by id, the current one first: `versions` of api/v1/capabilities/<file>.json. */
  readonly published: ReadonlyMap<string, readonly Capability[]>;
  readonly now: Date;
  /** Ids of the catalog, for suggestions of what a missing one may have meant: worth reading when the first answer names one. */
  readonly ids?: readonly string[];
  /** Where the candidates are: the place of findings. */
  readonly source: string;
}

/** Why a release is refused. */
export type GateRule =
  | 'dependency-incompatible'
  | 'dependency-missing'
  | 'dependency-untrusted'
  | 'breaking-without-major'
  | 'dependent-excludes-version'
  | 'dependent-meets-breaking-change'
  | 'dependent-of-retired'
  | 'dependent-of-removed'
  | 'dependent-uses-removed-alias';

/** What is good to know, and never stops a release. */
export type GateNote =
  | 'dependency-deprecated'
  | 'dependency-superseded'
  | 'dependency-unknown'
  | 'dependent-unknown'
  | 'dependent-broken-before';

/** The other side of a dependency. */
export interface Party {
  readonly id: string;
  readonly versions: readonly (string | null)[];
  readonly owner?: string;
  readonly contact?: string;
  readonly range?: string;
  readonly kind: Kind;
}

/** One thing that the gate has to say of a candidate. */
export interface GateItem {
  readonly capability: string;
  readonly version: string | null;
  /** The published version that it is compared with. */
  readonly previous: string | null;
  /** refused: it stops the release. waived: it would. noted: good to know. */
  readonly outcome: 'refused' | 'waived' | 'noted';
  readonly rule: GateRule | GateNote;
  /** What it depends on, or who depends on it. */
  readonly party?: Party;
  /** Ids that may have been meant by a missing one, or versions near to the range. */
  readonly near?: readonly string[];
  /** The breaking changes that the dependent meets. */
  readonly changes?: readonly Change[];
  /** How long the old version should be kept: `90d` and the like. */
  readonly window?: string;
  /** The waiver that holds. */
  readonly waiver?: { readonly until: string; readonly decision: string };
  /** What to ask for: a waiver that lacks only its reason and who approves it. */
  readonly request?: WaiverRequest;
}
export interface WaiverRequest {
  readonly capability: string;
  readonly consumer: string;
  readonly verdict: Exclude<Verdict, 'compatible' | 'untrusted'>;
  readonly granted: string;
  readonly expires: string;
}

export interface GateReport {
  /** Whether it can be released: nothing is refused. */
  readonly passes: boolean;
  /** Refused ones first. */
  readonly items: readonly GateItem[];
  /** By candidate that was published before. */
  readonly changes: readonly ChangeReport[];
  readonly findings: readonly Finding[];
}

/** What the checks of one run share. */
export interface GateContext extends GateInput {
  readonly reader: VersionReader;
  /** Those that hold. */
  readonly holding: readonly AppliedWaiver[];
  readonly byId: ReadonlyMap<string, Capability>;
}
