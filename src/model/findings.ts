import { compareText } from './compare-text.js';
import { CATALOG_CODES } from './finding-codes/catalog.js';
import { COMPATIBILITY_CODES } from './finding-codes/compatibility.js';
import { MANIFEST_CODES } from './finding-codes/manifest.js';
import { SOURCE_CODES } from './finding-codes/source.js';
import { TRUST_CODES } from './finding-codes/trust.js';
import type { Finding } from './generated/types.js';

export type { Finding } from './generated/types.js';
export type Severity = Finding['severity'];

/** A row of the table of findings: how grave it is and its wording. Arguments come from the place that found it. */
export interface FindingCode {
  readonly severity: Severity;
  /** One line for the list of codes. */
  readonly title: string;
  /** For the documentation: when it is raised and what follows from it. One paragraph. */
  readonly explanation: string;
  /** The wording of one case, as a sentence. Arguments are strangers' text: `quote` them. */
  message(args: FindingArguments): string;
  /** What to do about it. */
  hint?(args: FindingArguments): string;
}
export type FindingArguments = Readonly<Record<string, string | number>>;

/** Every code that exists. One table: documentation, SARIF rules and tests are made from it. */
export const FINDING_CODES = {
  ...SOURCE_CODES,
  ...MANIFEST_CODES,
  ...TRUST_CODES,
  ...CATALOG_CODES,
  ...COMPATIBILITY_CODES,
} as const satisfies Record<string, FindingCode>;
export type Code = keyof typeof FINDING_CODES;

/** Where a finding points. Line and column count from 1; columns are UTF-16 code units. */
export interface Place {
  readonly source: string;
  readonly ref?: string | undefined;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The source of findings about the catalog's own files. No other source has such an id: theirs hold a slash or a colon. */
export const OWN_SOURCE = 'catalog';

/** Makes the finding `code` at `place`. */
export function finding(code: Code, place: Place, args: FindingArguments = {}): Finding {
  const row: FindingCode = FINDING_CODES[code];
  const hint = row.hint?.(args);
  return {
    code,
    severity: row.severity,
    source: place.source,
    ...(place.ref === undefined ? {} : { ref: place.ref }),
    ...(place.path === undefined ? {} : { path: place.path }),
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.column === undefined ? {} : { column: place.column }),
    message: row.message(args),
    ...(hint === undefined ? {} : { hint }),
  };
}

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** The order of findings in every output: by source, path, place, then severity and code. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.source, b.source) ||
    compareText(a.path ?? '', b.path ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    ORDER[a.severity] - ORDER[b.severity] ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

export function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
