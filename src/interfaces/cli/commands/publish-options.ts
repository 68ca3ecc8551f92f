import { Command, Option } from 'commander';
import { LIFETIMES, type Lifetimes, parseLifetimes } from '../../../publish/lifetimes.js';
import type { KeyFolder, PublishOps } from '../../../publish/ops.js';
import { instant, jsonOption } from '../options.js';

/** Options that every verb of publishing has. */
export interface PublishCommandOptions {
  out: string;
  keys?: string;
  expires: Lifetimes;
  now?: Date;
  json?: boolean;
}

export function publishVerb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--out <dir>', 'the catalog that chora index wrote, and that is published', 'catalog/dist')
    .addOption(
      new Option('--expires <times>', 'how long what is signed lasts, by role; airgap: each online role of the air-gap view')
        .argParser(parseLifetimes)
        .default(LIFETIMES, 'root=365d,targets=14d,snapshot=7d,timestamp=24h,airgap=30d'),
    )
    .option('--now <instant>', 'the time to sign instead of the clock’s, for repeatable output', instant)
    .addOption(jsonOption());
}

export const keysOption = () => new Option('--keys <dir>', 'folder of the keys, beside those of CHORA_…_KEY in the environment');

/** The operations of a verb. Signing takes long to load, and only these verbs need it. */
export async function openPublisher({
  out,
  keys,
  now,
}: PublishCommandOptions): Promise<{ ops: PublishOps; folder: KeyFolder | null }> {
  const { publishOps } = await import('../../../compose/publish.js');
  return publishOps({ out, keys, now, environment: process.env });
}

export function onGitHub(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true';
}
