import type { ComponentChild, VNode } from 'preact';
import type { Finding } from '../../model/generated/types.js';
import { counted, grouped } from '../text.js';
import { SEVERITIES, SEVERITY_ORDER, type Tone } from '../words.js';

/** A word with the shape and colour of its state. The shapes differ too, so that colour is never all there is. */
export const mark = (tone: Tone, word: string): VNode => <span class={`mark ${tone}`}>{word}</span>;

export const severityMark = (severity: Finding['severity']): VNode => mark(SEVERITIES[severity].tone, SEVERITIES[severity].word);

/** “2 errors  1 warning”, or “none”. */
export function severityCounts(counts: Record<Finding['severity'], number>): VNode | VNode[] {
  const marks = SEVERITY_ORDER.filter((severity) => counts[severity] > 0).map((severity) =>
    mark(SEVERITIES[severity].tone, counted(counts[severity], SEVERITIES[severity].word, SEVERITIES[severity].many)),
  );
  return marks.length > 0 ? marks : none('none');
}

/** Something that is absent, said in words. */
export const none = (words = 'not stated'): VNode => <span class="none">{words}</span>;

/** How many there are in each state: “34 verified  7 unsigned”. States of which there is nothing are left out. */
export function stateCounts<S extends string>(
  counts: Readonly<Partial<Record<S, number>>>,
  order: readonly S[],
  states: Readonly<Record<S, { readonly word: string; readonly tone: Tone }>>,
): ComponentChild {
  const marks = order.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count > 0 ? mark(states[state].tone, `${grouped(count)} ${states[state].word.toLowerCase()}`) : [];
  });
  return marks.length > 0 ? marks : none('none');
}
