import type { AppliedWaiver, Finding } from '../model/generated/types.js';
import { type ChangeReport, changeFindings, compareCapabilities, isSilentBreak } from './changes.js';
import { baselineOf } from './gate-baseline.js';
import { checkDependencies } from './gate-dependencies.js';
import { checkDependents, checkRemoved } from './gate-dependents.js';
import { DEFAULT_WINDOW } from './gate-items.js';
import type { GateContext, GateInput, GateItem, GateReport } from './gate-types.js';
import { VersionReader } from './ranges.js';
import { waiversAt } from './waivers.js';

/**
 * Whether the candidates can be released: their dependencies resolve, and everything that depends on them and held still holds. An
 * id stands for one capability that is replaced by its next version, so a dependent must accept the candidate. Only required
 * dependencies stop a release. Reads the documents of the ids concerned, and nothing else of the matrix.
 */
export function gate(input: GateInput): GateReport {
  const context: GateContext = {
    ...input,
    reader: new VersionReader(),
    holding: waiversAt(waiversIn(input.documents), input.now).holding,
    byId: new Map(input.candidates.map((candidate) => [candidate.id, candidate])),
  };
  const changes: ChangeReport[] = [];
  const items: GateItem[] = [];
  const findings: Finding[] = [];
  for (const candidate of input.candidates) {
    const baseline = baselineOf(candidate, context);
    const report = baseline === null ? null : compareCapabilities(baseline, candidate, context.reader);
    if (report !== null) {
      changes.push(report);
      findings.push(...changeFindings(report, { source: input.source }));
      if (isSilentBreak(report)) {
        const window = candidate.deprecation?.window ?? baseline?.deprecation?.window ?? DEFAULT_WINDOW;
        items.push({ ...silentBreak(report), window });
      }
    }
    items.push(...checkDependencies(candidate, baseline, context), ...checkDependents(candidate, baseline, report, context));
  }
  for (const id of input.removed ?? []) items.push(...checkRemoved(id, context));
  const order = { refused: 0, waived: 1, noted: 2 };
  items.sort((a, b) => order[a.outcome] - order[b.outcome]);
  return { passes: items.every(({ outcome }) => outcome !== 'refused'), items, changes, findings };
}

function silentBreak({ id, from, to, changes }: ChangeReport): GateItem {
  const breaking = changes.filter(({ effect }) => effect === 'breaking');
  return { capability: id, version: to, previous: from, outcome: 'refused', rule: 'breaking-without-major', changes: breaking };
}

function waiversIn(documents: GateInput['documents']): AppliedWaiver[] {
  const byDecision = new Map<string, AppliedWaiver>();
  for (const document of documents.values()) for (const each of document?.waivers ?? []) byDecision.set(each.decision, each);
  return [...byDecision.values()].sort((a, b) => a.sequence - b.sequence);
}
