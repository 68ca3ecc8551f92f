/** What waiting takes; of a test, it need not take time. */
export interface Clock {
  /** Milliseconds on a clock that never goes back. */
  elapsed(): number;
  /** Waits, or rejects when the signal fires. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** A number in [0, 1) for jitter. */
  random(): number;
}
