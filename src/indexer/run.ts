import { buildCatalog, holdersOf, withFindings } from '../catalog/build.js';
import { recordChanges } from '../catalog/changes.js';
import { catalogDocument } from '../catalog/documents.js';
import { buildFreshness } from '../catalog/freshness.js';
import { countVerdicts } from '../compatibility/documents.js';
import { matrixFindings, waiverIdFindings } from '../compatibility/findings.js';
import { buildMatrix } from '../compatibility/matrix.js';
import type { GitHubUsage } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { guardOutput } from '../output/owned.js';
import { hasAssets, writeCatalog, writeFreshness } from '../output/write.js';
import { listSources } from '../sources/list.js';
import { type Collected, collectSources } from './collect.js';
import type { LoadedConfig } from './config.js';
import { countingStore } from './counting-store.js';
import { Hosts } from './hosts.js';
import type { IndexerOps } from './ops.js';
import { guardShrink, planRelease } from './plan.js';
import { type PreviousCatalog, readPrevious, readPreviousToRebuild } from './previous.js';
import type { PullOptions } from './pull.js';
import { failuresOf, type RunReport, reportUnchanged, rootOf } from './report.js';
import { isSameStewardship, knownLog, readStewardship, type Stewardship } from './stewardship.js';
import { RunWatch, type Watch } from './watch.js';

export interface RunOptions extends PullOptions {
  /** Read and write everything again; where the previous catalog cannot be read, start anew. */
  readonly rebuild: boolean;
  /** Write even when more than 15 % of the capabilities would go. */
  readonly allowShrink: boolean;
  /** Told of all that happens. */
  readonly progress: Watch;
}

/**
 * The main job: many repositories in, one catalog out.
 * @throws ChoraError when the configuration, the disk or the shrink guard stops the run; no source ever does.
 */
export async function runIndexer(loaded: LoadedConfig, ops: IndexerOps, options: RunOptions): Promise<RunReport> {
  const { config, digest, problem } = loaded;
  const watch = new RunWatch(ops.elapsed, options.progress);
  const hosts = new Hosts(options.perHost, (host, sources) => watch.hostDown(host, sources));
  const store = countingStore(ops.store, (bytes) => watch.moved('written', bytes));
  watch.begin('list');
  guardOutput(store);
  const previous = await (options.rebuild ? readPreviousToRebuild : readPrevious)(store);
  const stewardship = readStewardship(ops.readOwnFiles(config), knownLog(store));
  const listing = await listSources(config, {
    ...ops,
    listRepositories: (group) => ops.listRepositories(group, options.signal),
    problem,
  });

  const sameMaker =
    previous.intact &&
    previous.catalog?.configuration.digest === digest &&
    previous.catalog.generator.version === GENERATOR.version &&
    hasAssets(store) &&
    isSameStewardship(stewardship, store);
  const collected = await collectSources(listing, previous, options, { ...ops, store }, { hosts, watch }, sameMaker);
  const now = ops.now();
  const github = ops.githubUsage(listing.sources.filter(({ kind }) => kind === 'github').length);
  if (previous.catalog && collected.unchanged) {
    watch.begin('write');
    const freshness = buildFreshness(config, [], now, previous.freshness, github);
    writeFreshness(previous.sources.values(), freshness, store);
    return reportUnchanged(previous.catalog, freshness, { ...rootOf(options.trust, now), ...watch.finish() });
  }
  return await releaseCatalog(loaded, previous, collected, { ...options, now, watch, github, stewardship }, store);
}

interface ReleaseOptions extends Pick<RunOptions, 'trust' | 'allowShrink'> {
  /** When the reading had ended. */
  readonly now: Date;
  readonly watch: RunWatch;
  /** What was asked of GitHub, if anything was. */
  readonly github: GitHubUsage | null;
  readonly stewardship: Stewardship;
}

/** The second half of the main job, also of a run whose shards were merged: from what sources hold to the files of the catalog. */
export async function releaseCatalog(
  { config, digest }: LoadedConfig,
  previous: PreviousCatalog,
  collected: Collected,
  { trust, allowShrink, now, watch, github, stewardship }: ReleaseOptions,
  store: IndexerOps['store'],
): Promise<RunReport> {
  watch.begin('build');
  const contents = await previous.contents();
  const before = [...contents.entries.values()].flat();
  const { name, url, badges = true } = config;
  const identity = { name, url, generator: GENERATOR, configuration: digest, badges };
  const built = buildCatalog(identity, collected.sources, holdersOf(before), trust);
  const matrix = buildMatrix(built.entries, built.quarantined);
  const catalog = withFindings(built, [
    ...matrixFindings(matrix),
    ...stewardship.findings,
    ...waiverIdFindings(matrix, stewardship.waivers),
  ]);
  const plan = planRelease(before, catalog.entries);
  if (!allowShrink) guardShrink(plan, collected.discard);
  watch.begin('write');
  const freshness = buildFreshness(config, catalog.sources, now, previous.freshness, github);
  const changes = recordChanges(contents.history, catalog, now);
  const content = { catalog, matrix, stewardship, changes: changes.document, freshness };
  const files = writeCatalog(content, previous.intact ? { ...previous, contents } : null, changes.unfinished, store);
  return {
    name: config.name,
    generated_at: freshness.generated_at,
    counts: catalogDocument(catalog).counts,
    failed: failuresOf(catalog),
    compatibility: countVerdicts(matrix.rows),
    plan,
    files,
    ...(github === null ? {} : { github }),
    ...rootOf(trust, now),
    ...watch.finish(),
  };
}
