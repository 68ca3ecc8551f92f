import { Command } from 'commander';
import { pruneMirror } from '../../../../mirror/prune.js';
import { jsonOption, positiveInteger } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { untilStopped } from '../../stop.js';
import { openMirror, withHelp } from './context.js';
import { count, size } from './progress.js';

export const mirrorPruneCommand: BuildCommand = ({ terminal }) =>
  withHelp(
    new Command('prune')
      .description('remove the oldest releases, and what only they need')
      .argument('<dir>', 'folder of the mirror')
      .option('--keep <n>', 'releases to keep, the served one included (default: what mirror.yaml says)', positiveInteger)
      .addOption(jsonOption()),
    'chora mirror prune mirror --keep 2',
    [
      [0, 'done'],
      [2, 'wrong use, or the disk refuses'],
    ],
  ).action(async (dir: string, { keep, json }: { keep?: number; json?: boolean }) => {
    const { config, ops } = await openMirror(dir);
    const report = await untilStopped('The mirror serves what it did.', (signal) =>
      pruneMirror(keep ?? config.keep, ops, signal),
    );
    if (json) return terminal.out(JSON.stringify(report));
    const { releases, blobs, bytes, kept } = report;
    terminal.out(
      releases.length + blobs === 0
        ? 'Nothing to remove.'
        : `Removed ${releases.length === 0 ? 'no release' : `release ${releases.join(', ')}`}, and ${count(blobs, 'file')} (${size(bytes)}) that no other release needs.`,
    );
    terminal.out(kept.length === 0 ? 'There is no release.' : `Kept: ${kept.join(', ')}.`);
  });
