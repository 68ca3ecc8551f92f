import { CommanderError } from 'commander';
import { systemClock } from '../../compose.js';
import { ChoraError, EXIT, exitCodeOf } from '../../model/errors.js';
import { logLine, wantsJsonLog, withJsonLog } from './log.js';
import { buildProgram } from './program.js';
import { processTerminal, type Terminal } from './terminal.js';

const REPORT_TO = 'https://github.com/liminalcommons/chora-catalog/issues';

/** Runs one command line and gives its exit code. Nothing is thrown. */
export async function main(args: readonly string[], screen: Terminal = processTerminal()): Promise<number> {
  let code: number = EXIT.done;
  const clock = systemClock();
  const logs = wantsJsonLog(args);
  const terminal = logs ? withJsonLog(screen, clock.now) : screen;
  const program = buildProgram(terminal, (exitCode) => {
    code = exitCode;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return tell(error, args.includes('--json'), logs ? clock.now() : null, terminal);
  }
}

/** Tells an error and gives its exit code. `logged`: the time for the structured log, or null where there is none. */
export function tell(error: unknown, json: boolean, logged: Date | null, terminal: Terminal): number {
  const known = error instanceof ChoraError;
  const code = known ? error.code : 'bug';
  const message = known
    ? error.message
    : `This is a bug of chora: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  const hint = known ? error.hint : `Please report it: ${REPORT_TO}`;
  const told = { code, message, ...(hint === undefined ? {} : { hint }) };
  if (json) terminal.out(JSON.stringify({ error: told }));
  if (logged !== null) terminal.log(logLine(logged, 'error', 'stopped', told));
  else if (!json) terminal.err(`${terminal.style('red', 'error')} ${message}${hint === undefined ? '' : `\n  ${hint}`}`);
  return exitCodeOf(error);
}
