import type { Finding } from './generated/types.js';

/** What every step gives: what it could take, and what there is to tell. One bad file or source never stops a run. */
export interface Batch<T> {
  readonly accepted: readonly T[];
  readonly findings: readonly Finding[];
}
