import { ChoraError } from '../../model/errors.js';
import { type LockTimes, lockFile, type Refuse } from '../lock-file.js';

/** Makes this process the only scheduler with a state file. @throws ChoraError `schedule/already-running`, `io/write` */
export function lockSchedule(path: string, lost: () => void, times?: LockTimes): () => void {
  return lockFile(path, lost, running, times);
}

const running: Refuse = ({ pid, host }, path) =>
  new ChoraError(
    'usage',
    'schedule/already-running',
    `A scheduler with this state file runs already: process ${pid} on ${host}.`,
    `End it first. If it is certain that there is none, remove ${path}.`,
  );
