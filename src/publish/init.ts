import type { Root } from '@tufjs/models';
import { Metadata } from '@tufjs/models';
import { ChoraError } from '../model/errors.js';
import { METADATA_FOLDER, metadataPath, VIEWS, type View } from './layout.js';
import { expiryOf, type Lifetimes } from './lifetimes.js';
import { addSignatures, type MetadataFile } from './metadata.js';
import type { KeyFolder, PublishOps, Signer } from './ops.js';
import { locked } from './release.js';
import { makeRoot, rootViewOf, withSigners } from './root.js';
import { rootFile } from './sign-view.js';

export interface InitOptions {
  readonly rootKeys: number;
  /** How many of the root keys must sign a root. */
  readonly threshold: number;
  readonly airgap: boolean;
  readonly lifetimes: Lifetimes;
}

export interface InitReport {
  readonly keys: readonly { readonly role: string; readonly key_id: string }[];
  /** Paths of the roots that operators of mirrors pin, relative to the published tree. */
  readonly roots: readonly string[];
  readonly expires: string;
}

/**
 * Makes the keys of every role and the first root of each view. Neither a key nor a root that is there is touched.
 * @throws ChoraError `usage/threshold`, `publish/keys-exist`, `publish/already-initialised`
 */
export async function initialise(
  ops: Pick<PublishOps, 'tree' | 'now' | 'keys'>,
  folder: KeyFolder,
  { rootKeys, threshold, airgap, lifetimes }: InitOptions,
): Promise<InitReport> {
  if (threshold > rootKeys) {
    throw new ChoraError(
      'usage',
      'usage/threshold',
      `${threshold} of ${rootKeys} root keys can never sign.`,
      'Give a --threshold that is not above --root-keys.',
    );
  }
  return await locked(ops, async (guard) => {
    guardNew(ops, folder);
    const keys = {
      root: Array.from({ length: rootKeys }, () => folder.make('root')),
      targets: [folder.make('targets')],
      snapshot: [folder.make('snapshot')],
    };
    const timestamps: [View, string, Signer][] = [['main', 'timestamp', folder.make('timestamp')]];
    if (airgap) timestamps.push(['airgap', 'airgap-timestamp', folder.make('airgap-timestamp')]);
    const expires = expiryOf(ops.now(), lifetimes.root);
    const roots: [View, MetadataFile<Root>][] = [];
    for (const [view, , timestamp] of timestamps) {
      const signed = makeRoot({
        version: 1,
        expires,
        keys: { ...keys, timestamp: [timestamp] },
        rootThreshold: threshold,
        view: rootViewOf(view),
      });
      const metadata = await addSignatures('root', new Metadata(signed), [signed], withSigners(ops.keys, keys.root));
      roots.push([view, rootFile(metadata)]);
    }
    // The main view is what says that a tree is set up: it comes last.
    for (const [view, { bytes }] of roots.toReversed()) {
      guard();
      ops.tree.write(metadataPath(view, '1.root.json'), bytes);
      ops.tree.write(metadataPath(view, 'root.json'), bytes);
    }
    const named = (role: string, signers: readonly Signer[]) => signers.map(({ keyId }) => ({ role, key_id: keyId }));
    return {
      keys: [
        ...Object.entries(keys).flatMap(([role, signers]) => named(role, signers)),
        ...timestamps.flatMap(([, role, signer]) => named(role, [signer])),
      ],
      roots: roots.map(([view]) => metadataPath(view, 'root.json')),
      expires,
    };
  });
}

function guardNew({ tree }: Pick<PublishOps, 'tree'>, folder: KeyFolder): void {
  if (VIEWS.some((view) => tree.list(METADATA_FOLDER[view]).some((name) => name.endsWith('.json')))) {
    throw new ChoraError(
      'refused',
      'publish/already-initialised',
      `${tree.name} has a root already.`,
      'Publish with its keys; chora publish rotate-key replaces one. A second root would cut off all who trust the first.',
    );
  }
  if (folder.signers().length > 0) {
    throw new ChoraError(
      'refused',
      'publish/keys-exist',
      `${folder.name} holds keys already, which init does not touch.`,
      'Name an empty folder with --keys.',
    );
  }
}
