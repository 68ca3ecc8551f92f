import { Command } from 'commander';
import { catalogReader, systemClock } from '../../../compose.js';
import { printable } from '../../../model/quote.js';
import { OpenCompatibility } from '../../../query/compatibility.js';
import { aboutMeant } from '../meant.js';
import { catalogOption, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { table } from '../table.js';

export const impactCommand: BuildCommand = ({ terminal }) =>
  new Command('impact')
    .description('show who is affected if a capability goes: those that need it, directly or through others')
    .argument('<id>', 'id of the capability')
    .addOption(catalogOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora impact accounts.member.manage')
    .action(async (id: string, { catalog, json }: { catalog: string; json?: boolean }) => {
      const found = await new OpenCompatibility(catalogReader(catalog), systemClock().now()).impact(id);
      if (json) return terminal.out(JSON.stringify(found));
      const about = aboutMeant(found);
      if (about !== null) terminal.err(about);
      const rows = found.affected.map(({ id: each, steps, owner }) => [each, String(steps), owner ?? '–'].map(printable));
      for (const line of table(['ID', 'STEPS', 'OWNER'], rows, terminal.width)) terminal.out(line);
      terminal.err(`${rows.length} affected`);
    });
