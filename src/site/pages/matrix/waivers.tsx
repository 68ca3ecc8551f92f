import type { ComponentChild, VNode } from 'preact';
import type { AppliedWaiver } from '../../../model/generated/types.js';
import { mark } from '../../components/mark.js';
import { instant, moment } from '../../components/moment.js';
import { code, sentences, words } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { holdsNow, verdictMark } from '../../components/verdict.js';
import type { Root } from '../../links.js';

export const decisionLink = (root: Root, sequence: number): VNode => (
  <a href={`${root}decisions.html#decision-${sequence}`}>decision {sequence}</a>
);

/** Whether a waiver holds: revoked for good, or by the visitor's clock. */
export const waiverState = ({ waiver: { granted, expires }, revoked_by }: AppliedWaiver): ComponentChild =>
  revoked_by === undefined
    ? holdsNow({ from: granted, until: expires }, { before: 'not yet', during: 'active', after: 'expired' })
    : mark('quiet', 'revoked');

/** “Waived until …” beside a verdict. */
export const waiverNote = (root: Root, applied: AppliedWaiver): VNode => (
  <span class="title">
    Waiver until {instant(applied.waiver.expires)} by {decisionLink(root, applied.sequence)} {waiverState(applied)}
  </span>
);

/** Waivers in the order of the decision log, newest first; those that ended are listed too. */
export function waiverTable(root: Root, waivers: readonly AppliedWaiver[]): VNode {
  return table(
    'Waivers',
    ['Consumer', 'May go on with', 'Although it is', 'Until', 'State', 'Why, and by whom'],
    waivers.toReversed().map((applied) => {
      const { consumer, capability, verdict, reason, approver, expires } = applied.waiver;
      return [
        code(consumer),
        code(capability),
        verdictMark(verdict),
        moment(expires),
        waiverState(applied),
        [
          sentences(reason),
          <span class="title">
            {words(approver)}, {decisionLink(root, applied.sequence)}
          </span>,
        ],
      ];
    }),
    'waivers',
  );
}
