import { Command, Option } from 'commander';
import { readTrust } from '../../../compose/trust-files.js';
import { defaultCacheFolder, indexerOps, readTextFile } from '../../../compose.js';
import { parseConfig } from '../../../indexer/config.js';
import { runIndexer } from '../../../indexer/run.js';
import { DEFAULT_GLOBS } from '../../../manifest/formats.js';
import { ChoraError, EXIT } from '../../../model/errors.js';
import { SOURCE_LIMITS } from '../../../model/limits.js';
import { LOG_FORMATS, type LogFormat } from '../log.js';
import { bytes, duration, instant, jsonOption, positiveInteger } from '../options.js';
import type { BuildCommand } from '../program.js';
import { printReport } from '../report.js';
import { RunWatcher } from '../run-watcher.js';

interface Options {
  config: string;
  out: string;
  cache?: string;
  now?: Date;
  concurrency: number;
  perHost: number;
  timeout: number;
  maxBytes: number;
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
    .option('--out <dir>', 'where the catalog is, and goes', 'catalog/dist')
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
      '--trusted-root <file>',
      'authorities and logs to believe (default: trusted_root.json beside the policy, or the public-good instance)',
    )
    .option('--rebuild', 'read and write everything again; where the old catalog cannot be read, start anew')
    .option('--allow-shrink', 'write even when more than 15 % of the capabilities would go')
    .addOption(
      new Option('--log-format <format>', 'what goes to standard error while it runs: lines for people, or JSON')
        .choices(LOG_FORMATS)
        .default('text'),
    )
    .option('--metrics <file>', 'write the numbers of the run and of the catalog there, as OpenMetrics')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora index --config catalog/catalog.yaml --out catalog/dist')
    .action(async (options: Options) => {
      const text = readTextFile(options.config);
      const ops = indexerOps({
        config: options.config,
        out: options.out,
        cache: options.cache ?? defaultCacheFolder(),
        now: options.now,
      });
      const loaded = parseConfig(text, options.config);
      const watcher = new RunWatcher(options, ops, terminal, process.env);
      const stop = new AbortController();
      const onSignal = (signal: NodeJS.Signals) =>
        stop.abort(
          new ChoraError(
            'io',
            'run/stopped',
            `Stopped by ${signal}. The catalog is as the last run left it.`,
            'Run again to go on; what was fetched is kept.',
          ),
        );
      process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
      try {
        const report = await runIndexer(loaded, ops, {
          globs: loaded.config.manifests ?? DEFAULT_GLOBS,
          concurrency: options.concurrency,
          perHost: options.perHost,
          timeout: options.timeout,
          bytes: options.maxBytes,
          signal: stop.signal,
          trust: readTrust(options, loaded.config.policy),
          rebuild: options.rebuild === true,
          allowShrink: options.allowShrink === true,
          progress: watcher.progress,
        }).catch(async (error: unknown) => {
          await watcher.stopped(error);
          throw error;
        });
        await watcher.ended(report);
        if (options.json) terminal.out(JSON.stringify(report));
        else printReport(report, options.out, terminal);
        exit(report.failed.length > 0 ? EXIT.partial : EXIT.done);
      } finally {
        process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
      }
    });
