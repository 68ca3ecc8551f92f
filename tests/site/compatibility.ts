import { appendDecision, type LoggedDecision, readDecisionLog, waiversOf } from '../../src/compatibility/decision-log.js';
import { buildMatrix, type Matrix } from '../../src/compatibility/matrix.js';
import type { CapabilityDocument, Dependency, Waiver } from '../../src/model/generated/types.js';

/** The matrix of what the documents say that their capabilities depend on. */
export function matrixOf(documents: readonly CapabilityDocument[]): Matrix {
  return buildMatrix(
    documents.flatMap(({ versions, dependencies }) =>
      versions.map((entry) => {
        const declared = dependencies.map(({ target: _, ...dependency }): Dependency => dependency);
        return { ...entry, capability: { ...entry.capability, dependencies: declared } };
      }),
    ),
  );
}

const waiver = (consumer: string, verdict: Waiver['verdict'], granted: string, expires: string): Waiver => ({
  capability: 'cargo.crane.reserve',
  consumer,
  verdict,
  reason: 'The crane team writes its range down in March.',
  approver: 'Harbour stewards',
  granted,
  expires,
});

/** One of each kind; of the waivers one holds on 12 February 2031, one has expired, and one was revoked. */
export const LOG = [
  { kind: 'policy', summary: 'Ranges are to be stated from spring on.', links: ['https://harbour.example/minutes/7'] },
  { kind: 'deprecation', summary: 'Cranes are scheduled, not reserved.', capability: 'cargo.crane.reserve' },
  waiver('harbour.berth.allocate', 'unknown', '2031-01-02', '2031-01-20'),
  waiver('harbour.berth.allocate', 'unknown', '2031-02-01', '2031-03-01'),
  waiver('harbour.pilot.dispatch', 'unknown', '2031-02-01', '2031-03-01'),
  { kind: 'revocation', summary: 'Pilots need no crane.', revokes: 5 },
].reduce((log, each, index) => {
  const common = { decided_at: `2031-02-0${index + 1}T08:00:00Z`, decided_by: 'Harbour stewards' };
  if ('consumer' in each) {
    const summary = `${each.consumer} may go on with ${each.capability}.`;
    return appendDecision(log, { ...common, kind: 'waiver', summary, capability: each.capability, waiver: each });
  }
  const { kind, summary, revokes, ...more } = each as { kind: 'policy'; summary: string; revokes?: number };
  const digest = readDecisionLog(log).decisions[(revokes ?? 0) - 1]?.digest;
  return appendDecision(log, { ...common, kind, summary, ...more, ...(digest === undefined ? {} : { revokes: digest }) });
}, '');

export const DECISIONS: readonly LoggedDecision[] = readDecisionLog(LOG).decisions;
export const WAIVERS = waiversOf(DECISIONS);
