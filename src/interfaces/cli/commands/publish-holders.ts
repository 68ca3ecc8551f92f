import type { KeyRole } from '../../../publish/lifetimes.js';
import { collect, wholeNumber } from '../options.js';
import type { BuildCommand } from '../program.js';
import { printInstalled, printNewKey, printProposals, printWarnings } from '../publish-text.js';
import { needFolder, removeOption, restartOption, roleOption } from './publish-keys.js';
import { keysOption, onGitHub, openPublisher, type PublishCommandOptions, publishVerb } from './publish-options.js';

const MOST_KEYS = 16;

export const makeKeyCommand: BuildCommand = ({ terminal }) =>
  publishVerb('make-key', 'make a root key, for a holder who is to come in')
    .requiredOption('--keys <dir>', 'where the key goes: a folder outside of the catalog')
    .addHelpText(
      'after',
      `
Example:
  chora publish make-key --keys ~/my-key      on your own machine
  chora publish prepare-root --add-root-key root-0123456789ab.pub.pem

Hand over the file that ends in .pub.pem. The other one stays with you.`,
    )
    .action(async (options: PublishCommandOptions) => {
      const { folder } = await openPublisher(options);
      const { keyId } = needFolder(folder).make('root');
      const key = { role: 'root', key_id: keyId };
      if (options.json) terminal.out(JSON.stringify({ keys: [key] }));
      else printNewKey(key, options.keys ?? '', terminal);
    });

interface PrepareOptions extends PublishCommandOptions {
  role?: readonly KeyRole[];
  removeRootKey?: string;
  addRootKey?: readonly string[];
  threshold?: number;
}

export const prepareRootCommand: BuildCommand = ({ terminal }) =>
  publishVerb('prepare-root', 'write the next root down, for the holders of the root keys to sign')
    .addOption(keysOption())
    .addOption(roleOption())
    .addOption(removeOption())
    .option('--add-root-key <file>', 'public key of a holder who comes in; again for more', collect)
    .option('--threshold <m>', 'how many root keys must sign from then on', wholeNumber(1, MOST_KEYS))
    .addHelpText(
      'after',
      `
Example:
  chora publish prepare-root                                      the same root, with a later expiry
  chora publish prepare-root --role timestamp --keys ~/chora-keys  with a new key of the timestamp
  chora publish sign-root --key root-0123456789ab.pem             by each holder, on a copy of the metadata folders
  chora publish finish-root --keys ~/chora-keys`,
    )
    .action(async (options: PrepareOptions) => {
      const { ops, folder } = await openPublisher(options);
      const { readPublicKeyFile } = await import('../../../compose/publish.js');
      const { prepareRoots, reportProposal } = await import('../../../publish/propose.js');
      const { role: roles = [], removeRootKey: removeRoot, addRootKey = [], threshold, expires: lifetimes } = options;
      const addRoot = addRootKey.map((path) => readPublicKeyFile(path));
      const proposals = await prepareRoots(ops, folder, {
        roles: [...new Set(roles)],
        removeRoot,
        addRoot,
        threshold,
        lifetimes,
      });
      const reports = proposals.map(reportProposal);
      if (options.json) terminal.out(JSON.stringify({ proposals: reports }));
      else printProposals(reports, terminal);
    });

export const signRootCommand: BuildCommand = ({ terminal }) =>
  publishVerb('sign-root', 'add the signature of one holder to the proposed root')
    .requiredOption('--key <file>', 'the root key of this holder')
    .addHelpText(
      'after',
      `
Example:
  chora publish sign-root --out catalog/dist --key root-0123456789ab.pem

Shows what would change; read it before the signed file leaves your machine. A copy of metadata/ and
metadata-airgap/ is all that a holder needs.`,
    )
    .action(async (options: PublishCommandOptions & { key: string }) => {
      const { ops } = await openPublisher(options);
      const { fileSigners } = await import('../../../compose/publish.js');
      const { reportProposal, signAsHolder } = await import('../../../publish/propose.js');
      const reports = (await signAsHolder(ops, fileSigners(options.key, options.out))).map(reportProposal);
      if (options.json) terminal.out(JSON.stringify({ proposals: reports }));
      else printProposals(reports, terminal);
    });

export const finishRootCommand: BuildCommand = ({ terminal }) =>
  publishVerb('finish-root', 'put the proposed root into force, once enough holders have signed')
    .addOption(keysOption())
    .addOption(restartOption())
    .addHelpText('after', '\nExample:\n  chora publish finish-root --keys ~/chora-keys')
    .action(async (options: PublishCommandOptions & { restartVersions?: boolean }) => {
      const { ops } = await openPublisher(options);
      const { finishRoots } = await import('../../../publish/install.js');
      const report = await finishRoots(ops, options.expires, options.restartVersions === true);
      if (options.json) terminal.out(JSON.stringify(report));
      else printInstalled(report, options.keys, terminal);
      printWarnings(report.warnings, onGitHub(), terminal);
    });
