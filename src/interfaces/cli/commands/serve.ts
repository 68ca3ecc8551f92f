import { resolve } from 'node:path';
import { Command } from 'commander';
import { catalogReader } from '../../../compose.js';
import { printable } from '../../../model/quote.js';
import { OpenCatalog } from '../../../query/catalog.js';
import { jsonOption, wholeNumber } from '../options.js';
import type { BuildCommand } from '../program.js';
import { stopSignal } from '../stop.js';

interface Options {
  host: string;
  port: number;
  json?: boolean;
}

export const serveCommand: BuildCommand = ({ terminal }) =>
  new Command('serve')
    .description('serve a catalog over HTTP, with its pages, documents and search, until it is stopped')
    .argument('[dir]', 'folder of the catalog', 'catalog/dist')
    .option('--port <number>', 'port to listen at; 0 takes one that is free', wholeNumber(0, 65_535), 8080)
    .option('--host <address>', 'address to listen at; 0.0.0.0 and :: are reached from other machines', '127.0.0.1')
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLE)
    .action(async (dir: string, { host, port, json }: Options) => {
      const folder = resolve(dir);
      // Only this verb needs a web server.
      const { catalogServer } = await import('../../../compose/serve.js');
      const { name } = await new OpenCatalog(catalogReader(folder)).summary();
      const stopped = stopSignal();
      const server = await catalogServer({
        root: () => folder,
        onError: (error, path) => terminal.err(`${printable(path)}: ${printable(String(error))}`),
      }).listen(host, port);
      if (json) terminal.out(JSON.stringify({ url: server.url, folder, name }));
      else terminal.out(`Serving ${printable(name)} at ${server.url} – Ctrl-C stops it.`);
      await stopped;
      await server.close();
    });

const EXAMPLE = `
Examples:
  chora serve
  chora serve public --port 9000
  chora serve --port 0 --json        one line, {"url":…,"folder":…,"name":…}, when it listens`;
