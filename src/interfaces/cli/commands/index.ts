import { Command, Option } from 'commander';
import { readTrust } from '../../../compose/trust-files.js';
import { catalogReader, defaultCacheFolder, indexerOps, readTextFile } from '../../../compose.js';
import { parseConfig } from '../../../indexer/config.js';
import { type RunOptions, runIndexer } from '../../../indexer/run.js';
import { indexShard } from '../../../indexer/shard.js';
import { DEFAULT_GLOBS } from '../../../manifest/formats.js';
import { ChoraError, EXIT } from '../../../model/errors.js';
import { SOURCE_LIMITS } from '../../../model/limits.js';
import { type Shard, shareOfPoints } from '../../../sources/shard.js';
import type { LogFormat } from '../log.js';
import { bytes, duration, instant, jsonOption, logFormatOption, metricsOption, positiveInteger, shard } from '../options.js';
import type { BuildCommand } from '../program.js';
import { printReport, printShardReport } from '../report.js';
import { RunWatcher } from '../run-watcher.js';
import { untilStopped } from '../stop.js';

const EXAMPLES = `
Example:
  chora index --config catalog/catalog.yaml --out catalog/dist
  chora index --shard 3/16 --previous catalog/dist --out catalog/shards/3-of-16`;

interface Options {
  config: string;
  out: string;
  cache?: string;
  now?: Date;
  concurrency: number;
  perHost: number;
  timeout: number;
  maxBytes: number;
  shard?: Shard;
  previous: string;
  maxPoints?: number;
  rebuild?: boolean;
  allowShrink?: boolean;
  trustedRoot?: string;
  logFormat: LogFormat;
  metrics?: string;
  json?: boolean;
}

export const indexCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('index')
    .description('pull the manifests of all sources and write the catalog')
    .option('--config <file>', 'what to index', 'catalog/catalog.yaml')
    .option('--out <dir>', 'where the catalog is, and goes; with --shard: what to merge', 'catalog/dist')
    .option(
      '--cache <dir>',
      'where fetched repositories are kept (default: CHORA_CACHE, or chora-catalog in the user’s cache folder)',
    )
    .option('--now <instant>', 'the time to write instead of the clock’s, for repeatable output', instant)
    .option('--concurrency <n>', 'sources asked at the same time', positiveInteger, 8)
    .option('--per-host <n>', 'of them, sources of one host', positiveInteger, 6)
    .addOption(
      new Option('--timeout <duration>', 'for asking one source, and again for reading it')
        .argParser(duration)
        .default(SOURCE_LIMITS.timeout, `${SOURCE_LIMITS.timeout / 1000}s`),
    )
    .addOption(
      new Option('--max-bytes <bytes>', 'from one source')
        .argParser(bytes)
        .default(SOURCE_LIMITS.bytes, `${SOURCE_LIMITS.bytes / 1024 ** 2}M`),
    )
    .option(
      '--max-points <n>',
      'GraphQL points and REST requests that this run may spend at GitHub (default: github.max_points of the configuration; with --shard: its share of them)',
      positiveInteger,
    )
    .option(
      '--trusted-root <file>',
      'authorities and logs to believe (default: trusted_root.json beside the policy, or the public-good instance)',
    )
    .option('--shard <k/n>', 'only the sources that fall to one of n runs, for chora merge', shard)
    .option('--previous <dir|url>', 'with --shard: the catalog to go on from, and to merge into', 'catalog/dist')
    .option('--rebuild', 'read and write everything again; where the old catalog cannot be read, start anew')
    .option('--allow-shrink', 'write even when more than 15 % of the capabilities would go')
    .addOption(logFormatOption())
    .addOption(metricsOption())
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options, command: Command) => {
      const named = (option: string) => command.getOptionValueSource(option) !== 'default';
      const { shard } = options;
      if (shard === undefined && named('previous'))
        throw new ChoraError('usage', 'usage/previous-without-shard', '--previous needs --shard.', WHOLE_RUN);
      if (shard !== undefined && options.metrics !== undefined)
        throw new ChoraError(
          'usage',
          'usage/metrics-of-shard',
          'A shard alone has no metrics.',
          'Give --metrics to chora merge.',
        );
      const out = shard === undefined || named('out') ? options.out : `catalog/shards/${shard.number}-of-${shard.count}`;
      const loaded = parseConfig(readTextFile(options.config), options.config);
      const ops = indexerOps({
        config: options.config,
        out,
        cache: options.cache ?? defaultCacheFolder(),
        now: options.now,
        github: { maxPoints: options.maxPoints ?? shareOfPoints(loaded.config.github?.max_points ?? null, shard) },
      });
      const watcher = new RunWatcher({ ...options, out }, ops, terminal, process.env);
      await untilStopped(shard === undefined ? STOPPED : STOPPED_SHARD, async (signal) => {
        const run: RunOptions = {
          globs: loaded.config.manifests ?? DEFAULT_GLOBS,
          concurrency: options.concurrency,
          perHost: options.perHost,
          timeout: options.timeout,
          bytes: options.maxBytes,
          signal,
          trust: readTrust(options, loaded.config.policy),
          rebuild: options.rebuild === true,
          allowShrink: options.allowShrink === true,
          progress: watcher.progress,
        };
        const report = await (shard === undefined
          ? runIndexer(loaded, ops, run)
          : indexShard(loaded, ops, { ...run, shard, previous: catalogReader(options.previous) })
        ).catch(async (error: unknown) => {
          await watcher.stopped(error);
          throw error;
        });
        if (!('shard' in report)) await watcher.ended(report);
        if (options.json) terminal.out(JSON.stringify(report));
        else if ('shard' in report) printShardReport(report, out, terminal);
        else printReport(report, out, terminal);
        exit(report.failed.length > 0 ? EXIT.partial : EXIT.done);
      });
    });

const STOPPED = 'The catalog is as the last run left it.';
const STOPPED_SHARD = 'There is no result of this shard.';
const WHOLE_RUN = 'A run of all sources goes on from the catalog in --out.';
