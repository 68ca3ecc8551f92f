import { basename, dirname, resolve } from 'node:path';
import { systemClock } from '../adapters/clock.js';
import { DiskStore } from '../adapters/disk/store.js';
import { lockHolder } from '../adapters/lock-file.js';
import { runProcess } from '../adapters/schedule/child.js';
import { cronProblem, startCron } from '../adapters/schedule/cron.js';
import { lockSchedule } from '../adapters/schedule/lock.js';
import type { ScheduleOps } from '../schedule/ops.js';

export { cronProblem } from '../adapters/schedule/cron.js';

/** The scheduler's operations on the real world. `config`: the schedule file; `state`: the state file, relative to it. */
export function scheduleOps(config: string, state: string): ScheduleOps {
  const folder = dirname(resolve(config));
  const file = resolve(folder, state);
  const store = new DiskStore(dirname(file));
  const lock = `${file}.lock`;
  return {
    ...systemClock(),
    cronProblem,
    startCron,
    runProcess: (args, limits) => runProcess(args, folder, limits),
    readState: () => store.readSync(basename(file)),
    writeState: (text) => store.write(basename(file), text),
    lock: (lost) => lockSchedule(lock, lost),
    lockHolder: () => lockHolder(lock),
  };
}
