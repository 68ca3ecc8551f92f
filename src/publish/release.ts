import type { Root } from '@tufjs/models';
import { ChoraError } from '../model/errors.js';
import { linkTargets, type ReadyView, verifyView, writeView } from './apply.js';
import { type ExpiryWarning, expiryWarnings } from './expiry.js';
import { capabilitiesOf, guardBlobs, guardShrink, guardSite, guardTime, isShard } from './guards.js';
import { type IndexedCatalog, readIndexed, timeOf } from './indexed.js';
import { METADATA_FOLDER, metadataPath, VIEWS } from './layout.js';
import type { Lifetimes, OnlineRole, Role } from './lifetimes.js';
import type { MetadataFile } from './metadata.js';
import type { KeyRing, PublishOps } from './ops.js';
import { planView, type ViewPlan } from './plan.js';
import { prune } from './prune.js';
import { rotatedRoles } from './root.js';
import { publishedContent, publishedRelease, type ReleaseContent, signView } from './sign-view.js';
import { readState, type ViewState } from './state.js';
import { rolesOf } from './status.js';

export interface PublishOptions {
  readonly lifetimes: Lifetimes;
  /** Publish also when more than 15 % of the capabilities would go. */
  readonly allowShrink: boolean;
  /** Sign the air-gap view too, where there is one. */
  readonly airgap: boolean;
  /** Plan, and do nothing. */
  readonly dryRun: boolean;
}

export interface PublishReport {
  readonly dry_run: boolean;
  /** The catalog's name. */
  readonly catalog: string;
  readonly generated_at: string;
  /** How many files below targets/ are signed. */
  readonly targets: number;
  readonly views: readonly ViewPlan[];
  /** Files of older releases that were removed. */
  readonly pruned: number;
  readonly warnings: readonly ExpiryWarning[];
}

/** A view with what is to become of it. */
export interface PlannedView {
  readonly state: ViewState;
  readonly plan: ViewPlan;
  readonly content: ReleaseContent;
  /** A root to put into force with the release. */
  readonly root: MetadataFile<Root> | null;
  readonly restarted: ReadonlySet<OnlineRole>;
}

/**
 * Makes what indexing wrote the published release: plan, sign, verify as a client would, then put it into its place.
 * @throws ChoraError when it refuses, `publish/…`; what was published before is then served as before
 */
export async function publishRelease(ops: PublishOps, options: PublishOptions): Promise<PublishReport> {
  if (options.dryRun) return reportOf(ops, options, planRelease(ops, options), 0);
  return await lockedPublished(ops, async (guard) => {
    const planned = planRelease(ops, options);
    const pruned = await applyViews(ops, planned.views, ops.keys, guard);
    return reportOf(ops, options, planned, pruned);
  });
}

interface Planned {
  readonly catalog: IndexedCatalog;
  readonly views: readonly PlannedView[];
}

function planRelease(ops: PublishOps, { lifetimes, allowShrink, airgap }: PublishOptions): Planned {
  const now = ops.now();
  const states = readStates(ops).filter(({ view }) => airgap || view === 'main');
  const catalog = readIndexed(ops.tree);
  guardSite(ops.tree);
  const views = states.map((state): PlannedView => {
    guardRoot(state, now);
    const { online, root } = state;
    const published = publishedRelease(online);
    guardTime(catalog, online === null ? null : timeOf(publishedContent(online).generatedAt), now);
    if (!allowShrink) guardShrink(capabilitiesOf(published?.targets), capabilitiesOf(catalog.targets));
    const rotated =
      online === null ? new Set<OnlineRole>() : rotatedRoles(online.signedFor.metadata.signed, root.metadata.signed);
    const plan = planView(state.view, published, catalog.targets, { now, lifetimes, rotated, restarted: new Set() });
    return { state, plan, content: catalog, root: null, restarted: new Set() };
  });
  guardBlobs(
    ops.tree,
    views.flatMap(({ plan: { targets } }) => [...targets.added, ...targets.changed].filter(isShard)),
  );
  return { catalog, views };
}

/** Every view that is set up. @throws ChoraError `publish/not-initialised` */
export function readStates({ tree }: Pick<PublishOps, 'tree'>): ViewState[] {
  const states = VIEWS.flatMap((view) => readState(tree, view) ?? []);
  if (states[0]?.view !== 'main') throw notInitialised(tree);
  guardLostRelease(tree, states);
  return states;
}

