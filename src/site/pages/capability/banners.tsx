import type { ComponentChild, VNode } from 'preact';
import type { Capability } from '../../../model/generated/types.js';
import { mark } from '../../components/mark.js';
import { code, words } from '../../components/strangers.js';
import { durationInWords } from '../../text.js';

/** What a person has to know before anything else. */
export function banners(capability: Capability): ComponentChild {
  return [
    capability.lifecycle_stage === 'retired' && (
      <div class="banner quiet" role="note" aria-label="Retired">
        {mark('quiet', 'Retired')} Its manifest says that it has reached the end of its lifecycle.
      </div>
    ),
    (capability.deprecation || capability.stability === 'deprecated') && deprecated(capability),
  ];
}

function deprecated({ deprecation = {} }: Capability): VNode {
  const { since, sunset, replaced_by, window } = deprecation;
  return (
    <div class="banner warn" role="note" aria-label="Deprecated">
      {mark('warn', 'Deprecated')}
      {since !== undefined && <span>since {words(since)}</span>}
      {sunset !== undefined && <span>sunset {words(sunset)}</span>}
      {window !== undefined && <span>window of {words(durationInWords(window))}</span>}
      {replaced_by === undefined ? <span>no replacement stated</span> : <span>replaced by {code(replaced_by)}</span>}
    </div>
  );
}
