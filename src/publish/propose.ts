import type { Metadata, Root } from '@tufjs/models';
import { canonicalJson } from '../model/canonical-json.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { metadataPath, PROPOSED_ROOT, type View } from './layout.js';
import { addSignatures, parseMetadata, shortId } from './metadata.js';
import { type Proposal, proposeRoots, type RootChanges } from './next-root.js';
import type { KeyFolder, KeyRing, PublishOps, Signer } from './ops.js';
import { locked, readStates } from './release.js';
import { describeRootChange, keyIdsOf, signatureCount, withSigners } from './root.js';
import { rootFile } from './sign-view.js';
import type { ViewState } from './state.js';

export interface ProposalReport {
  readonly view: View;
  /** What would change, a line each. */
  readonly changes: readonly string[];
  /** Signatures by keys of the root in force, and by keys of the next one: both must suffice. */
  readonly current: { readonly have: number; readonly need: number };
  readonly next: { readonly have: number; readonly need: number };
}

/** Signs proposals with all root keys at hand, those of the root in force and those of the next. */
export async function signProposals(proposals: readonly Proposal[], keys: KeyRing): Promise<Proposal[]> {
  const signed: Proposal[] = [];
  for (const { state, root } of proposals)
    signed.push({ state, root: await addSignatures('root', root, [state.root.metadata.signed, root.signed], keys) });
  return signed;
}

/** Writes the next root down for the holders of the root keys, signed by those at hand. @throws ChoraError as `proposeRoots` */
export async function prepareRoots(ops: PublishOps, folder: KeyFolder | null, changes: RootChanges): Promise<Proposal[]> {
  return await locked(ops, async (guard) => {
    const { proposals, made } = proposeRoots(ops, folder, changes);
    const signers = made.map(({ signer }) => signer);
    return writeProposals(ops, await signProposals(proposals, withSigners(ops.keys, signers)), guard);
  });
}

function writeProposals({ tree }: Pick<PublishOps, 'tree'>, proposals: Proposal[], guard: () => void): Proposal[] {
  for (const { state, root } of proposals) {
    guard();
    tree.write(metadataPath(state.view, PROPOSED_ROOT), rootFile(root).bytes);
  }
  return proposals;
}

/** @throws ChoraError `publish/no-proposal`, `publish/proposal` */
export function readProposals(ops: Pick<PublishOps, 'tree'>): Proposal[] {
  const proposals = readStates(ops).flatMap((state) => {
    const path = metadataPath(state.view, PROPOSED_ROOT);
    const bytes = ops.tree.read(path);
    return bytes === null ? [] : [{ state, root: parseProposal(path, bytes, state) }];
  });
  if (proposals.length > 0) return proposals;
  throw new ChoraError(
    'usage',
    'publish/no-proposal',
    `There is no ${PROPOSED_ROOT} in ${ops.tree.name}.`,
    'Run chora publish prepare-root first, or copy the folders of the metadata from where it was run.',
  );
}

function parseProposal(path: string, bytes: Uint8Array, state: ViewState): Metadata<Root> {
  let root: Metadata<Root>;
  try {
    root = parseMetadata('root', bytes);
  } catch (cause) {
    throw proposalError(path, 'it is no root', cause);
  }
  const next = state.root.metadata.signed.version + 1;
  if (root.signed.version < next)
    throw proposalError(
      path,
      'it is in force already, or an older one was',
      undefined,
      'Run chora publish: it ends what was begun, and takes the file away.',
    );
  if (root.signed.version !== next)
    throw proposalError(path, `it is version ${root.signed.version}, and ${next} is the next one`);
  if (!root.signed.consistentSnapshot) throw proposalError(path, 'it has no consistent snapshots');
  // A key under two names would count as two holders.
  for (const [keyId, key] of Object.entries(root.signed.keys))
    if (digestOf(canonicalJson(key.toJSON())) !== `sha256:${keyId}`)
      throw proposalError(path, `its key ${shortId(keyId)} has another id`);
  return root;
}

const PREPARE_AGAIN = 'Run chora publish prepare-root again, and have it signed again.';

function proposalError(path: string, why: string, cause?: unknown, hint = PREPARE_AGAIN): ChoraError {
  return new ChoraError('refused', 'publish/proposal', `${path} cannot become the root: ${why}.`, hint, { cause });
}

/** Adds one holder's signature to every proposal that wants it. @throws ChoraError `publish/not-a-root-key`, as `readProposals` */
export async function signAsHolder(ops: Pick<PublishOps, 'tree'>, holder: readonly Signer[]): Promise<Proposal[]> {
  return await locked(ops, async (guard) => {
    const proposals = readProposals(ops);
    const wanted = proposals.flatMap(({ state, root }) =>
      [state.root.metadata.signed, root.signed].flatMap((each) => keyIdsOf(each, 'root')),
    );
    if (holder.some(({ keyId }) => wanted.includes(keyId)))
      return writeProposals(ops, await signProposals(proposals, withSigners(NO_KEYS, holder)), guard);
    throw new ChoraError(
      'refused',
      'publish/not-a-root-key',
      `${holder.map(({ keyId }) => shortId(keyId)).join(', ')} is no root key, of the root in force or of the next.`,
      'Name the file of a root key with --key; chora publish status shows their ids.',
    );
  });
}
const NO_KEYS: KeyRing = { signer: () => null };

export function reportProposal({ state, root }: Proposal): ProposalReport {
  const current = state.root.metadata.signed;
  return {
    view: state.view,
    changes: describeRootChange(current, root.signed),
    current: signatureCount(root, current),
    next: signatureCount(root, root.signed),
  };
}
