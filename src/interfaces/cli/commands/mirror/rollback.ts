import { Command } from 'commander';
import { rollbackMirror } from '../../../../mirror/rollback.js';
import { jsonOption, positiveInteger } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { untilStopped } from '../../stop.js';
import { openMirror, withHelp } from './context.js';

export const mirrorRollbackCommand: BuildCommand = ({ terminal }) =>
  withHelp(
    new Command('rollback')
      .description('serve an older release that is kept, without trusting anything older')
      .argument('<dir>', 'folder of the mirror')
      .option('--to <release>', 'the release (default: the one before the served one)', positiveInteger)
      .addOption(jsonOption()),
    'chora mirror rollback mirror --to 41',
    [
      [0, 'it is served, until there is a release newer than those that were there'],
      [2, 'wrong use, no such release, or it is damaged'],
    ],
  ).action(async (dir: string, { to, json }: { to?: number; json?: boolean }) => {
    const { config, ops } = await openMirror(dir);
    const report = await untilStopped('The mirror serves what it did.', (signal) =>
      rollbackMirror(config, ops, to ?? null, signal),
    );
    if (json) return terminal.out(JSON.stringify(report));
    terminal.out(`Release ${report.from} → ${report.to}, ${report.state}, last confirmed at ${report.generated_at}.`);
    if (report.held !== null) terminal.out(`It is held until there is a release newer than ${report.held.from}.`);
    terminal.out(
      `What was published before is still refused: older metadata than timestamp ${report.trusted.timestamp} is not accepted.`,
    );
  });
