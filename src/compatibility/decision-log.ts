import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.js';
import { ChoraError } from '../model/errors.js';
import type { AppliedWaiver, Decision } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { validateDecision } from '../model/validators.js';
import { LONGEST_WAIVER, MOST_WAIVERS, momentOf, PROBLEMS, waiverProblem, waiversAt } from './waivers.js';

/** What a decision log may cost: characters of the whole and of one line. */
const LIMITS = { text: 32 * 1024 * 1024, line: 64 * 1024 } as const;

/** A line of the log with its digest, `sha256:<64 hex digits>` of its UTF-8 bytes without the line end. */
export interface LoggedDecision {
  readonly digest: string;
  readonly decision: Decision;
}

/** Why a log is refused. */
export interface LogProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: 'too-large' | 'cut-off' | 'not-json' | 'not-canonical' | 'invalid' | 'chain' | 'time' | 'waiver' | 'rewritten';
  /** A sentence. */
  readonly message: string;
}

/** The decisions up to the first line that is wrong. */
export interface DecisionLog {
  readonly decisions: readonly LoggedDecision[];
  readonly problem: LogProblem | null;
}

/** Reads catalog/decisions.ndjson and checks all of it: canonical lines, each bound to the one before. */
export function readDecisionLog(text: string): DecisionLog {
  const decisions: LoggedDecision[] = [];
  const refuse = (reason: LogProblem['reason'], message: string) => ({
    decisions,
    problem: { line: decisions.length + 1, reason, message },
  });
  if (text === '') return { decisions, problem: null };
  if (text.length > LIMITS.text) return refuse('too-large', `The log is longer than ${LIMITS.text} characters.`);
  const digests = new Map<string, Decision>();
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    if (end === -1) return refuse('cut-off', 'The last line has no end: it may have been cut off.');
    const line = text.slice(start, end);
    start = end + 1;
    const read = readLine(line, decisions.at(-1), digests);
    if ('reason' in read) return refuse(read.reason, read.message);
    decisions.push(read);
    digests.set(read.digest, read.decision);
  }
  return { decisions, problem: null };
}

type LineProblem = Omit<LogProblem, 'line'>;

