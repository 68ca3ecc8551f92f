import { appendText, catalogReader, systemClock, writeWholeFile } from '../../compose.js';
import { type ApiUse, renderMetrics } from '../../indexer/metrics.js';
import type { IndexerOps } from '../../indexer/ops.js';
import { type Outcome, readOutcome } from '../../indexer/outcome.js';
import type { RunReport } from '../../indexer/report.js';
import type { Watch } from '../../indexer/watch.js';
import { ChoraError } from '../../model/errors.js';
import { annotation, failureAnnotations } from './annotations.js';
import { eventLine, type LogFormat } from './log.js';
import { ProgressLines } from './progress.js';
import { renderStepSummary, SUMMARY_BYTES } from './step-summary.js';
import type { Terminal } from './terminal.js';

export interface WatchOptions {
  /** Where the catalog is. */
  readonly out: string;
  readonly logFormat: LogFormat;
  /** File for the numbers of the run. */
  readonly metrics?: string | undefined;
}

/** Tells of a run while it goes on, and when it has ended: on the terminal, in the log, to GitHub Actions, in the file of metrics. */
export class RunWatcher {
  readonly progress: Watch;
  private readonly started: Date;

  constructor(
    private readonly options: WatchOptions,
    private readonly ops: Pick<IndexerOps, 'now' | 'elapsed'>,
    private readonly terminal: Terminal,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.started = ops.now();
    this.progress = this.options.logFormat === 'json' ? this.logging() : this.drawing();
  }

  /** The run came to its end. @throws ChoraError when a file cannot be written */
  async ended(report: RunReport & { readonly github?: ApiUse | undefined }): Promise<void> {
    const { GITHUB_STEP_SUMMARY: summary } = this.environment;
    if (this.options.metrics === undefined && !summary && !this.annotates) return;
    const outcome = await readOutcome(catalogReader(this.options.out));
    const kept = new Set((outcome?.sources ?? []).filter(({ commit }) => commit !== null).map(({ id }) => id));
    if (this.annotates) for (const line of failureAnnotations(report.failed, kept)) this.terminal.err(line);
    this.writeMetrics(outcome, report);
    if (summary) appendText(summary, (bytes) => renderStepSummary(report, outcome, SUMMARY_BYTES - bytes));
  }

  /** The run was stopped by an error, which the caller tells. What cannot be told besides it is said, but not thrown. */
  async stopped(error: unknown): Promise<void> {
    const code = error instanceof ChoraError ? error.code : 'bug';
    if (this.annotates) this.terminal.err(annotation('error', code, error instanceof Error ? error.message : String(error)));
    if (this.options.metrics === undefined) return;
    try {
      this.writeMetrics(await readOutcome(catalogReader(this.options.out)), null);
    } catch (other) {
      this.terminal.err(`The metrics were not written either: ${other instanceof Error ? other.message : String(other)}`);
    }
  }

  /** Workflow commands among the lines of a structured log would break it. */
  private get annotates(): boolean {
    return this.environment.GITHUB_ACTIONS === 'true' && this.options.logFormat === 'text';
  }

  private writeMetrics(outcome: Outcome | null, report: (RunReport & { readonly github?: ApiUse | undefined }) | null): void {
    const { metrics } = this.options;
    if (metrics === undefined) return;
    const text = renderMetrics({ outcome, report, started: this.started, now: this.ops.now() });
    writeWholeFile(metrics, new TextEncoder().encode(text));
  }

  private drawing(): Watch {
    const { terminal, ops } = this;
    const lines = new ProgressLines(
      terminal.watched,
      (line) => terminal.progress(line),
      (line) => terminal.err(line),
    );
    return (event) => lines.tell(event, ops.elapsed());
  }

  private logging(): Watch {
    // A log tells when things happened, also where the catalog is told another time.
    const clock = systemClock();
    return (event) => {
      const line = eventLine(clock.now(), event);
      if (line !== null) this.terminal.log(line);
    };
  }
}
