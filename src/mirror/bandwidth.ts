/**
 * A token bucket: how long to wait before so many bytes may be taken, so that no second sees many more than `perSecond`. Knows no
 * clock of its own; times are milliseconds.
 */
export class Bandwidth {
  /** When the bucket will be empty of what was taken; never in the past. */
  private spent = Number.NEGATIVE_INFINITY;

  constructor(private readonly perSecond: number | null) {}

  /** Milliseconds to wait after `bytes` came in at the time `at`. A quarter of a second's bytes may come at once. */
  take(bytes: number, at: number): number {
    if (this.perSecond === null) return 0;
    this.spent = Math.max(this.spent, at - BURST) + (bytes / this.perSecond) * 1000;
    return Math.max(0, this.spent - at);
  }
}
/** Milliseconds of saved-up bandwidth. */
const BURST = 250;
