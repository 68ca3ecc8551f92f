import type { ComponentChild, VNode } from 'preact';
import { type Kind, type ShownVerdict, VERDICTS } from '../matrix/verdicts.js';
import { grouped } from '../text.js';
import { mark } from './mark.js';
import { code } from './strangers.js';

export const verdictMark = (verdict: ShownVerdict): VNode => mark(VERDICTS[verdict].tone, VERDICTS[verdict].word);

interface Shared {
  readonly verdict: ShownVerdict;
  readonly range?: string | undefined;
  readonly kind: Kind;
}

/** Above `count` dependencies that all say the same: “incompatible: 12 ask for it in ^2.0.0, required”. */
export const sharedVerdict = ({ verdict, range, kind }: Shared, count: number, said: ComponentChild): ComponentChild => [
  verdictMark(verdict),
  ' ',
  <span class="asks">
    {grouped(count)} {said} {range === undefined ? 'without a range' : ['in ', code(range)]}, {kind}
  </span>,
];

/** The letter of a verdict in its shape, as it stands in the matrix. It never stands without its word. */
export const verdictLetter = (verdict: ShownVerdict): VNode => (
  <span class={`v ${verdict}`} aria-hidden="true">
    {VERDICTS[verdict].letter}
  </span>
);

/** What begins and ends: `from` inclusive, `until` exclusive, days or instants in UTC. */
export interface Span {
  readonly from?: string;
  readonly until: string;
}

/**
 * Whether something holds now: script says so by the visitor's clock, in one of the three words, as no page changes with the time alone.
 * Without script there is nothing, and the dates beside it tell.
 */
export const holdsNow = (
  { from, until }: Span,
  words: { readonly before?: string; readonly during: string; readonly after: string },
): ComponentChild => (
  <span
    class="holds"
    data-from={from}
    data-until={until}
    data-before={words.before}
    data-during={words.during}
    data-after={words.after}
  />
);

/** Whether a day, the first of which counts in UTC, has come. What is no day has not. */
export function holdsUntil(day: string, words: { readonly during: string; readonly after: string }): ComponentChild {
  const [until] = /^\d{4}-\d\d-\d\d/.exec(day) ?? [];
  return until === undefined ? mark('ok', words.during) : holdsNow({ until }, words);
}
