import type { Decision } from '../model/generated/types.js';
import type { Tone } from './words.js';

/** A line of the decision log, and the digest that the next line names. */
export interface LoggedDecision {
  readonly digest: string;
  readonly decision: Decision;
}

export const DECISION_KINDS: Readonly<Record<Decision['kind'], { readonly word: string; readonly tone: Tone }>> = {
  waiver: { word: 'Waiver', tone: 'info' },
  revocation: { word: 'Revocation', tone: 'quiet' },
  deprecation: { word: 'Deprecation', tone: 'warn' },
  policy: { word: 'Policy', tone: 'info' },
  other: { word: 'Other', tone: 'quiet' },
};

/** Where a decision stands: on its page, from the site's top folder. */
export const decisionPage = (sequence: number): string => `decisions.html#decision-${sequence}`;
