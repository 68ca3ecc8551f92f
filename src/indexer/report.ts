import type { Catalog } from '../model/catalog.js';
import type { CatalogConfig, CatalogDocument, Finding, FreshnessDocument } from '../model/generated/types.js';
import type { ReleasePlan } from './plan.js';
import type { WriteSummary } from './write.js';

/** What a run did, for a person and for a program. */
export interface RunReport {
  readonly name: string;
  readonly generated_at: string;
  readonly counts: CatalogDocument['counts'];
  /** Sources that could not be read, with the reason; their last good entries stay. */
  readonly failed: readonly { readonly source: string; readonly code: string; readonly message: string }[];
  readonly plan: ReleasePlan;
  readonly files: WriteSummary;
  readonly seconds: number;
  /** What the configuration asks for and this version does not do. */
  readonly warnings: readonly string[];
}

/** Sources that failed in this run, by their findings. */
export function failuresOf(catalog: Pick<Catalog, 'sources' | 'findings'>): RunReport['failed'] {
  const failed = new Set(catalog.sources.filter(({ state }) => state !== 'ok' && state !== 'deleted').map(({ id }) => id));
  return catalog.findings
    .filter(({ source, severity, path }) => failed.has(source) && severity === 'error' && path === undefined)
    .map(({ source, code, message }: Finding) => ({ source, code, message }));
}

/** A policy that is not applied must not look as if it were. */
export function warningsOf({ policy }: CatalogConfig): string[] {
  return policy === undefined ? [] : ['`policy` is set, but this version does not verify signatures: nobody is kept out by it.'];
}

/** The report of a run that found nothing new. */
export function reportUnchanged(
  previous: CatalogDocument,
  freshness: FreshnessDocument,
  seconds: number,
  warnings: readonly string[],
): RunReport {
  return {
    name: previous.name,
    generated_at: freshness.generated_at,
    counts: previous.counts,
    failed: [],
    plan: { added: [], changed: [], removed: [], before: previous.counts.capabilities },
    files: { files: 0, written: 0, removed: 0 },
    seconds,
    warnings,
  };
}
