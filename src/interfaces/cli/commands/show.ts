import { Command } from 'commander';
import { catalogReader } from '../../../compose.js';
import { OpenCatalog } from '../../../query/catalog.js';
import { describeCapability } from '../describe.js';
import { catalogOption, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';

export const showCommand: BuildCommand = ({ terminal }) =>
  new Command('show')
    .description('show all that a catalog knows of a capability')
    .argument('<id>', 'id of the capability')
    .addOption(catalogOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora show mcp.registry.manage')
    .action(async (id: string, { catalog, json }: { catalog: string; json?: boolean }) => {
      const document = await new OpenCatalog(catalogReader(catalog)).show(id);
      if (json) return terminal.out(JSON.stringify(document));
      for (const line of describeCapability(document, terminal)) terminal.out(line);
    });
