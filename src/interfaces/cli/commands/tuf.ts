import { Argument, Command } from 'commander';
import { readBytes } from '../../../compose.js';
import type { TrustedRelease } from '../../../mirror/tuf-client.js';
import { ChoraError } from '../../../model/errors.js';
import { printable } from '../../../model/quote.js';
import { collect, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';

interface Options {
  metadataDir: string;
  metadataUrl?: string;
  targetName?: readonly string[];
  targetBaseUrl?: string;
  targetDir?: string;
  json?: boolean;
}

const OPERATIONS = ['init', 'refresh', 'download'] as const;
const ROOT_BYTES = 16 * 1024 * 1024;

export const tufCommand: BuildCommand = ({ terminal }) =>
  new Command('tuf')
    .description('verify and download from any TUF repository, step by step')
    .addArgument(new Argument('<operation>', 'what to do').choices(OPERATIONS))
    .argument('[root]', 'with init: the root.json to pin, from a source that you trust')
    .requiredOption('--metadata-dir <dir>', 'the metadata that is trusted')
    .option('--metadata-url <url>', 'with refresh and download: where the metadata is published, as a URL or a folder')
    .option('--target-name <path>', 'with download: the target; again for more', collect)
    .option('--target-base-url <url>', 'with download: where the targets are published, as a URL or a folder')
    .option('--target-dir <dir>', 'with download: where to keep the target; one that is there already is not fetched again')
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLE)
    .action(async (operation: (typeof OPERATIONS)[number], root: string | undefined, options: Options) => {
      const say = (facts: object, lines: readonly string[]) => {
        for (const line of options.json ? [JSON.stringify(facts)] : lines) terminal.out(line);
      };
      try {
        await run(operation, root, options, say);
      } catch (error) {
        // The protocol of the conformance suite knows 0 and 1 alone.
        if (!(error instanceof ChoraError) || (error.kind !== 'trust' && error.kind !== 'network')) throw error;
        throw new ChoraError('refused', error.code, error.message, error.hint, { cause: error });
      }
    });

const EXAMPLE = `
Example:
  chora tuf init root.json --metadata-dir trust
  chora tuf download --metadata-dir trust --metadata-url https://catalog.example.org/metadata \\
    --target-base-url https://catalog.example.org/targets --target-name catalog.json --target-dir .

This is the protocol that the conformance suite of TUF drives a client by. Download refreshes first, once, and ends at the first target
that is refused; --json prints a line for each. Exits with 0 when it is done and with 1 when anything of it was refused or could not be
had; what was verified until then stays trusted.`;

async function run(
  operation: (typeof OPERATIONS)[number],
  root: string | undefined,
  options: Options,
  say: (facts: object, lines: readonly string[]) => void,
): Promise<void> {
  // Only this verb needs TUF.
  const { tufClient, tufPlaces } = await import('../../../compose/tuf.js');
  const client = tufClient();
  if (operation === 'init') {
    await client.init(tufPlaces(options.metadataDir, '', '').trustFolder, readBytes(needed(root, 'the root to pin'), ROOT_BYTES));
    return say({ pinned: root }, [`pinned ${root}`]);
  }
  if (root !== undefined) throw wrongUse(`Only init takes a root; ${operation} uses the one that is pinned.`);
  const metadata = needed(options.metadataUrl, '--metadata-url');
  if (operation === 'refresh') {
    const release = await client.refresh(tufPlaces(options.metadataDir, metadata, metadata));
    return say(factsOf(release), describe(release));
  }
  const names = (options.targetName ?? ['']).map((name) => needed(name, '--target-name'));
  const folder = needed(options.targetDir, '--target-dir');
  const places = tufPlaces(options.metadataDir, metadata, needed(options.targetBaseUrl, '--target-base-url'));
  await client.refresh(places);
  const targets = client.targets(places);
  for (const target of names) {
    const { file, fetched } = await targets.keep(target, folder);
    say({ target, file, fetched }, [`${fetched ? 'downloaded' : 'is there already:'} ${printable(file)}`]);
  }
}

function needed(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw wrongUse(`This needs ${what}.`);
}

function wrongUse(message: string): ChoraError {
  return new ChoraError('usage', 'usage/tuf', message, 'chora tuf --help shows an example.');
}

function factsOf({ versions, expires, generatedAt, catalog, targets }: TrustedRelease): object {
  return { versions, expires, generated_at: generatedAt, catalog, targets: targets.size };
}

function describe({ versions, expires, generatedAt, catalog, targets }: TrustedRelease): string[] {
  return [
    ...(['root', 'timestamp', 'snapshot', 'targets'] as const).map(
      (role) => `${role.padEnd(12)}version ${versions[role]}, expires ${expires[role].toISOString()}`,
    ),
    ...(catalog === null ? [] : [`${'catalog'.padEnd(12)}${printable(catalog)}`]),
    ...(generatedAt === null ? [] : [`${'generated'.padEnd(12)}${generatedAt.toISOString()}`]),
    `${'files'.padEnd(12)}${targets.size}`,
  ];
}
