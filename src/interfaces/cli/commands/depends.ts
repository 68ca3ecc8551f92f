import { Command } from 'commander';
import { explain } from '../../../compatibility/explain.js';
import { catalogReader, systemClock } from '../../../compose.js';
import { printable } from '../../../model/quote.js';
import { OpenCompatibility } from '../../../query/compatibility.js';
import { aboutMeant } from '../meant.js';
import { catalogOption, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { tableWithReasons } from '../table.js';

export const dependsCommand: BuildCommand = ({ terminal }) =>
  new Command('depends')
    .description('show what a capability needs, directly and through others')
    .argument('<id>', 'id of the capability')
    .addOption(catalogOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora depends lending.loan.issue')
    .action(async (id: string, { catalog, json }: { catalog: string; json?: boolean }) => {
      const needs = await new OpenCompatibility(catalogReader(catalog), systemClock().now()).depends(id);
      if (json) return terminal.out(JSON.stringify(needs));
      const about = aboutMeant(needs);
      if (about !== null) terminal.err(about);
      const rows = needs.dependencies.map((row) => ({
        cells: [row.id, row.range ?? '–', row.kind, row.verdict].map(printable),
        reason: row.waiver === undefined ? explain(row) : `${explain(row)} Waived until ${row.waiver.until}.`,
      }));
      for (const line of tableWithReasons(['ID', 'RANGE', 'KIND', 'VERDICT'], rows, terminal.width)) terminal.out(line);
      const through = needs.all.filter(({ steps }) => steps > 1);
      if (through.length > 0) terminal.out('');
      for (const { id: other, steps } of through) terminal.out(`${printable(other)}, ${steps} steps away`);
    });
