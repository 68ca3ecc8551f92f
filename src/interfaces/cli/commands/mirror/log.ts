import { Command } from 'commander';
import { mirrorLog } from '../../../../mirror/log.js';
import { EXIT } from '../../../../model/errors.js';
import type { MirrorEvent } from '../../../../model/generated/types.js';
import { printable } from '../../../../model/quote.js';
import { jsonOption } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { openMirror, withHelp } from './context.js';
import { count } from './progress.js';

export const mirrorLogCommand: BuildCommand = ({ terminal, exit }) =>
  withHelp(
    new Command('log')
      .description('show what happened to the mirror, and whether the journal is as it was written')
      .argument('<dir>', 'folder of the mirror')
      .option('--verify', 'check the chain of the journal and show nothing else')
      .addOption(jsonOption()),
    'chora mirror log mirror --verify',
    [
      [0, 'done'],
      [2, 'wrong use, or no mirror'],
      [4, 'the journal was tampered with'],
    ],
  ).action(async (dir: string, { verify, json }: { verify?: boolean; json?: boolean }) => {
    const report = mirrorLog((await openMirror(dir)).ops.store);
    if (json) terminal.out(JSON.stringify(verify ? { ...report, events: [] } : report));
    else {
      if (!verify) for (const event of report.events) terminal.out(printable(lineOf(event)));
      if (report.problem !== null) terminal.out(`The journal was tampered with: ${report.problem}.`);
      else if (verify) terminal.out(`The journal is as it was written: ${count(report.lines, 'line')}.`);
      if (report.torn) terminal.out('Its last line was not written to its end; the next sync repairs it.');
    }
    exit(report.intact ? EXIT.done : EXIT.trust);
  });

function lineOf({ at, event, release, from, code, message, changes, removed, folder, url, root, file }: MirrorEvent): string {
  const moved = release === undefined ? '' : from === undefined || from === null ? ` ${release}` : ` ${from} → ${release}`;
  const counts = changes === undefined ? '' : ` +${changes.added} ~${changes.updated} -${changes.removed}`;
  const rest = [code, message, removed?.join(', '), folder === undefined ? undefined : `in releases/${folder}`, url, root, file];
  const details = rest.filter((each) => each !== undefined && each !== '').join(' ');
  return `${at} ${event}${moved}${counts}${details === '' ? '' : `: ${details}`}`;
}
