import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { FailOn } from '../../../../mirror/config.js';
import { importMirror } from '../../../../mirror/import.js';
import { exitCodeFor } from '../../../../mirror/status.js';
import { printable } from '../../../../model/quote.js';
import { jsonOption } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { untilStopped } from '../../stop.js';
import { clockOption, FAIL_ON, openMirror, withHelp } from './context.js';
import { describeSync } from './describe-sync.js';
import { TransferLines } from './progress.js';

interface Options {
  failOn?: FailOn;
  clockIsRight?: boolean;
  json?: boolean;
}

export const mirrorImportCommand: BuildCommand = ({ terminal, exit }) =>
  withHelp(
    new Command('import')
      .description('bring the mirror up to date with a file that was carried here, verified as a sync is')
      .argument('<dir>', 'folder of the mirror')
      .argument('<file>', 'what chora mirror export wrote')
      .addOption(new Option('--fail-on <age>', 'exit with 1 from this age on (default: what mirror.yaml says)').choices(FAIL_ON))
      .addOption(clockOption())
      .addOption(jsonOption()),
    'chora mirror import mirror /media/usb/catalog.tar.gz --fail-on never',
    [
      [0, 'the mirror is up to date, and fresh'],
      [1, 'it is up to date, and what was carried is stale, or so old that it alerts'],
      [2, 'wrong use, an earlier file is needed first, a sync is under way, or the disk refuses'],
      [3, 'the file lacks what this mirror lacks; the release before is still served'],
      [4, 'the file is refused: damaged, older than what is trusted, expired, or not to be believed'],
    ],
  ).action(async (dir: string, file: string, { failOn, clockIsRight = false, json }: Options) => {
    const { config, ops } = await openMirror(dir);
    const lines = new TransferLines(terminal.watched, terminal.progress, json ? () => undefined : terminal.err);
    const watch = (progress: Parameters<TransferLines['tell']>[0]) => lines.tell(progress, ops.elapsed());
    await untilStopped('The release before is still served.', async (signal) => {
      const report = await importMirror(config, ops, resolve(file), { signal, watch, repair: false, clockIsRight });
      if (json) terminal.out(JSON.stringify(report));
      else {
        terminal.out(printable(`${report.file.path}: ${report.file.digest}`));
        for (const line of describeSync(report.sync)) terminal.out(line);
      }
      exit(exitCodeFor(report.sync.state, failOn ?? config.failOn));
    });
  });
