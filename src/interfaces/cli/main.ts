import { CommanderError } from 'commander';
import { ChoraError, EXIT, exitCodeOf } from '../../model/errors.js';
import { buildProgram } from './program.js';
import { processTerminal, type Terminal } from './terminal.js';

const REPORT_TO = 'https://github.com/liminalcommons/chora-catalog/issues';

/** Runs one command line and gives its exit code. Nothing is thrown. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let code: number = EXIT.done;
  const program = buildProgram(terminal, (exitCode) => {
    code = exitCode;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return tell(error, args.includes('--json'), terminal);
  }
}

function tell(error: unknown, json: boolean, terminal: Terminal): number {
  const known = error instanceof ChoraError;
  const code = known ? error.code : 'bug';
  const message = known
    ? error.message
    : `This is a bug of chora: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  const hint = known ? error.hint : `Please report it: ${REPORT_TO}`;
  if (json) terminal.out(JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }));
  else terminal.err(`${terminal.style('red', 'error')} ${message}${hint === undefined ? '' : `\n  ${hint}`}`);
  return exitCodeOf(error);
}
