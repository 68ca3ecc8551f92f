import { ChoraError } from '../model/errors.js';
import type { JobState, ScheduleState } from '../model/generated/types.js';
import type { Job, Schedule } from './config.js';
import type { Cron, ScheduleOps } from './ops.js';
import { parseState, resultOf, startingStates } from './state.js';

/** Told, in a line, what happens. */
export type Tell = (line: string) => void;

/**
 * Runs the jobs of a schedule whenever they are due, until the signal fires. Then nothing new starts, what runs is told to end, and
 * its end is awaited.
 *
 * A job that is due while its last run has not ended is skipped, and counted. A job whose target another job is writing to waits for
 * it: a nightly run must not be lost to a refresh that happens to run.
 * @throws ChoraError `schedule/already-running`, `schedule/lock-lost`, `schedule/state-unreadable`
 */
export async function runSchedule(schedule: Schedule, ops: ScheduleOps, signal: AbortSignal, tell: Tell): Promise<void> {
  const failing = new AbortController();
  const ending = AbortSignal.any([signal, failing.signal]);
  const release = ops.lock(() => failing.abort(lockLost(schedule.state)));
  try {
    const run = new Running(schedule, ops, ending, tell, (error) => failing.abort(error));
    await new Promise<void>((resolve) => {
      if (ending.aborted) resolve();
      ending.addEventListener('abort', () => resolve(), { once: true });
    });
    await run.end();
  } finally {
    release();
  }
  failing.signal.throwIfAborted();
}

class Running {
  private readonly states: readonly JobState[];
  private readonly crons: readonly Cron[];
  /** Jobs under way, those that wait included. */
  private readonly underWay = new Set<Promise<void>>();
  /** By target, the end of the last job that writes to it. */
  private readonly turns = new Map<string, Promise<void>>();

  constructor(
    private readonly schedule: Schedule,
    private readonly ops: ScheduleOps,
    private readonly signal: AbortSignal,
    private readonly tell: Tell,
    private readonly fail: (error: unknown) => void,
  ) {
    this.states = startingStates(schedule.jobs, parseState(ops.readState(), schedule.state));
    this.crons = schedule.jobs.map((job, index) =>
      ops.startCron(job.cron, job.timezone, {
        due: () => this.due(job, this.stateAt(index)),
        skipped: () => this.skipped(job, this.stateAt(index)),
      }),
    );
    this.save();
  }

  async end(): Promise<void> {
    for (const cron of this.crons) cron.stop();
    await Promise.all(this.underWay);
    this.save();
  }

  private stateAt(index: number): JobState {
    const state = this.states[index];
    if (!state) throw new Error('a job without a state');
    return state;
  }

  private due(job: Job, state: JobState): Promise<void> {
    const done = this.inTurn(job, state)
      .catch(this.fail)
      .finally(() => this.underWay.delete(done));
    this.underWay.add(done);
    return done;
  }

  private async inTurn(job: Job, state: JobState): Promise<void> {
    if (job.jitter > 0) {
      // Only the end of the schedule ends the wait.
      await this.ops.sleep(this.ops.random() * job.jitter, this.signal).catch(() => undefined);
    }
    const turn = (this.turns.get(job.target) ?? Promise.resolve()).then(() => this.run(job, state));
    this.turns.set(job.target, turn);
    await turn;
  }

  private async run(job: Job, state: JobState): Promise<void> {
    if (this.signal.aborted) return;
    const started = this.ops.now();
    state.running_since = started.toISOString();
    this.save();
    this.tell(`${job.name}: started`);
    const limits = { timeout: job.timeout, grace: this.schedule.grace, signal: this.signal };
    const end = await this.ops.runProcess(job.args, limits);
    state.last = resultOf(end, started, this.ops.now());
    state.running_since = null;
    const how = end.message ?? (end.code === null ? end.signal : `exit code ${end.code}`);
    this.tell(`${job.name}: ${state.last.outcome} (${how})`);
    this.save();
  }

  private skipped(job: Job, state: JobState): void {
    state.skipped += 1;
    state.last_skipped_at = this.ops.now().toISOString();
    this.tell(`${job.name}: skipped, the run before has not ended`);
    this.save();
  }

  /** A state that cannot be written is told, and stops no job. */
  private save(): void {
    for (const [index, cron] of this.crons.entries()) {
      this.stateAt(index).next_run_at = this.signal.aborted ? null : (cron.nextRun()?.toISOString() ?? null);
    }
    const document: ScheduleState = {
      format: 'chora-schedule/v1',
      updated_at: this.ops.now().toISOString(),
      jobs: [...this.states],
    };
    try {
      this.ops.writeState(`${JSON.stringify(document)}\n`);
    } catch (error) {
      if (!(error instanceof ChoraError)) throw error;
      this.tell(error.message);
    }
  }
}

function lockLost(state: string): ChoraError {
  return new ChoraError('io', 'schedule/lock-lost', `Another scheduler took over the state file ${state}.`, 'Run one of them.');
}
