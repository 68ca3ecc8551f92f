import { ChoraError } from '../model/errors.js';
import { type ExpiryWarning, expiryWarnings } from './expiry.js';
import { metadataPath, PROPOSED_ROOT } from './layout.js';
import type { KeyRole, Lifetimes, OnlineRole, Role } from './lifetimes.js';
import { isSignedFor } from './metadata.js';
import { type Proposal, proposeRoots, type RootChanges } from './next-root.js';
import type { KeyFolder, KeyRing, PublishOps } from './ops.js';
import { planView, type ViewPlan } from './plan.js';
import { type ProposalReport, readProposals, reportProposal, signProposals } from './propose.js';
import { applyViews, lockedPublished, type PlannedView, readStates } from './release.js';
import { keyIdsOf, rotatedRoles, signatureCount, thresholdOf, withSigners } from './root.js';
import { publishedContent, publishedRelease, rootFile } from './sign-view.js';
import { rolesOf } from './status.js';

export interface InstallReport {
  readonly views: readonly (ProposalReport & { readonly sign: ViewPlan['sign'] })[];
  readonly pruned: number;
  readonly warnings: readonly ExpiryWarning[];
}

/**
 * Puts proposals into force, and signs again what has new keys. `restart`: where the timestamp key changes, its versions start at 1
 * again, and where the snapshot key changes with it, those of snapshot and targets too: clients that fell for versions that a thief
 * of these keys made up can then follow.
 * @throws ChoraError `publish/too-few-signatures`, `usage/restart`, `publish/no-key`
 */
async function installRoots(
  ops: PublishOps,
  proposals: readonly Proposal[],
  keys: KeyRing,
  { lifetimes, restart, guard }: { lifetimes: Lifetimes; restart: boolean; guard: () => void },
): Promise<InstallReport> {
  const now = ops.now();
  for (const proposal of proposals) guardSignatures(proposal);
  const views = proposals.map((proposal) => planRotation(proposal, lifetimes, restart, now));
  if (restart && views.every(({ restarted }) => restarted.size === 0)) {
    throw restartError();
  }
  const pruned = await applyViews(ops, views, keys, guard);
  for (const { state } of proposals) ops.tree.remove(metadataPath(state.view, PROPOSED_ROOT));
  const warnings = readStates(ops).flatMap((state) => {
    const expiries = rolesOf(state).map(({ role, expires }): [Role, Date] => [role, new Date(expires)]);
    return expiryWarnings(state.view, expiries, now, lifetimes);
  });
  return {
    views: proposals.map((proposal, at) => ({ ...reportProposal(proposal), sign: views[at]?.plan.sign ?? [] })),
    pruned,
    warnings,
  };
}

export interface RotateReport extends InstallReport {
  /** Keys that were made. */
  readonly keys: readonly { readonly role: KeyRole; readonly key_id: string }[];
}

/**
 * The next root in one go, where all the root keys it takes are at hand: propose, sign, put into force.
 * @throws ChoraError as `proposeRoots` and `installRoots`
 */
export async function replaceRoots(
  ops: PublishOps,
  folder: KeyFolder | null,
  changes: RootChanges,
  restart: boolean,
): Promise<RotateReport> {
  return await lockedPublished(ops, async (guard) => {
    guardRootKeys(ops);
    if (restart && !changes.roles.some((role) => role.endsWith('timestamp'))) throw restartError();
    const { proposals, made } = proposeRoots(ops, folder, changes);
    const keys = withSigners(
      ops.keys,
      made.map(({ signer }) => signer),
    );
    const signed = await signProposals(proposals, keys);
    const report = await installRoots(ops, signed, keys, { lifetimes: changes.lifetimes, restart, guard });
    return { ...report, keys: made.map(({ role, signer }) => ({ role, key_id: signer.keyId })) };
  });
}

/** Puts the proposals into force that holders have signed. @throws ChoraError as `readProposals` and `installRoots` */
export async function finishRoots(ops: PublishOps, lifetimes: Lifetimes, restart: boolean): Promise<InstallReport> {
  return await lockedPublished(ops, (guard) => installRoots(ops, readProposals(ops), ops.keys, { lifetimes, restart, guard }));
}

function guardSignatures({ state, root }: Proposal): void {
  const current = state.root.metadata.signed;
  if (isSignedFor('root', root, current) && isSignedFor('root', root, root.signed)) return;
  const [old, next] = [signatureCount(root, current), signatureCount(root, root.signed)];
  throw new ChoraError(
    'refused',
    'publish/too-few-signatures',
    `The next root has ${old.have} of ${old.need} signatures of the root keys in force, and ${next.have} of ${next.need} of its own.`,
    'Have more holders run chora publish sign-root, or name a folder with more root keys.',
  );
}

/** What is published stays what it is: a rotation signs it again, and publishes nothing new. */
function planRotation({ state, root }: Proposal, lifetimes: Lifetimes, restart: boolean, now: Date): PlannedView {
  const { view, online } = state;
  const published = publishedRelease(online);
  const none = new Set<OnlineRole>();
  const proposed = rootFile(root);
  const rotated = online === null ? none : rotatedRoles(online.signedFor.metadata.signed, root.signed);
  const restarted = restart ? restartable(rotated) : none;
  const targets = published?.targets ?? new Map();
  const { generatedAt, name } = online === null ? { generatedAt: null, name: null } : publishedContent(online);
  const content = { targets, generatedAt: generatedAt ?? now.toISOString(), name: name ?? '' };
  const plan =
    published === null || rotated.size === 0
      ? { view, targets: { added: [], changed: [], removed: [] }, sign: [] }
      : planView(view, published, targets, { now, lifetimes, rotated, restarted });
  return { state, plan, content, root: proposed, restarted };
}

function restartable(rotated: ReadonlySet<OnlineRole>): ReadonlySet<OnlineRole> {
  if (!rotated.has('timestamp')) return new Set();
  return rotated.has('snapshot') ? new Set(['timestamp', 'snapshot', 'targets']) : new Set(['timestamp']);
}

/** Root keys at hand must suffice before new keys are made that nobody would use. @throws ChoraError `publish/too-few-signatures` */
function guardRootKeys(ops: PublishOps): void {
  for (const { root } of readStates(ops)) {
    const { signed } = root.metadata;
    const have = keyIdsOf(signed, 'root').filter((keyId) => ops.keys.signer(keyId) !== null).length;
    if (have >= thresholdOf(signed)) continue;
    throw new ChoraError(
      'refused',
      'publish/too-few-signatures',
      `${have} of the ${thresholdOf(signed)} root keys that must sign are at hand.`,
      'Name their folder with --keys; or where holders keep them apart, run prepare-root, sign-root by each, and finish-root.',
    );
  }
}

function restartError(): ChoraError {
  return new ChoraError(
    'usage',
    'usage/restart',
    'Versions can only start again where the timestamp key changes: clients hold them against the last one they trust.',
    'Rotate it too: --role timestamp, and --role airgap-timestamp for the air-gap view.',
  );
}
