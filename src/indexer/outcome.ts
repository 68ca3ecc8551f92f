import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import type { CatalogReader } from '../model/catalog-store.js';
import type {
  CatalogDocument,
  Finding,
  FindingsDocument,
  FreshnessDocument,
  SourceRow,
  SourcesDocument,
} from '../model/generated/types.js';
import {
  validateCatalogDocument,
  validateFindingsDocument,
  validateFreshnessDocument,
  validateSourcesDocument,
} from '../model/validators.js';

/** A catalog as a run left it, whether it wrote anything or not: what is told of a run besides its report. */
export interface Outcome {
  readonly catalog: CatalogDocument;
  readonly freshness: FreshnessDocument;
  readonly sources: readonly SourceRow[];
  readonly findings: readonly Finding[];
}

/** Reads it back; null where there is no whole catalog. @throws ChoraError `catalog/unreadable` */
export async function readOutcome(reader: CatalogReader): Promise<Outcome | null> {
  const [catalog, freshness, sources, findings] = await Promise.all([
    readDocument<CatalogDocument>(reader, LAYOUT.catalog, validateCatalogDocument),
    readDocument<FreshnessDocument>(reader, LAYOUT.freshness, validateFreshnessDocument),
    readDocument<SourcesDocument>(reader, LAYOUT.sources, validateSourcesDocument),
    readDocument<FindingsDocument>(reader, LAYOUT.findings, validateFindingsDocument),
  ]);
  if (catalog === null || freshness === null || sources === null || findings === null) return null;
  return { catalog, freshness, sources: sources.sources, findings: findings.findings };
}
