import { Command } from 'commander';
import { verifyMirror } from '../../../../mirror/verify.js';
import { EXIT } from '../../../../model/errors.js';
import { printable } from '../../../../model/quote.js';
import { jsonOption } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { openMirror, withHelp } from './context.js';
import { count, size } from './progress.js';

export const mirrorVerifyCommand: BuildCommand = ({ terminal, exit }) =>
  withHelp(
    new Command('verify')
      .description('verify everything again, offline: metadata, digests, sites, proofs, journal')
      .argument('<dir>', 'folder of the mirror')
      .addOption(jsonOption()),
    'chora mirror verify mirror',
    [
      [0, 'all is as it was published and verified'],
      [2, 'wrong use, or no mirror'],
      [4, 'something is not; chora mirror sync DIR --repair makes it again'],
    ],
  ).action(async (dir: string, { json }: { json?: boolean }) => {
    const report = await verifyMirror((await openMirror(dir)).ops);
    const { problems, notes, checked, releases } = report;
    if (json) terminal.out(JSON.stringify(report));
    else {
      for (const { part, what, message } of problems) terminal.out(printable(`${part}: ${what} ${message}`));
      for (const note of notes) terminal.out(printable(note));
      const { targets, blobs, files, proofs, journal_lines } = checked;
      terminal.out(
        `${problems.length === 0 ? 'All is well' : count(problems.length, 'problem')}: ` +
          `${count(releases.length, 'release')} with ${count(files, 'file')}, ${count(targets, 'target')}, ` +
          `${count(blobs, 'blob')}, ${count(proofs, 'manifest')} judged, ` +
          `${count(journal_lines, 'line')} of the journal; ${size(checked.bytes)} read.`,
      );
      if (problems.length > 0) terminal.out('chora mirror sync DIR --repair fetches and makes again what is damaged.');
    }
    exit(problems.length === 0 ? EXIT.done : EXIT.trust);
  });
