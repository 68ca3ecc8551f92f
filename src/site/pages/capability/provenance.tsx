import type { ComponentChild } from 'preact';
import type { Entry } from '../../../model/generated/types.js';
import { type Fact, facts } from '../../components/facts.js';
import { mark } from '../../components/mark.js';
import { code, words } from '../../components/strangers.js';
import { blob } from '../../links.js';
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
export function provenanceOf({ provenance, manifest }: Entry): ComponentChild {
  if (provenance === undefined) return null;
  const { outcome, reason, rule, claims = {}, time, log_index } = provenance;
  const said: Fact[] = CLAIMS.flatMap(([claim, name]): Fact[] => {
    const value = claims[claim];
    return value === undefined ? [] : [[name, code(value)]];
  });
  return [
    <p>
      {mark(OUTCOMES[outcome].tone, OUTCOMES[outcome].word)} <bdi>{words(reason)}</bdi>
    </p>,
    facts([
      ...said,
      ['Signed at', time === undefined ? null : code(time)],
      ['Log index', log_index === undefined ? null : code(log_index)],
      ['Policy rule', code(rule)],
      ...(manifest.bundles ?? []).map(
        ({ path, digest }): Fact => [
          'Bundle',
          <a dir="auto" href={`../${blob(digest)}`} download>
            {path ?? 'attestation'}
          </a>,
        ],
      ),
    ]),
  ];
}
