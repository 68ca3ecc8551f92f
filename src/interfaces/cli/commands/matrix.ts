import { Command, Option } from 'commander';
import { explain } from '../../../compatibility/explain.js';
import { catalogReader, systemClock } from '../../../compose.js';
import { toCsv } from '../../../model/csv.js';
import { printable } from '../../../model/quote.js';
import { OpenCompatibility } from '../../../query/compatibility.js';
import type { MatrixFilter, MatrixRow } from '../../../query/matrix-rows.js';
import { catalogOption, instant, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { tableWithReasons } from '../table.js';

interface Options extends MatrixFilter {
  catalog: string;
  format: 'text' | 'json' | 'csv';
  allVersions?: boolean;
  json?: boolean;
  now?: Date;
}

const VERDICTS = ['compatible', 'deprecated', 'incompatible', 'missing', 'unknown', 'untrusted', 'waived'];
const COLUMNS = ['consumer', 'version', 'owner', 'domain', 'provider', 'alias', 'kind', 'range', 'verdict', 'reason'] as const;

export const matrixCommand: BuildCommand = ({ terminal }) =>
  new Command('matrix')
    .description('show who needs whom in which range, and whether it holds')
    .addOption(catalogOption())
    .option('--owner <owner>', 'only consumers of this owner')
    .option('--domain <domain>', 'only consumers of this domain')
    .addOption(new Option('--verdict <verdict>', 'only with this verdict').choices(VERDICTS))
    .option('--consumer <id>', 'only what this capability needs')
    .option('--provider <id>', 'only who needs this capability')
    .option('--all-versions', 'what older versions of consumers need too, not their current ones alone')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json', 'csv']).default('text'))
    .option('--now <instant>', 'the time at which waivers and sunsets are looked at, instead of the clock’s', instant)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora matrix --verdict incompatible\n  chora matrix --format csv > matrix.csv')
    .action(async ({ catalog, format, allVersions, json, now, owner, domain, verdict, consumer, provider }: Options) => {
      const matrix = new OpenCompatibility(catalogReader(catalog), systemClock(now).now());
      const rows = await matrix.matrix({ owner, domain, verdict, consumer, provider }, allVersions);
      if (json || format === 'json') return terminal.out(JSON.stringify({ rows }));
      if (format === 'csv') {
        const cells = rows.map((row) => [
          ...COLUMNS.map((column) => row[column] ?? ''),
          row.satisfied_by.map((each) => each ?? '').join(' '),
          row.waiver?.until ?? '',
          reasonOf(row),
        ]);
        return terminal.out(toCsv([[...COLUMNS, 'satisfied_by', 'waived_until', 'why'], ...cells]));
      }
      const lines = tableWithReasons(['CONSUMER', 'PROVIDER', 'RANGE', 'KIND', 'VERDICT'], rows.map(lineOf), terminal.width);
      for (const line of lines) terminal.out(line);
      terminal.err(`${rows.length} ${rows.length === 1 ? 'dependency' : 'dependencies'}`);
    });

function lineOf(row: MatrixRow): { cells: string[]; reason: string } {
  const { consumer, version, provider, alias, range, kind, verdict } = row;
  const asked = alias === undefined ? provider : `${alias} → ${provider}`;
  return { cells: [`${consumer} ${version ?? '–'}`, asked, range ?? '–', kind, verdict].map(printable), reason: reasonOf(row) };
}

function reasonOf(row: MatrixRow): string {
  const { waiver } = row;
  return waiver === undefined
    ? explain(row)
    : `${explain(row)} Waived until ${waiver.until} by the decision ${waiver.decision.slice(7, 23)}.`;
}
