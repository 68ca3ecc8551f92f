import { Command } from 'commander';
import { GENERATOR } from '../../model/generator.js';
import { checkCommand } from './commands/check.js';
import { decisionCommand } from './commands/decision.js';
import { dependsCommand } from './commands/depends.js';
import { diffCommand } from './commands/diff.js';
import { findingsCommand } from './commands/findings.js';
import { impactCommand } from './commands/impact.js';
import { indexCommand } from './commands/index.js';
import { listCommand } from './commands/list.js';
import { matrixCommand } from './commands/matrix.js';
import { mergeCommand } from './commands/merge.js';
import { mirrorCommand } from './commands/mirror/index.js';
import { orderCommand } from './commands/order.js';
import { policyCommand } from './commands/policy.js';
import { publishCommand } from './commands/publish.js';
import { scheduleCommand } from './commands/schedule.js';
import { searchCommand } from './commands/search.js';
import { serveCommand } from './commands/serve.js';
import { showCommand } from './commands/show.js';
import { signCommand } from './commands/sign.js';
import { tufCommand } from './commands/tuf.js';
import { validateCommand } from './commands/validate.js';
import { verifyCommand } from './commands/verify.js';
import { waiverCommand } from './commands/waiver.js';
import type { Terminal } from './terminal.js';

/** What a command works with: where it writes, and how it says its exit code. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly exit: (code: number) => void;
}

/** One verb: its name, options, help and action. */
export type BuildCommand = (context: CommandContext) => Command;

/** Every verb, in the order of the help. */
const COMMANDS: readonly BuildCommand[] = [
  indexCommand,
  mergeCommand,
  publishCommand,
  mirrorCommand,
  scheduleCommand,
  validateCommand,
  signCommand,
  verifyCommand,
  policyCommand,
  searchCommand,
  listCommand,
  showCommand,
  findingsCommand,
  matrixCommand,
  dependsCommand,
  impactCommand,
  orderCommand,
  diffCommand,
  checkCommand,
  waiverCommand,
  decisionCommand,
  serveCommand,
  tufCommand,
];

const EXIT_CODES = `
Exit codes:
  0   done
  1   the answer is no: error findings, nothing found, no such capability, refused
  2   wrong use or configuration
  3   done in part: some sources failed, their last good entries are kept; or nobody can tell (chora check)
  4   trust refused
  70  a bug of chora`;

/** The command line `chora`. Errors of use are thrown as CommanderError after they were printed. */
export function buildProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const program = new Command('chora')
    .description('Pulls capability manifests from many repositories into one static catalog.')
    .version(GENERATOR.version, '-V, --version')
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ showGlobalOptions: false })
    // A verb that has verbs of its own can then tell their options from its own by their place.
    .enablePositionalOptions();
  for (const build of COMMANDS) program.addCommand(build({ terminal, exit }));
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) {
    command
      .showHelpAfterError('(chora <command> --help shows an example)')
      .exitOverride()
      .configureOutput({ writeOut: (text) => terminal.out(text.trimEnd()), writeErr: (text) => terminal.err(text.trimEnd()) });
  }
  return program;
}
