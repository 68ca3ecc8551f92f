import { Command } from 'commander';
import type { BuildCommand } from '../../program.js';
import { mirrorExportCommand } from './export.js';
import { mirrorImportCommand } from './import.js';
import { mirrorInitCommand } from './init.js';
import { mirrorLogCommand } from './log.js';
import { mirrorPruneCommand } from './prune.js';
import { mirrorRollbackCommand } from './rollback.js';
import { mirrorServeCommand } from './serve.js';
import { mirrorStatusCommand } from './status.js';
import { mirrorSyncCommand } from './sync.js';
import { mirrorVerifyCommand } from './verify.js';

/** Every verb of the mirror, in the order of the help. */
const VERBS: readonly BuildCommand[] = [
  mirrorInitCommand,
  mirrorSyncCommand,
  mirrorStatusCommand,
  mirrorServeCommand,
  mirrorVerifyCommand,
  mirrorExportCommand,
  mirrorImportCommand,
  mirrorRollbackCommand,
  mirrorPruneCommand,
  mirrorLogCommand,
];

export const mirrorCommand: BuildCommand = (context) => {
  const command = new Command('mirror').description('keep a verified copy of a published catalog, and tell how old it is');
  for (const build of VERBS) command.addCommand(build(context));
  return command;
};
