import { setTimeout } from 'node:timers/promises';

/** The only place where time and chance come from. `fixed` replaces the time of day, for repeatable output. */
export function systemClock(fixed?: Date): {
  now(): Date;
  elapsed(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  random(): number;
} {
  return {
    now: () => fixed ?? new Date(),
    elapsed: () => performance.now(),
    sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
    random: () => Math.random(),
  };
}
