import { ChoraError } from '../model/errors.js';
import { extensionProblem } from './decision-log.js';

/**
 * Refuses a decision log that is not valid, or not an extension of the one that is known (empty for none).
 * @throws ChoraError `decisions/rewritten`, `decisions/broken`
 */
export function guardLog(known: string, log: string): void {
  const problem = extensionProblem(known, log);
  if (problem === null) return;
  const rewritten = problem.reason === 'rewritten';
  throw new ChoraError(
    'trust',
    rewritten ? 'decisions/rewritten' : 'decisions/broken',
    `The decision log is refused at line ${problem.line}: ${problem.message}`,
    rewritten
      ? 'Take it back from history: the log only grows. To undo a decision, log another one.'
      : 'Let chora decision add write the lines.',
  );
}
