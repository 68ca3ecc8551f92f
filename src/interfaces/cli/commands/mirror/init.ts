import { Command, Option } from 'commander';
import { readBytes } from '../../../../compose.js';
import { initMirror } from '../../../../mirror/init.js';
import { ChoraError } from '../../../../model/errors.js';
import type { MirrorFilter } from '../../../../model/generated/types.js';
import { printable, quote } from '../../../../model/quote.js';
import { jsonOption } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { withHelp } from './context.js';

interface Options {
  url: string;
  root: string;
  view: 'online' | 'airgap';
  policy?: string;
  only?: readonly string[];
  json?: boolean;
}

/** No root is larger. */
const ROOT_BYTES = 512_000;

export const mirrorInitCommand: BuildCommand = ({ terminal }) =>
  withHelp(
    new Command('init')
      .description('make a mirror that trusts one root')
      .argument('<dir>', 'folder of the mirror: an empty one, or one that is made')
      .requiredOption('--url <url|dir>', 'where the catalog is published')
      .requiredOption('--root <file>', 'the root.json to trust, as its publisher gave it to you')
      .addOption(new Option('--view <view>', 'which metadata to trust').choices(['online', 'airgap']).default('online'))
      .option('--policy <file>', 'whom to believe, whatever the release says; it is copied into the mirror')
      .option('--only <field=value...>', 'mirror a part: domain, owner, format or provenance; values of a field behind commas')
      .addOption(jsonOption()),
    'chora mirror init mirror --url https://catalog.example.org --root root.json --only domain=billing owner=team-a,team-b',
    [
      [0, 'made'],
      [2, 'wrong use, or the folder holds something else'],
      [4, 'the root is none'],
    ],
  ).action(async (dir: string, options: Options) => {
    // Only the mirror needs TUF.
    const { newMirrorOps, pinPolicy, writtenUrl } = await import('../../../../compose/mirror.js');
    const { url, view, policy } = options;
    const root = readBytes(options.root, ROOT_BYTES);
    const mirror = { url: writtenUrl(url), view, only: filterOf(options.only), policy: policy !== undefined };
    const ops = newMirrorOps(dir, mirror);
    const pin = () => {
      if (policy !== undefined) pinPolicy(policy, dir);
    };
    const report = await initMirror(mirror, root, ops, pin);
    if (options.json) return terminal.out(JSON.stringify(report));
    const { digest, version, expires, threshold, key_ids } = report.pinned;
    terminal.out(`${printable(report.folder)} mirrors ${printable(report.url)} (${report.view}).`);
    terminal.out(`It trusts root ${version}, ${digest}, until ${printable(expires)},`);
    terminal.out(`signed by ${threshold} of ${key_ids.length} key${key_ids.length === 1 ? '' : 's'}:`);
    for (const id of key_ids) terminal.out(`  ${printable(id)}`);
    terminal.out('Compare these with what the publisher says elsewhere. Then: chora mirror sync DIR');
  });

const FIELDS = ['domain', 'owner', 'format', 'provenance'] as const;

/** `domain=billing owner=a,b` → the filter; what the values may be, the schema of mirror.yaml says. */
function filterOf(words: readonly string[] | undefined): MirrorFilter | null {
  if (words === undefined) return null;
  const filter: Record<string, string[]> = {};
  for (const word of words) {
    const [field = '', ...rest] = word.split('=');
    const values = rest.join('=').split(',').filter(Boolean);
    if (!FIELDS.some((each) => each === field) || values.length === 0)
      throw new ChoraError(
        'usage',
        'usage/filter',
        `${quote(word)} is no filter.`,
        `Write one of ${FIELDS.join(', ')}, and a value: owner=team-a`,
      );
    filter[field] = [...(filter[field] ?? []), ...values];
  }
  return filter as MirrorFilter;
}
