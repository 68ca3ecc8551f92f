// Generated from schemas/ by `npm run generate`. Do not edit.

/** By schema of a configuration: its fields, and what a text of a form is, by the form's pattern. */
export const CONFIGURATION_WORDS: Readonly<
  Record<string, { readonly fields: readonly string[]; readonly forms: Readonly<Record<string, string>> }>
> = {
  "catalog-config.schema.json": {
    "fields": [
      "$schema",
      "alert_after",
      "allow_file_urls",
      "archived",
      "badges",
      "base_url",
      "decisions",
      "directory",
      "each",
      "exclude",
      "forks",
      "git",
      "github",
      "id",
      "languages",
      "manifests",
      "max_points",
      "name",
      "names",
      "org",
      "path",
      "policy",
      "ref",
      "repo",
      "sources",
      "tags",
      "topics",
      "ttl",
      "url",
      "user",
      "visibility",
      "waivers"
    ],
    "forms": {
      "^[1-9]\\d{0,5}(s|m|h|d|w)$": "A whole number and a unit: 90s, 60m, 26h, 14d, 2w.",
      "^[A-Za-z0-9][A-Za-z0-9._-]*(:[0-9]+)?(/[A-Za-z0-9._~+-]+)+$": "The source's name as its publisher would write it, such as github.com/owner/name. Default: from the URL.",
      "^[A-Za-z0-9_][A-Za-z0-9_-]*/[A-Za-z0-9._-]+$": "owner/name",
      "^https?://": "Where the catalog is published."
    }
  },
  "policy.schema.json": {
    "fields": [
      "$schema",
      "default",
      "identities",
      "issuer",
      "namespaces",
      "prefix",
      "public_key",
      "refs",
      "require",
      "rules",
      "runner_environment",
      "signer_workflow",
      "source_repository",
      "source_repository_id",
      "source_repository_owner_id",
      "sources",
      "subject",
      "subject_regexp",
      "transparency_log"
    ],
    "forms": {
      "^[0-9]{1,20}$": "In quotation marks: it is text."
    }
  },
  "schedule.schema.json": {
    "fields": [
      "$schema",
      "cron",
      "dir",
      "grace",
      "jitter",
      "jobs",
      "name",
      "options",
      "run",
      "state",
      "timeout",
      "timezone"
    ],
    "forms": {
      "^[1-9]\\d{0,5}(s|m|h|d|w)$": "A whole number and a unit: 90s, 60m, 26h, 14d, 2w.",
      "^[a-z0-9][a-z0-9-]{0,63}$": "Default: what it runs."
    }
  },
  "mirror.schema.json": {
    "fields": [
      "$schema",
      "alert_after",
      "bandwidth",
      "concurrency",
      "domain",
      "fail_on",
      "file",
      "format",
      "keep",
      "limits",
      "only",
      "owner",
      "policy",
      "proofs",
      "provenance",
      "records",
      "release",
      "retries",
      "serve_stale",
      "stall",
      "timeout",
      "ttl",
      "url",
      "verify",
      "view"
    ],
    "forms": {
      "^[1-9][0-9]{0,11}([KMG]B?)?$": "Bytes, such as 512K, 256MB or 2G.",
      "^[1-9][0-9]{0,11}([KMG]B?)?/s$": "Bytes a second, such as 2MB/s. Default: no limit.",
      "^[1-9]\\d{0,5}(s|m|h|d|w)$": "A whole number and a unit: 90s, 60m, 26h, 14d, 2w."
    }
  },
  "waiver.schema.json": {
    "fields": [
      "approver",
      "capability",
      "consumer",
      "expires",
      "granted",
      "reason",
      "verdict"
    ],
    "forms": {
      "^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\dZ)?$": "A day, which stands for its first moment in UTC, or a time in UTC."
    }
  }
};
