import { Command } from 'commander';
import { catalogReader, systemClock } from '../../../compose.js';
import { printable } from '../../../model/quote.js';
import { OpenCompatibility } from '../../../query/compatibility.js';
import { aboutMeant } from '../meant.js';
import { catalogOption, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';

export const orderCommand: BuildCommand = ({ terminal }) =>
  new Command('order')
    .description('list capabilities in an order in which each starts after what it needs')
    .argument('[id]', 'only this capability and what it needs')
    .addOption(catalogOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora order lending.loan.issue')
    .action(async (id: string | undefined, { catalog, json }: { catalog: string; json?: boolean }) => {
      const found = await new OpenCompatibility(catalogReader(catalog), systemClock().now()).order(id);
      if (json) return terminal.out(JSON.stringify(found));
      const about = found.of === undefined ? null : aboutMeant(found.of);
      if (about !== null) terminal.err(about);
      for (const each of found.order) terminal.out(printable(each));
      for (const members of found.cycles) terminal.err(`These need one another: ${members.map(printable).join(', ')}`);
    });
