import { Option } from 'commander';
import { ChoraError } from '../../../model/errors.js';
import { KEY_ROLES, type KeyRole } from '../../../publish/lifetimes.js';
import type { KeyFolder } from '../../../publish/ops.js';
import { collect, wholeNumber } from '../options.js';
import type { BuildCommand } from '../program.js';
import { printInit, printInstalled, printWarnings } from '../publish-text.js';
import { keysOption, onGitHub, openPublisher, type PublishCommandOptions, publishVerb } from './publish-options.js';

/** Most root keys: as many people as a catalog can ask. */
const MOST_KEYS = 16;

interface InitOptions extends PublishCommandOptions {
  keys: string;
  rootKeys: number;
  threshold: number;
  airgap: boolean;
}

export const initCommand: BuildCommand = ({ terminal }) =>
  publishVerb('init', 'make the keys and the first root of a catalog, once')
    .requiredOption('--keys <dir>', 'where the keys go: a folder outside of the catalog, with no keys in it')
    .option('--root-keys <n>', 'how many root keys there are', wholeNumber(1, MOST_KEYS), 1)
    .option('--threshold <m>', 'how many of them must sign a root', wholeNumber(1, MOST_KEYS), 1)
    .option('--no-airgap', 'without the view that is carried by hand')
    .addHelpText(
      'after',
      `
Example:
  chora publish init --keys ~/chora-keys
  chora publish init --keys ~/chora-keys --root-keys 3 --threshold 2

Each key is a file that its owner alone can read, <role>-<key id>.pem. Of several root keys each holder takes one,
offline, and it is deleted here. The others go where the catalog is published: a folder, or secrets of a build.`,
    )
    .action(async (options: InitOptions) => {
      const { ops, folder } = await openPublisher(options);
      const { initialise } = await import('../../../publish/init.js');
      const { rootKeys, threshold, airgap, expires: lifetimes } = options;
      const report = await initialise(ops, needFolder(folder), { rootKeys, threshold, airgap, lifetimes });
      if (options.json) terminal.out(JSON.stringify(report));
      else printInit(report, options.keys, options.out, terminal);
    });

export const roleOption = () =>
  new Option('--role <role>', `whose key is replaced; again for more (choices: ${KEY_ROLES.join(', ')})`).argParser(
    (text: string, before: readonly KeyRole[] | undefined) => collect(keyRole(text), before) as readonly KeyRole[],
  );

export const removeOption = () =>
  new Option('--remove-root-key <key id>', 'the root key that goes, where there are several: how its id begins');

export const restartOption = () =>
  new Option(
    '--restart-versions',
    'start versions at 1 again, after a thief of the key made them up: of timestamp; with snapshot rotated too, of all',
  );

interface RotateOptions extends PublishCommandOptions {
  role: readonly KeyRole[];
  removeRootKey?: string;
  restartVersions?: boolean;
}

export const rotateKeyCommand: BuildCommand = ({ terminal }) =>
  publishVerb('rotate-key', 'replace the key of a role, by a new root that the root keys sign')
    .addOption(keysOption().makeOptionMandatory())
    .addOption(roleOption().makeOptionMandatory())
    .addOption(removeOption())
    .addOption(restartOption())
    .addHelpText(
      'after',
      `
Example:
  chora publish rotate-key --role timestamp --keys ~/chora-keys
  chora publish rotate-key --role snapshot --role timestamp --restart-versions --keys ~/chora-keys

Needs as many root keys as the root asks for. While the old key is at hand too, no reader notices; where it is
lost, readers are refused for the moment between two files. Holders of root keys who keep them apart use
prepare-root, sign-root and finish-root.`,
    )
    .action(async (options: RotateOptions) => {
      const { ops, folder } = await openPublisher(options);
      const { replaceRoots } = await import('../../../publish/install.js');
      const changes = { roles: [...new Set(options.role)], removeRoot: options.removeRootKey, lifetimes: options.expires };
      const report = await replaceRoots(ops, folder, changes, options.restartVersions === true);
      if (options.json) terminal.out(JSON.stringify(report));
      else printInstalled(report, options.keys, terminal);
      printWarnings(report.warnings, onGitHub(), terminal);
    });

export const extendRootCommand: BuildCommand = ({ terminal }) =>
  publishVerb('extend-root', 'sign the root again with a later expiry')
    .addOption(keysOption())
    .addHelpText('after', '\nExample:\n  chora publish extend-root --keys ~/chora-keys --expires root=365d')
    .action(async (options: PublishCommandOptions) => {
      const { ops, folder } = await openPublisher(options);
      const { replaceRoots } = await import('../../../publish/install.js');
      const report = await replaceRoots(ops, folder, { roles: [], lifetimes: options.expires }, false);
      if (options.json) terminal.out(JSON.stringify(report));
      else printInstalled(report, options.keys, terminal);
      printWarnings(report.warnings, onGitHub(), terminal);
    });

function keyRole(text: string): KeyRole {
  const role = KEY_ROLES.find((each) => each === text);
  if (role !== undefined) return role;
  throw new ChoraError('usage', 'usage/role', 'There is no such role.', `Give one of ${KEY_ROLES.join(', ')}.`);
}

export function needFolder(folder: KeyFolder | null): KeyFolder {
  if (folder !== null) return folder;
  throw new ChoraError('usage', 'usage/keys', 'A new key needs a place.', 'Name the folder of the keys with --keys.');
}
