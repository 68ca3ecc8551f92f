import type {
  CatalogDocument,
  CompatibilityDocument,
  Finding,
  FreshnessDocument,
  GitHubUsage,
  SourceRow,
} from '../model/generated/types.js';
import { hasFailed } from '../model/source.js';
import type { WriteSummary } from '../output/file-writer.js';
import type { Trust } from '../trust/examine.js';
import { ageOf, type TrustedRootAge } from '../trust/trusted-root.js';
import type { ReleasePlan } from './plan.js';
import type { RunCost } from './watch.js';

/** What a run did, for a person and for a program. */
export interface RunReport extends RunCost {
  readonly name: string;
  readonly generated_at: string;
  readonly counts: CatalogDocument['counts'];
  /** Sources that could not be read, with the reason; their last good entries stay. */
  readonly failed: readonly {
    readonly source: string;
    readonly code: string;
    readonly message: string;
    /** What to do about it. */
    readonly hint?: string;
  }[];
  /** Verdicts of the dependencies of current versions; absent where the run found nothing new. */
  readonly compatibility?: CompatibilityDocument['counts'];
  readonly plan: ReleasePlan;
  readonly files: WriteSummary;
  /** Absent where the catalog has no trust policy. */
  readonly trusted_root?: TrustedRootAge;
  /** What was asked of GitHub; absent where nothing was. */
  readonly github?: GitHubUsage;
}

/** Sources that failed in this run, by their findings. */
export function failuresOf(catalog: {
  readonly sources: readonly Pick<SourceRow, 'id' | 'state'>[];
  readonly findings: readonly Finding[];
}): RunReport['failed'] {
  const failed = new Set(catalog.sources.filter(({ state }) => hasFailed(state)).map(({ id }) => id));
  return catalog.findings
    .filter(({ source, severity, path }) => failed.has(source) && severity === 'error' && path === undefined)
    .map(({ source, code, message, hint }) => ({ source, code, message, ...(hint === undefined ? {} : { hint }) }));
}

/** What a report says of the trusted root. */
export function rootOf(trust: Trust | null, now: Date): Pick<RunReport, 'trusted_root'> {
  return trust === null ? {} : { trusted_root: ageOf(trust.root, now) };
}

/** The report of a run that found nothing new. */
export function reportUnchanged(
  previous: CatalogDocument,
  freshness: FreshnessDocument,
  cost: RunCost & Pick<RunReport, 'trusted_root'>,
): RunReport {
  return {
    name: previous.name,
    generated_at: freshness.generated_at,
    counts: previous.counts,
    failed: [],
    plan: { added: [], changed: [], removed: [], before: previous.counts.capabilities },
    files: { files: 0, written: 0, removed: 0 },
    ...(freshness.github === undefined ? {} : { github: freshness.github }),
    ...cost,
  };
}
