import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import { LAYOUT } from '../../../catalog/layout.js';
import { readDecisionLog } from '../../../compatibility/decision-log.js';
import { guardLog } from '../../../compatibility/guard-log.js';
import { catalogReader, ownPaths, readOwnFiles, readTextFile, systemClock, writeWholeFile } from '../../../compose.js';
import { parseConfig } from '../../../indexer/config.js';
import { addDecision, lastOf } from '../../../indexer/steward.js';
import type { Decision } from '../../../model/generated/types.js';
import { printable } from '../../../model/quote.js';
import { instant, jsonOption, notEmpty } from '../options.js';
import type { BuildCommand } from '../program.js';
import { table } from '../table.js';

interface Common {
  config: string;
  json?: boolean;
}
interface AddOptions extends Common {
  kind: Decision['kind'];
  summary: string;
  by: string;
  capability?: string;
  link?: string[];
  now?: Date;
}

export const decisionCommand: BuildCommand = ({ terminal }) => {
  const command = new Command('decision')
    .description('keep the log of what the stewards of a catalog decided: it only grows')
    .addHelpText('after', '\nExample:\n  chora decision verify --against https://catalog.example.org');
  const verb = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--config <file>', 'the catalog whose log it is', 'catalog/catalog.yaml')
      .addOption(jsonOption());
  verb('add', 'add a decision; waivers are logged by chora waiver')
    .addOption(new Option('--kind <kind>', 'what it is').choices(['deprecation', 'policy', 'other']).default('other'))
    .requiredOption('--summary <text>', 'what was decided', notEmpty)
    .requiredOption('--by <name>', 'who decided it', notEmpty)
    .option('--capability <id>', 'the capability that it is about')
    .option('--link <url...>', 'where more is written')
    .option('--now <instant>', 'when it was decided instead of the clock’s time', instant)
    .addHelpText(
      'after',
      '\nExample:\n  chora decision add --kind deprecation --capability a.b --summary "a.b goes in June" --by ana',
    )
    .action(({ config, json, kind, summary, by, capability, link, now }: AddOptions) => {
      const { log, path } = open(config);
      const decision = {
        kind,
        summary,
        decided_by: by,
        ...(capability === undefined ? {} : { capability }),
        ...(link === undefined ? {} : { links: link }),
      };
      const longer = addDecision(log, decision, systemClock(now).now());
      writeWholeFile(path, Buffer.from(longer));
      const added = lastOf(longer);
      terminal.out(json ? JSON.stringify(added) : `${added.decision.sequence} ${added.digest}`);
    });
  verb('list', 'list the decisions')
    .addHelpText('after', '\nExample:\n  chora decision list')
    .action(({ config, json }: Common) => {
      const { log } = open(config);
      guardLog('', log);
      const { decisions } = readDecisionLog(log);
      if (json) return terminal.out(JSON.stringify({ decisions }));
      const rows = decisions.map(({ digest, decision: { sequence, decided_at, decided_by, kind, summary } }) =>
        [String(sequence), decided_at, kind, decided_by, digest.slice(7, 23), summary].map(printable),
      );
      for (const line of table(['', 'WHEN', 'KIND', 'BY', 'DIGEST', 'WHAT'], rows, terminal.width)) terminal.out(line);
    });
  verb('verify', 'check that each line is bound to the one before, and that the log continues a published one')
    .option('--against <dir|url>', 'a catalog: its log must be the beginning of this one')
    .addHelpText(
      'after',
      '\nExample:\n  chora decision verify --against catalog/dist\n\nExits with 0 when it holds, with 4 when it does not.',
    )
    .action(async ({ config, json, against }: Common & { against?: string }) => {
      const { log } = open(config);
      const known = against === undefined ? null : await catalogReader(against).read(LAYOUT.decisions);
      guardLog(known?.toString('utf8') ?? '', log);
      const count = readDecisionLog(log).decisions.length;
      const holds =
        count === 0 ? 'no decisions yet' : count === 1 ? '1 decision' : `${count} decisions, each bound to the one before`;
      terminal.out(json ? JSON.stringify({ decisions: count, holds: true }) : holds);
    });
  return command;
};

function open(config: string): { log: string; path: string } {
  const loaded = parseConfig(readTextFile(config), config).config;
  const folder = dirname(config);
  return { log: readOwnFiles(folder, loaded, { mayBeMissing: true }).decisions, path: ownPaths(folder, loaded).decisions };
}
