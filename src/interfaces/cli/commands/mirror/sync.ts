import { Command, Option } from 'commander';
import type { FailOn } from '../../../../mirror/config.js';
import { exitCodeFor } from '../../../../mirror/status.js';
import { syncMirror } from '../../../../mirror/sync.js';
import { jsonOption } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { untilStopped } from '../../stop.js';
import { clockOption, FAIL_ON, openMirror, withHelp } from './context.js';
import { describeSync } from './describe-sync.js';
import { TransferLines } from './progress.js';

interface Options {
  failOn?: FailOn;
  repair?: boolean;
  clockIsRight?: boolean;
  json?: boolean;
}

export const mirrorSyncCommand: BuildCommand = ({ terminal, exit }) =>
  withHelp(
    new Command('sync')
      .description('fetch what is new, verify it, and serve it when it is whole')
      .argument('<dir>', 'folder of the mirror')
      .addOption(new Option('--fail-on <age>', 'exit with 1 from this age on (default: what mirror.yaml says)').choices(FAIL_ON))
      .option('--repair', 'look at all that is there, fetch again what is damaged, and make the release anew')
      .addOption(clockOption())
      .addOption(jsonOption()),
    'chora mirror sync mirror',
    [
      [0, 'the mirror is up to date, and fresh'],
      [1, 'it is up to date, and what is published is stale, or so old that it alerts'],
      [2, 'wrong use, another sync is under way, or the disk refuses'],
      [3, 'the catalog could not be had; the release before is still served'],
      [4, 'what is published is refused; the release before is still served'],
    ],
  ).action(async (dir: string, { failOn, repair = false, clockIsRight = false, json }: Options) => {
    const { config, ops } = await openMirror(dir);
    const lines = new TransferLines(terminal.watched, terminal.progress, json ? () => undefined : terminal.err);
    const watch = (progress: Parameters<TransferLines['tell']>[0]) => lines.tell(progress, ops.elapsed());
    await untilStopped('The release before is still served.', async (signal) => {
      const report = await syncMirror(config, ops, { signal, watch, repair, clockIsRight });
      if (json) terminal.out(JSON.stringify(report));
      else for (const line of describeSync(report)) terminal.out(line);
      exit(exitCodeFor(report.state, failOn ?? config.failOn));
    });
  });
