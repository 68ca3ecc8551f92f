import { setTimeout } from 'node:timers/promises';

/** The only place where time and chance come from. `fixed` replaces the time of day, for repeatable output. */
export function systemClock(fixed?: Date): {
  now(): Date;
  elapsed(): number;
  /** @throws the reason of the signal */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  random(): number;
} {
  return {
    now: () => fixed ?? new Date(),
    elapsed: () => performance.now(),
    sleep: async (milliseconds, signal) => {
      try {
        await setTimeout(milliseconds, undefined, { signal });
      } catch (error) {
        // The timer has an error of its own for this; whoever stopped it said why.
        signal.throwIfAborted();
        throw error;
      }
    },
    random: () => Math.random(),
  };
}
