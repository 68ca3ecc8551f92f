import type { MirrorFilter } from '../model/generated/types.js';

/** What `chora mirror init` was told. */
export interface NewMirror {
  readonly url: string;
  readonly view: 'online' | 'airgap';
  readonly only: MirrorFilter | null;
  /** Whether a policy.yaml of the operator's lies in the mirror. */
  readonly policy: boolean;
}

/** mirror.yaml, with what else can be said in it. JSON strings are YAML strings. */
export function configText({ url, view, only, policy }: NewMirror): string {
  const filter =
    only === null
      ? ['# only: { domain: [billing], owner: [team-a], format: [chora], provenance: [verified] }']
      : ['only:', ...Object.entries(only).map(([field, values]) => `  ${field}: ${JSON.stringify(values)}`)];
  return `# What this mirror follows. Everything here may be changed; the next \`chora mirror sync\` goes by it.

# Where the catalog is published: an address, or a folder, relative to this file.
url: ${JSON.stringify(url)}
# online: the metadata of the published site. airgap: that for carrying by hand, which expires later. Each has a root of its own.
view: ${view}

# Which capabilities: those that have one of the values in each field. Without it, all of them.
${filter.join('\n')}

# Releases to keep, the served one included: what \`chora mirror rollback\` can go back to.
keep: 3

# Ages. Without them, what the catalog says.
# ttl: 60m
# alert_after: 90m
# From which age on \`sync\` and \`status\` exit with 1: stale, alert or never.
fail_on: stale
# Whether a release is still served after its metadata has expired.
serve_stale: false

# limits:
#   concurrency: 8       # files at the same time
#   bandwidth: 2MB/s
#   timeout: 10m         # for one file
#   stall: 30s           # without a byte
#   retries: 4
#   file: 256M
#   release: 16G

# Whom this mirror believes, whatever the release says; with a trusted_root.json beside it, or else Sigstore's public-good one.
# Without it, the policy of the release itself is taken: then whoever can publish can also change who may sign.
${policy ? 'policy: policy.yaml' : '# policy: policy.yaml'}

# Whether the Sigstore proof of each changed manifest is verified again, and whether the manifest is read again and compared with
# what the release says of it.
verify:
  proofs: true
  records: true
`;
}
