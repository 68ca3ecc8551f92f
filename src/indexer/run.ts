import { buildCatalog, holdersOf } from '../catalog/build.js';
import { catalogDocument } from '../catalog/documents.js';
import { buildFreshness } from '../catalog/freshness.js';
import { GENERATOR } from '../model/generator.js';
import { listSources } from '../sources/list.js';
import { ageOf } from '../trust/trusted-root.js';
import { collectSources } from './collect.js';
import type { LoadedConfig } from './config.js';
import { countingStore } from './counting-store.js';
import { Hosts } from './hosts.js';
import type { IndexerOps } from './ops.js';
import { guardShrink, planRelease } from './plan.js';
import { readPrevious, readPreviousToRebuild } from './previous.js';
import type { PullOptions } from './pull.js';
import { failuresOf, type RunReport, reportUnchanged } from './report.js';
import { RunWatch, type Watch } from './watch.js';
import { guardOutput, writeCatalog, writeFreshness } from './write.js';

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
export async function runIndexer(
  { config, digest, problem }: LoadedConfig,
  real: IndexerOps,
  options: RunOptions,
): Promise<RunReport> {
  const watch = new RunWatch(real.elapsed, options.progress);
  const ops = { ...real, store: countingStore(real.store, (bytes) => watch.moved('written', bytes)) };
  const hosts = new Hosts(options.perHost, (host, sources) => watch.hostDown(host, sources));
  const root = options.trust && ageOf(options.trust.root, ops.now());
  watch.begin('list');
  guardOutput(ops.store);
  const previous = await (options.rebuild ? readPreviousToRebuild : readPrevious)(ops.store);
  const listing = await listSources(config, { resolvePath: ops.resolvePath, listFolders: ops.listFolders, problem });

  const sameMaker =
    previous.intact &&
    previous.catalog?.configuration.digest === digest &&
    previous.catalog.generator.version === GENERATOR.version;
  const collected = await collectSources(listing, previous, options, ops, { hosts, watch }, sameMaker);
  watch.begin(collected.unchanged ? 'write' : 'build');
  if (previous.catalog && collected.unchanged) {
    const freshness = buildFreshness(config, [], ops.now(), previous.freshness);
    writeFreshness(freshness, ops.store);
    return reportUnchanged(previous.catalog, freshness, root, watch.finish());
  }

  const before = [...(await previous.contents()).entries.values()].flat();
  const identity = { name: config.name, url: config.url, generator: GENERATOR, configuration: digest };
  const catalog = buildCatalog(identity, collected.sources, holdersOf(before), options.trust);
  const plan = planRelease(before, catalog.entries);
  if (!options.allowShrink) guardShrink(plan, collected.discard);
  watch.begin('write');
  const freshness = buildFreshness(config, catalog.sources, ops.now(), previous.freshness);
  const files = writeCatalog(catalog, freshness, previous.intact ? previous.catalog : null, ops.store);
  return {
    name: config.name,
    generated_at: freshness.generated_at,
    counts: catalogDocument(catalog).counts,
    failed: failuresOf(catalog),
    plan,
    files,
    ...(root === null ? {} : { trusted_root: root }),
    ...watch.finish(),
  };
}
