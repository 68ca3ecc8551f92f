import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorInitReport } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { rootView } from '../model/root-view.js';
import { parseMirrorConfig } from './config.js';
import { configText, type NewMirror } from './config-text.js';
import { Ledger } from './ledger.js';
import type { MirrorOps } from './ops.js';

/** What an `init` that was killed may have left; mirror.yaml, which it writes last, is not among it. */
const LEFT_BEHIND = new Set(['trust', 'state.json', 'journal.ndjson', 'policy.yaml', 'trusted_root.json', 'lock', 'tmp']);

/**
 * Makes a mirror that trusts this root, and nothing that another root signed unless this one says so.
 * `pin` puts the operator's policy, if there is one, into the folder.
 * @throws ChoraError `mirror/not-empty`, `mirror/config`, `mirror/other-view`, and as `TufClient.init`
 */
export async function initMirror(
  mirror: NewMirror,
  root: Uint8Array,
  ops: Pick<MirrorOps, 'store' | 'tuf' | 'places' | 'now'>,
  pin: () => void,
): Promise<MirrorInitReport> {
  const { store } = ops;
  const text = configText(mirror);
  // What is wrong with the filters is said before anything is written.
  const config = parseMirrorConfig(text, 'mirror.yaml');
  const view = rootView(root);
  if (view !== null && view !== config.view) throw otherView(view, config.view);
  const there = store.topLevel();
  const foreign = there.includes('mirror.yaml')
    ? 'mirror.yaml'
    : there.find((name) => !LEFT_BEHIND.has(name) && !/^lock\.tmp-\d+$/.test(name));
  if (foreign !== undefined) throw notEmpty(store.folder, foreign);
  const unlock = store.lock(() => undefined);
  try {
    await ops.tuf.init(ops.places.trustFolder, root);
    const pinned = describeRoot(root);
    pin();
    store.writeFile('journal.ndjson', '');
    Ledger.begin(ops).note({ event: 'init', root: pinned.digest, url: config.url });
    store.writeFile('mirror.yaml', text);
    return { folder: store.folder, url: config.url, view: config.view, pinned };
  } finally {
    unlock();
  }
}

/** What an operator compares with what the publisher says elsewhere. The client of TUF has found it to be a root. */
function describeRoot(root: Uint8Array): MirrorInitReport['pinned'] {
  const { signed } = JSON.parse(Buffer.from(root).toString('utf8')) as {
    signed: { version: number; expires: string; roles: { root: { keyids: string[]; threshold: number } } };
  };
  const { keyids, threshold } = signed.roles.root;
  return { digest: digestOf(root), version: signed.version, expires: signed.expires, threshold, key_ids: [...keyids] };
}

function otherView(view: string, wanted: string): ChoraError {
  return new ChoraError(
    'usage',
    'mirror/other-view',
    `The root is of the view ${view}, and the mirror is to follow the view ${wanted}.`,
    `Give --view ${view}, or the root.json of the other view: metadata/root.json is of online, metadata-airgap/root.json of airgap.`,
  );
}

function notEmpty(folder: string, name: string): ChoraError {
  return name === 'mirror.yaml'
    ? new ChoraError('usage', 'mirror/exists', `${folder} is a mirror already.`, 'chora mirror sync DIR brings it up to date.')
    : new ChoraError(
        'usage',
        'mirror/not-empty',
        `${folder} holds ${quote(name)} and is not a mirror.`,
        'Choose an empty folder.',
      );
}
