// Generated from schemas/ by `npm run generate`. Do not edit.

/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Strings".
 */
export type Strings = string[];
/**
 * Globs of repository names; one must match. Default: all.
 *
 * @minItems 1
 */
export type GitHubNames = [string, ...string[]];
/**
 * The repository has one of these topics. Default: any or none.
 *
 * @minItems 1
 */
export type GitHubNames1 = [string, ...string[]];
/**
 * The repository's main language is one of these. Default: any or none.
 *
 * @minItems 1
 */
export type GitHubNames2 = [string, ...string[]];
/**
 * @minItems 1
 *
 * This interface was referenced by `CatalogConfig`'s JSON-Schema
 * via the `definition` "GitHubNames".
 */
export type GitHubNames3 = [string, ...string[]];
/**
 * The documents of a catalog: what `chora index` writes and every reader of a catalog reads.
 */
export type CatalogData =
  | CatalogDocument
  | CapabilitiesDocument
  | CapabilityDocument
  | SourcesDocument
  | FindingsDocument
  | QuarantineDocument
  | FreshnessDocument
  | ChangesDocument
  | ShardDocument
  | UnfinishedDocument
  | ReleaseDocument
  | ReleaseFreshness;
/**
 * Sources that a run could not confirm.
 */
export type Exceptions = {
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  /**
   * ok: it was read, under another name where it has a moved_to. empty: it was read, and nothing was ever pushed to it. missing: the host says that it is not there or not ours to see. disabled: the host blocks it. no-default-branch: it has commits, and its default branch none. unreachable: no usable answer. rate-limited: the host asked us to come back later. deleted: the configuration no longer lists it.
   */
  state: 'ok' | 'empty' | 'missing' | 'disabled' | 'no-default-branch' | 'unreachable' | 'rate-limited' | 'deleted';
  last_confirmed_at: string | null;
}[];
/**
 * The documents of the compatibility matrix. No clock is in them: whoever reads a waiver or a sunset compares it with the time.
 */
export type CompatibilityData = CompatibilityDocument | CapabilityCompatibility | WaiversDocument | DecisionLog;
/**
 * Capability, its `asked`, kind, and, where an older name was used, its place in `aliases`.
 *
 * @minItems 3
 * @maxItems 4
 */
export type Edge = [number, number, number] | [number, number, number, number];
/**
 * One line of catalog/decisions.ndjson, written as RFC 8785 says. The log only grows: each line names the digest of the one before it.
 */
export type Decision = {
  /**
   * Number of its line.
   */
  sequence: number;
  /**
   * Digest of the line before, without its line end; null in the first line.
   */
  previous: string | null;
  /**
   * In UTC.
   */
  decided_at: string;
  decided_by: string;
  /**
   * waiver: grants one. revocation: ends one before it expires.
   */
  kind: 'waiver' | 'revocation' | 'deprecation' | 'policy' | 'other';
  summary: string;
  /**
   * Id of the capability that it is about.
   */
  capability?: string;
  /**
   * @maxItems 100
   */
  links?: string[];
  waiver?: Waiver;
  /**
   * Digest of the line whose waiver ends.
   */
  revokes?: string;
};
/**
 * api/v1/decisions.ndjson: each line is one item, as canonical JSON (RFC 8785), and holds the digest of the line before.
 */
export type DecisionLog = Decision[];
/**
 * @minItems 1
 * @maxItems 1000
 *
 * This interface was referenced by `MirrorConfig`'s JSON-Schema
 * via the `definition` "FilterValues".
 */
export type FilterValues = [string, ...string[]];
/**
 * Manifests of which this mirror’s policy says something else than the release.
 */
export type Judged = JudgedManifest[];
/**
 * What the verbs of `chora mirror` print with --json, and what `chora mirror serve` says of itself.
 */
export type MirrorReport =
  | MirrorInitReport
  | MirrorSyncReport
  | MirrorStatus
  | MirrorVerifyReport
  | MirrorRollbackReport
  | MirrorPruneReport
  | MirrorLogReport
  | MirrorExportReport
  | MirrorImportReport
  | MirrorServing
  | MirrorHealth;
/**
 * Who may sign: one of them is enough.
 *
 * @minItems 1
 * @maxItems 100
 *
 * This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "Identities".
 */
export type Identities = [Identity, ...Identity[]];
/**
 * Refs that may be signed from, such as refs/heads/main and refs/tags/v*.
 *
 * @minItems 1
 * @maxItems 1000
 *
 * Items: This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "Text".
 */
export type Patterns = [string, ...string[]];
/**
 * Source ids; * stands for any characters within a segment, ** for any at all.
 *
 * @minItems 1
 * @maxItems 1000
 *
 * Items: This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "Text".
 */
export type Patterns1 = [string, ...string[]];
/**
 * @minItems 1
 * @maxItems 1000
 *
 * This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "Patterns".
 *
 * Items: This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "Text".
 */
export type Patterns2 = [string, ...string[]];
/**
 * What `chora index --shard` leaves for `chora merge`: shard.json and sources.json. The manifests that it read lie beside them, in blobs/.
 */
export type ShardResultData = ShardResult | ShardSources;

export interface Schemas {
  'capability.schema.json'?: Capability;
  'catalog-config.schema.json'?: CatalogConfig;
  'catalog-data.schema.json'?: CatalogData;
  'compatibility.schema.json'?: CompatibilityData;
  'decision.schema.json'?: Decision;
  'manifest.schema.json'?: Manifest;
  'mirror-export.schema.json'?: MirrorExport;
  'mirror-journal.schema.json'?: MirrorEvent;
  'mirror-release.schema.json'?: MirrorRelease;
  'mirror-report.schema.json'?: MirrorReport;
  'mirror-state.schema.json'?: MirrorState;
  'mirror.schema.json'?: MirrorConfig;
  'policy.schema.json'?: TrustPolicy;
  'schedule-state.schema.json'?: ScheduleState;
  'schedule.schema.json'?: ScheduleConfig;
  'shard-result.schema.json'?: ShardResultData;
  'waiver.schema.json'?: Waiver;
}
/**
 * The canonical record: one shape, whatever the format of the manifest it was read from. A field that is absent was not stated.
 */
