/** Every operation of the scheduler on the outside world. */
export interface ScheduleOps {
  now(): Date;
  /** A number in [0, 1) for jitter. */
  random(): number;
  /** Waits, or rejects when the signal fires. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Why a cron expression, or the time zone of it, cannot be used; null where both can. */
  cronProblem(expression: string, timezone: string): string | null;
  /** Calls `due` whenever the expression says so, and `skipped` instead while what it gave has not ended. */
  startCron(expression: string, timezone: string, on: CronEvents): Cron;
  /** Runs the command line in a process of its own, in the folder of the schedule. Never rejects. */
  runProcess(args: readonly string[], limits: ProcessLimits): Promise<ProcessEnd>;
  /** The bytes of the state file, or null. @throws ChoraError `io/read` */
  readState(): Buffer | null;
  /** Replaces the state file in one step. @throws ChoraError `io/write` */
  writeState(text: string): void;
  /**
   * Makes this the only scheduler of its state file, until what it gives is called. `lost`: another one took over.
   * @throws ChoraError `schedule/already-running`
   */
  lock(lost: () => void): () => void;
  /** Who holds the lock, as far as can be told from here. */
  lockHolder(): LockHolder | null;
}

export interface CronEvents {
  due(): Promise<void>;
  skipped(): void;
}

export interface Cron {
  nextRun(): Date | null;
  stop(): void;
}

export interface ProcessLimits {
  /** Milliseconds until it is told to end. */
  readonly timeout: number;
  /** Milliseconds from there until it is killed. */
  readonly grace: number;
  /** Tells it to end. */
  readonly signal: AbortSignal;
}

export interface ProcessEnd {
  readonly why: 'ended' | 'timed-out' | 'stopped' | 'not-started';
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not be started. */
  readonly message?: string;
}

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
}
