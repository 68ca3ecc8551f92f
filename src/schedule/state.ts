import { ChoraError } from '../model/errors.js';
import type { JobResult, JobState, ScheduleState } from '../model/generated/types.js';
import { validateScheduleState } from '../model/validators.js';
import type { Job } from './config.js';
import type { ProcessEnd } from './ops.js';

/**
 * Reads a state file; null for none.
 * @throws ChoraError `schedule/state-unreadable`
 */
export function parseState(bytes: Buffer | null, name: string): ScheduleState | null {
  if (bytes === null) return null;
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw unreadable(name, error);
  }
  if (!validateScheduleState(document)) throw unreadable(name);
  return document as ScheduleState;
}

function unreadable(name: string, cause?: unknown): ChoraError {
  return new ChoraError(
    'io',
    'schedule/state-unreadable',
    `${name} is not the state of a schedule.`,
    'Name another file under `state`, or remove this one: it holds no more than the last results.',
    { cause },
  );
}

/** The states of the jobs when a scheduler starts. Of the last one, results and counts stay. */
export function startingStates(jobs: readonly Job[], before: ScheduleState | null): JobState[] {
  return jobs.map(({ name, run, cron, timezone }) => {
    const old = before?.jobs.find((job) => job.name === name && job.run === run);
    const interrupted: JobResult | null =
      typeof old?.running_since === 'string'
        ? { outcome: 'interrupted', started_at: old.running_since, ended_at: null, exit_code: null }
        : null;
    return {
      name,
      run,
      cron,
      timezone,
      next_run_at: null,
      running_since: null,
      last: interrupted ?? old?.last ?? null,
      skipped: old?.skipped ?? 0,
      last_skipped_at: old?.last_skipped_at ?? null,
    };
  });
}

export function resultOf({ why, code, signal, message }: ProcessEnd, started: Date, ended: Date): JobResult {
  const outcome = why === 'timed-out' || why === 'stopped' ? why : code === 0 ? 'done' : code === 3 ? 'partial' : 'failed';
  return {
    outcome,
    started_at: started.toISOString(),
    ended_at: ended.toISOString(),
    exit_code: code,
    ...(signal === null ? {} : { signal }),
    ...(message === undefined ? {} : { message }),
  };
}
