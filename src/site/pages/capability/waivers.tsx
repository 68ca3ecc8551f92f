import type { ComponentChild } from 'preact';
import type { CapabilityCompatibility } from '../../../model/generated/types.js';
import { lines } from '../../components/lines.js';
import { mark } from '../../components/mark.js';
import { instant } from '../../components/moment.js';
import { code } from '../../components/strangers.js';
import { counted } from '../../text.js';
import { decisionLink, waiverState } from '../matrix/waivers.js';

/** What may go on although its verdict says otherwise, newest first. Null where there is nothing. */
export function waiverList({ waivers }: CapabilityCompatibility): ComponentChild {
  if (waivers.length === 0) return null;
  return lines(waivers.toReversed(), (applied) => {
    const { consumer, capability, verdict, expires } = applied.waiver;
    return [
      code(consumer),
      ' may go on with ',
      code(capability),
      `, ${verdict}, until `,
      instant(expires),
      ', by ',
      decisionLink('../', applied.sequence),
      ' ',
      waiverState(applied),
    ];
  });
}

/** A longer circle is no help in a sentence; the matrix lists them all. */
const LONGEST_CIRCLE = 4;

/** That it is one of several that all need one another. */
export function circleNote({ cycle }: CapabilityCompatibility): ComponentChild {
  if (cycle === undefined) return null;
  const { circle, members } = cycle;
  return (
    <p class="more">
      {mark('warn', 'In a circle')}{' '}
      {circle.length <= LONGEST_CIRCLE && [circle.map((id) => [code(id), ' needs ']), code(circle[0] ?? ''), '. ']}
      {(members > circle.length || circle.length > LONGEST_CIRCLE) &&
        `${counted(members, 'capability needs', 'capabilities need')} one another. `}
      <a href="../compatibility.html#cycles">All circles</a>
    </p>
  );
}