function readLine(
  line: string,
  before: LoggedDecision | undefined,
  digests: ReadonlyMap<string, Decision>,
): LoggedDecision | LineProblem {
  if (line.length > LIMITS.line) return { reason: 'too-large', message: `The line is longer than ${LIMITS.line} characters.` };
  let decision: unknown;
  try {
    decision = JSON.parse(line);
  } catch (error) {
    return { reason: 'not-json', message: `The line is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  // Keys that stand twice and other spellings of the same value would give one decision two digests.
  if (canonicalJson(decision) !== line || !line.isWellFormed()) {
    return { reason: 'not-canonical', message: 'The line is not written as RFC 8785 says.' };
  }
  return checkDecision(decision, before, digests) ?? { digest: digestOf(line), decision: decision as Decision };
}

function checkDecision(
  data: unknown,
  before: LoggedDecision | undefined,
  digests: ReadonlyMap<string, Decision>,
): LineProblem | null {
  if (!validateDecision(data)) {
    const [first] = validateDecision.errors ?? [];
    return {
      reason: 'invalid',
      message: `It is not a decision: ${first?.instancePath || 'the line'} ${first?.message ?? ''}`.trim(),
    };
  }
  const decision = data as Decision;
  const sequence = (before?.decision.sequence ?? 0) + 1;
  if (decision.sequence !== sequence) return { reason: 'chain', message: `Its sequence must be ${sequence}.` };
  if (decision.previous !== (before?.digest ?? null)) {
    return { reason: 'chain', message: 'Its previous is not the digest of the line before.' };
  }
  const at = momentOf(decision.decided_at);
  if (at === null || (before && at < (momentOf(before.decision.decided_at) ?? 0))) {
    return { reason: 'time', message: 'It was decided at no time of the calendar, or before the line before.' };
  }
  const problem = decision.waiver === undefined ? null : waiverProblem(decision.waiver);
  if (problem !== null) return { reason: 'waiver', message: `Its waiver cannot hold: ${PROBLEMS[problem]}.` };
  if (decision.revokes !== undefined && digests.get(decision.revokes)?.kind !== 'waiver') {
    return { reason: 'waiver', message: 'What it revokes is not a waiver of this log.' };
  }
  return null;
}

const HINTS: Readonly<Partial<Record<LogProblem['reason'], string>>> = {
  waiver: `A waiver begins when it is granted and ends within ${LONGEST_WAIVER / (24 * 60 * 60 * 1000)} days: see --expires and --now.`,
  time: 'The clock, or --now, is before the last decision of the log.',
  'too-large': 'Say it in fewer words.',
};

/**
 * The log with one decision more; its sequence and the digest that binds it are filled in.
 * @throws ChoraError `decisions/broken` when the log is not valid, `decisions/invalid` when the decision is not, and
 * `decisions/too-many-waivers` for the sixth that would hold at once for a capability.
 */
export function appendDecision(text: string, decision: Omit<Decision, 'sequence' | 'previous'>): string {
  const { decisions, problem } = readDecisionLog(text);
  if (problem !== null) {
    throw new ChoraError(
      'refused',
      'decisions/broken',
      `Line ${problem.line} of the decision log is wrong. ${problem.message}`,
      'Take the log back from history; chora decision verify tells whether it holds.',
    );
  }
  const last = decisions.at(-1);
  const whole = { ...decision, sequence: (last?.decision.sequence ?? 0) + 1, previous: last?.digest ?? null };
  const longer = `${text}${canonicalJson(whole)}\n`;
  const log = readDecisionLog(longer);
  if (log.problem !== null) {
    throw new ChoraError(
      'usage',
      'decisions/invalid',
      `This decision cannot be logged. ${log.problem.message}`,
      HINTS[log.problem.reason],
    );
  }
  const granted = new Date(momentOf(decision.waiver?.granted ?? '') ?? 0);
  if (
    waiversAt(waiversOf(log.decisions), granted).refused.some(({ applied }) => applied.decision === log.decisions.at(-1)?.digest)
  ) {
    throw new ChoraError(
      'refused',
      'decisions/too-many-waivers',
      `${quote(decision.waiver?.capability ?? '')} has ${MOST_WAIVERS} waivers at that time already.`,
      'Revoke one of them first, or wait until one expires.',
    );
  }
  return longer;
}

/** Whether a log continues the one that was known, byte for byte, and is valid itself; null when it does. */
export function extensionProblem(known: string, log: string): LogProblem | null {
  if (log.startsWith(known) && (known === '' || known.endsWith('\n'))) return readDecisionLog(log).problem;
  const before = known.split('\n');
  const after = log.split('\n');
  const different = before.findIndex((line, index) => line !== after[index]);
  const message = 'The log does not continue the one that was known: this line was changed or taken away.';
  return { line: Math.max(different, 0) + 1, reason: 'rewritten', message };
}

/** The waivers that a log grants, in its order; those that a later line revokes say so. */
export function waiversOf(decisions: readonly LoggedDecision[]): AppliedWaiver[] {
  const revoked = new Map<string, string>();
  for (const { digest, decision } of decisions) if (decision.revokes !== undefined) revoked.set(decision.revokes, digest);
  return decisions.flatMap(({ digest, decision: { waiver, sequence } }) => {
    const by = revoked.get(digest);
    return waiver === undefined ? [] : [{ waiver, sequence, decision: digest, ...(by === undefined ? {} : { revoked_by: by }) }];
  });
}

function digestOf(line: string): string {
  return `sha256:${createHash('sha256').update(line, 'utf8').digest('hex')}`;
}
