import type { MirrorProgress, MirrorStage } from '../../../../mirror/watch.js';
import { printable } from '../../../../model/quote.js';
import { Rate, timeLeft } from '../../progress.js';

/** Milliseconds between two lines on the screen. */
const REDRAW = 100;

const DOES: Readonly<Record<MirrorStage, string>> = {
  unpack: 'reading the file',
  refresh: 'asking for the newest release',
  fetch: 'fetching',
  prove: 'verifying proofs',
  render: 'making the site',
  switch: 'switching',
};

/** What a person sees of a sync: a line that changes on a screen, or a line for what takes its time elsewhere. Knows no clock of its own. */
export class TransferLines {
  private rate = new Rate(0);
  private drawn = Number.NEGATIVE_INFINITY;
  private bytes = 0;

  constructor(
    /** Whether somebody watches a screen. */
    private readonly watched: boolean,
    /** Shows a line in place of the last. */
    private readonly show: (line: string) => void,
    /** Adds a line that stays. */
    private readonly say: (line: string) => void,
  ) {}

  /** `at`: milliseconds on a clock that never goes back. */
  tell(progress: MirrorProgress, at: number): void {
    switch (progress.event) {
      case 'stage':
        this.show(`${DOES[progress.stage]} …`);
        break;
      case 'lacking':
        this.rate = new Rate(at);
        this.bytes = 0;
        if (!this.watched) this.say(`fetching ${files(progress.files)}, ${size(progress.bytes)}`);
        break;
      case 'bytes':
        this.rate.add(Math.max(0, progress.done - this.bytes), at);
        this.bytes = progress.done;
        if (at - this.drawn < REDRAW && progress.files < progress.of) break;
        this.drawn = at;
        this.show(transferLine(progress, this.rate.perSecond(at)));
        break;
      case 'retry':
        this.say(
          `${printable(progress.path)}: ${printable(progress.reason.replace(/\.$/, ''))}; trying again in ${timeLeft(progress.wait / 1000)}`,
        );
        break;
      case 'proofs':
        if (at - this.drawn < REDRAW && progress.done < progress.total) break;
        this.drawn = at;
        this.show(`verifying proofs: ${progress.done} of ${progress.total}`);
        break;
    }
  }
}

type Bytes = Extract<MirrorProgress, { event: 'bytes' }>;

/** `fetching 12.0 MB of 80.5 MB · 8 of 40 files · 2.1 MB/s · 33 s left`. */
export function transferLine({ done, total, files: whole, of }: Bytes, perSecond: number | null): string {
  const parts = [`fetching ${size(done)} of ${size(total)}`, `${whole} of ${files(of)}`];
  if (perSecond !== null && done < total) parts.push(`${size(perSecond)}/s`, `${timeLeft((total - done) / perSecond)} left`);
  return parts.join(' · ');
}

function files(number: number): string {
  return count(number, 'file');
}

/** `1 file`, `2 files`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** `812 B`, `2.1 MB`; 1 MB is 1024 × 1024 bytes, as in mirror.yaml. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  const power = Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${['', 'kB', 'MB', 'GB'][power]}`;
}
