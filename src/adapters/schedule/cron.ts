import { createTask, type Logger, validateDetailed } from 'node-cron';
import type { Cron, CronEvents } from '../../schedule/ops.js';

/** node-cron would write what happens to the console; the scheduler is told by events. */
const SILENT: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

/** Why a cron expression, or the time zone of it, cannot be used; null where both can. */
export function cronProblem(expression: string, timezone: string): string | null {
  const { valid, errors } = validateDetailed(expression);
  if (!valid) return errors.map(({ message }) => message).join('; ') || 'it is not a cron expression';
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return null;
  } catch {
    return 'there is no such time zone';
  }
}

/** Follows a cron expression. What `due` gives never overlaps with itself. */
export function startCron(expression: string, timezone: string, { due, skipped }: CronEvents): Cron {
  const task = createTask(expression, due, { timezone, noOverlap: true, logger: SILENT });
  task.on('execution:overlap', () => skipped());
  // The machine slept, or was too busy to look at the clock.
  task.on('execution:missed', () => skipped());
  void task.start();
  return { nextRun: () => task.getNextRun(), stop: () => void task.destroy() };
}
