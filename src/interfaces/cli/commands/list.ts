import { Command } from 'commander';
import { catalogReader } from '../../../compose.js';
import { printable } from '../../../model/quote.js';
import { type CapabilityFilter, OpenCatalog } from '../../../query/catalog.js';
import { catalogOption, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { table } from '../table.js';

interface Options extends Record<string, unknown> {
  catalog: string;
  json?: boolean;
  owner?: string;
  domain?: string;
  format?: CapabilityFilter['format'];
  tier?: CapabilityFilter['tier'];
  source?: string;
  lifecycle?: string;
  stability?: string;
}

export const listCommand: BuildCommand = ({ terminal }) =>
  new Command('list')
    .description('list the capabilities of a catalog')
    .addOption(catalogOption())
    .option('--owner <owner>', 'only of this owner')
    .option('--domain <domain>', 'only of this domain')
    .option('--lifecycle <stage>', 'only in this lifecycle stage')
    .option('--stability <stability>', 'only of this stability')
    .option('--format <format>', 'only read from manifests of this format')
    .option('--tier <tier>', 'only conformant, or only indexed')
    .option('--source <source>', 'only from this source')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora list --lifecycle operate --owner team-mcp')
    .action(async ({ catalog, json, lifecycle, owner, domain, format, tier, source, stability }: Options) => {
      const filter = { owner, domain, format, tier, source, stability, lifecycle_stage: lifecycle } as CapabilityFilter;
      const capabilities = await new OpenCatalog(catalogReader(catalog)).list(filter);
      if (json) return terminal.out(JSON.stringify({ capabilities }));
      const rows = capabilities.map((each) =>
        [each.id, each.version ?? '–', each.owner ?? '–', each.lifecycle_stage ?? '–', each.stability ?? '–', each.format].map(
          printable,
        ),
      );
      for (const line of table(['ID', 'VERSION', 'OWNER', 'LIFECYCLE', 'STABILITY', 'FORMAT'], rows, terminal.width))
        terminal.out(line);
      terminal.err(`${capabilities.length} ${capabilities.length === 1 ? 'capability' : 'capabilities'}`);
    });