export interface Capability {
  id: string;
  /**
   * As the publisher wrote it; null where the format or the manifest has none.
   */
  version: string | null;
  owner: string | null;
  lifecycle_stage: ('plan' | 'build' | 'validate' | 'release' | 'operate' | 'retired') | null;
  title?: string;
  description?: string;
  /**
   * What the format calls it: service, pattern, component, api, mcp-server …
   */
  kind?: string;
  /**
   * Where it is listed, when the format says so; else the first part of the id.
   */
  domain?: string;
  /**
   * Id of the capability or system that this one belongs to.
   */
  part_of?: string;
  tags?: string[];
  /**
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Stability".
   */
  stability?: 'experimental' | 'beta' | 'stable' | 'deprecated';
  security_tier?: 'low' | 'moderate' | 'high' | 'critical';
  inputs?: Input[];
  outputs?: Output[];
  dependencies?: Dependency[];
  interfaces?: Interface[];
  behaviors?: Behavior[];
  value_scenarios?: ValueScenario[];
  signals?: Signal[];
  adr_links?: string[];
  links?: Link[];
  documentation?: Documentation;
  /**
   * Other named documents, such as the five of an SAP.
   */
  documents?: {
    type: string;
    path?: string;
  }[];
  /**
   * Where an installable form is published.
   */
  packages?: {
    /**
     * npm, pypi, oci, nuget …
     */
    registry: string;
    name: string;
    version?: string;
  }[];
  validation_status?: ValidationStatus;
  compatibility?: Compatibility;
  /**
   * Who is declared to use it, in the publisher's words.
   */
  consumers?: string[];
  /**
   * Who the manifest says signs its artifacts. A claim of the publisher, not a verification.
   */
  claimed_signer?: {
    issuer?: string;
    source_repository?: string;
    signer_workflow?: string;
    runner_environment?: string;
  };
  aliases?: Alias[];
  deprecation?: Deprecation;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
  contact?: string;
  secrets_required?: string[];
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Input".
 */
export interface Input {
  name: string;
  type?: string;
  required?: boolean;
  description?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Output".
 */
export interface Output {
  name: string;
  type?: string;
  description?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Dependency".
 */
export interface Dependency {
  id: string;
  /**
   * A range of versions. Absent means unknown, never any.
   */
  version?: string;
  /**
   * What the relation is: service, library, tool, prerequisite …
   */
  type?: string;
  /**
   * When it is needed: runtime, dev, test …
   */
  scope?: string;
  optional?: boolean;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Interface".
 */
export interface Interface {
  kind: 'cli' | 'rest' | 'mcp' | 'grpc' | 'library' | 'other';
  name?: string;
  endpoint?: string;
  command?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Behavior".
 */
export interface Behavior {
  id: string;
  ref?: string;
  status?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "ValueScenario".
 */
export interface ValueScenario {
  /**
   * <domain>.<capability>.<verb>
   */
  id: string;
  title?: string;
  guide?: string;
  tests?: Strings;
  status?: string;
  capability?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Signal".
 */
export interface Signal {
  /**
   * SIG.<scope>.<subject>.<state>
   */
  id: string;
  status?: string;
  doc?: string;
  owner?: string;
  last_update?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Link".
 */
export interface Link {
  title?: string;
  url: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Documentation".
 */
export interface Documentation {
  /**
   * A path inside the repository, or a URL.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Reference".
   */
  tutorial?: string;
  /**
   * A path inside the repository, or a URL.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Reference".
   */
  how_to?: string;
  /**
   * A path inside the repository, or a URL.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Reference".
   */
  reference?: string;
  /**
   * A path inside the repository, or a URL.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Reference".
   */
  explanation?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "ValidationStatus".
 */
export interface ValidationStatus {
  result: string;
  last_run?: string | null;
  tool?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Compatibility".
 */
export interface Compatibility {
  backward_compatible_with?: Strings;
  breaks_compatibility_with?: Strings;
  tested_consumers?: Strings;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Alias".
 */
export interface Alias {
  id: string;
  /**
   * An ISO 8601 date or date and time.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Day".
   */
  sunset?: string;
}
/**
 * This interface was referenced by `Manifest`'s JSON-Schema
 * via the `definition` "Deprecation".
 */
export interface Deprecation {
  /**
   * A date or a version.
   */
  since?: string;
  /**
   * An ISO 8601 date or date and time.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Day".
   */
  sunset?: string;
  replaced_by?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  window?: string;
}
/**
 * catalog.yaml: what the indexer reads.
 */
export interface CatalogConfig {
  $schema?: string;
  /**
   * The catalog's name, as its pages show it.
   */
  name: string;
  /**
   * Where the catalog is published.
   */
  url?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  ttl?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  alert_after?: string;
  /**
   * Whether to write three badges for every capability. They are most of the files of a large catalog.
   */
  badges?: boolean;
  /**
   * Path of the trust policy, relative to this file.
   */
  policy?: string;
  /**
   * Folder of waivers, relative to this file. Default: waivers, where there is one.
   */
  waivers?: string;
  /**
   * The decision log, relative to this file. Default: decisions.ndjson, where there is one.
   */
  decisions?: string;
  /**
   * Whether git sources may be folders on this machine (file:// URLs and paths).
   */
  allow_file_urls?: boolean;
  /**
   * Globs, relative to a source's root, of the files that may be manifests. One that starts with ! takes files out again. Replaces the defaults.
   *
   * @minItems 1
   */
  manifests?: [string, ...string[]];
  /**
   * What a run may ask of GitHub, all its sources together.
   */
  github?: {
    /**
     * GraphQL points and REST requests of one run, shared evenly where it is made in shards. What they do not reach keeps its last good entries and comes first next time. Default: what GitHub allows.
     */
    max_points?: number;
  };
  sources: Source[];
}
/**
 * This interface was referenced by `CatalogConfig`'s JSON-Schema
 * via the `definition` "Source".
 */
export interface Source {
  directory?: DirectorySource;
  git?: GitSource;
  github?: GitHubSource;
}
/**
 * This interface was referenced by `CatalogConfig`'s JSON-Schema
 * via the `definition` "DirectorySource".
 */
export interface DirectorySource {
  /**
   * Relative to this file.
   */
  path: string;
  /**
   * Every folder in it is a source of its own.
   */
  each?: boolean;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
}
/**
 * This interface was referenced by `CatalogConfig`'s JSON-Schema
 * via the `definition` "GitSource".
 */
export interface GitSource {
  /**
   * https, ssh, git, user@host:path, or (where allow_file_urls is set) file and paths relative to this file.
   */
  url: string;
  /**
   * Branch, tag or full ref to read. Default: the remote's HEAD.
   */
  ref?: string;
  /**
   * Glob of tags whose manifests are read as released versions, such as v*.
   */
  tags?: string;
  /**
   * Folder inside the repository that counts as its root.
   */
  path?: string;
  /**
   * The source's name as its publisher would write it, such as github.com/owner/name. Default: from the URL.
   */
  id?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
}
/**
 * A repository on GitHub, or all repositories of an organization or a user that the filters let through: one of repo, org and user. The token is in the environment.
 *
 * This interface was referenced by `CatalogConfig`'s JSON-Schema
 * via the `definition` "GitHubSource".
 */
export interface GitHubSource {
  /**
   * owner/name
   */
  repo?: string;
  /**
   * This interface was referenced by `CatalogConfig`'s JSON-Schema
   * via the `definition` "GitHubLogin".
   */
  org?: string;
  /**
   * This interface was referenced by `CatalogConfig`'s JSON-Schema
   * via the `definition` "GitHubLogin".
   */
  user?: string;
  /**
   * API of a GitHub Enterprise, such as https://github.example.org/api/v3. Default: https://api.github.com.
   */
  base_url?: string;
  names?: GitHubNames;
  topics?: GitHubNames1;
  languages?: GitHubNames2;
  /**
   * Default: all that the token may see.
   *
   * @minItems 1
   */
  visibility?: ['public' | 'internal' | 'private', ...('public' | 'internal' | 'private')[]];
  /**
   * Default: exclude.
   */
  archived?: 'include' | 'exclude' | 'only';
  /**
   * Default: exclude.
   */
  forks?: 'include' | 'exclude' | 'only';
  /**
   * Repositories that any of these matches are left out.
   */
  exclude?: {
    names?: GitHubNames3;
    topics?: GitHubNames3;
    languages?: GitHubNames3;
  };
  /**
   * As for git sources.
   */
  ref?: string;
  /**
   * As for git sources.
   */
  tags?: string;
  /**
   * As for git sources.
   */
  path?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
}
/**
 * api/v1/catalog.json: the catalog in numbers, and what it was made with.
 */
export interface CatalogDocument {
  name: string;
  url?: string;
  api_version: 'v1';
  generator: Generator;
  configuration: {
    digest: string;
  };
  /**
   * By what the manifests were judged: targets/policy.yaml and targets/trusted_root.json. Absent where there is no trust policy.
   */
  trust?: {
    /**
     * Of what the policy says: layout and comments do not count.
     */
    policy: string;
    trusted_root: string;
  };
  counts: {
    capabilities: number;
    versions: number;
    sources: number;
    manifests: number;
    findings: SeverityCounts;
    by_format: Counts;
    by_tier: Counts;
    by_owner: Counts;
    by_lifecycle_stage: Counts;
    by_domain: Counts;
    by_source_state: Counts;
    by_provenance?: Counts1;
    /**
     * Manifests that the policy does not admit. Absent where there is no policy.
     */
    quarantined?: number;
  };
}
export interface Generator {
  name: string;
  version: string;
}
export interface SeverityCounts {
  error: number;
  warning: number;
  info: number;
}
export interface Counts {
  [k: string]: number;
}
/**
 * Of the capabilities. Absent where the catalog has no trust policy.
 */
export interface Counts1 {
  [k: string]: number;
}
/**
 * api/v1/capabilities.json: the newest version of every capability, in short.
 */
export interface CapabilitiesDocument {
  capabilities: CapabilitySummary[];
}
export interface CapabilitySummary {
  id: string;
  version: string | null;
  title?: string;
  owner: string | null;
  lifecycle_stage: string | null;
  /**
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Stability".
   */
  stability?: 'experimental' | 'beta' | 'stable' | 'deprecated';
  security_tier?: string;
  /**
   * The part of the catalog it is listed under.
   */
  domain: string;
  /**
   * The formats that hold capabilities.
   */
  format:
    | 'chora'
    | 'star'
    | 'chora.dev/v1'
    | 'sap-catalog'
    | 'namespace'
    | 'coordination-capabilities'
    | 'backstage'
    | 'mcp-server';
  /**
   * conformant: valid against manifest.schema.json as it is. indexed: read, with findings.
   */
  tier: 'conformant' | 'indexed';
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  /**
   * Its name as a file: capabilities/<file>.json and capabilities/<file>.html.
   */
  file: string;
}
/**
 * api/v1/capabilities/<file>.json: all that the catalog knows of one capability.
 */
export interface CapabilityDocument {
  id: string;
  /**
   * The current one first, then the others, newest first.
   *
   * @minItems 1
   */
  versions: [Entry, ...Entry[]];
  /**
   * Of the current version.
   */
  dependencies: DependencyLink[];
  /**
   * Capabilities whose current version depends on this one.
   */
  dependents: DependentLink[];
  /**
   * Of the manifest that the current version was read from.
   */
  findings: Finding[];
}
/**
 * One version of a capability as the catalog holds it.
 */
export interface Entry {
  id: string;
  version: string | null;
  /**
   * current: the newest version that its source holds now.
   */
  status: 'current' | 'superseded';
  /**
   * The formats that hold capabilities.
   */
  format:
    | 'chora'
    | 'star'
    | 'chora.dev/v1'
    | 'sap-catalog'
    | 'namespace'
    | 'coordination-capabilities'
    | 'backstage'
    | 'mcp-server';
  /**
   * conformant: valid against manifest.schema.json as it is. indexed: read, with findings.
   */
  tier: 'conformant' | 'indexed';
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  /**
   * The last commit that had this version; null for folders.
   */
  commit: string | null;
  /**
   * The tag it was released under; null for the source's head.
   */
  ref: string | null;
  path: string;
  /**
   * Where the record starts in the manifest.
   */
  line: number;
  manifest: ManifestReference;
  provenance?: Provenance;
  capability: Capability;
}
export interface ManifestReference {
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Files of Sigstore bundles: those that lie beside it, then the attestations that its host keeps.
   */
  bundles?: BundleReference[];
}
export interface BundleReference {
  /**
   * Inside the source; absent for an attestation that the source's host keeps.
   */
  path?: string;
  digest: string;
  /**
   * Bytes.
   */
  size: number;
}
/**
 * Absent where the catalog has no trust policy.
 */
export interface Provenance {
  outcome: 'verified' | 'unsigned' | 'untrusted' | 'invalid';
  admitted: boolean;
  /**
   * The rule that decided: its first source pattern, or default.
   */
  rule: string;
  reason: string;
  claims?: SignerClaims;
  /**
   * When it was signed, as a log or a timestamp authority says.
   */
  time?: string;
  log_index?: string;
  /**
   * The bundle that decided.
   */
  bundle?: string;
}
/**
 * What the certificate, or a key of the policy, says of who signed.
 */
export interface SignerClaims {
  issuer?: string;
  subject?: string;
  source_repository?: string;
  source_repository_id?: string;
  source_repository_owner_id?: string;
  signer_workflow?: string;
  ref?: string;
  commit?: string;
  runner_environment?: string;
  public_key?: string;
}
/**
 * A declared dependency and what the catalog has under that id.
 */
export interface DependencyLink {
  /**
   * As declared.
   */
  id: string;
  /**
   * The declared range; absent means unknown.
   */
  version?: string;
  type?: string;
  scope?: string;
  optional?: boolean;
  /**
   * null: no such capability in this catalog.
   */
  target: null | {
    /**
     * Differs from the declared id where an alias led here.
     */
    id: string;
    version: string | null;
    lifecycle_stage: string | null;
    stability?: string;
    file: string;
  };
}
export interface DependentLink {
  id: string;
  version: string | null;
  /**
   * The range it asks for; absent means unknown.
   */
  range?: string;
  optional?: boolean;
  owner?: string | null;
  file: string;
}
/**
 * Something to tell a person about a source or a manifest.
 */
export interface Finding {
  code: string;
  severity: 'error' | 'warning' | 'info';
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  /**
   * The tag it was found in; absent for the source's head.
   */
  ref?: string;
  /**
   * Inside the source.
   */
  path?: string;
  line?: number;
  /**
   * In UTF-16 code units.
   */
  column?: number;
  message: string;
  hint?: string;
}
/**
 * api/v1/sources.json
 */
export interface SourcesDocument {
  sources: SourceRow[];
  github?: GitHubUsage;
}
export interface SourceRow {
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  id: string;
  kind: 'directory' | 'git' | 'github';
  /**
   * Where it is pulled from; absent for what only this machine can reach.
   */
  url?: string;
  /**
   * ok: it was read, under another name where it has a moved_to. empty: it was read, and nothing was ever pushed to it. missing: the host says that it is not there or not ours to see. disabled: the host blocks it. no-default-branch: it has commits, and its default branch none. unreachable: no usable answer. rate-limited: the host asked us to come back later. deleted: the configuration no longer lists it.
   */
  state: 'ok' | 'empty' | 'missing' | 'disabled' | 'no-default-branch' | 'unreachable' | 'rate-limited' | 'deleted';
  /**
   * The commit whose manifests the catalog holds; for a folder the digest of what was read; null if nothing was ever read.
   */
  commit: string | null;
  tags?: Tags;
  /**
   * Digest of all else that decided what was read: globs, folder, generator.
   */
  reading: string | null;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
  /**
   * The repository's id at its host, as the host or a verified certificate first gave it. Another one later is a conflict.
   */
  repository_id?: string;
  /**
   * owner/name that the host gives the repository now, where it was renamed or transferred.
   */
  moved_to?: string;
  /**
   * A manifest was new and unsigned. Attesting takes its time: the next run looks again, once.
   */
  unsettled?: true;
  manifests: number;
  capabilities: number;
  findings: SeverityCounts;
  /**
   * Its name as a file: sources/<file>.html.
   */
  file: string;
}
/**
 * Tags that were read, with their commits.
 */
export interface Tags {
  [k: string]: string;
}
/**
 * What the run asked of GitHub, and what that bought. It differs from run to run, so it is here and in no other file.
 */
export interface GitHubUsage {
  requests: number;
  /**
   * GraphQL's by its own count, and one for each REST request.
   */
  points: number;
  /**
   * What the run was allowed to spend; null: whatever GitHub allows.
   */
  max_points: number | null;
  /**
   * GraphQL points that GitHub said are left; null where it said nothing.
   */
  remaining: number | null;
  /**
   * When GitHub gives new points.
   */
  reset_at: string | null;
  stages: GitHubStageUsage[];
  /**
   * What reading every repository anew would take, at the prices of this run.
   */
  forecast: {
    repositories: number;
    requests: number;
    points: number;
  };
}
export interface GitHubStageUsage {
  stage: 'discovery' | 'heads' | 'trees' | 'blobs' | 'attestations';
  requests: number;
  points: number;
  /**
   * What it bought: repositories found, heads, commits whose files were listed, files, bundles.
   */
  items: number;
  /**
   * Received, decompressed.
   */
  bytes: number;
}
/**
 * api/v1/findings.json
 */
export interface FindingsDocument {
  counts: SeverityCounts;
  findings: Finding[];
}
/**
 * api/v1/quarantine.json
 */
export interface QuarantineDocument {
  quarantined: QuarantinedManifest[];
}
/**
 * A manifest that the policy does not admit. It appears nowhere else.
 */
export interface QuarantinedManifest {
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  commit: string | null;
  ref: string | null;
  path: string;
  manifest: ManifestReference;
  capabilities: {
    id: string;
    version: string | null;
  }[];
  provenance: Provenance1;
  reason: string;
}
/**
 * Who signed the manifest, whether the policy admits it, and why.
 */
export interface Provenance1 {
  outcome: 'verified' | 'unsigned' | 'untrusted' | 'invalid';
  admitted: boolean;
  /**
   * The rule that decided: its first source pattern, or default.
   */
  rule: string;
  reason: string;
  claims?: SignerClaims;
  /**
   * When it was signed, as a log or a timestamp authority says.
   */
  time?: string;
  log_index?: string;
  /**
   * The bundle that decided.
   */
  bundle?: string;
}
/**
 * api/v1/freshness.json: the only file that changes when nothing but the clock did.
 */
export interface FreshnessDocument {
  /**
   * ISO 8601 in UTC.
   */
  generated_at: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  alert_after: string;
  exceptions: Exceptions;
  github?: GitHubUsage;
}
/**
 * api/v1/changes.json: what runs saw change, newest first, at most 500. What the first run found is no change.
 */
export interface ChangesDocument {
  /**
   * ISO 8601 in UTC.
   */
  started_at: string;
  /**
   * @maxItems 500
   */
  changes: Change[];
}
/**
 * A change of one capability, as the run that first saw it found it: the weightiest, where there were several.
 */
export interface Change {
  /**
   * Counts the changes since started_at. One that is missing in between is no longer listed.
   */
  number: number;
  /**
   * ISO 8601 in UTC.
   */
  seen_at: string;
  /**
   * quarantined: the policy does not admit this version. removed: no source holds it any more. retired, deprecated: what its publisher now says of it. restored: back, and none of these any more. moved: another source holds it. updated: another version, or another record under the same version. new: it was not there.
   */
  kind: 'quarantined' | 'removed' | 'retired' | 'deprecated' | 'restored' | 'moved' | 'updated' | 'new';
  id: string;
  title?: string;
  owner?: string;
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  from_source?: string;
  /**
   * The version that was current; absent where there was none, null where it had no version.
   */
  from?: string | null;
  /**
   * The version that is current now, or quarantined; absent where there is none.
   */
  to?: string | null;
  /**
   * Its name as a file: capabilities/<file>.json. Absent where the catalog did not hold it after this change.
   */
  file?: string;
  /**
   * Why the policy does not admit it.
   */
  reason?: string;
}
/**
 * targets/shards/<00-ff>.json: the sources whose id's sha256 starts with that byte, with all that the catalog holds of them.
 */
export interface ShardDocument {
  sources: SourceRow[];
  entries: Entry[];
  findings: Finding[];
  quarantined: QuarantinedManifest[];
}
/**
 * api/v1/unfinished: there while a run writes, and after one that was killed. What the catalog said before of that which the run changes.
 */
export interface UnfinishedDocument {
  /**
   * Number of the last change before this run; null where there was no history.
   */
  last_change: number | null;
  capabilities: {
    id: string;
    before: CapabilityState | null;
  }[];
  quarantined: {
    /**
     * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
     */
    source: string;
    id: string;
    version: string | null;
    /**
     * Whether it was in quarantine.
     */
    before: boolean;
  }[];
}
/**
 * What a change of a capability is told by.
 */
export interface CapabilityState {
  version: string | null;
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  stage: 'active' | 'deprecated' | 'retired';
  title?: string;
  owner?: string;
  manifest: string;
  /**
   * Of the capability's record in canonical JSON.
   */
  record: string;
}
/**
 * targets/catalog.json: the catalog in numbers, and the digest of the site that is made of the targets.
 */
export interface ReleaseDocument {
  catalog: CatalogDocument;
  /**
   * Whether every capability has badges.
   */
  badges: boolean;
  site: {
    /**
     * Of site.sha256, which lists the site's files with their digests.
     */
    digest: string;
    files: number;
  };
}
/**
 * targets/freshness.json: api/v1/freshness.json without the time of the run, which the timestamp of a release says.
 */
export interface ReleaseFreshness {
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  alert_after: string;
  exceptions: Exceptions;
}
/**
 * api/v1/compatibility.json: the whole matrix. Numbers stand for places in `capabilities`, `asked`, `versions` and `kinds`, from 0.
 */
export interface CompatibilityDocument {
  /**
   * Items: development: the scopes dev, development, test, testing, build and ci.
   */
  kinds: ('required' | 'optional' | 'development')[];
  /**
   * Dependencies of current versions.
   */
  counts: {
    required: {
      compatible: number;
      deprecated: number;
      incompatible: number;
      missing: number;
      unknown: number;
      untrusted: number;
    };
    optional: {
      compatible: number;
      deprecated: number;
      incompatible: number;
      missing: number;
      unknown: number;
      untrusted: number;
    };
    development: {
      compatible: number;
      deprecated: number;
      incompatible: number;
      missing: number;
      unknown: number;
      untrusted: number;
    };
  };
  /**
   * By id. Those that are only depended on are in it, too.
   */
  capabilities: MatrixCapability[];
  aliases: {
    id: string;
    capability: number;
    /**
     * An ISO 8601 date or date and time.
     */
    sunset?: string;
  }[];
  /**
   * Capabilities whose current versions all need one another.
   */
  cycles: {
    /**
     * A shortest circle through the first member: each needs the next, the last the first.
     */
    circle: number[];
    members: number[];
  }[];
  /**
   * Known capabilities, each after those that its current version needs; members of a cycle stand together.
   */
  start_order: number[];
  waivers: AppliedWaiver[];
}
export interface MatrixCapability {
  id: string;
  /**
   * untrusted: only quarantined manifests describe it. missing: somebody depends on it and nobody describes it. alias: an older name.
   */
  standing: 'known' | 'untrusted' | 'missing' | 'alias';
  /**
   * Its current version.
   */
  current?: number;
  /**
   * Newest first.
   */
  versions: (string | null)[];
  /**
   * Every range that somebody asks of it, and the answer.
   */
  asked: Asked[];
  /**
   * What its versions depend on; versions that need the same stand together.
   */
  needs: Needs[];
}
export interface Asked {
  /**
   * Absent: none was stated.
   */
  range?: string;
  /**
   * compatible: the range holds. deprecated: only deprecated or retired versions satisfy it. incompatible: no version does. missing: no such capability. unknown: no range, or not SemVer. untrusted: the provider is quarantined. A reader makes `waived` of it where a waiver holds.
   */
  verdict: 'compatible' | 'deprecated' | 'incompatible' | 'missing' | 'unknown' | 'untrusted';
  reason:
    | 'range-holds'
    | 'equal'
    | 'only-superseded'
    | 'only-deprecated'
    | 'no-version-satisfies'
    | 'no-such-capability'
    | 'no-range'
    | 'range-not-understood'
    | 'version-not-semver'
    | 'quarantined'
    | 'only-quarantined';
  /**
   * Versions that satisfy it.
   */
  versions?: number[];
  /**
   * Where none satisfies it: the closest ones.
   */
  nearest?: number[];
  /**
   * Ids that may have been meant.
   */
  suggestions?: string[];
  /**
   * An ISO 8601 date or date and time.
   */
  sunset?: string;
}
export interface Needs {
  versions: number[];
  edges: Edge[];
}
/**
 * A waiver as the decision log grants it. Whether it holds depends on the time.
 */
export interface AppliedWaiver {
  waiver: Waiver;
  /**
   * Line of the decision log that grants it.
   */
  sequence: number;
  /**
   * Digest of that line.
   */
  decision: string;
  /**
   * Digest of the line that ended it.
   */
  revoked_by?: string;
}
/**
 * Leave for one consumer to go on with one capability although the matrix speaks against it, for at most 30 days.
 */
export interface Waiver {
  /**
   * Id of the capability that is depended on.
   */
  capability: string;
  /**
   * Id of the capability that depends on it.
   */
  consumer: string;
  /**
   * What is waived. Who may sign is the trust policy's to decide: untrusted cannot be waived.
   */
  verdict: 'incompatible' | 'unknown' | 'missing' | 'deprecated';
  reason: string;
  /**
   * Who answers for it.
   */
  approver: string;
  /**
   * From when on it holds.
   */
  granted: string;
  /**
   * The first moment at which it holds no more; at most 30 days after granted.
   */
  expires: string;
}
/**
 * api/v1/compatibility/<file>.json: all that the matrix knows of one id.
 */
export interface CapabilityCompatibility {
  id: string;
  /**
   * untrusted: only quarantined manifests describe it. missing: somebody depends on it and nobody describes it. alias: an older name.
   */
  standing: 'known' | 'untrusted' | 'missing' | 'alias';
  /**
   * The capability that has this id as an older name.
   */
  renamed_to?: {
    id: string;
    /**
     * An ISO 8601 date or date and time.
     */
    sunset?: string;
  };
  owner?: string;
  contact?: string;
  /**
   * Newest first.
   */
  versions: ProviderVersion[];
  dependencies: DependencyRow[];
  dependents: DependentRow[];
  /**
   * Where its current version is one of several that all need one another.
   */
  cycle?: {
    /**
     * A shortest circle through the first of them: each needs the next, the last the first.
     */
    circle: string[];
    /**
     * How many they are.
     */
    members: number;
  };
  waivers: AppliedWaiver[];
}
export interface ProviderVersion {
  version: string | null;
  status: 'current' | 'superseded' | 'untrusted';
  /**
   * As the current version says, also of older ones.
   */
  ending?: 'deprecated' | 'retired';
  /**
   * An ISO 8601 date or date and time.
   */
  sunset?: string;
  replaced_by?: string;
  /**
   * How long it is kept after its deprecation.
   */
  window?: string;
  /**
   * What its publisher says of other versions of it.
   */
  declared?: {
    backward_compatible_with?: string[];
    breaks_compatibility_with?: string[];
  };
  /**
   * The result of its own checks, as its manifest has it.
   */
  contract?: {
    result: string;
    last_run?: string | null;
    tool?: string;
  };
}
/**
 * One dependency of the versions of this capability that declare it alike.
 */
export interface DependencyRow {
  versions: (string | null)[];
  /**
   * Whether the current version is one of them.
   */
  current: boolean;
  /**
   * As declared.
   */
  id: string;
  /**
   * Where the declared id is an older name of it.
   */
  target?: string;
  range?: string;
  /**
   * development: the scopes dev, development, test, testing, build and ci.
   */
  kind: 'required' | 'optional' | 'development';
  /**
   * compatible: the range holds. deprecated: only deprecated or retired versions satisfy it. incompatible: no version does. missing: no such capability. unknown: no range, or not SemVer. untrusted: the provider is quarantined. A reader makes `waived` of it where a waiver holds.
   */
  verdict: 'compatible' | 'deprecated' | 'incompatible' | 'missing' | 'unknown' | 'untrusted';
  reason:
    | 'range-holds'
    | 'equal'
    | 'only-superseded'
    | 'only-deprecated'
    | 'no-version-satisfies'
    | 'no-such-capability'
    | 'no-range'
    | 'range-not-understood'
    | 'version-not-semver'
    | 'quarantined'
    | 'only-quarantined';
  satisfied_by?: (string | null)[];
  nearest?: (string | null)[];
  suggestions?: string[];
  /**
   * An ISO 8601 date or date and time.
   */
  sunset?: string;
  /**
   * An ISO 8601 date or date and time.
   */
  alias_sunset?: string;
  /**
   * Evidence, apart from the declaration: versions of the provider whose manifests say that they were tested with this consumer.
   */
  tested_with?: (string | null)[];
}
/**
 * Versions of one consumer that depend on this capability alike.
 */
export interface DependentRow {
  id: string;
  versions: (string | null)[];
  /**
   * Whether its current version is one of them.
   */
  current: boolean;
  owner?: string;
  contact?: string;
  /**
   * The older name that it uses.
   */
  alias?: string;
  range?: string;
  /**
   * development: the scopes dev, development, test, testing, build and ci.
   */
  kind: 'required' | 'optional' | 'development';
  /**
   * compatible: the range holds. deprecated: only deprecated or retired versions satisfy it. incompatible: no version does. missing: no such capability. unknown: no range, or not SemVer. untrusted: the provider is quarantined. A reader makes `waived` of it where a waiver holds.
   */
  verdict: 'compatible' | 'deprecated' | 'incompatible' | 'missing' | 'unknown' | 'untrusted';
  reason:
    | 'range-holds'
    | 'equal'
    | 'only-superseded'
    | 'only-deprecated'
    | 'no-version-satisfies'
    | 'no-such-capability'
    | 'no-range'
    | 'range-not-understood'
    | 'version-not-semver'
    | 'quarantined'
    | 'only-quarantined';
  satisfied_by?: (string | null)[];
  nearest?: (string | null)[];
  suggestions?: string[];
  /**
   * An ISO 8601 date or date and time.
   */
  sunset?: string;
  /**
   * An ISO 8601 date or date and time.
   */
  alias_sunset?: string;
  /**
   * Evidence, apart from the declaration: versions of the provider whose manifests say that they were tested with this consumer.
   */
  tested_with?: (string | null)[];
}
/**
 * api/v1/waivers.json: the waivers that the decision log grants and whose files are there. Which of them hold depends on the time.
 */
export interface WaiversDocument {
  waivers: AppliedWaiver[];
}
/**
 * A canonical capability manifest: what a repository says of one capability it provides. YAML or JSON, snake_case.
 */
export interface Manifest {
  /**
   * Where an editor finds this schema.
   */
  $schema?: string;
  /**
   * <domain>.<capability>.<action> in lower case, with an optional .vN at the end where several versions live side by side.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "CapabilityId".
   */
  id: string;
  /**
   * A SemVer 2.0.0 version.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Version".
   */
  version: string;
  /**
   * The team or person who answers for the capability.
   */
  owner: string;
  /**
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "LifecycleStage".
   */
  lifecycle_stage: 'plan' | 'build' | 'validate' | 'release' | 'operate' | 'retired';
  title?: string;
  description?: string;
  tags?: Strings;
  /**
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Stability".
   */
  stability?: 'experimental' | 'beta' | 'stable' | 'deprecated';
  /**
   * medium is another spelling of moderate.
   */
  security_tier?: 'low' | 'moderate' | 'medium' | 'high' | 'critical';
  inputs?: Input[];
  outputs?: Output[];
  dependencies?: Dependency[];
  interfaces?: Interface[];
  behaviors?: Behavior[];
  value_scenarios?: ValueScenario[];
  signals?: (string | Signal)[];
  adr_links?: Strings;
  links?: Link[];
  documentation?: Documentation;
  /**
   * The first generation writes a word, later ones an object.
   */
  validation_status?: string | ValidationStatus;
  compatibility?: Compatibility;
  aliases?: Alias[];
  deprecation?: Deprecation;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
  contact?: string;
  secrets_required?: Strings;
  /**
   * Extension fields start with x- and are not read.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema definition
   * via the `patternProperty` "^x-".
   */
  [k: string]:
    | {
        [k: string]: unknown;
      }
    | string
    | 'plan'
    | 'build'
    | 'validate'
    | 'release'
    | 'operate'
    | 'retired'
    | Strings
    | 'experimental'
    | 'beta'
    | 'stable'
    | 'deprecated'
    | 'low'
    | 'moderate'
    | 'medium'
    | 'high'
    | 'critical'
    | Input[]
    | Output[]
    | Dependency[]
    | Interface[]
    | Behavior[]
    | ValueScenario[]
    | (string | Signal)[]
    | Link[]
    | Documentation
    | ValidationStatus
    | Compatibility
    | Alias[]
    | Deprecation
    | undefined;
}
/**
 * manifest.json, the first member of a file that `chora mirror export` writes. Nobody signed it: it is for messages, and nothing is believed because it says so.
 */
export interface MirrorExport {
  format: 'chora-mirror-export/v1';
  catalog: string | null;
  view: 'online' | 'airgap';
  /**
   * The release that it brings a mirror to.
   */
  release: number;
  /**
   * The release that a mirror must have had, or a later one; null for a file that needs none.
   */
  needs: number | null;
  /**
   * Versions of the root that are in it.
   */
  roots: {
    /**
     * This interface was referenced by `MirrorState`'s JSON-Schema
     * via the `definition` "Version".
     */
    from: number;
    /**
     * This interface was referenced by `MirrorState`'s JSON-Schema
     * via the `definition` "Version".
     */
    to: number;
  };
  /**
   * ISO 8601 in UTC.
   */
  generated_at: string;
  /**
   * ISO 8601 in UTC.
   */
  made_at: string;
  /**
   * ISO 8601 in UTC.
   */
  expires: string;
  /**
   * In it, but for this one.
   */
  files: number;
  /**
   * Of these files.
   */
  bytes: number;
  /**
   * Version of the program that wrote it.
   */
  generator: string;
}
/**
 * A line of journal.ndjson: canonical JSON (RFC 8785), chained to the line before by its digest.
 */
export interface MirrorEvent {
  /**
   * ISO 8601 in UTC.
   */
  at: string;
  /**
   * repaired: a line that was not written to its end was taken away. recovered: an earlier sync ended between serving a release and writing it down. damaged: lines before this one are not as they were written. import: as released, by a file that was carried here.
   */
  event:
    | 'init'
    | 'released'
    | 'unchanged'
    | 'refused'
    | 'failed'
    | 'rollback'
    | 'prune'
    | 'repaired'
    | 'recovered'
    | 'damaged'
    | 'import'
    | 'export';
  /**
   * Digest of the line before, without its end; null in the first.
   */
  prev: string | null;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  release?: number;
  from?: number | null;
  folder?: string;
  /**
   * ISO 8601 in UTC.
   */
  generated_at?: string;
  versions?: RoleVersions;
  fingerprint?: string;
  /**
   * Of the list of the release's files.
   */
  files?: string;
  changes?: {
    added: number;
    updated: number;
    removed: number;
  };
  quarantined?: number;
  /**
   * The release brought another policy or trusted root than the one before.
   */
  policy_changed?: true;
  /**
   * Of the root that was pinned.
   */
  root?: string;
  url?: string;
  code?: string;
  message?: string;
  /**
   * Folders of releases.
   */
  removed?: string[];
  blobs?: number;
  bytes?: number;
  /**
   * Of the file that was imported or exported.
   */
  file?: string;
  /**
   * Of what was taken away.
   */
  torn?: string;
}
/**
 * This interface was referenced by `MirrorRelease`'s JSON-Schema
 * via the `definition` "RoleVersions".
 */
export interface RoleVersions {
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  root: number;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  timestamp: number;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  snapshot: number;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  targets: number;
}
/**
 * releases/<folder>.json of a mirror: what a kept release is, and how it was judged.
 */
export interface MirrorRelease {
  format: 'chora-mirror-release/v1';
  /**
   * Version of the targets role.
   */
  release: number;
  /**
   * Its folder in releases/. A second one of the same release, made with other settings or by another version, ends with .2
   */
  folder: string;
  /**
   * Name of the catalog.
   */
  catalog: string | null;
  versions: RoleVersions;
  /**
   * ISO 8601 in UTC.
   */
  generated_at: string;
  /**
   * ISO 8601 in UTC.
   */
  made_at: string;
  /**
   * Of all that it was made from: targets, filters, policy, version of the program.
   */
  fingerprint: string;
  targets: TargetReference[];
  /**
   * Of releases/<folder>.sha256.
   */
  files: string;
  site: Site;
  generator: Generator1;
  /**
   * By what its manifests were judged; null where neither the release nor the mirror has a policy.
   */
  trust: MirrorTrust | null;
  /**
   * Whether the proofs of its manifests were verified.
   */
  proofs: boolean;
  records: RecordsComparison;
  only: MirrorFilter | null;
  judged: Judged;
  freshness: {
    /**
     * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
     *
     * This interface was referenced by `Manifest`'s JSON-Schema
     * via the `definition` "Duration".
     */
    ttl: string;
    /**
     * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
     *
     * This interface was referenced by `Manifest`'s JSON-Schema
     * via the `definition` "Duration".
     */
    alert_after: string;
    exceptions: Exceptions;
  };
  /**
   * What ages together.
   */
  capabilities: AgingCapabilities[];
  /**
   * Of all the other fields, as canonical JSON (RFC 8785).
   */
  digest: string;
}
/**
 * This interface was referenced by `MirrorRelease`'s JSON-Schema
 * via the `definition` "TargetReference".
 */
export interface TargetReference {
  name: string;
  digest: string;
  size: number;
}
export interface Site {
  digest: string;
  files: number;
  published: string;
  /**
   * Why the two need not be equal, where they need not.
   */
  compared: 'equal' | 'other-generator' | 'partial' | 'own-policy';
}
export interface Generator1 {
  published: string;
  own: string;
}
/**
 * This interface was referenced by `MirrorRelease`'s JSON-Schema
 * via the `definition` "MirrorTrust".
 */
export interface MirrorTrust {
  policy: string;
  trusted_root: string;
  /**
   * Whether they are the mirror’s own.
   */
  own: boolean;
}
/**
 * Whether the records of the release are what the bytes of its manifests give.
 *
 * This interface was referenced by `MirrorRelease`'s JSON-Schema
 * via the `definition` "RecordsComparison".
 */
export interface RecordsComparison {
  /**
   * other-generator: another version of the program made them, which may read manifests in another way. off: mirror.yaml says so, or nothing reads them.
   */
  state: 'compared' | 'other-generator' | 'off';
  /**
   * Manifests that were read again for this release.
   */
  compared: number;
  /**
   * Manifests whose records were compared before.
   */
  known: number;
  /**
   * Records with aliases that another file of their source states. Such a file is not part of a release.
   */
  joined: UnconfirmedRecord[];
  unconfirmed: UnconfirmedRecord[];
}
/**
 * A record that differs in this field, and may. An unconfirmed one is of an older version, or of a source that could not be read, and may be by an earlier version of the program.
 *
 * This interface was referenced by `MirrorRelease`'s JSON-Schema
 * via the `definition` "UnconfirmedRecord".
 */
export interface UnconfirmedRecord {
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  path: string;
  id: string;
  version: string | null;
  field: string;
}
/**
 * Which capabilities are mirrored: those that have one of the values in each field that is given.
 *
 * This interface was referenced by `MirrorConfig`'s JSON-Schema
 * via the `definition` "MirrorFilter".
 */
export interface MirrorFilter {
  domain?: FilterValues;
  owner?: FilterValues;
  /**
   * @minItems 1
   *
   * Items: The formats that hold capabilities.
   */
  format?: [
    (
      | 'chora'
      | 'star'
      | 'chora.dev/v1'
      | 'sap-catalog'
      | 'namespace'
      | 'coordination-capabilities'
      | 'backstage'
      | 'mcp-server'
    ),
    ...(
      | 'chora'
      | 'star'
      | 'chora.dev/v1'
      | 'sap-catalog'
      | 'namespace'
      | 'coordination-capabilities'
      | 'backstage'
      | 'mcp-server'
    )[]
  ];
  /**
   * @minItems 1
   */
  provenance?: [
    'verified' | 'unsigned' | 'untrusted' | 'invalid',
    ...('verified' | 'unsigned' | 'untrusted' | 'invalid')[]
  ];
}
/**
 * This interface was referenced by `MirrorRelease`'s JSON-Schema
 * via the `definition` "JudgedManifest".
 */
export interface JudgedManifest {
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  path: string;
  manifest: string;
  /**
   * What it was judged by: its bytes and its bundles. They are kept with the release.
   */
  blobs: string[];
  capabilities: string[];
  outcome: 'verified' | 'unsigned' | 'untrusted' | 'invalid';
  /**
   * Whether it is kept out; else it is shown with this outcome.
   */
  quarantined: boolean;
  reason: string;
}
/**
 * This interface was referenced by `MirrorRelease`'s JSON-Schema
 * via the `definition` "AgingCapabilities".
 */
export interface AgingCapabilities {
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  source: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
  ids: string[];
}
export interface MirrorInitReport {
  folder: string;
  url: string;
  /**
   * Which metadata is trusted: that of the published site, which expires within days, or that which is made for carrying by hand.
   */
  view: 'online' | 'airgap';
  pinned: {
    digest: string;
    /**
     * This interface was referenced by `MirrorState`'s JSON-Schema
     * via the `definition` "Version".
     */
    version: number;
    expires: string;
    threshold: number;
    key_ids: string[];
  };
}
export interface MirrorSyncReport {
  outcome: 'released' | 'unchanged';
  from: number | null;
  /**
   * The release that is served now.
   */
  to: number;
  /**
   * ISO 8601 in UTC.
   */
  generated_at: string;
  /**
   * clock: this machine’s clock is before what was already seen, so that no age can be told. empty: there is no release yet.
   */
  state: 'fresh' | 'stale' | 'alert' | 'expired' | 'clock' | 'empty';
  changes: MirrorChanges;
  fetched: {
    files: number;
    bytes: number;
    /**
     * Bytes that an earlier sync had fetched.
     */
    resumed: number;
    retries: number;
  };
  proofs: {
    /**
     * Manifests that were judged in this sync.
     */
    verified: number;
    /**
     * Manifests that were judged before, by the same policy.
     */
    known: number;
  };
  records: RecordsComparison;
  /**
   * The release brought another policy or trusted root than the one before, and the mirror has none of its own.
   */
  policy_changed: boolean;
  held: MirrorHold | null;
  /**
   * Why the two need not be equal, where they need not.
   */
  site: 'equal' | 'other-generator' | 'partial' | 'own-policy';
  partial: boolean;
  /**
   * That the served release shows; of a part of the catalog, those of that part.
   */
  capabilities: number;
  judged: Judged;
  pruned: string[];
  seconds: number;
}
/**
 * Of the current versions of capabilities.
 */
export interface MirrorChanges {
  added: VersionedId[];
  /**
   * from and to are equal where the content changed and the version did not.
   */
  updated: {
    id: string;
    from: string | null;
    to: string | null;
  }[];
  removed: VersionedId[];
}
export interface VersionedId {
  id: string;
  version: string | null;
}
/**
 * This interface was referenced by `MirrorState`'s JSON-Schema
 * via the `definition` "MirrorHold".
 */
export interface MirrorHold {
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  release: number;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  from: number;
}
export interface MirrorStatus {
  /**
   * clock: this machine’s clock is before what was already seen, so that no age can be told. empty: there is no release yet.
   */
  state: 'fresh' | 'stale' | 'alert' | 'expired' | 'clock' | 'empty';
  /**
   * Why it is not fresh.
   */
  reasons: string[];
  exit_code: number;
  /**
   * ISO 8601 in UTC.
   */
  checked_at: string;
  catalog: string | null;
  /**
   * Which metadata is trusted: that of the published site, which expires within days, or that which is made for carrying by hand.
   */
  view: 'online' | 'airgap';
  serve_stale: boolean;
  release: {
    /**
     * This interface was referenced by `MirrorState`'s JSON-Schema
     * via the `definition` "Version".
     */
    version: number;
    folder: string;
    /**
     * ISO 8601 in UTC.
     */
    generated_at: string;
    age_seconds: number;
    ttl_seconds: number;
    alert_after_seconds: number;
    site: Site;
    records: RecordsComparison;
    /**
     * Manifests that the policy of this mirror keeps out.
     */
    quarantined: number;
    generator: Generator1;
  } | null;
  /**
   * The newest metadata that was verified: the floor below which nothing is accepted any more.
   */
  trusted: RoleVersions | null;
  /**
   * By role.
   */
  expires: {
    /**
     * ISO 8601 in UTC.
     */
    [k: string]: string;
  };
  next_expiry: {
    role: string;
    /**
     * ISO 8601 in UTC.
     */
    at: string;
    in_seconds: number;
  } | null;
  partial: MirrorFilter | null;
  held: MirrorHold | null;
  last_sync: MirrorSyncEnd | null;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "InstantOrNull".
   */
  last_success_at: string | null;
  /**
   * Folders of the releases that can be rolled back to.
   */
  kept: string[];
  /**
   * Capabilities by the state of their own age.
   */
  manifests: {
    fresh: number;
    stale: number;
    alert: number;
    never: number;
  };
  not_fresh: {
    id: string;
    source: string;
    state: 'stale' | 'alert' | 'never';
    age_seconds: number | null;
    ttl_seconds: number | null;
  }[];
  /**
   * What somebody should know and nothing is wrong with.
   */
  notes: string[];
}
/**
 * This interface was referenced by `MirrorState`'s JSON-Schema
 * via the `definition` "MirrorSyncEnd".
 */
export interface MirrorSyncEnd {
  /**
   * ISO 8601 in UTC.
   */
  at: string;
  /**
   * refused: what was published is not to be trusted. failed: it could not be had, or not be stored.
   */
  outcome: 'released' | 'unchanged' | 'refused' | 'failed';
  code?: string;
  message?: string;
  hint?: string;
}
export interface MirrorVerifyReport {
  ok: boolean;
  problems: {
    part: 'metadata' | 'target' | 'blob' | 'site' | 'proof' | 'record' | 'journal' | 'state' | 'release';
    /**
     * Its name, path or digest.
     */
    what: string;
    message: string;
  }[];
  notes: string[];
  checked: {
    targets: number;
    blobs: number;
    files: number;
    proofs: number;
    journal_lines: number;
    bytes: number;
  };
  releases: string[];
}
export interface MirrorRollbackReport {
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  from: number;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "Version".
   */
  to: number;
  folder: string;
  /**
   * ISO 8601 in UTC.
   */
  generated_at: string;
  /**
   * clock: this machine’s clock is before what was already seen, so that no age can be told. empty: there is no release yet.
   */
  state: 'fresh' | 'stale' | 'alert' | 'expired' | 'clock' | 'empty';
  held: MirrorHold | null;
  trusted: RoleVersions;
}
export interface MirrorPruneReport {
  /**
   * Those that were removed.
   */
  releases: string[];
  kept: string[];
  blobs: number;
  bytes: number;
}
export interface MirrorLogReport {
  events: MirrorEvent[];
  lines: number;
  intact: boolean;
  /**
   * The last line was not written to its end; the next sync repairs it.
   */
  torn: boolean;
  problem: string | null;
}
export interface MirrorExportReport {
  file: CarriedFile;
  export: MirrorExport;
  /**
   * By role.
   */
  expires: {
    /**
     * ISO 8601 in UTC.
     */
    [k: string]: string;
  };
}
export interface CarriedFile {
  path: string;
  digest: string;
  /**
   * In bytes, compressed.
   */
  size: number;
}
export interface MirrorImportReport {
  file: CarriedFile;
  export: MirrorExport;
  sync: MirrorSyncReport;
}
/**
 * That `chora mirror serve` listens.
 */
export interface MirrorServing {
  url: string;
  folder: string;
}
/**
 * What /healthz answers. Nothing of the machine is in it: everybody may read it.
 */
export interface MirrorHealth {
  /**
   * As in the status. damaged: it cannot be told.
   */
  state: 'fresh' | 'stale' | 'alert' | 'expired' | 'clock' | 'empty' | 'damaged';
  /**
   * Which part of the catalog this mirror holds; null for the whole of it.
   */
  partial: MirrorFilter | null;
  /**
   * Whether the release is served; the answer is 200 then, else 503.
   */
  shown: boolean;
  release: number | null;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "InstantOrNull".
   */
  generated_at: string | null;
  age_seconds: number | null;
  /**
   * When the first of the metadata expires.
   */
  expires_at: string | null;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "InstantOrNull".
   */
  last_success_at: string | null;
  /**
   * ISO 8601 in UTC.
   */
  checked_at: string;
}
/**
 * state.json of a mirror: what has to be remembered from one sync to the next.
 */
export interface MirrorState {
  format: 'chora-mirror-state/v1';
  /**
   * The greatest generated_at that was ever taken. A clock before it is wrong.
   */
  greatest_generated_at: string | null;
  /**
   * The generated_at of a release that the clock of this machine had not reached, until a sync meets one that it has.
   */
  ahead: string | null;
  last_sync: MirrorSyncEnd | null;
  /**
   * This interface was referenced by `MirrorState`'s JSON-Schema
   * via the `definition` "InstantOrNull".
   */
  last_success_at: string | null;
  /**
   * Set by a rollback: until there is a release newer than `from`, `release` is served.
   */
  hold: MirrorHold | null;
  journal: JournalHead;
  /**
   * Of all the other fields, as canonical JSON (RFC 8785).
   */
  digest: string;
}
/**
 * This interface was referenced by `MirrorState`'s JSON-Schema
 * via the `definition` "JournalHead".
 */
export interface JournalHead {
  lines: number;
  /**
   * Digest of the last line.
   */
  head: string | null;
}
/**
 * mirror.yaml: what a mirror follows, how much of it, and how old it may get.
 */
export interface MirrorConfig {
  $schema?: string;
  /**
   * The published catalog: an http(s) URL, or a folder, relative to this file.
   */
  url: string;
  /**
   * Which metadata is trusted: that of the published site, which expires within days, or that which is made for carrying by hand.
   */
  view?: 'online' | 'airgap';
  only?: MirrorFilter;
  /**
   * Releases to keep, the served one included.
   */
  keep?: number;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  ttl?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  alert_after?: string;
  /**
   * Whether a release whose metadata has expired is still served.
   */
  serve_stale?: boolean;
  /**
   * From which age on sync and status exit with 1.
   */
  fail_on?: 'stale' | 'alert' | 'never';
  limits?: MirrorLimits;
  /**
   * Whom this mirror believes: a policy.yaml, relative to this file. It wins over the one that the release brings along. With it goes a trusted_root.json: the one beside it, or else the public-good one of this program.
   */
  policy?: string;
  verify?: {
    /**
     * Whether the Sigstore proof of each changed manifest is verified again.
     */
    proofs?: boolean;
    /**
     * Whether each changed manifest is read again and compared with the record that the release has of it.
     */
    records?: boolean;
  };
}
/**
 * This interface was referenced by `MirrorConfig`'s JSON-Schema
 * via the `definition` "MirrorLimits".
 */
export interface MirrorLimits {
  /**
   * Files fetched at the same time.
   */
  concurrency?: number;
  /**
   * Bytes a second, such as 2MB/s. Default: no limit.
   */
  bandwidth?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  timeout?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  stall?: string;
  /**
   * Of one file, when the network or the server fails.
   */
  retries?: number;
  /**
   * Of one file of a release.
   */
  file?: string;
  /**
   * Of all that a release names.
   */
  release?: string;
}
/**
 * policy.yaml: whose signature each source's manifests need, and who may claim which capability ids.
 */
export interface TrustPolicy {
  $schema?: string;
  /**
   * What holds for sources that no rule names. Without it, nothing of them is admitted.
   */
  default?: {
    /**
     * verified: signed by one of the identities. signed: signed by anybody. none: unsigned manifests, too. A signature that fails is never admitted.
     *
     * This interface was referenced by `TrustPolicy`'s JSON-Schema
     * via the `definition` "Requirement".
     */
    require: 'verified' | 'signed' | 'none';
    identities?: Identities;
  };
  /**
   * The first rule that names a source decides about it.
   *
   * @maxItems 10000
   */
  rules?: TrustRule[];
  /**
   * Who may claim which capability ids, also as older names of others. The longest prefix that fits an id decides.
   *
   * @maxItems 10000
   */
  namespaces?: Namespace[];
}
/**
 * Every field that is given must hold. Either a certificate's claims (issuer and who), or public_key.
 *
 * This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "Identity".
 */
export interface Identity {
  /**
   * OIDC issuer, compared exactly.
   */
  issuer?: string;
  /**
   * URL of the repository whose workflow ran; {source} stands for the repository that the manifest comes from.
   */
  source_repository?: string;
  /**
   * In quotation marks: it is text.
   *
   * This interface was referenced by `TrustPolicy`'s JSON-Schema
   * via the `definition` "NumericId".
   */
  source_repository_id?: string;
  /**
   * In quotation marks: it is text.
   *
   * This interface was referenced by `TrustPolicy`'s JSON-Schema
   * via the `definition` "NumericId".
   */
  source_repository_owner_id?: string;
  /**
   * owner/name/.github/workflows/file.yml on github.com, or its URL; with @ref to allow that ref alone.
   */
  signer_workflow?: string;
  /**
   * Such as github-hosted.
   */
  runner_environment?: string;
  refs?: Patterns;
  /**
   * The certificate's subject alternative name, compared exactly.
   */
  subject?: string;
  /**
   * The whole subject must match. Literals, classes, groups, | and quantifiers.
   */
  subject_regexp?: string;
  /**
   * A public key in PEM, instead of a certificate's claims.
   */
  public_key?: string;
  /**
   * For public_key: whether the signature must be in a transparency log. Default: required.
   */
  transparency_log?: 'required' | 'optional';
}
/**
 * This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "TrustRule".
 */
export interface TrustRule {
  sources: Patterns1;
  /**
   * verified: signed by one of the identities. signed: signed by anybody. none: unsigned manifests, too. A signature that fails is never admitted.
   */
  require?: 'verified' | 'signed' | 'none';
  identities?: Identities;
}
/**
 * This interface was referenced by `TrustPolicy`'s JSON-Schema
 * via the `definition` "Namespace".
 */
export interface Namespace {
  /**
   * What the ids start with; case does not count.
   */
  prefix: string;
  sources: Patterns2;
}
/**
 * What `chora schedule` keeps of its jobs, and `chora schedule --status` shows.
 */
export interface ScheduleState {
  format: 'chora-schedule/v1';
  /**
   * ISO 8601 in UTC.
   */
  updated_at: string;
  jobs: JobState[];
}
/**
 * This interface was referenced by `ScheduleState`'s JSON-Schema
 * via the `definition` "JobState".
 */
export interface JobState {
  name: string;
  /**
   * index: everything again. refresh: what changed. mirror-sync: bring a mirror up to date.
   */
  run: 'index' | 'refresh' | 'mirror-sync';
  cron: string;
  timezone: string;
  /**
   * As the cron expression says, without jitter; null while no scheduler runs.
   */
  next_run_at: string | null;
  running_since: string | null;
  last: JobResult | null;
  /**
   * Runs that were due while the one before had not ended.
   */
  skipped: number;
  last_skipped_at: string | null;
}
/**
 * This interface was referenced by `ScheduleState`'s JSON-Schema
 * via the `definition` "JobResult".
 */
export interface JobResult {
  /**
   * partial: exit code 3. stopped: the scheduler was told to end. interrupted: the scheduler itself ended meanwhile.
   */
  outcome: 'done' | 'partial' | 'failed' | 'timed-out' | 'stopped' | 'interrupted';
  /**
   * ISO 8601 in UTC.
   */
  started_at: string;
  ended_at: string | null;
  /**
   * null where a signal or the scheduler ended it.
   */
  exit_code: number | null;
  /**
   * The signal that ended it.
   */
  signal?: string;
  /**
   * Why it could not be started.
   */
  message?: string;
}
/**
 * schedule.yaml: what `chora schedule` runs, and when.
 */
export interface ScheduleConfig {
  $schema?: string;
  /**
   * Where the cron expressions tell the time, such as Europe/Berlin.
   */
  timezone?: string;
  /**
   * File that keeps the last result of each job; relative to this file.
   */
  state?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  grace?: string;
  /**
   * @minItems 1
   * @maxItems 100
   */
  jobs: [ScheduledJob, ...ScheduledJob[]];
}
/**
 * This interface was referenced by `ScheduleConfig`'s JSON-Schema
 * via the `definition` "ScheduledJob".
 */
export interface ScheduledJob {
  /**
   * Default: what it runs.
   */
  name?: string;
  /**
   * index: everything again. refresh: what changed. mirror-sync: bring a mirror up to date.
   */
  run: 'index' | 'refresh' | 'mirror-sync';
  /**
   * Of mirror-sync, which needs it: the folder of the mirror, relative to this file.
   */
  dir?: string;
  /**
   * Minute, hour, day of month, month, day of week; optionally seconds before them.
   */
  cron: string;
  /**
   * Default: that of the file.
   */
  timezone?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  jitter?: string;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   */
  timeout?: string;
  /**
   * Options of the command line, without the dashes, such as config: catalog.yaml. Paths are relative to this file.
   */
  options?: {
    [k: string]: string | number | true;
  };
}
/**
 * shard.json: which part of which run this is. Written last: without it the run did not end.
 */
export interface ShardResult {
  format: 'chora-shard/v1';
  /**
   * Which one, from 1.
   */
  shard: number;
  /**
   * Of how many.
   */
  shards: number;
  generator: Generator;
  configuration: string;
  /**
   * Digests of the policy and of the trusted root; null: signatures were not looked at.
   */
  trust: null | {
    policy: string;
    root: string;
  };
  /**
   * Digest of the state of the catalog that the run started from.
   */
  previous: string;
  /**
   * Whether everything was read again.
   */
  rebuild: boolean;
  github?: GitHubUsage1;
  /**
   * ISO 8601 in UTC.
   */
  read_at: string;
  /**
   * The file sources.json.
   */
  sources: {
    digest: string;
    /**
     * Bytes.
     */
    size: number;
  };
  /**
   * Manifests and bundles that this run read. The catalog has the others already.
   */
  blobs: string[];
}
/**
 * What the run asked of GitHub, and what that bought. It differs from run to run, so it is here and in no other file.
 */
export interface GitHubUsage1 {
  requests: number;
  /**
   * GraphQL's by its own count, and one for each REST request.
   */
  points: number;
  /**
   * What the run was allowed to spend; null: whatever GitHub allows.
   */
  max_points: number | null;
  /**
   * GraphQL points that GitHub said are left; null where it said nothing.
   */
  remaining: number | null;
  /**
   * When GitHub gives new points.
   */
  reset_at: string | null;
  stages: GitHubStageUsage[];
  /**
   * What reading every repository anew would take, at the prices of this run.
   */
  forecast: {
    repositories: number;
    requests: number;
    points: number;
  };
}
/**
 * sources.json: the sources of the shard with all that they claim. Whose an id is, merging decides.
 */
export interface ShardSources {
  sources: ShardSource[];
}
export interface ShardSource {
  row: ShardSourceRow;
  entries: Entry[];
  findings: Finding[];
  quarantined: QuarantinedManifest[];
}
/**
 * The source's row of sources.json of the catalog, without what only merging can count.
 */
export interface ShardSourceRow {
  /**
   * github.com/owner/name, git.example.org/team/repo, dir:example/alpha
   */
  id: string;
  kind: 'directory' | 'git' | 'github';
  /**
   * Where it is pulled from; absent for what only this machine can reach.
   */
  url?: string;
  /**
   * ok: it was read, under another name where it has a moved_to. empty: it was read, and nothing was ever pushed to it. missing: the host says that it is not there or not ours to see. disabled: the host blocks it. no-default-branch: it has commits, and its default branch none. unreachable: no usable answer. rate-limited: the host asked us to come back later. deleted: the configuration no longer lists it.
   */
  state: 'ok' | 'empty' | 'missing' | 'disabled' | 'no-default-branch' | 'unreachable' | 'rate-limited' | 'deleted';
  /**
   * The commit whose manifests the catalog holds; for a folder the digest of what was read; null if nothing was ever read.
   */
  commit: string | null;
  tags?: Tags;
  /**
   * Digest of all else that decided what was read: globs, folder, generator.
   */
  reading: string | null;
  /**
   * A whole number and a unit: 90s, 60m, 26h, 14d, 2w.
   *
   * This interface was referenced by `Manifest`'s JSON-Schema
   * via the `definition` "Duration".
   */
  ttl?: string;
  /**
   * The repository's id at its host, as the host or a verified certificate first gave it. Another one later is a conflict.
   */
  repository_id?: string;
  /**
   * owner/name that the host gives the repository now, where it was renamed or transferred.
   */
  moved_to?: string;
  /**
   * A manifest was new and unsigned. Attesting takes its time: the next run looks again, once.
   */
  unsettled?: true;
  manifests: number;
}
