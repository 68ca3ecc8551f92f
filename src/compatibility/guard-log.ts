import { ChoraError } from '../model/errors.js';
import { extensionProblem, type LogProblem } from './decision-log.js';

const BY_HAND = 'Take the log back from history, and let chora decision add and chora waiver write its lines.';
const HINTS: Readonly<Record<Exclude<LogProblem['reason'], 'rewritten'>, string>> = {
  'too-large': 'Begin another catalog with a log of its own; this one is full.',
  'cut-off': 'Take the log back from history: its last line was not written to the end.',
  'not-json': BY_HAND,
  'not-canonical': BY_HAND,
  invalid: BY_HAND,
  chain: `This line or one before it was changed, moved or taken away. ${BY_HAND}`,
  time: BY_HAND,
  waiver: BY_HAND,
};

/**
 * Refuses a decision log that is not valid, or not an extension of the one that is known (empty for none).
 * @throws ChoraError `decisions/rewritten`, `decisions/broken`
 */
export function guardLog(known: string, log: string): void {
  const problem = extensionProblem(known, log);
  if (problem === null) return;
  throw new ChoraError(
    'trust',
    problem.reason === 'rewritten' ? 'decisions/rewritten' : 'decisions/broken',
    `The decision log is refused at line ${problem.line}: ${problem.message}`,
    problem.reason === 'rewritten'
      ? 'Take it back from history: the log only grows. To undo a decision, log another one.'
      : HINTS[problem.reason],
  );
}
