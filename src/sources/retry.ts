/** Attempts at one source within a run, the first included. */
export const ATTEMPTS = 3;

/** Milliseconds before attempt `attempt` (2, 3 …): 1 s doubled each time, at most 30 s, of which a random half is jitter. */
export function retryDelay(attempt: number, random: number): number {
  const full = Math.min(30_000, 1000 * 2 ** (attempt - 2));
  return Math.round(full / 2 + (full / 2) * random);
}
