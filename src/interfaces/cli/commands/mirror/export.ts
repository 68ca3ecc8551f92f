import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { exportMirror } from '../../../../mirror/export.js';
import type { MirrorExportReport } from '../../../../model/generated/types.js';
import { printable } from '../../../../model/quote.js';
import { jsonOption, positiveInteger } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { untilStopped } from '../../stop.js';
import { openMirror, withHelp } from './context.js';
import { size } from './progress.js';

interface Options {
  out: string;
  since?: number;
  view?: 'online' | 'airgap';
  json?: boolean;
}

export const mirrorExportCommand: BuildCommand = ({ terminal }) =>
  withHelp(
    new Command('export')
      .description('write what the mirror has to one file, for carrying by hand')
      .argument('<dir>', 'folder of the mirror')
      .requiredOption('--out <file>', 'the file to write, a tar compressed with gzip')
      .option('--since <n>', 'only what a mirror lacks that is at release n, which is kept here, or later', positiveInteger)
      .addOption(
        new Option('--view <view>', 'refuse unless the mirror follows this view (airgap expires later)').choices([
          'online',
          'airgap',
        ]),
      )
      .addOption(jsonOption()),
    'chora mirror export mirror --out catalog.tar.gz --since 41 --view airgap',
    [
      [0, 'the file is whole'],
      [1, 'there is nothing to export, the mirror holds a part of the catalog, or release n is not kept'],
      [2, 'wrong use, a sync is under way, or the disk refuses'],
      [4, 'what is trusted was tampered with'],
    ],
  ).action(async (dir: string, { out, since, view, json }: Options) => {
    const { config, ops } = await openMirror(dir);
    const report = await untilStopped('No file was written.', (signal) =>
      exportMirror(config, ops, { out: resolve(out), since: since ?? null, view: view ?? null, signal }),
    );
    if (json) terminal.out(JSON.stringify(report));
    else for (const line of describeExport(report)) terminal.out(line);
  });

function describeExport({
  file,
  export: { release, needs, view, files, bytes, catalog },
  expires,
}: MirrorExportReport): string[] {
  const base = needs === null ? 'It needs no release before it.' : `It is for mirrors that are at release ${needs} or later.`;
  return [
    `${file.path}: ${catalog ?? 'the catalog'}, release ${release}, view ${view}.`,
    `  ${base}`,
    `  ${size(file.size)}; ${files} files, ${size(bytes)} unpacked`,
    `  ${file.digest}`,
    ...Object.entries(expires).map(([role, at]) => `  ${role} expires ${at}`),
    `Import it with: chora mirror import DIR ${file.path}`,
  ].map(printable);
}
