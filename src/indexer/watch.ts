import type { Finding } from '../model/findings.js';

/** The stages of a run, in their order. Reading includes validating and verifying. */
export type Stage = 'list' | 'ask' | 'read' | 'build' | 'write';

/** What happens in a run, as it happens. Plain data, for whoever watches. */
export type RunEvent =
  /** `total`: sources that the stage will go through; null where it does not go source by source. */
  | { readonly event: 'stage-started'; readonly stage: Stage; readonly total: number | null }
  | {
      readonly event: 'source-done';
      readonly stage: Stage;
      readonly source: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly event: 'stage-ended'; readonly stage: Stage; readonly done: number; readonly seconds: number }
  | {
      readonly event: 'retry';
      readonly source: string;
      /** The attempt that follows, from 2. */
      readonly attempt: number;
      readonly seconds: number;
      readonly code: string;
      readonly message: string;
    }
  /** Nothing more is asked of a host: so many of its sources got no answer. */
  | { readonly event: 'host-down'; readonly host: string; readonly sources: number }
  | { readonly event: 'finding'; readonly finding: Finding }
  /** What reading so many sources on GitHub will take, at the prices of this run, of what it may spend. */
  | {
      readonly event: 'plan';
      readonly sources: number;
      readonly points: number;
      /** Points that are left of the budget; null: there is none. */
      readonly left: number | null;
    };

export type Watch = (event: RunEvent) => void;

/** What a run took, for its report. */
export interface RunCost {
  readonly seconds: number;
  /** In the order of the stages; one that a run did not come to is absent. */
  readonly stages: readonly { readonly stage: Stage; readonly seconds: number }[];
  readonly requests: {
    /** Times a source was asked where it stands, retries included. */
    readonly head: number;
    /** Times a source was read, retries included. */
    readonly read: number;
    readonly retries: number;
  };
  readonly bytes: {
    /** Of packs that were fetched. */
    readonly fetched: number;
    /** Of manifests that were read. */
    readonly read: number;
    /** Of files that were written. */
    readonly written: number;
  };
  /** Hosts that were given up. */
  readonly hosts_down: readonly string[];
}

/** Tells what happens in a run, and adds up what it takes. */
export class RunWatch {
  private readonly started: number;
  private readonly stages: { stage: Stage; seconds: number }[] = [];
  private readonly requests = { head: 0, read: 0, retries: 0 };
  private readonly bytes = { fetched: 0, read: 0, written: 0 };
  private readonly hostsDown: string[] = [];
  private current: { stage: Stage; since: number; done: number; total: number } | null = null;

  /** `elapsed`: milliseconds on a clock that never goes back. */
  constructor(
    private readonly elapsed: () => number,
    private readonly tell: Watch,
  ) {
    this.started = elapsed();
  }

  /** Ends the stage before. */
  begin(stage: Stage, total: number | null = null): void {
    this.end();
    this.current = { stage, since: this.elapsed(), done: 0, total: total ?? 0 };
    this.tell({ event: 'stage-started', stage, total });
  }

  private end(): void {
    if (this.current === null) return;
    const { stage, since, done } = this.current;
    const seconds = Math.round(this.elapsed() - since) / 1000;
    this.stages.push({ stage, seconds });
    this.current = null;
    this.tell({ event: 'stage-ended', stage, done, seconds });
  }

  done(source: string): void {
    if (this.current === null) return;
    this.current.done += 1;
    const { stage, done, total } = this.current;
    this.tell({ event: 'source-done', stage, source, done, total });
  }

  requested(what: 'head' | 'read'): void {
    this.requests[what] += 1;
  }

  /** The attempt that follows after the pause; the finding is how the one before ended. */
  retrying(attempt: number, milliseconds: number, { source, code, message }: Finding): void {
    this.requests.retries += 1;
    this.tell({ event: 'retry', source, attempt, seconds: milliseconds / 1000, code, message });
  }

  hostDown(host: string, sources: number): void {
    this.hostsDown.push(host);
    this.tell({ event: 'host-down', host, sources });
  }

  /** What was found in a source, as soon as it is known; what is for information stays for the catalog. */
  found(findings: readonly Finding[]): void {
    for (const finding of findings) if (finding.severity !== 'info') this.tell({ event: 'finding', finding });
  }

  planned(sources: number, points: number, left: number | null): void {
    this.tell({ event: 'plan', sources, points, left });
  }

  moved(what: keyof RunCost['bytes'], bytes: number): void {
    this.bytes[what] += bytes;
  }

  /** Ends the last stage; what all of them took. */
  finish(): RunCost {
    this.end();
    return {
      seconds: Math.round(this.elapsed() - this.started) / 1000,
      stages: [...this.stages],
      requests: { ...this.requests },
      bytes: { ...this.bytes },
      hosts_down: [...this.hostsDown].sort(),
    };
  }
}
