import type { Asked, DependencyRow } from '../../model/generated/types.js';
import type { Tone } from '../words.js';

/** A verdict as a reader sees it: where a waiver holds, `waived`. */
export type ShownVerdict = Asked['verdict'] | 'waived';
export type Kind = DependencyRow['kind'];

/** `letter` stands in a cell of the matrix, in a shape of its own; `word` beside it wherever there is room. */
export interface VerdictWords {
  readonly word: string;
  readonly letter: string;
  readonly tone: Tone;
  readonly meaning: string;
}

export const VERDICTS: Readonly<Record<ShownVerdict, VerdictWords>> = {
  compatible: { word: 'compatible', letter: 'C', tone: 'ok', meaning: 'A version that is listed satisfies the range.' },
  waived: { word: 'waived', letter: 'W', tone: 'quiet', meaning: 'It does not hold, and a decision lets it go on for a time.' },
  deprecated: {
    word: 'deprecated',
    letter: 'D',
    tone: 'warn',
    meaning: 'Only deprecated or retired versions satisfy the range.',
  },
  untrusted: { word: 'untrusted', letter: 'Q', tone: 'warn', meaning: 'Only what is in quarantine would satisfy it.' },
  unknown: { word: 'unknown', letter: '?', tone: 'info', meaning: 'No range is stated, or nobody can compare the versions.' },
  missing: { word: 'missing', letter: 'M', tone: 'bad', meaning: 'No capability of the catalog has this id.' },
  incompatible: { word: 'incompatible', letter: 'X', tone: 'bad', meaning: 'No version satisfies the range.' },
};

/** What wants somebody's attention most, first. */
export const VERDICT_ORDER = [
  'incompatible',
  'missing',
  'untrusted',
  'unknown',
  'deprecated',
  'waived',
  'compatible',
] as const satisfies readonly ShownVerdict[];

export const KIND_ORDER = ['required', 'optional', 'development'] as const satisfies readonly Kind[];

/** How much a verdict wants attention; the lower, the more. */
export const urgencyOf = (verdict: ShownVerdict): number => VERDICT_ORDER.indexOf(verdict);
