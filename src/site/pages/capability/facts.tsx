import type { ComponentChild, VNode } from 'preact';
import type { Capability, Entry } from '../../../model/generated/types.js';
import { lifecycle, stability, versionText } from '../../components/capability-table.js';
import { copyable } from '../../components/copyable.js';
import { type Fact, facts } from '../../components/facts.js';
import { mark, none } from '../../components/mark.js';
import { confirmed, moment } from '../../components/moment.js';
import { ownerLink } from '../../components/owner.js';
import { code, contact, sourceLink, words } from '../../components/strangers.js';
import { capabilityJson } from '../../links.js';
import { dirOf, durationInWords, grouped, readable } from '../../text.js';
import { FORMATS, TIERS } from '../../words.js';

/** The few that decide whether to read on. */
export function stateFacts({ version, capability }: Entry): VNode {
  return facts([
    ['Version', versionText(version)],
    ['Owner', ownerLink('../', capability.owner)],
    ['Contact', capability.contact === undefined ? null : contact(capability.contact)],
    ['Lifecycle', lifecycle(capability.lifecycle_stage)],
    ['Stability', stability(capability.stability)],
    ['Security tier', words(capability.security_tier)],
    ['Kind', capability.kind === undefined ? null : words(capability.kind)],
    ['Part of', capability.part_of === undefined ? null : code(capability.part_of)],
    ['Tags', capability.tags?.length ? tagList(capability.tags) : null],
  ]);
}

const tagList = (tags: readonly string[]): VNode => (
  <ul class="tags">
    {tags.map((tag) => (
      <li dir={dirOf(tag)}>{readable(tag)}</li>
    ))}
  </ul>
);

/** Where it was read and in what form. */
export function recordFacts(entry: Entry, file: string, ttl: string | undefined): VNode {
  const { manifest, capability } = entry;
  return facts([
    ['Tier', [mark(TIERS[entry.tier].tone, TIERS[entry.tier].word), <p class="detail">{TIERS[entry.tier].meaning}</p>]],
    ['Format', FORMATS[entry.format]],
    ['Source', sourceLink('../', entry.source)],
    ['Last confirmed', confirmed('../', entry.source, ttl)],
    ['Manifest', code(`${entry.path}:${entry.line}`)],
    [
      'Commit',
      entry.commit === null
        ? none('none: read from a folder')
        : copyable('the commit', <code class="digest">{entry.commit}</code>),
    ],
    entry.ref === null ? ['Ref', null] : ['Ref', code(entry.ref)],
    [
      'Digest',
      [
        copyable('the digest', <code class="digest">{manifest.digest}</code>),
        <p class="detail">{grouped(manifest.size)} bytes</p>,
      ],
    ],
    ...validation(capability),
    ['Time to live', capability.ttl === undefined ? null : words(durationInWords(capability.ttl))],
    ['Claimed signer', capability.claimed_signer === undefined ? null : claimedSigner(capability.claimed_signer)],
    ['This page as data', <a href={`../${capabilityJson(file)}`}>JSON</a>],
  ]);
}

function validation({ validation_status: status }: Capability): Fact[] {
  if (status === undefined) return [];
  return [
    [
      'Validation, as declared',
      [
        words(status.result),
        <div class="detail">
          {status.tool !== undefined && <p>by {words(status.tool)}</p>}
          {status.last_run ? ['last run ', moment(status.last_run)] : 'no run stated'}
          <p>Verdicts are not made of it.</p>
        </div>,
      ],
    ],
  ];
}

const SIGNER = [
  ['issuer', 'Issuer'],
  ['source_repository', 'Repository'],
  ['signer_workflow', 'Workflow'],
  ['runner_environment', 'Runner'],
] as const;

function claimedSigner(signer: NonNullable<Capability['claimed_signer']>): ComponentChild {
  return [
    <p class="detail">The manifest claims this; it is not verified.</p>,
    <ul class="claims">
      {SIGNER.map(([field, name]) => {
        const value = signer[field];
        return (
          value !== undefined && (
            <li>
              <span class="detail">{name}</span> {code(value)}
            </li>
          )
        );
      })}
    </ul>,
  ];
}
