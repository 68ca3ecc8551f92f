import type { VNode } from 'preact';
import type { CompatibilityDocument } from '../../../model/generated/types.js';
import { none } from '../../components/mark.js';
import { table } from '../../components/table.js';
import { verdictMark } from '../../components/verdict.js';
import { KIND_ORDER, VERDICT_ORDER } from '../../matrix/verdicts.js';
import { grouped } from '../../text.js';

/** How many dependencies of current versions have which verdict. */
export function countTable(counts: CompatibilityDocument['counts']): VNode {
  const verdicts = VERDICT_ORDER.filter((verdict) => verdict !== 'waived');
  const rows = verdicts.map((verdict) => [
    verdictMark(verdict),
    ...KIND_ORDER.map((kind) => (counts[kind][verdict] === 0 ? none('0') : grouped(counts[kind][verdict]))),
  ]);
  return table(
    'Dependencies of current versions by verdict',
    ['Verdict', '#Required', '#Optional', '#Development'],
    rows,
    'short',
  );
}
