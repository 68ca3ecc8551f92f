import { EXIT } from '../../../model/errors.js';
import type { BuildCommand } from '../program.js';
import { printPublished, printStatus, printWarnings } from '../publish-text.js';
import { finishRootCommand, makeKeyCommand, prepareRootCommand, signRootCommand } from './publish-holders.js';
import { extendRootCommand, initCommand, rotateKeyCommand } from './publish-keys.js';
import { keysOption, onGitHub, openPublisher, type PublishCommandOptions, publishVerb } from './publish-options.js';

interface Options extends PublishCommandOptions {
  dryRun?: boolean;
  allowShrink?: boolean;
  airgap: boolean;
}

const EXAMPLE = `
Example:
  chora publish init --keys ~/chora-keys      once: makes the keys and the root
  chora publish --keys ~/chora-keys --dry-run
  chora publish                               with the keys in CHORA_TARGETS_KEY, CHORA_SNAPSHOT_KEY,
                                              CHORA_TIMESTAMP_KEY and CHORA_AIRGAP_TIMESTAMP_KEY

Where no target changed, the timestamp alone is signed again; targets and snapshot too when less than half of
their life is left. A release is in place as a whole or not at all: after an interruption, run it again.`;

export const publishCommand: BuildCommand = (context) => {
  const { terminal, exit } = context;
  const command = publishVerb('publish', 'sign what chora index wrote, and make it the published release')
    // Verbs below have options of the same names, which are theirs after their names.
    .enablePositionalOptions()
    .addOption(keysOption())
    .option('--dry-run', 'show what would be signed and why, and write nothing')
    .option('--allow-shrink', 'publish even when more than 15 % of the capabilities would go')
    .option('--no-airgap', 'leave the air-gap view as it is')
    .addHelpText('after', EXAMPLE)
    .action(async (options: Options) => {
      const { ops } = await openPublisher(options);
      const { publishRelease } = await import('../../../publish/release.js');
      const report = await publishRelease(ops, {
        lifetimes: options.expires,
        allowShrink: options.allowShrink === true,
        airgap: options.airgap,
        dryRun: options.dryRun === true,
      });
      if (options.json) terminal.out(JSON.stringify(report));
      else printPublished(report, options.out, terminal);
      printWarnings(report.warnings, onGitHub(), terminal);
      exit(EXIT.done);
    });
  for (const build of [initCommand, statusCommand, rotateKeyCommand, extendRootCommand]) command.addCommand(build(context));
  for (const build of [makeKeyCommand, prepareRootCommand, signRootCommand, finishRootCommand])
    command.addCommand(build(context));
  return command;
};

const statusCommand: BuildCommand = ({ terminal, exit }) =>
  publishVerb('status', 'show versions, expiries and keys of what is published, and what to worry about')
    .addHelpText(
      'after',
      `
Example:
  chora publish status --out catalog/dist

Warns of a root that expires within 60 days, and of another role when less than a quarter of its life is left;
ends with 4 where one has expired.`,
    )
    .action(async (options: PublishCommandOptions) => {
      const { ops } = await openPublisher(options);
      const { publishStatus } = await import('../../../publish/status.js');
      const status = publishStatus(ops, options.expires);
      if (options.json) terminal.out(JSON.stringify(status));
      else printStatus(status, terminal);
      printWarnings(status.warnings, onGitHub(), terminal);
      exit(status.warnings.some(({ expired }) => expired) ? EXIT.trust : EXIT.done);
    });
