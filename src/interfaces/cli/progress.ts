import type { RunEvent, Stage } from '../../indexer/watch.js';
import { printable } from '../../model/quote.js';

/** Milliseconds between two lines on the screen. */
const REDRAW = 100;
/** Milliseconds in which the weight of what was seen falls to a half. */
const HALF_LIFE = 5_000;
/** Milliseconds before a rate is told: the first sources say little of the others. */
const SETTLES = 1_000;

const DOES: Readonly<Record<Stage, string>> = {
  list: 'listing',
  ask: 'asking',
  read: 'reading',
  build: 'building',
  write: 'writing',
};
const DID: Readonly<Record<Stage, string>> = {
  list: 'listed',
  ask: 'asked',
  read: 'read',
  build: 'built the catalog',
  write: 'wrote the catalog',
};

/** Sources per second, of which the last few seconds count most. Times are milliseconds. */
export class Rate {
  private readonly since: number;
  private at: number;
  private weight = 0;
  private seen = 0;

  constructor(at: number) {
    this.at = at;
    this.since = at;
  }

  /** `count` more were done by `at`. */
  add(count: number, at: number): void {
    const passed = Math.max(0, at - this.at);
    const fade = 0.5 ** (passed / HALF_LIFE);
    this.weight = this.weight * fade + passed;
    this.seen = this.seen * fade + count;
    this.at = at;
  }

  /** Null as long as nothing can be said. */
  perSecond(at: number): number | null {
    if (at - this.since < SETTLES || this.seen === 0) return null;
    // What passed since the last one counts too: a rate falls while nothing is done.
    return (this.seen / (this.weight + Math.max(0, at - this.at))) * 1000;
  }
}

/** What a person sees of a run: a line that changes on a screen, or one line a stage elsewhere. Knows no clock of its own. */
export class ProgressLines {
  private rate = new Rate(0);
  private drawn = Number.NEGATIVE_INFINITY;

  constructor(
    /** Whether somebody watches a screen. */
    private readonly watched: boolean,
    /** Shows a line in place of the last. */
    private readonly show: (line: string) => void,
    /** Adds a line that stays. */
    private readonly say: (line: string) => void,
  ) {}

  /** `at`: milliseconds on a clock that never goes back. */
  tell(event: RunEvent, at: number): void {
    switch (event.event) {
      case 'stage-started':
        this.rate = new Rate(at);
        this.drawn = at;
        if (event.total !== 0) this.show(`${DOES[event.stage]} …`);
        break;
      case 'source-done':
        this.rate.add(1, at);
        if (at - this.drawn < REDRAW && event.done < event.total) break;
        this.drawn = at;
        this.show(progressLine(event, this.rate.perSecond(at)));
        break;
      case 'stage-ended':
        if (!this.watched) for (const line of stageLine(event)) this.say(line);
        break;
      case 'host-down':
        this.say(
          `the host ${printable(event.host)} left ${event.sources} sources in a row without an answer; no more of its sources are asked in this run`,
        );
        break;
      case 'plan':
        this.say(planLine(event));
        break;
      case 'retry':
      case 'finding':
        // The report tells what is left of these at the end.
        break;
    }
  }
}

type SourceDone = Extract<RunEvent, { event: 'source-done' }>;

/** `asking 1,204 of 5,000 sources · 97/s · 39 s left · github.com/a/b`. */
export function progressLine({ stage, done, total, source }: SourceDone, perSecond: number | null): string {
  const parts = [`${DOES[stage]} ${grouped(done)} of ${grouped(total)} sources`];
  if (perSecond !== null && done < total) {
    parts.push(`${perSecond >= 10 ? grouped(Math.round(perSecond)) : perSecond.toFixed(1)}/s`);
    parts.push(`${timeLeft((total - done) / perSecond)} left`);
  }
  return [...parts, printable(source)].join(' · ');
}

function planLine({ sources, points, left }: Extract<RunEvent, { event: 'plan' }>): string {
  const plan = `${grouped(sources)} source${sources === 1 ? '' : 's'} to read on GitHub, for about ${grouped(points)} point${points === 1 ? '' : 's'}`;
  if (left === null || left >= points) return plan;
  return `${plan}; ${grouped(left)} are left of this run’s budget, so the rest waits for the next`;
}

function stageLine({ stage, done, seconds }: Extract<RunEvent, { event: 'stage-ended' }>): string[] {
  const bySource = stage === 'ask' || stage === 'read';
  if (bySource && done === 0) return [];
  const what = bySource ? ` ${grouped(done)} source${done === 1 ? '' : 's'}` : stage === 'list' ? ' the sources' : '';
  return [`${DID[stage]}${what} in ${seconds.toFixed(1)} s`];
}

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `12,345`, the same in every locale. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
