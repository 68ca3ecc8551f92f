import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { waiverFindings, waiversAt } from '../../../compatibility/waivers.js';
import { catalogReader, ownPaths, readOwnFiles, readTextFile, systemClock, writeWholeFile } from '../../../compose.js';
import { parseConfig } from '../../../indexer/config.js';
import { grantWaiver, revokeWaiver } from '../../../indexer/steward.js';
import { readStewardship } from '../../../indexer/stewardship.js';
import { OWN_SOURCE } from '../../../model/findings.js';
import type { AppliedWaiver, Waiver } from '../../../model/generated/types.js';
import { printable } from '../../../model/quote.js';
import { OpenCompatibility } from '../../../query/compatibility.js';
import { findingLines } from '../finding-text.js';
import { dayOrTime, instant, jsonOption, notEmpty } from '../options.js';
import type { BuildCommand } from '../program.js';
import { table } from '../table.js';

interface Common {
  config: string;
  now?: Date;
  json?: boolean;
}

export const waiverCommand: BuildCommand = ({ terminal }) => {
  const command = new Command('waiver')
    .description('let a consumer go on with a capability although the matrix speaks against it, for at most 30 days')
    .addHelpText('after', '\nExample:\n  chora waiver list');
  const verb = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--config <file>', 'the catalog whose waivers they are', 'catalog/catalog.yaml')
      .option('--now <instant>', 'the time to decide at instead of the clock’s', instant)
      .addOption(jsonOption());
  verb('grant', 'write a waiver, and the line of the decision log that grants it')
    .requiredOption('--capability <id>', 'what is depended on', notEmpty)
    .requiredOption('--consumer <id>', 'who depends on it', notEmpty)
    .addOption(
      new Option('--verdict <verdict>', 'what is waived')
        .choices(['incompatible', 'unknown', 'missing', 'deprecated'])
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'why', notEmpty)
    .requiredOption('--approver <name>', 'who answers for it', notEmpty)
    .option(
      '--expires <time>',
      'when it ends: a time in UTC, or a day, at whose beginning it does (default: 30 days from now)',
      dayOrTime,
    )
    .addHelpText(
      'after',
      '\nExample:\n  chora waiver grant --capability a.b --consumer c.d --verdict incompatible --reason "until 2.1" --approver ana',
    )
    .action((options: Common & Omit<Waiver, 'granted' | 'expires'> & { expires?: string }) => {
      const { files, paths } = open(options.config);
      const granted = grantWaiver(files.decisions, options, systemClock(options.now).now());
      const file = join(paths.waivers, granted.name);
      // The log first: a file that nothing grants is refused with a finding, a grant without its file waives nothing.
      writeWholeFile(paths.decisions, Buffer.from(granted.log));
      writeWholeFile(file, Buffer.from(granted.text));
      const { decision, waiver } = granted;
      if (options.json) return terminal.out(JSON.stringify({ file, decision, waiver }));
      const until = waiver.expires.length === 10 ? `the beginning of ${waiver.expires}` : waiver.expires;
      terminal.out(`${file}\n  holds until ${until}, by the decision ${decision}`);
      terminal.err('Commit it together with the decision log; the next run of chora index publishes both.');
    });
  verb('list', 'list waivers by what they are now')
    .option('--catalog <dir|url>', 'those of a published catalog instead')
    .addHelpText('after', '\nExample:\n  chora waiver list --catalog https://catalog.example.org')
    .action(async ({ catalog, ...options }: Common & { catalog?: string }) => {
      const now = systemClock(options.now).now();
      const { waivers, findings: found } =
        catalog === undefined
          ? readStewardship(open(options.config).files, '')
          : { waivers: await new OpenCompatibility(catalogReader(catalog), now).waivers(), findings: [] };
      const at = waiversAt(waivers, now);
      const findings = [...found, ...waiverFindings(waivers, now, { source: OWN_SOURCE })];
      if (options.json) return terminal.out(JSON.stringify({ ...at, findings }));
      const { refused, ...others } = at;
      const rows = [
        ...Object.entries(others).flatMap(([state, waivers]) => waivers.map((each: AppliedWaiver) => rowOf(state, each))),
        ...refused.map(({ applied, why }) => rowOf(`refused: ${why}`, applied)),
      ];
      const header = ['STATE', 'CONSUMER', 'CAPABILITY', 'VERDICT', 'EXPIRES', 'DECISION'];
      for (const line of table(header, rows, terminal.width)) terminal.out(line);
      // The table has told of those that ended.
      for (const finding of findings.filter(({ severity }) => severity !== 'info'))
        for (const line of findingLines(finding, terminal)) terminal.err(line);
    });
  verb('revoke', 'end a waiver before it expires')
    .argument('<decision>', 'digest of the decision that grants it, or its first digits')
    .requiredOption('--reason <text>', 'why', notEmpty)
    .requiredOption('--by <name>', 'who decides it', notEmpty)
    .addHelpText('after', '\nExample:\n  chora waiver revoke 3f2a9c1d --reason "2.1 is out" --by ana')
    .action((decision: string, { config, now, json, reason, by }: Common & { reason: string; by: string }) => {
      const { files, paths } = open(config);
      const revoked = revokeWaiver(files.decisions, { decision, by, summary: reason }, systemClock(now).now());
      writeWholeFile(paths.decisions, Buffer.from(revoked.log));
      if (json) return terminal.out(JSON.stringify({ decision: revoked.decision, waiver: revoked.waiver }));
      terminal.out(`revoked by the decision ${revoked.decision}`);
      terminal.err('Commit the decision log; the next run of chora index publishes it.');
    });
  return command;
};

function open(config: string) {
  const loaded = parseConfig(readTextFile(config), config).config;
  const folder = dirname(config);
  return { paths: ownPaths(folder, loaded), files: readOwnFiles(folder, loaded, { mayBeMissing: true }) };
}

function rowOf(state: string, { waiver, decision }: AppliedWaiver): string[] {
  return [state, waiver.consumer, waiver.capability, waiver.verdict, waiver.expires, decision.slice(7, 23)].map(printable);
}
