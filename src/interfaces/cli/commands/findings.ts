import { Command, Option } from 'commander';
import { catalogReader } from '../../../compose.js';
import { type FindingFilter, OpenCatalog } from '../../../query/catalog.js';
import { findingLines, tally } from '../finding-text.js';
import { catalogOption, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';

interface Options {
  catalog: string;
  json?: boolean;
  severity?: FindingFilter['severity'];
  code?: string;
  source?: string;
}

export const findingsCommand: BuildCommand = ({ terminal }) =>
  new Command('findings')
    .description('list what a catalog has to say about its sources and manifests')
    .addOption(catalogOption())
    .addOption(new Option('--severity <severity>', 'only of this severity').choices(['error', 'warning', 'info']))
    .option('--code <code>', 'only with this code, such as manifest/duplicate-key')
    .option('--source <source>', 'only about this source')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora findings --severity error')
    .action(async ({ catalog, json, ...filter }: Options) => {
      const findings = await new OpenCatalog(catalogReader(catalog)).findings(filter as FindingFilter);
      if (json) return terminal.out(JSON.stringify({ findings }));
      for (const finding of findings) for (const line of findingLines(finding, terminal, finding.source)) terminal.out(line);
      terminal.err(tally(findings));
    });
