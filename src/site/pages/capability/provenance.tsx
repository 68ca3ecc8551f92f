import type { ComponentChild } from 'preact';
import type { Entry } from '../../../model/generated/types.js';
import { command } from '../../components/command.js';
import { type Fact, facts } from '../../components/facts.js';
import { mark } from '../../components/mark.js';
import { moment } from '../../components/moment.js';
import { code, words } from '../../components/strangers.js';
import { blob } from '../../links.js';
import { capitalized, dirOf } from '../../text.js';
import { OUTCOMES } from '../../words.js';

const CLAIMS = [
  ['source_repository', 'Repository'],
  ['source_repository_id', 'Repository id'],
  ['signer_workflow', 'Workflow'],
  ['ref', 'Ref'],
  ['commit', 'Commit'],
  ['runner_environment', 'Runner'],
  ['subject', 'Subject'],
  ['issuer', 'Issuer'],
  ['public_key', 'Public key'],
] as const;

/** Who signed the manifest and why that is believed; null where the catalog has no trust policy. */
export function provenanceOf(entry: Entry): ComponentChild {
  const { provenance, manifest } = entry;
  if (provenance === undefined) return null;
  const { outcome, reason, rule, claims = {}, time, log_index } = provenance;
  const said: Fact[] = CLAIMS.flatMap(([claim, name]): Fact[] => {
    const value = claims[claim];
    return value === undefined ? [] : [[name, code(value)]];
  });
  return [
    <p>
      {mark(OUTCOMES[outcome].tone, `${capitalized(OUTCOMES[outcome].word)}.`)} {words(reason)}
    </p>,
    facts([
      ...said,
      ['Signed at', time === undefined ? null : moment(time)],
      ['Log index', log_index === undefined ? null : code(log_index)],
      ['Policy rule', code(rule)],
      ...(manifest.bundles ?? []).map(
        ({ path, digest }): Fact => [
          'Bundle',
          <a dir={dirOf(path ?? '')} href={`../${blob(digest)}`} download>
            {path ?? 'attestation'}
          </a>,
        ],
      ),
    ]),
    verifyCommand(entry),
  ];
}

/** How to check it without believing this page: in the top folder of a copy of the catalog, offline. */
function verifyCommand({ source, manifest, provenance }: Entry): ComponentChild {
  const bundle = manifest.bundles?.find(({ digest }) => digest === provenance?.bundle) ?? manifest.bundles?.[0];
  if (bundle === undefined) return null;
  return [
    <p class="detail">To check this yourself, offline, in the top folder of a copy of this catalog:</p>,
    command([
      ['chora', 'verify'],
      [blob(manifest.digest)],
      ['--bundle', blob(bundle.digest)],
      ['--policy', 'targets/policy.yaml', '--trusted-root', 'targets/trusted_root.json'],
      ['--source', source],
    ]),
  ];
}
