import { Command } from 'commander';
import { readTrust } from '../../../compose/trust-files.js';
import { catalogReader, indexerOps, readTextFile } from '../../../compose.js';
import { parseConfig } from '../../../indexer/config.js';
import { mergeShards } from '../../../indexer/merge.js';
import { EXIT } from '../../../model/errors.js';
import type { LogFormat } from '../log.js';
import { instant, jsonOption, logFormatOption, metricsOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { printReport } from '../report.js';
import { RunWatcher } from '../run-watcher.js';

interface Options {
  config: string;
  out: string;
  now?: Date;
  allowShrink?: boolean;
  trustedRoot?: string;
  logFormat: LogFormat;
  metrics?: string;
  json?: boolean;
}

export const mergeCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('merge')
    .description('make the catalog of what the shards of a run read, as one run would have')
    .argument('<folders...>', 'what chora index --shard wrote, one folder for each shard')
    .option('--config <file>', 'what the shards indexed', 'catalog/catalog.yaml')
    .option('--out <dir>', 'where the catalog is, and goes: the one that the shards went on from', 'catalog/dist')
    .option('--now <instant>', 'the time to write instead of that of the shard that was read first', instant)
    .option(
      '--trusted-root <file>',
      'authorities and logs to believe (default: trusted_root.json beside the policy, or the public-good instance)',
    )
    .option('--allow-shrink', 'write even when more than 15 % of the capabilities would go')
    .addOption(logFormatOption())
    .addOption(metricsOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora merge catalog/shards/1-of-2 catalog/shards/2-of-2 --out catalog/dist')
    .action(async (folders: string[], options: Options) => {
      const loaded = parseConfig(readTextFile(options.config), options.config);
      const ops = indexerOps({ config: options.config, out: options.out, cache: '', inProcess: true });
      const watcher = new RunWatcher(options, ops, terminal, process.env);
      const report = await mergeShards(
        loaded,
        folders.map((folder) => catalogReader(folder)),
        ops,
        {
          trust: readTrust(options, loaded.config.policy),
          allowShrink: options.allowShrink === true,
          ...(options.now === undefined ? {} : { now: options.now }),
          progress: watcher.progress,
        },
      ).catch(async (error: unknown) => {
        await watcher.stopped(error);
        throw error;
      });
      await watcher.ended(report);
      if (options.json) terminal.out(JSON.stringify(report));
      else printReport(report, options.out, terminal);
      exit(report.failed.length > 0 ? EXIT.partial : EXIT.done);
    });
