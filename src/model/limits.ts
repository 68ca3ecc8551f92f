/** What one manifest may cost. Beyond these it is a finding, not a record. */
export const MANIFEST_LIMITS = {
  /** Bytes of one file. */
  bytes: 1024 * 1024,
  /** Levels of nesting. */
  depth: 64,
  /** Mappings, sequences, scalars and aliases of one file. */
  nodes: 10_000,
  /** Findings listed for one file. */
  findings: 100,
} as const;

/** What one source may cost. Beyond these it is unreachable for this run, and its last good entries stay. */
export const SOURCE_LIMITS = {
  /** Milliseconds for all that is asked of one source, retries included. */
  timeout: 60_000,
  /** Bytes received for one source. */
  bytes: 256 * 1024 * 1024,
  /** Files that match the manifest globs. */
  files: 5_000,
  /** Tags read, newest first. */
  tags: 200,
} as const;
