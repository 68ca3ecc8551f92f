import { Command } from 'commander';
import { explain } from '../../../compatibility/explain.js';
import { catalogReader, systemClock } from '../../../compose.js';
import { printable, quote } from '../../../model/quote.js';
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
        reason: `${explain(row)}${row.waiver === undefined ? '' : ` Waived until ${row.waiver.until}.`}${evidence(row.tested_with)}`,
      }));
      for (const line of tableWithReasons(['ID', 'RANGE', 'KIND', 'VERDICT'], rows, terminal.width)) terminal.out(line);
      const through = needs.all.filter(({ steps }) => steps > 1);
      if (through.length > 0) terminal.out('');
      for (const { id: other, steps } of through) terminal.out(`${printable(other)}, ${steps} steps away`);
    });

/** What providers say of tests: beside what is declared, and no part of the verdict. */
function evidence(tested: readonly (string | null)[] = []): string {
  if (tested.length === 0) return '';
  const versions = tested.slice(0, 5).map((version) => (version === null ? 'one without a version' : quote(version)));
  return ` Tested with it, as its provider says: ${versions.join(', ')}.`;
}
