import { ChoraError } from '../../model/errors.js';

/**
 * Does something that SIGINT and SIGTERM end: the task is told by its signal, with the error to stop with as its reason. `state`: what
 * is there then.
 */
export async function untilStopped<T>(state: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals) =>
    stop.abort(
      new ChoraError('io', 'run/stopped', `Stopped by ${signal}. ${state}`, 'Run again to go on; what was fetched is kept.'),
    );
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await task(stop.signal);
  } finally {
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
  }
}

/** Settles when the process is asked to stop. A second signal ends it at once, as if nobody listened. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
