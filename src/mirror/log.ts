import type { MirrorLogReport } from '../model/generated/types.js';
import { readLedger } from './ledger.js';
import type { MirrorStore } from './ops.js';

/** The journal of a mirror, and whether it is as it was written. @throws ChoraError `mirror/not-a-mirror`, `mirror/damaged` */
export function mirrorLog(store: MirrorStore): MirrorLogReport {
  const { events, head, torn, problem } = readLedger(store).journal;
  return { events: [...events], lines: head.lines, intact: problem === null, torn: torn !== null, problem };
}
