import { appendDecision, type LoggedDecision, readDecisionLog, waiversOf } from '../compatibility/decision-log.js';
import { LONGEST_WAIVER } from '../compatibility/waivers.js';
import { canonicalJson } from '../model/canonical-json.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { fileNameOf } from '../model/file-names.js';
import type { Decision, Waiver } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { readWaiver } from './stewardship.js';

/** What granting a waiver writes. */
export interface Granted {
  /** The decision log with one line more. */
  readonly log: string;
  readonly decision: string;
  /** Name of the waiver's file in the folder of waivers, and its text. */
  readonly name: string;
  readonly text: string;
  readonly waiver: Waiver;
}

/**
 * Grants a waiver from `now` on, for 30 days or until `expires`: a line of the log, and a file that says the same.
 * @throws ChoraError `decisions/…`, as `appendDecision`
 */
export function grantWaiver(
  log: string,
  asked: Omit<Waiver, 'granted' | 'expires'> & { readonly expires?: string | undefined },
  now: Date,
): Granted {
  const { capability, consumer, verdict, reason, approver } = asked;
  const expires = asked.expires ?? timeOf(new Date(now.getTime() + LONGEST_WAIVER));
  const waiver: Waiver = { capability, consumer, verdict, reason, approver, granted: timeOf(now), expires };
  const summary = `${consumer} may go on with ${capability} although it is ${verdict}, until ${expires}.`.slice(0, 2000);
  const longer = appendDecision(log, {
    decided_at: timeOf(now),
    decided_by: approver,
    kind: 'waiver',
    summary,
    capability,
    waiver,
  });
  const decision = lastOf(longer).digest;
  const fields = Object.entries(waiver).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const text = `# Granted by the decision ${decision}.\n${fields.join('\n')}\n`;
  // Read back at once: what could not be read by the next run must not be written.
  const read = readWaiver(text, 'the waiver');
  if (read instanceof ChoraError) throw read;
  return { log: longer, decision, waiver, name: `${nameOf(waiver)}.yaml`, text };
}

/** Ends a waiver before it expires. `decision`: the digest of the line that grants it, or its first digits. */
export function revokeWaiver(
  log: string,
  { decision, by, summary }: { readonly decision: string; readonly by: string; readonly summary: string },
  now: Date,
): { log: string; decision: string; waiver: Waiver } {
  const wanted = decision.replace(/^sha256:/, '');
  const found = waiversOf(readDecisionLog(log).decisions).filter((each) => each.decision.slice(7).startsWith(wanted));
  const [applied, ...more] = found;
  if (applied === undefined || more.length > 0 || wanted.length < 8) {
    const why = wanted.length < 8 ? 'is too short' : found.length === 0 ? 'grants no waiver' : 'may be more than one';
    throw new ChoraError(
      'refused',
      'decisions/no-such-waiver',
      `The decision ${quote(decision)} ${why}.`,
      'chora waiver list shows them; name at least eight digits.',
    );
  }
  if (applied.revoked_by !== undefined) {
    throw new ChoraError(
      'refused',
      'decisions/revoked-already',
      `The waiver was revoked before, by ${quote(applied.revoked_by)}.`,
    );
  }
  const { capability } = applied.waiver;
  const longer = addDecision(log, { kind: 'revocation', decided_by: by, summary, capability, revokes: applied.decision }, now);
  return { log: longer, decision: lastOf(longer).digest, waiver: applied.waiver };
}

/** The log with one decision more, of `now`. @throws as `appendDecision` */
export function addDecision(log: string, decision: Omit<Decision, 'sequence' | 'previous' | 'decided_at'>, now: Date): string {
  return appendDecision(log, { ...decision, decided_at: timeOf(now) });
}

/** The line that was added last. */
export function lastOf(log: string): LoggedDecision {
  const last = readDecisionLog(log).decisions.at(-1);
  if (last === undefined) throw new ChoraError('refused', 'decisions/empty', 'The decision log is empty.');
  return last;
}

function nameOf(waiver: Waiver): string {
  const both = fileNameOf(`${waiver.consumer} ${waiver.capability}`).replaceAll('~20', '--').slice(0, 120);
  return `${both}-${digestOf(canonicalJson(waiver)).slice(7, 15)}`;
}

function timeOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
