import type { ComponentChild, VNode } from 'preact';
import type { CapabilitySummary } from '../../model/generated/types.js';
import type { Root } from '../links.js';
import { dirOf, nameOf, readable, visible } from '../text.js';
import { TIERS } from '../words.js';
import { mark, none } from './mark.js';
import { ownerLink } from './owner.js';
import { capabilityLink, words } from './strangers.js';
import { table } from './table.js';

const HEADINGS = ['Capability', 'Version', '+Owner', 'Lifecycle', 'Stability', 'Tier'];

/** `without`: what is the same for all of them. What none of them states has no column. */
export function capabilityTable(
  root: Root,
  caption: string,
  capabilities: readonly CapabilitySummary[],
  without?: 'owner',
): VNode {
  return table(
    caption,
    HEADINGS.filter((heading) => without === undefined || heading !== '+Owner').map((heading) =>
      heading === 'Tier' ? [heading, <a href={`${root}about.html#words`}>{heading}</a>] : heading,
    ),
    capabilities.map((capability) => [
      named(root, capability),
      capability.version === null ? null : versionText(capability.version),
      ...(without === 'owner' ? [] : [capability.owner ? ownerLink(root, capability.owner) : null]),
      capability.lifecycle_stage === null ? null : lifecycle(capability.lifecycle_stage),
      capability.stability === undefined ? null : stability(capability.stability),
      mark(TIERS[capability.tier].tone, capability.tier),
    ]),
    'capabilities',
    // In a long list the words “not stated” would be all that is seen.
    '–',
  );
}

function named(root: Root, capability: CapabilitySummary): ComponentChild {
  const link = capabilityLink(root, capability.file, capability.id);
  if (nameOf(capability) === capability.id) return link;
  return [
    link,
    <span class="title" dir={dirOf(nameOf(capability))}>
      {readable(nameOf(capability))}
    </span>,
  ];
}

export const versionText = (version: string | null): VNode =>
  version === null ? (
    none()
  ) : (
    <span class="version" dir={dirOf(version)}>
      {visible(version)}
    </span>
  );

export function lifecycle(stage: string | null): ComponentChild {
  if (stage === 'retired') return mark('quiet', stage);
  return words(stage);
}

export function stability(word: string | undefined): ComponentChild {
  if (word === 'deprecated') return mark('warn', word);
  return words(word);
}
