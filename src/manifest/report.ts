import {
  type Code,
  compareFindings,
  FINDING_CODES,
  type Finding,
  type FindingArguments,
  finding,
  type Severity,
} from '../model/findings.js';
import { MANIFEST_LIMITS } from '../model/limits.js';
import type { ManifestFile } from '../model/manifest.js';

type LineAndColumn = { readonly line: number; readonly column: number };

const GRAVITY: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/**
 * The findings of one file. A hostile file can make as many as it has values, and each takes time to place and to word, so no
 * more are made than can be listed; the rest is counted.
 */
export class Report {
  private readonly made: Finding[] = [];
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };

  constructor(private readonly file: ManifestFile) {}

  /** `place` and `args` are asked only when the finding is made. */
  add(code: Code, place: () => LineAndColumn, args: FindingArguments | (() => FindingArguments) = {}): void {
    const { severity } = FINDING_CODES[code];
    this.counts[severity] += 1;
    if (this.counts[severity] > MANIFEST_LIMITS.findings) return;
    const { source, path } = this.file;
    this.made.push(finding(code, { source, path, ...place() }, typeof args === 'function' ? args() : args));
  }

  /** Whether anything was told that explains why nothing is indexed. */
  explains(): boolean {
    return this.counts.error > 0 || this.made.some(({ code }) => code === 'manifest/not-a-capability');
  }

  /** In the order of their places; when there are too many, the gravest. */
  findings(): Finding[] {
    const limit = MANIFEST_LIMITS.findings;
    const all = this.counts.error + this.counts.warning + this.counts.info;
    if (all <= limit) return this.made.sort(compareFindings);
    const gravest = this.made.sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity] || compareFindings(a, b)).slice(0, limit);
    const { source, path } = this.file;
    return [...gravest.sort(compareFindings), finding('manifest/more-findings', { source, path }, { count: all - limit })];
  }
}