function notInitialised(tree: PublishOps['tree']): ChoraError {
  return new ChoraError(
    'usage',
    'publish/not-initialised',
    `${tree.name} has no ${METADATA_FOLDER.main}/root.json: nobody has said yet whose signatures count.`,
    'Run chora publish init --keys DIR first, once; it makes the keys and the root.',
  );
}

/**
 * Each release writes the air-gap view first, and the main view after it. Where the air-gap view had several releases, the main one had
 * some too: a main view without any has lost its own, and versions that start at 1 again would be refused by all who saw them.
 */
function guardLostRelease(tree: PublishOps['tree'], states: readonly ViewState[]): void {
  const [main, airgap] = states;
  const version = airgap?.online?.timestamp.metadata.signed.version ?? 0;
  if (main === undefined || main.online !== null || version <= 1) return;
  const path = metadataPath(main.view, 'timestamp.json');
  throw new ChoraError(
    'trust',
    'publish/rolled-back',
    `${path} is missing in ${tree.name}, whose air-gap view has had ${version} releases: what was published is lost.`,
    'Bring back the newest timestamp.json that was published, with what it names; clients that saw it refuse versions that start again.',
  );
}

/** Clients refuse all that follows from a root that has expired. */
function guardRoot({ view, root }: ViewState, now: Date): void {
  const { expires } = root.metadata.signed;
  if (new Date(expires) > now) return;
  throw new ChoraError(
    'trust',
    'publish/root-expired',
    `The root of the ${view === 'main' ? 'main' : 'air-gap'} view expired at ${expires}.`,
    'Run chora publish extend-root with the root keys; then publish.',
  );
}

/** Signs, verifies and writes views; the air-gap view first, as the main one is what most readers watch. Gives how many files were pruned. */
export async function applyViews(
  ops: PublishOps,
  views: readonly PlannedView[],
  keys: KeyRing,
  guard: () => void,
): Promise<number> {
  const ready: ReadyView[] = [];
  for (const { state, plan, content, root, restarted } of views) {
    const signed = await signView(state, plan, content, root?.metadata.signed ?? null, keys);
    const expired = new Date(state.root.metadata.signed.expires) <= ops.now();
    ready.push({ state, plan, signed, root, rootFirst: restarted.size > 0 || expired || !signed.readableBefore });
  }
  for (const view of ready) await verifyView(ops, view);
  // A rotation signs what is published again, whatever indexing has written meanwhile.
  for (const { root, content } of views) if (root === null) linkTargets(ops.tree, content.targets);
  for (const view of ready.toReversed()) writeView(ops.tree, view, guard);
  guard();
  return prune(ops.tree, readStates(ops));
}

/** Does something as the only publisher. */
export async function locked<T>({ tree }: Pick<PublishOps, 'tree'>, task: (guard: () => void) => Promise<T>): Promise<T> {
  let lost = false;
  const unlock = tree.lock(() => {
    lost = true;
  });
  try {
    return await task(() => {
      if (!lost) return;
      throw new ChoraError(
        'io',
        'publish/lock-lost',
        `Another publisher took ${tree.name} over, as this one had not moved for so long.`,
        'Look at chora publish status; publish again when the other one has ended.',
      );
    });
  } finally {
    unlock();
  }
}

/** The same where there has to be a root already: nothing is made of a folder that was named by mistake. */
export async function lockedPublished<T>(ops: Pick<PublishOps, 'tree'>, task: (guard: () => void) => Promise<T>): Promise<T> {
  if (!ops.tree.list(METADATA_FOLDER.main).some((name) => name.endsWith('.json'))) throw notInitialised(ops.tree);
  return await locked(ops, task);
}

function reportOf(ops: PublishOps, options: PublishOptions, { catalog, views }: Planned, pruned: number): PublishReport {
  const now = ops.now();
  const warnings = views.flatMap(({ state, plan }) => {
    const planned = new Map<Role, Date>(plan.sign.map(({ role, expires }) => [role, new Date(expires)]));
    const expiries = rolesOf(state).map(({ role, expires }): [Role, Date] => [role, planned.get(role) ?? new Date(expires)]);
    return expiryWarnings(state.view, expiries, now, options.lifetimes);
  });
  return {
    dry_run: options.dryRun,
    catalog: catalog.name,
    generated_at: catalog.generatedAt,
    targets: catalog.targets.size,
    views: views.map(({ plan }) => plan),
    pruned,
    warnings,
  };
}
