import { resolve } from 'node:path';
import { Command } from 'commander';
import { ChoraError } from '../../../../model/errors.js';
import { printable } from '../../../../model/quote.js';
import { jsonOption, wholeNumber } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { stopSignal } from '../../stop.js';
import { withHelp } from './context.js';

interface Options {
  host: string;
  port: number;
  json?: boolean;
}

export const mirrorServeCommand: BuildCommand = ({ terminal }) =>
  withHelp(
    new Command('serve')
      .description('serve the current release over HTTP until stopped, and nothing once it has expired')
      .argument('<dir>', 'folder of the mirror')
      .option('--port <number>', 'port to listen at; 0 takes one that is free', wholeNumber(0, 65_535), 8081)
      .option('--host <address>', 'address to listen at; 0.0.0.0 and :: are reached from other machines', '127.0.0.1')
      .addOption(jsonOption()),
    'chora mirror serve mirror --port 8081',
    [
      [0, 'stopped by SIGINT or SIGTERM'],
      [2, 'wrong use, no mirror, or the port is taken'],
    ],
  )
    .addHelpText('after', PATHS)
    .action(async (dir: string, { host, port, json }: Options) => {
      const folder = resolve(dir);
      // Only this verb needs both a web server and TUF.
      const { mirrorServer } = await import('../../../../compose/mirror-serve.js');
      const onError = (error: unknown, path?: string) => terminal.err(problemLine(error, path));
      const stopped = stopSignal();
      const server = await mirrorServer({ folder, onError }).listen(host, port);
      if (json) terminal.out(JSON.stringify({ url: server.url, folder }));
      else terminal.out(`Serving the mirror ${printable(folder)} at ${server.url} – Ctrl-C stops it.`);
      await stopped;
      await server.close();
    });

const PATHS = `
Besides the files of the release:
  /healthz      200 as long as the release is shown, else 503; JSON
  /metrics      what chora mirror status --prometheus prints
  /metadata/    for other mirrors: chora mirror init DIR --url http://this-host:8081 --root root.json`;

function problemLine(error: unknown, path: string | undefined): string {
  const hint = error instanceof ChoraError && error.hint !== undefined ? ` ${error.hint}` : '';
  const what = `${error instanceof Error ? error.message : String(error)}${hint}`;
  return printable(path === undefined ? what : `${path}: ${what}`);
}
